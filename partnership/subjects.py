"""The types of rows that files, the journal, questions and search may speak of.

Each app registers its own when it starts. A file is served if its subject is visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum

from django.db.models import Model, QuerySet

from partnership.wording import with_article


class Kept(Enum):
    """Which files of a row are kept from somebody who sees the row."""

    NOTHING = "nothing"
    OTHER_FUNDERS = "what the officers of other funders brought"
    ALL_BUT_OWN = "what their own side did not bring"


def nobody(user, row: Model) -> bool:
    """Rows of this type take no file."""
    return False


THE_ASSOCIATION = "L'association seule les ouvre."


def read_by(funders: Iterable[str]) -> str:
    """« Les ouvrent : l'association et le Département du Pas-de-Calais. »"""
    readers = ["l'association", *map(with_article, funders)]
    if len(readers) == 1:
        return THE_ASSOCIATION
    return f"Les ouvrent : {', '.join(readers[:-1])} et {readers[-1]}."


def both_sides(row: Model) -> str:
    return "Les deux parties de la convention les ouvrent."


def everybody_opens(user, row: Model) -> Kept:
    """Whoever sees a row of this type opens all its files."""
    return Kept.NOTHING


@dataclass(frozen=True)
class Subject:
    """A registered type: its key, its model, who sees it, how a row is called and where it is.

    `describe` says in one line how a row stands now. `items_of` gives the rows of a convention
    that its two sides may talk about; a type that has none is not talked about. `may_attach` says
    who brings files to a row: nobody, unless its app says otherwise. `kept_apart` says which of its
    files a person who sees the row does not open; `readers` says in a sentence who reads them."""

    key: str
    model: type[Model]
    label: str
    visible_to: Callable[..., QuerySet]
    address: Callable[[Model], str | None] = lambda row: None
    describe: Callable[[Model], str] = str
    items_of: Callable[[Model], QuerySet] | None = None
    may_attach: Callable[..., bool] = nobody
    kept_apart: Callable[..., Kept] = everybody_opens
    readers: Callable[[Model], str] = both_sides


_subjects: dict[str, Subject] = {}


def register(subject: Subject) -> None:
    """Raises ValueError when the key or the model is registered already for something else."""
    for known in _subjects.values():
        if (known.key == subject.key) != (known.model is subject.model):
            raise ValueError(f"{subject.key} or {subject.model} is registered twice.")
    _subjects[subject.key] = subject


def describe_with(key: str, describe: Callable[[Model], str]) -> None:
    """A higher app knows more of a row than the app that registered its type."""
    _subjects[key] = replace(_subjects[key], describe=describe)


def discuss(key: str, items_of: Callable[[Model], QuerySet]) -> None:
    """Let the two sides of a convention talk about its rows of this type."""
    _subjects[key] = replace(_subjects[key], items_of=items_of)


def keep_files_apart(key: str, kept_apart: Callable[..., Kept]) -> None:
    """Which files, of a row of this type, are kept from whom."""
    _subjects[key] = replace(_subjects[key], kept_apart=kept_apart)


def say_who_reads(key: str, readers: Callable[[Model], str]) -> None:
    """Who opens the files of a row of this type, in a sentence under the form."""
    _subjects[key] = replace(_subjects[key], readers=readers)


def keeps_some_apart(key: str) -> bool:
    """Whether, of rows of this type, not all files are open to whoever sees the row."""
    return key in _subjects and _subjects[key].kept_apart is not everybody_opens


def discussed() -> list[Subject]:
    """The types that the two sides may talk about."""
    return [subject for subject in every() if subject.items_of is not None]


def get(key: str) -> Subject:
    return _subjects[key]


def every() -> list[Subject]:
    return [_subjects[key] for key in sorted(_subjects)]


def key_of(row: Model) -> str:
    """Raises KeyError for a row whose type no app has registered."""
    for subject in _subjects.values():
        if type(row) is subject.model:
            return subject.key
    raise KeyError(type(row).__name__)


def visible_row(key: str, uid, user) -> Model | None:
    """The row, when the type is known and the person may see it."""
    subject = _subjects.get(key)
    if subject is None:
        return None
    return subject.visible_to(user).filter(uid=uid).first()


def visible_uids(key: str, uids, user) -> set:
    """Which of these rows the person sees; none where the type is unknown."""
    subject = _subjects.get(key)
    if subject is None:
        return set()
    return set(subject.visible_to(user).filter(uid__in=uids).values_list("uid", flat=True))
