"""Hourly costs and time for tests."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.actions.salaries import record_salary_expense
from partnership.models import Convention, Expense, StaffRate, User
from partnership.staff_costs import Worked

NEW_YEAR = datetime.date(2026, 1, 1)
IN_MARCH = datetime.date(2026, 3, 2)
END_OF_MARCH = datetime.date(2026, 3, 31)


def make_rate(
    convention: Convention, person: User, hourly="27.40", first=NEW_YEAR, last=None
) -> StaffRate:
    return StaffRate.objects.create(
        owner=convention.owner,
        person=person,
        from_on=first,
        until_on=last,
        hourly_rate=Decimal(hourly),
    )


def worked(person: User, minutes: int | None = 60, uid: str = "a", day=IN_MARCH) -> Worked:
    return Worked(uid, "session", "echange", day, True, minutes, str(person.uid), "Entretien")


def make_salary(convention: Convention, rate: StaffRate, rows=None, **fields) -> Expense:
    """An hour of the rate's person in March, charged whole, unless told otherwise."""
    given = {"label": "Temps de travail, mars 2026", "paid_on": END_OF_MARCH, "by": None}
    rows = [worked(rate.person)] if rows is None else rows
    return record_salary_expense(convention=convention, rate=rate, rows=rows, **given | fields)
