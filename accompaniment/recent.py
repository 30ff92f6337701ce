"""What a person noted lately, and the hours of the month when they were present."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from accompaniment.models import AccompanimentSession, ProposedEntry, WorkEntry
from partnership.models import User
from partnership.wording import counted, hours, month_label

SHOWN = 8


@dataclass(frozen=True)
class Recent:
    """The latest entries first, and the minutes of the current month."""

    rows: list[AccompanimentSession | WorkEntry]
    month_minutes: int
    month: str
    waiting: int = 0  # entries that a mail or an event proposes

    @property
    def month_text(self) -> str:
        return f"{hours(self.month_minutes)} en {self.month}"

    @property
    def waiting_text(self) -> str:
        return f"{counted(self.waiting, 'ligne')} à confirmer"


def recent_entries(user: User) -> Recent:
    rows: list[AccompanimentSession | WorkEntry] = []
    minutes = 0
    today = timezone.localdate()
    last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    for model in (AccompanimentSession, WorkEntry):
        mine = model.objects.visible_to(user).of_person(user).standing()
        rows += mine.for_list().order_by("-created_at", "-pk")[:SHOWN]
        present = model.objects.visible_to(user).counted().filter(staff=user)
        month = present.in_period(today.replace(day=1), last)
        minutes += month.aggregate(total=Sum("minutes"))["total"] or 0
    rows.sort(key=lambda row: row.created_at, reverse=True)
    waiting = ProposedEntry.objects.visible_to(user).waiting().count()
    return Recent(rows[:SHOWN], minutes, month_label(today), waiting)
