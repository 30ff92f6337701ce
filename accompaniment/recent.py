"""What a person noted lately, and the hours of the month when they were present."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

from django.utils import timezone

from accompaniment.hours import hours_of
from accompaniment.models import AccompanimentSession, WorkEntry
from partnership.models import User
from partnership.wording import hours, month_label

SHOWN = 8


@dataclass(frozen=True)
class Recent:
    """The latest entries first, and the minutes of the current month."""

    rows: list[AccompanimentSession | WorkEntry]
    month_minutes: int
    month: str

    @property
    def month_text(self) -> str:
        return f"{hours(self.month_minutes)} en {self.month}"


def recent_entries(user: User) -> Recent:
    rows: list[AccompanimentSession | WorkEntry] = []
    today = timezone.localdate()
    last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    for model in (AccompanimentSession, WorkEntry):
        mine = model.objects.visible_to(user).of_person(user).counted()
        rows += mine.for_list().order_by("-created_at", "-pk")[:SHOWN]
    rows.sort(key=lambda row: row.created_at, reverse=True)
    minutes = hours_of(user, user, today.replace(day=1), last).total
    return Recent(rows[:SHOWN], minutes, month_label(today))
