"""The kinds of spreadsheets that can be imported, and what an import answers.

Each app registers its own kinds when it starts; commands and pages know them by their key only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Model, QuerySet

from partnership.permissions import check_can_import
from partnership.sheets import Column, Refusal

MOST_ASKED = 200
MOST_TOLD = 1_000  # refusals, questions and changes that a page tells; the rest is counted
SHOWN = 100  # lines to create that a page shows


@dataclass(frozen=True)
class Ask:
    """A question that an import puts to whoever reads its verification: answered once for all the
    lines that raise it. `key` is stable from one reading of the same file to the next; `choices`
    are the possible answers, (value, words)."""

    key: str
    words: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ImportOptions:
    """How a file is imported. `valid_only` writes the valid lines and leaves the refused ones;
    `answers` are those given to questions, by key; `say(percent, words)` tells how far it is;
    the refused lines, whole, with why, are kept in `refused_to` when it is given. With
    `answered_only`, nothing is written while a question has no answer."""

    valid_only: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    say: Callable[[int, str], None] = lambda percent, words: None
    refused_to: Path | None = None
    answered_only: bool = False


@dataclass(frozen=True)
class Change:
    """What a line corrects: the row as people call it, and (what, before, after) in words."""

    line: int
    name: str
    values: tuple[tuple[str, str, str], ...]


@dataclass
class ImportResult:
    """Counts are lines of the file. When lines are refused nothing is created nor updated, unless
    the valid ones alone are asked for, and `refused` says why. `written` is False after a
    rehearsal too. Beyond the first thousand, refusals, questions and changes are only counted:
    `refused_values` counts all refusals and `refused_lines` their lines."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    nameless: int = 0
    rows_created: int = 0
    written: bool = False
    asks: list[Ask] = field(default_factory=list)
    refused_values: int = 0
    refused_lines: int = 0
    more_questions: int = 0
    creations: list[tuple[int, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    asked_as: list[str] = field(default_factory=list)

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        """Tell why a line is refused."""
        self.refused_lines += 1
        self.refused_values += len(refusals)
        self.refused += refusals[: max(MOST_TOLD - len(self.refused), 0)]

    def note(self, words: str) -> None:
        """Tell something to look at."""
        if len(self.questions) < MOST_TOLD:
            self.questions.append(words)
        else:
            self.more_questions += 1

    def ask(self, ask: Ask, told: str = "") -> None:
        """Put a question, once; those beyond two hundred wait for the next verification. `told` is
        what `questions` say of it, for who reads no page."""
        if len(self.asks) < MOST_ASKED and all(one.key != ask.key for one in self.asks):
            self.asks.append(ask)
            if told:
                self.asked_as.append(told)

    @property
    def remarks(self) -> list[str]:
        """What `questions` say besides what is asked."""
        asked = set(self.asked_as)
        return [words for words in self.questions if words not in asked]

    @property
    def may_show(self) -> bool:
        """True while fewer than a hundred lines to create are told."""
        return len(self.creations) < SHOWN

    def show(self, line: int, words: str) -> None:
        """Tell what a line creates, among the first hundred."""
        if self.may_show:
            self.creations.append((line, words))

    def change(self, change: Change) -> None:
        """Tell what a line corrects."""
        if len(self.changes) < MOST_TOLD:
            self.changes.append(change)

    def count_made(self, label: str, count: int) -> None:
        """Rows of a type, as people call them, that the import creates."""
        if count:
            self.made[label] = self.made.get(label, 0) + count

    def as_json(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [refusal.as_json() for refusal in self.refused],
            "questions": list(self.questions),
            "ignored_columns": list(self.ignored_columns),
        }

    def as_kept(self) -> dict[str, Any]:
        """Everything, for `from_kept` to give back."""
        return asdict(self)

    @classmethod
    def from_kept(cls, kept: dict[str, Any]) -> ImportResult:
        """What an earlier version of Trame kept lacks what it did not know."""
        return cls(
            **kept
            | {
                "refused": [Refusal(**one) for one in kept["refused"]],
                "asks": [
                    Ask(one["key"], one["words"], tuple(tuple(pair) for pair in one["choices"]))
                    for one in kept.get("asks", [])
                ],
                "changes": [
                    Change(one["line"], one["name"], tuple(tuple(each) for each in one["values"]))
                    for one in kept.get("changes", [])
                ],
                "refused_values": kept.get("refused_values", len(kept["refused"])),
                "refused_lines": kept.get(
                    "refused_lines", len({one["line"] for one in kept["refused"]})
                ),
            }
        )


@dataclass(frozen=True)
class ImportKind:
    """`run(path=, convention=, by=, dry_run=, sheet=, options=)` does the import, all of it or
    nothing, unless `options` ask for the valid lines only.

    `check(user, convention)` raises PermissionDenied for who may not; the convention is None while
    none is chosen. `noun` is what a line becomes, `about` what such a file holds, in a sentence;
    `columns` are told before a file is chosen; `example` is the line of the model file, by column;
    `address(convention)` is where to look at what was written. Kinds are listed by `rank`."""

    key: str
    label: str
    run: Callable[..., ImportResult]
    needs_convention: bool = True
    noun: str = "ligne"
    columns: tuple[Column, ...] = ()
    check: Callable[..., None] = check_can_import
    address: Callable[[Any], str] | None = None
    about: str = ""
    example: Mapping[str, Any] = field(default_factory=dict)
    rank: int = 0


@dataclass(frozen=True)
class Correction:
    """How an import's corrections of a type of rows are undone: `read(row, names)` reads values as
    they were kept, and `give_back(row, values, by)` writes them."""

    model: type[Model]
    read: Callable[[Any, Iterable[str]], dict[str, Any]]
    give_back: Callable[..., None]


@dataclass(frozen=True)
class Deletion:
    """How undoing finds and deletes rows that no column ties to their import: `made_by(run)` are
    those that are left of them, `delete(run, by=)` removes them and raises ValidationError where
    they must stay."""

    model: type[Model]
    made_by: Callable[..., QuerySet]
    delete: Callable[..., None]


_kinds: dict[str, ImportKind] = {}
_rows: dict[str, tuple[type[Model], ...]] = {}
_corrections: dict[type[Model], Correction] = {}
_deletions: dict[type[Model], Deletion] = {}
_hindrances: list[Callable[..., list[str]]] = []


def register(kind: ImportKind, *, rows: Sequence[type[Model]] = ()) -> None:
    """`rows` are the models that an import of this kind creates, in the order in which undoing
    deletes them. A model that names no import is a part of those that do, and goes with them,
    unless a `Deletion` is registered for it. A kind without rows is not undone. Raises ValueError
    when another kind already has this key."""
    if _kinds.get(kind.key, kind) != kind:
        raise ValueError(f"{kind.key} is registered twice.")
    _kinds[kind.key] = kind
    _rows[kind.key] = tuple(rows)


def register_correction(correction: Correction) -> None:
    """An app says how its rows, corrected by an import, are given back what they said."""
    _corrections[correction.model] = correction


def register_deletion(deletion: Deletion) -> None:
    """An app says how rows of its own, made by an import, are found and deleted."""
    _deletions[deletion.model] = deletion


def register_hindrance(found: Callable[..., list[str]]) -> None:
    """`found(import_run, model, keys)` gives reasons of an app's own, in French, not to delete
    these rows of an import."""
    if found not in _hindrances:
        _hindrances.append(found)


def rows_of(key: str) -> tuple[type[Model], ...]:
    return _rows.get(key, ())


def correction_of(model: type[Model]) -> Correction | None:
    return _corrections.get(model)


def deletion_of(model: type[Model]) -> Deletion | None:
    return _deletions.get(model)


def hindrances() -> tuple[Callable[..., list[str]], ...]:
    return tuple(_hindrances)


def get(key: str) -> ImportKind:
    """Raises KeyError for a kind that no app has registered."""
    return _kinds[key]


def keys() -> list[str]:
    return sorted(_kinds)


def in_order() -> list[ImportKind]:
    """Every kind, in the order in which people are told of them."""
    return sorted(_kinds.values(), key=lambda one: (one.rank, one.key))


def labels() -> dict[str, str]:
    """How people call each kind."""
    return {one.key: one.label for one in in_order()}


def is_undone(key: str) -> bool:
    """True for a kind whose imports can be undone."""
    return bool(rows_of(key))
