"""From the time of a convention to salary expenses: what would be recorded, then recording it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership.actions.salaries import NOTHING, record_salary_expense
from partnership.figures import HUNDRED
from partnership.models import BudgetLine, Convention, Expense, StaffRate, User
from partnership.staff_costs import Worked, rate_on, value_of
from partnership.wording import listed, month_label
from reporting.staff_time import KIND_LABELS, StaffTime, rates_of

KINDS_NAMED = 3
CHANGED = (
    "Le temps noté a changé depuis ce calcul : le nouveau est ci-dessous, vérifiez-le puis "
    "enregistrez."
)


@dataclass(frozen=True)
class Choice:
    """Whose time (uids), of which kinds, from the first day to the last, both months whole."""

    people: tuple[str, ...]
    kinds: tuple[str, ...]
    first: datetime.date
    last: datetime.date


@dataclass(frozen=True)
class SalaryLine:
    """The time of one person at one rate: minutes × hourly rate, in euros."""

    rate_uid: str
    name: str
    rows: tuple[Worked, ...]
    hourly: Decimal

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def amount(self) -> Decimal:
        return value_of(self.minutes, self.hourly)


@dataclass(frozen=True)
class Plan:
    """What would be recorded, and what of the choice is left out and why, in minutes (`undated` and
    `without_minutes` are numbers of rows)."""

    label: str
    lines: tuple[SalaryLine, ...]
    already_valued: int
    without_rate: int
    undated: int
    without_minutes: int

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.lines)

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def mark(self) -> str:
        """What the person saw, so that nothing else is recorded."""
        return f"{self.minutes}:{self.amount}"


def months_of(convention: Convention) -> list[datetime.date]:
    """The first day of each month that the convention's period touches."""
    terms = convention.terms()
    month, months = terms.starts_on.replace(day=1), []
    while month <= terms.ends_on:
        months.append(month)
        month = (month + datetime.timedelta(days=31)).replace(day=1)
    return months


def plan_of(time: StaffTime, choice: Choice) -> Plan:
    """Only time not valued yet. A row dated to the year alone comes with the whole period only."""
    terms = time.convention.terms()
    whole = choice.first <= terms.starts_on and choice.last >= terms.ends_on
    chosen = [
        row
        for row in time.worked
        if row.person in choice.people
        and row.kind in choice.kinds
        and choice.first <= row.date <= choice.last
    ]
    dated = [row for row in chosen if whole or row.dated]
    timed = [row for row in dated if row.minutes is not None]
    free = [row for row in timed if (row.person, row.uid) not in time.valued_by]
    by_rate: dict[str, list[Worked]] = {}
    without_rate = 0
    for row in free:
        rate = rate_on(time.rates, row.person, row.date)
        if rate is None:
            without_rate += row.minutes
        else:
            by_rate.setdefault(rate.uid, []).append(row)
    return Plan(
        label=_label(choice, whole=whole),
        lines=tuple(
            SalaryLine(rate.uid, time.names[rate.person], tuple(by_rate[rate.uid]), rate.hourly)
            for rate in time.rates
            if rate.uid in by_rate
        ),
        already_valued=_minutes(timed) - _minutes(free),
        without_rate=without_rate,
        undated=len(chosen) - len(dated),
        without_minutes=len(dated) - len(timed),
    )


def _minutes(rows: Iterable[Worked]) -> int:
    return sum(row.minutes for row in rows)


def _label(choice: Choice, *, whole: bool) -> str:
    """« Temps de préparation, mars 2026 »: read by the funder, it names nobody."""
    kinds = [KIND_LABELS[kind].lower() for kind in KIND_LABELS if kind in choice.kinds]
    what = "Temps de travail"
    if len(kinds) <= KINDS_NAMED:
        what += f" ({listed(kinds)})"
    if whole:
        return what
    first, last = month_label(choice.first), month_label(choice.last)
    if first == last:
        return f"{what}, {first}"
    if choice.first.year == choice.last.year:
        first = first.rpartition(" ")[0]
    return f"{what}, {first} à {last}"


@transaction.atomic
def record_salaries(
    *,
    plan: Plan,
    convention: Convention,
    paid_on: datetime.date,
    by: User | None,
    uid: uuid.UUID,
    seen: str,
    percent: Decimal = HUNDRED,
    budget_line: BudgetLine | None = None,
) -> list[Expense]:
    """One expense for each line of the plan, all or none. `seen` is the mark of the plan that the
    person read, and `uid` names the whole: sent twice, it is recorded once.

    Raises PermissionDenied, and ValidationError where the plan is empty or is no more what was
    seen."""
    made = _made(uid, convention)
    if made:
        return made
    if not plan.lines:
        raise ValidationError(NOTHING)
    if plan.mark != seen:
        raise ValidationError(CHANGED)
    people = {row.person for line in plan.lines for row in line.rows}
    rates = {str(rate.uid): rate for rate in rates_of(convention, people)}
    return [
        record_salary_expense(
            convention=convention,
            rate=rates[line.rate_uid],
            rows=line.rows,
            label=plan.label,
            paid_on=paid_on,
            percent=percent,
            budget_line=budget_line,
            by=by,
            uid=_uid(uid, rates[line.rate_uid]),
        )
        for line in plan.lines
    ]


def _uid(uid: uuid.UUID, rate: StaffRate) -> uuid.UUID:
    return uuid.uuid5(uid, str(rate.uid))


def _made(uid: uuid.UUID, convention: Convention) -> list[Expense]:
    """What this same request recorded already."""
    rates = StaffRate.objects.filter(owner=convention.owner_id).order_by("person", "pk")
    uids: Sequence[uuid.UUID] = [_uid(uid, rate) for rate in rates]
    return list(
        Expense.objects.filter(uid__in=uids, shares__convention=convention)
        .distinct()
        .order_by("pk")
    )
