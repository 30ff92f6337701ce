"""The rows behind a figure, as a page shows them: only those that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from accompaniment.models import AccompanimentSession, WorkEntry
from partnership import subjects
from partnership.figures import RowRef


@dataclass(frozen=True)
class OtherRow:
    """A row that is not an entry: its label, and where to read more of it."""

    label: str
    type_label: str
    address: str | None


@dataclass(frozen=True)
class RowsPage:
    sessions: list[AccompanimentSession]
    works: list[WorkEntry]
    others: list[OtherRow]


def rows_behind(references: Iterable[RowRef], user) -> RowsPage:
    """One query per type of row and its relations, however many rows there are."""
    by_type: dict[str, list[str]] = {}
    for reference in references:
        by_type.setdefault(reference.type, []).append(reference.uid)
    sessions = _entries(AccompanimentSession, by_type.pop("session", []), user)
    works = _entries(WorkEntry, by_type.pop("work", []), user)
    others = [
        row for key, uids in by_type.items() for row in _others(subjects.get(key), uids, user)
    ]
    return RowsPage(sessions, works, others)


def _entries(model, uids: list[str], user) -> list:
    return list(model.objects.visible_to(user).filter(uid__in=uids).for_list().newest_first())


def _others(subject: subjects.Subject, uids: list[str], user) -> list[OtherRow]:
    """Rows that the reader may not open are still said, by their type alone."""
    visible: dict[str, Model] = {
        str(row.uid): row for row in subject.visible_to(user).filter(uid__in=uids)
    }
    return [
        OtherRow(str(visible[uid]), subject.label, subject.address(visible[uid]))
        if uid in visible
        else OtherRow(f"{subject.label} (non visible)", subject.label, None)
        for uid in uids
    ]
