"""Who worked how long for a convention, what that is worth, and the salaries made of it.

Minutes are those of the same rows as every other figure (`collecting.rows_of`). Session hours count
a row once, staff hours once per person. A new kind of timed row joins in `worked_rows` alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from accompaniment.dates import is_dated
from accompaniment.enums import TIMED_KINDS, DatePrecision, SessionKind, WorkKind
from accompaniment.models import AccompanimentSession, GatheringDate, WorkEntry
from partnership.actions.salaries import STAFF_ACCOUNT, valued_rows
from partnership.actions.staff_rates import rate_of
from partnership.enums import BudgetSide
from partnership.models import AccountHeading, Convention, Expense, StaffRate
from partnership.staff_costs import Rate, Valued, Worked, rounded_parts, total_of
from partnership.wording import euros
from reporting.collecting import Rows, rows_of
from reporting.gatherings import CountedGathering

NOBODY = "Personne non renseignée"
GATHERING = "temps_collectif"
KIND_LABELS = {kind.value: kind.label for kind in (*TIMED_KINDS, *WorkKind)}
KIND_LABELS |= {GATHERING: "Temps collectif"}
FAMILIES = (
    ("Échanges", (SessionKind.MEETING, SessionKind.PROOFREADING)),
    ("Temps collectifs", (GATHERING,)),
    ("Préparation", (WorkKind.PREPARATION,)),
    ("Déplacements", (WorkKind.TRAVEL,)),
    (
        "Autre travail",
        tuple(kind for kind in WorkKind if kind not in (WorkKind.PREPARATION, WorkKind.TRAVEL)),
    ),
)


def worked_rows(rows: Rows) -> list[Worked]:
    """The time of each person on each timed row, in the order of days; a row that names nobody
    makes one, without a person."""
    timed = [row for row in rows.sessions if row.kind in TIMED_KINDS]
    found = [
        *(one for row in timed for one in _of_row(row, "session")),
        *(one for row in rows.works for one in _of_row(row, "work")),
        *(one for row in rows.gatherings for one in _of_gathering(row)),
        *(one for row in rows.gatherings for one in _of_its_preparation(row)),
    ]
    return sorted(found, key=lambda one: (one.date, one.type, one.uid, one.person))


def _of_row(row: AccompanimentSession | WorkEntry, type_key: str) -> Iterable[Worked]:
    people = [str(person.uid) for person in row.staff.all()] or [""]
    said = [KIND_LABELS[row.kind], str(row.organisation or ""), row.line]
    if row.date_precision != DatePrecision.DAY:
        said.append(f"jour non renseigné ({row.date_text})")
    for person in people:
        yield Worked(
            uid=str(row.uid),
            type=type_key,
            kind=row.kind,
            date=row.date,
            dated=is_dated(row.date_precision),
            minutes=row.minutes,
            person=person,
            what=" · ".join(filter(None, said)),
        )


def _of_gathering(counted: CountedGathering) -> Iterable[Worked]:
    """Each person on each of its dates, for the minutes that the convention bears."""
    people = [str(one.person.uid) for one in counted.workers] or [""]
    for date, minutes in counted.dates:
        for person in people:
            yield _part(counted, date.uid, GATHERING, "gathering_date", date, minutes, person)


def _of_its_preparation(counted: CountedGathering) -> Iterable[Worked]:
    """What each person prepared, on its first day; what nobody is named for stands alone."""
    kind, day = WorkKind.PREPARATION.value, counted.first
    for one in counted.workers:
        minutes, person = counted.preparation_by.get(one.pk), str(one.person.uid)
        if minutes:
            yield _part(counted, one.uid, kind, "gathering_worker", day, minutes, person)
    if counted.preparation_by_nobody:
        rest = counted.preparation_by_nobody
        yield _part(counted, counted.row.uid, kind, "gathering", day, rest, "")


def _part(
    counted: CountedGathering,
    uid: uuid.UUID,
    kind: str,
    type_key: str,
    date: GatheringDate,
    minutes: int | None,
    person: str,
) -> Worked:
    """Named after the row and the convention: each convention values its own part once."""
    said = [KIND_LABELS[kind], counted.row.title]
    if date.date_precision != DatePrecision.DAY:
        said.append(f"jour non renseigné ({date.date_text})")
    return Worked(
        uid=str(uuid.uuid5(uid, str(counted.convention.uid))),
        type=type_key,
        kind=kind,
        date=date.date,
        dated=is_dated(date.date_precision),
        minutes=minutes,
        person=person,
        what=" · ".join(said),
    )


@dataclass(frozen=True)
class KindLine:
    """Staff minutes of one kind and their value in euros (None: no rate at all)."""

    label: str
    minutes: int
    value: Decimal | None


@dataclass(frozen=True)
class PersonLine:
    """Staff minutes of one person by family, what they are worth, at which rates."""

    name: str
    families: tuple[int, ...]
    time: Valued
    rates: str

    @property
    def by_family(self) -> list[tuple[str, int]]:
        return [
            (label, minutes) for (label, _), minutes in zip(FAMILIES, self.families, strict=True)
        ]


@dataclass(frozen=True)
class Declared:
    """What the budget and the expenses say of staff costs (accounts 64), in euros. `planned` None:
    no line is mapped there, or one has no amount."""

    planned: Decimal | None
    charged: Decimal
    computed: Decimal


@dataclass(frozen=True)
class StaffTime:
    """The time of a convention, once it is read. `valued_by` names the standing expense that values
    a person's row already."""

    convention: Convention
    worked: tuple[Worked, ...]
    rates: tuple[Rate, ...]
    names: dict[str, str]
    valued_by: dict[tuple[str, str], Expense]
    declared: Declared

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(label for label, _ in FAMILIES)

    @cached_property
    def total(self) -> Valued:
        return total_of(self.worked, self.rates)

    @property
    def session_minutes(self) -> int:
        """Each row once, however many people took part."""
        return sum({(one.type, one.uid): one.minutes or 0 for one in self.worked}.values())

    @property
    def is_of_one_person(self) -> bool:
        return len(self.names) == 1

    @property
    def nobody_minutes(self) -> int:
        return sum(one.minutes or 0 for one in self.worked if not one.person)

    @property
    def rows_without_minutes(self) -> int:
        return len({(one.type, one.uid) for one in self.worked if one.minutes is None})

    @cached_property
    def kinds(self) -> list[KindLine]:
        """The kinds that hold time; their values add up to the total's."""
        times = {
            kind: total_of((one for one in self.worked if one.kind == kind), self.rates)
            for kind in KIND_LABELS
        }
        kept = [(kind, time) for kind, time in times.items() if time.minutes]
        values = rounded_parts([time.exact for _, time in kept])
        return [
            KindLine(KIND_LABELS[kind], time.minutes, None if time.value is None else value)
            for (kind, time), value in zip(kept, values, strict=True)
        ]

    @cached_property
    def people(self) -> list[PersonLine]:
        """Each person by name, then the time of nobody."""
        known = sorted(self.names, key=lambda uid: (self.names[uid], uid))
        lines = [self._person(uid, self.names[uid]) for uid in known]
        if self.nobody_minutes:
            lines.append(self._person("", NOBODY))
        return lines

    def _person(self, uid: str, name: str) -> PersonLine:
        rows = [one for one in self.worked if one.person == uid]
        families = tuple(
            sum(one.minutes or 0 for one in rows if one.kind in kinds) for _, kinds in FAMILIES
        )
        served = [
            one
            for one in self.rates
            if one.person == uid and any(one.holds(row.date) for row in rows)
        ]
        rates = ", ".join(euros(one.hourly) for one in served)
        return PersonLine(name, families, total_of(rows, self.rates), rates)


def staff_time_of(convention: Convention, rows: Rows | None = None) -> StaffTime:
    """Everything about the time of a convention, in a constant number of queries."""
    rows = rows or rows_of(convention)
    worked = worked_rows(rows)
    names = {
        str(person.uid): str(person)
        for row in (*rows.sessions, *rows.works)
        for person in row.staff.all()
    }
    names |= {
        str(one.person.uid): str(one.person) for row in rows.gatherings for one in row.workers
    }
    return StaffTime(
        convention=convention,
        worked=tuple(worked),
        rates=tuple(map(rate_of, rates_of(convention, names))),
        names={uid: name for uid, name in names.items() if _took_time(worked, uid)},
        valued_by=valued_rows(convention.owner_id, list(names)),
        declared=_declared(convention, rows),
    )


def rates_of(convention: Convention, people: Iterable[str]) -> list[StaffRate]:
    """The network's rates of these people (uids), the earliest first."""
    return list(
        StaffRate.objects.filter(owner=convention.owner_id, person__uid__in=list(people))
        .select_related("person")
        .order_by("person", "from_on", "pk")
    )


def _took_time(worked: Sequence[Worked], uid: str) -> bool:
    return any(one.person == uid for one in worked)


def _declared(convention: Convention, rows: Rows) -> Declared:
    accounts = set(
        AccountHeading.objects.filter(code__startswith=STAFF_ACCOUNT)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    amounts = [
        line.amount
        for line in convention.budget_lines.all()
        if line.side == BudgetSide.EXPENSE and line.account_id in accounts
    ]
    unknown = not amounts or any(amount is None for amount in amounts)
    charges = [one for one in rows.accounts.facts.counted_charges if one.account_id in accounts]
    return Declared(
        planned=None if unknown else sum(amounts, Decimal(0)),
        charged=sum((one.charged for one in charges), Decimal(0)),
        computed=sum((one.charged for one in charges if one.minutes is not None), Decimal(0)),
    )
