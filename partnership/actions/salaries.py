"""Writes of working time as an expense, with its time sheet."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership.actions.expenses import Part, create_expense
from partnership.actions.staff_rates import rate_of
from partnership.enums import AccountSide
from partnership.figures import HUNDRED
from partnership.models import (
    AccountHeading,
    BudgetLine,
    Convention,
    Expense,
    StaffRate,
    User,
)
from partnership.permissions import check_can_keep_money
from partnership.spending import accounts_in_use
from partnership.staff_costs import Worked, value_of
from partnership.wording import counted, hours, long_date

STAFF_ACCOUNT = "64"
NOTHING = "Il n'y a pas de temps à valoriser : choisissez d'autres mois ou d'autres natures."


@transaction.atomic
def record_salary_expense(
    *,
    convention: Convention,
    rate: StaffRate,
    rows: Sequence[Worked],
    label: str,
    paid_on: datetime.date,
    by: User | None,
    percent: Decimal = HUNDRED,
    budget_line: BudgetLine | None = None,
    uid: uuid.UUID | None = None,
) -> Expense:
    """The time of one person at one rate as an expense: minutes × rate, rounded once, and the time
    sheet that makes it. The same `uid` gives back the first one. `by` None: a command.

    Raises PermissionDenied, and ValidationError without any time, for a row that is not this
    person's, has no duration or lies outside the rate's period, and for time that an expense
    still standing values already."""
    if by is not None:
        check_can_keep_money(by, convention)
    User.objects.select_for_update().get(pk=rate.person_id)  # one sheet of a person at a time
    rate = StaffRate.objects.select_related("person").get(pk=rate.pk)
    _check_rows(convention, rate, rows)
    _check_valued_once(convention, rate, rows, uid)
    minutes = sum(row.minutes for row in rows)
    return create_expense(
        owner=convention.owner,
        parts=[Part(percent, convention, budget_line)],
        by=by,
        uid=uid,
        label=label,
        amount=value_of(minutes, rate.hourly_rate),
        paid_on=paid_on,
        account=_account(budget_line),
        minutes=minutes,
        hourly_rate=rate.hourly_rate,
        person=rate.person,
        time_sheet=[_line(row) for row in sorted(rows, key=lambda row: (row.date, row.uid))],
    )


def _line(row: Worked) -> dict[str, Any]:
    return {
        "uid": row.uid,
        "type": row.type,
        "date": row.date.isoformat(),
        "minutes": row.minutes,
        "what": row.what,
    }


def _check_rows(convention: Convention, rate: StaffRate, rows: Sequence[Worked]) -> None:
    if not rows:
        raise ValidationError(NOTHING)
    if rate.owner_id != convention.owner_id:
        raise ValidationError("Ce coût horaire est celui d'une autre association.")
    held = rate_of(rate)
    for row in rows:
        if row.person != held.person or not row.minutes or not held.holds(row.date):
            raise ValidationError(
                f"Le temps du {long_date(row.date)} n'est pas celui de {rate.person}, ou n'a pas "
                "de durée, ou tombe hors de la période de son coût horaire."
            )
    if len({(row.type, row.uid) for row in rows}) < len(rows):
        raise ValidationError("La même ligne de temps est présente deux fois.")


def valued_rows(owner_id: int, people: Sequence[Any]) -> dict[tuple[str, str], Expense]:
    """(person's uid, row's uid) → the standing expense that values it, for these people (uids)."""
    standing = (
        Expense.objects.filter(owner=owner_id, person__uid__in=people, minutes__isnull=False)
        .counted()
        .select_related("person")
        .order_by("pk")
    )
    return {(str(one.person.uid), line["uid"]): one for one in standing for line in one.time_sheet}


def _check_valued_once(
    convention: Convention, rate: StaffRate, rows: Sequence[Worked], uid: uuid.UUID | None
) -> None:
    person = str(rate.person.uid)
    taken = valued_rows(convention.owner_id, [person])
    again = [row for row in rows if (person, row.uid) in taken]
    again = [row for row in again if taken[person, row.uid].uid != uid]
    if again:
        first = taken[person, again[0].uid]
        raise ValidationError(
            f"Déjà valorisé : {counted(len(again), 'ligne')} de {rate.person} "
            f"({hours(sum(row.minutes for row in again))}), par exemple dans « {first.label} », "
            f"enregistrée le {long_date(timezone.localdate(first.created_at))}. Le même temps ne "
            "se paie pas deux fois : choisissez d'autres mois ou d'autres natures, ou annulez "
            "cette dépense."
        )


def _account(budget_line: BudgetLine | None) -> AccountHeading | None:
    """None where the budget line has its own; else the first line of staff costs."""
    if budget_line is not None and budget_line.account_id:
        return None
    in_use = accounts_in_use(AccountSide.EXPENSE, timezone.localdate())
    return in_use.filter(code__startswith=STAFF_ACCOUNT).first()
