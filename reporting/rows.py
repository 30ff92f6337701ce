"""The rows behind a figure, as a page shows them: only those that the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Model

from accompaniment.models import Accompaniment, AccompanimentSession, Gathering, WorkEntry
from partnership import subjects
from partnership.charging import Charge
from partnership.figures import RowRef
from partnership.models import BudgetLine, Payment, Project, User
from partnership.wording import long_date


@dataclass(frozen=True)
class OtherRow:
    """A row that is not an entry: its label, and where to read more of it."""

    label: str
    type_label: str
    address: str | None
    amount: Decimal | None = None


@dataclass(frozen=True)
class RowsPage:
    sessions: list[AccompanimentSession]
    works: list[WorkEntry]
    gatherings: list[Gathering]
    charges: list[Charge]
    others: list[OtherRow]


def rows_behind(references: Iterable[RowRef], user, charges: Iterable[Charge] = ()) -> RowsPage:
    """One query per type of row and its relations, however many rows there are. `charges` are those
    of the convention, which whoever sees it may see: its expenses are shown by their part of it."""
    by_type: dict[str, list[str]] = {}
    for reference in references:
        by_type.setdefault(reference.type, []).append(reference.uid)
    sessions = _entries(AccompanimentSession, by_type.pop("session", []), user)
    works = _entries(WorkEntry, by_type.pop("work", []), user)
    gatherings = _gatherings(by_type.pop("gathering", []), user)
    expenses = set(by_type.pop("expense", []))
    others = [
        row for key, uids in by_type.items() for row in _others(subjects.get(key), uids, user)
    ]
    shown = [one for one in charges if one.counts and str(one.expense_uid) in expenses]
    return RowsPage(sessions, works, gatherings, shown, others)


def _entries(model, uids: list[str], user) -> list:
    return list(model.objects.visible_to(user).filter(uid__in=uids).for_list().newest_first())


def _gatherings(uids: list[str], user) -> list[Gathering]:
    seen = Gathering.objects.visible_to(user).filter(uid__in=uids)
    return list(seen.for_list_of(user).newest_first()) if uids else []


def _others(subject: subjects.Subject, uids: list[str], user) -> list[OtherRow]:
    """Rows that the reader may not open are still said, by their type alone."""
    if subject.key == "organisation":
        return _structures(uids, user)
    if subject.key == "user":
        return _people(uids, user)
    if subject.key in ("budget_line", "payment"):
        return _amounts(subject, uids, user)
    if subject.key == "project":
        return _projects(uids, user)
    visible: dict[str, Model] = {
        str(row.uid): row for row in subject.visible_to(user).filter(uid__in=uids)
    }
    return [
        OtherRow(str(visible[uid]), subject.label, subject.address(visible[uid]))
        if uid in visible
        else OtherRow(f"{subject.label} (non visible)", subject.label, None)
        for uid in uids
    ]


def _projects(uids: list[str], user) -> list[OtherRow]:
    """Each with its holder and where it is. Those of the funder's own calls are all its to see."""
    found = Project.objects.visible_to(user).filter(uid__in=uids).select_related("organisation")
    return [
        OtherRow(
            f"{row.title} · {row.organisation.name_and_town}",
            row.get_stage_display(),
            row.get_absolute_url(),
        )
        for row in found.order_by("search_text", "pk")
    ]


def _amounts(subject: subjects.Subject, uids: list[str], user) -> list[OtherRow]:
    """Rows of money, in the order of their convention, each with its amount."""
    return [
        OtherRow(_words(row), subject.label, None, row.amount)
        for row in subject.visible_to(user).filter(uid__in=uids)
    ]


def _words(row: BudgetLine | Payment) -> str:
    if isinstance(row, Payment):
        return f"{row.get_kind_display()} du {long_date(row.received_on)}"
    return row.label


def _structures(uids: list[str], user) -> list[OtherRow]:
    """A structure leads to its follow-up, where the reader sees the exchanges that they may."""
    followed = (
        Accompaniment.objects.visible_to(user)
        .filter(organisation__uid__in=uids)
        .select_related("organisation")
        .order_by("organisation__search_text", "pk")
    )
    return [
        OtherRow(row.organisation.name_and_town, "Structure", row.get_absolute_url())
        for row in followed
    ]


def _people(uids: list[str], user) -> list[OtherRow]:
    """Those whom the reader can see at work on an exchange."""
    seen = AccompanimentSession.objects.visible_to(user).filter(staff__uid__in=uids)
    people = User.objects.filter(uid__in=uids, pk__in=seen.values("staff")).for_choice()
    return [OtherRow(str(person), "Personne", None) for person in people]
