"""Text as people search it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.text import normalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Comité de jumelage  d'Étaples", "comite de jumelage d etaples"),
        ("L’Œuvre du cœur", "l oeuvre du coeur"),
        ("Hénin-Beaumont", "henin beaumont"),
        ("  ARRAS\t", "arras"),
        ("Groß-Gerau", "gross gerau"),
        ("Ex æquo", "ex aequo"),
        ("Łódź", "lodz"),
        ("Sønderborg", "sonderborg"),
        ("CD62/2026", "cd62 2026"),
        ("…", ""),
        ("", ""),
    ],
)
def test_case_accents_and_punctuation_do_not_count(text, expected):
    assert normalise(text) == expected


@given(st.text())
def test_what_is_normalised_once_is_normalised(text):
    once = normalise(text)
    assert normalise(once) == once
    assert "  " not in once
