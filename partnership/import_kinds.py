"""The kinds of spreadsheets that can be imported, and what an import answers.

Each app registers its own kinds when it starts; commands and pages know them by their key only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from partnership.permissions import check_can_import
from partnership.sheets import Column, Refusal


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
    `answers` are those given to questions, by key; `say(percent, words)` tells how far it is."""

    valid_only: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    say: Callable[[int, str], None] = lambda percent, words: None


@dataclass
class ImportResult:
    """Counts are lines of the file. When lines are refused nothing is written: nothing is created
    nor updated, and `refused` says why. `written` is False after a rehearsal too."""

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
        return cls(**kept | {"refused": [Refusal(**one) for one in kept["refused"]]})


@dataclass(frozen=True)
class ImportKind:
    """`run(path=, convention=, by=, dry_run=, sheet=)` does the import, all of it or nothing.

    `check(user, convention)` raises PermissionDenied for who may not; the convention is None while
    none is chosen. `noun` is what a line becomes; `columns` are told before a file is chosen;
    `address(convention)` is where to look at what was written."""

    key: str
    label: str
    run: Callable[..., ImportResult]
    needs_convention: bool = True
    noun: str = "ligne"
    columns: tuple[Column, ...] = ()
    check: Callable[..., None] = check_can_import
    address: Callable[[Any], str] | None = None


_kinds: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    """Raises ValueError when another kind already has this key."""
    if _kinds.get(kind.key, kind) != kind:
        raise ValueError(f"{kind.key} is registered twice.")
    _kinds[kind.key] = kind


def get(key: str) -> ImportKind:
    """Raises KeyError for a kind that no app has registered."""
    return _kinds[key]


def keys() -> list[str]:
    return sorted(_kinds)
