"""The parts of a paper: made from the data, until a person writes their own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from partnership.enums import PaperKind
from partnership.papers.annexes import resolve
from partnership.papers.facts import FileFacts


@dataclass(frozen=True)
class Part:
    """A part that a person may rewrite. `default` is the text made from the data."""

    key: str
    label: str
    default: str
    help: str = ""


@dataclass(frozen=True)
class Reading:
    """A part as it stands: its text, whose it is, and as it prints."""

    part: Part
    text: str
    is_written: bool
    printed: str

    @property
    def digest(self) -> str:
        return digest(self.text)


def plain(text: str) -> str:
    """The same text, whatever the line ends that a browser sends."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def digest(text: str) -> str:
    """A short fingerprint, to know whether somebody changed a text."""
    return hashlib.sha256(plain(text).encode()).hexdigest()[:16]


def read(facts: FileFacts, kind: PaperKind, parts: Iterable[Part]) -> dict[str, Reading]:
    """Each part by its key: the text of a person where there is one, else the data's."""
    found = {}
    for part in parts:
        written = facts.texts.get((kind.value, part.key))
        text = part.default if written is None else written
        printed = resolve(text, facts.numbered_annexes)
        found[part.key] = Reading(part, text, written is not None, printed)
    return found
