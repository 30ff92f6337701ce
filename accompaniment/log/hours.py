"""The time of a person, day by day: exchanges, work without a holder, gatherings that they ran.

Minutes as they were noted, each row once; only what was held."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field

from accompaniment.enums import DatePrecision
from accompaniment.models import AccompanimentSession, Gathering, GatheringDate, WorkEntry
from partnership.models import User


@dataclass
class Hours:
    """Minutes by day, and by first day of the month: a row known to the month has no day."""

    days: Counter[datetime.date] = field(default_factory=Counter)
    months: Counter[datetime.date] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.months.values())


def hours_of(person: User, reader: User, start: datetime.date, end: datetime.date) -> Hours:
    """In the period, as far as the reader sees; days known to the year only are left out."""
    found = Hours()
    for model in (AccompanimentSession, WorkEntry):
        rows = model.objects.visible_to(reader).counted().filter(staff=person, minutes__gt=0)
        for date, precision, minutes in (
            rows.in_period(start, end)
            .order_by("date", "pk")
            .values_list("date", "date_precision", "minutes")
        ):
            _add(found, date, precision, minutes)
    seen = Gathering.objects.visible_to(reader).counted().filter(workers__person=person)
    dates = GatheringDate.objects.filter(
        gathering__in=seen.order_by().values("pk"),
        postponed_reason="",
        minutes__gt=0,
        date__range=(start, end),
    )
    for date, precision, minutes in dates.order_by("date", "pk").values_list(
        "date", "date_precision", "minutes"
    ):
        _add(found, date, precision, minutes)
    return found


def _add(found: Hours, date: datetime.date, precision: str, minutes: int) -> None:
    if precision not in (DatePrecision.DAY, DatePrecision.MONTH):
        return
    found.months[date.replace(day=1)] += minutes
    if precision == DatePrecision.DAY:
        found.days[date] += minutes
