"""What a paper is made of, whatever it is written as. No database, no web, no clock.

A text between square brackets is a gap: what a person must still fill in. Writers show it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

_BREAKABLE = re.compile(r"(?<=«) | (?=[»:;?!])")
_GAP = re.compile(r"\[[^\[\]\n]+\]")
_ITEM = re.compile(r"^(?P<marker>[-–•]|\d+(?:[ ]?[a-z])?[.)])\s+(?P<text>.+)$")


@dataclass(frozen=True)
class Logo:
    """A picture among the files that the rendering is given, and its words."""

    uid: str
    alt: str


@dataclass(frozen=True)
class Logos:
    kind: ClassVar[str] = "logos"
    logos: tuple[Logo, ...]


@dataclass(frozen=True)
class Title:
    """The name of a paper, with the line above it and the line below it."""

    kind: ClassVar[str] = "title"
    text: str
    above: str = ""
    below: str = ""


@dataclass(frozen=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Item:
    """« – » or « 2 a. », and what it marks."""

    marker: str
    text: str


@dataclass(frozen=True)
class Items:
    kind: ClassVar[str] = "items"
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Visa:
    """A sentence that begins with « Vu »."""

    kind: ClassVar[str] = "visa"
    text: str


@dataclass(frozen=True)
class Table:
    """Cells are texts; `numeric` are the ranks of the columns of numbers."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [(text, rank in self.numeric) for rank, text in enumerate(self.columns)]

    @property
    def lines(self) -> list[list[tuple[str, bool]]]:
        return [
            [(text, rank in self.numeric) for rank, text in enumerate(row)] for row in self.rows
        ]


@dataclass(frozen=True)
class Signature:
    """For whom, and who signs."""

    party: str
    who: str


@dataclass(frozen=True)
class Signatures:
    """Two blocks side by side."""

    kind: ClassVar[str] = "signatures"
    left: Signature
    right: Signature


@dataclass(frozen=True)
class PageBreak:
    kind: ClassVar[str] = "page_break"


@dataclass(frozen=True)
class Article:
    kind: ClassVar[str] = "article"
    number: int
    title: str
    body: tuple[Block, ...]

    @property
    def heading(self) -> str:
        return f"Article {self.number}" + (f" : {self.title}" if self.title else "")


Block = (
    Logos | Title | Heading | Paragraph | Items | Visa | Table | Signatures | PageBreak | Article
)


@dataclass(frozen=True)
class Document:
    """A whole paper, with what its file says of itself and what each page repeats."""

    title: str
    author: str
    head: str
    foot: str
    blocks: tuple[Block, ...]


def body(text: str) -> tuple[Block, ...]:
    """Blocks of a text that a person may have written: an empty line, or a new line, parts two
    paragraphs; lines that begin with « - » or « 2. » make a list."""
    made: list[Block] = []
    items: list[Item] = []
    for line in [one.strip() for one in text.splitlines()] + [""]:
        found = _ITEM.match(line)
        if found:
            marker = "–" if found["marker"] in "-–•" else found["marker"]
            items.append(Item(marker, found["text"]))
            continue
        if items:
            made.append(Items(tuple(items)))
            items = []
        if line:
            made.append(Paragraph(line))
    return tuple(made)


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text cut where a gap begins or ends: (words, whether they are a gap). Guillemets and
    double signs stay with their word."""
    text, end = _BREAKABLE.sub("\u00a0", text), 0
    for found in _GAP.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def gaps(blocks: Iterable[Block]) -> list[str]:
    """What is still to be filled in, each once, in the order of the paper."""
    found = (words for line in lines(blocks) for words, gap in runs(line) if gap)
    return list(dict.fromkeys(found))


def lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The paper as plain text, a line for each paragraph, item and table row."""
    for block in blocks:
        match block:
            case Title():
                yield from filter(None, (block.above, block.text, block.below))
            case Heading() | Paragraph() | Visa():
                yield block.text
            case Items():
                yield from (f"{item.marker} {item.text}" for item in block.items)
            case Article():
                yield block.heading
                yield from lines(block.body)
            case Table():
                yield from filter(None, (block.caption, " ".join(block.columns)))
                yield from (" ".join(row) for row in block.rows)
            case Signatures():
                for one in (block.left, block.right):
                    yield from (one.party, one.who)
