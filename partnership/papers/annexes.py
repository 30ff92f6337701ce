"""Annexes cited by their short name: `[annexe:convention]` reads « annexe 3 »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from partnership.papers.facts import AnnexFact

_CITED = re.compile(r"\[annexe\s*:\s*(?P<key>[\w-]+)\s*\]", re.IGNORECASE)


def citation(key: str) -> str:
    """What one writes in a text to cite an annex."""
    return f"[annexe:{key}]"


def resolve(text: str, annexes: Iterable[AnnexFact]) -> str:
    """The text with the numbers of its annexes; a name that no annex bears stays as it was."""
    numbers = {one.key.lower(): one.number for one in annexes}

    def said(found: re.Match) -> str:
        number = numbers.get(found["key"].lower())
        return found[0] if number is None else f"annexe {number}"

    return _CITED.sub(said, text)


def unknown_keys(text: str) -> list[str]:
    """The names still there once the text was resolved: no annex bears them."""
    return list(dict.fromkeys(found["key"] for found in _CITED.finditer(text)))
