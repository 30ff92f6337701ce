"""A year of a person's months: their hours, which are closed, what still waits for an answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from accompaniment.log.closing import month_of, planned_in
from accompaniment.log.hours import hours_of
from accompaniment.models import AccompanimentSession, MonthClosing
from partnership.models import Network, User
from partnership.wording import month_label


@dataclass(frozen=True)
class Month:
    """`closing` is there while the month is closed; `history` holds every closing, the latest
    first."""

    first: datetime.date
    minutes: int
    closing: MonthClosing | None
    history: tuple[MonthClosing, ...]
    waiting: tuple[AccompanimentSession, ...]

    @property
    def label(self) -> str:
        return month_label(self.first)


def months_of(
    owner: Network, person: User, reader: User, year: int, today: datetime.date
) -> list[Month]:
    """The months of that year that have begun, the latest first."""
    last = 12 if year < today.year else today.month if year == today.year else 0
    start, end = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    hours = hours_of(person, reader, start, end)
    closings: dict[datetime.date, list[MonthClosing]] = {}
    rows = MonthClosing.objects.visible_to(reader).filter(
        owner=owner, person=person, month__range=(start, end)
    )
    for row in rows.select_related("closed_by", "reopened_by").order_by("-closed_at", "-pk"):
        closings.setdefault(row.month, []).append(row)
    waiting: dict[datetime.date, list[AccompanimentSession]] = {}
    for row in planned_in(owner, person, start, end):
        waiting.setdefault(month_of(row.date), []).append(row)
    months = []
    for number in range(last, 0, -1):
        first = datetime.date(year, number, 1)
        history = closings.get(first, [])
        months.append(
            Month(
                first=first,
                minutes=hours.months[first],
                closing=next((one for one in history if one.reopened_at is None), None),
                history=tuple(history),
                waiting=tuple(waiting.get(first, [])),
            )
        )
    return months
