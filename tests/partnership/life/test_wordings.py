"""Each state in the words of each side."""

from __future__ import annotations

import re

import pytest

from partnership import transitions
from partnership.enums import ConventionState
from partnership.management.commands import lifecycle
from partnership.transitions import WORDINGS

KNOWN = {
    "sent_on": "1er juin 2026",
    "voted_on": "14 septembre 2026",
    "number": "2026-100",
    "signed_on": "1er octobre 2026",
    "terminated_on": "16 novembre 2026",
}


@pytest.mark.parametrize("state", ConventionState)
@pytest.mark.parametrize("for_funder", [True, False])
def test_every_state_has_words_for_both_sides_whatever_is_known(state, for_funder):
    for known in ({}, KNOWN):
        words = transitions.worded(state, known, for_funder=for_funder)
        assert words
        assert "{" not in words


def test_the_words_between_braces_are_those_that_the_line_needs():
    for wording in WORDINGS:
        for words in (wording.association, wording.funder):
            assert set(re.findall(r"{(\w+)}", words)) <= set(wording.needs)


def test_the_line_that_says_most_comes_first():
    for state in ConventionState:
        counts = [len(one.needs) for one in WORDINGS if one.state == state]
        assert counts == sorted(counts, reverse=True)
        assert counts[-1] == 0


def test_the_page_of_the_docs_has_the_words_of_both_sides():
    page = lifecycle.page()
    for wording in WORDINGS:
        assert f"| {wording.association} | {wording.funder} |" in page
