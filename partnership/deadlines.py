"""What is due, when, and how that is said. No database, no clock."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from partnership.enums import DeadlineKind
from partnership.wording import counted, long_date

REMINDERS = (60, 30, 7)
DAY_AFTER = -1
# A reminder of the day after that could not leave on its day still leaves within a week.
STILL_NEWS = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Due:
    """One date to keep: a stored deadline, or one that follows from the terms (`uid` is then
    empty). `done_on` is the day it was met."""

    uid: str
    kind: DeadlineKind
    label: str
    due_on: datetime.date
    reference: str
    address: str
    done_on: datetime.date | None = None
    was: datetime.date | None = None

    def days_left(self, today: datetime.date) -> int:
        return (self.due_on - today).days

    def is_late(self, today: datetime.date) -> bool:
        return self.done_on is None and self.due_on < today

    def standing(self, today: datetime.date) -> str:
        """« dans 41 jours », « aujourd'hui », « depuis 3 jours », « faite le 28 mars 2026 »."""
        if self.done_on:
            return f"faite le {long_date(self.done_on)}"
        return distance(self.days_left(today))


def distance(days: int) -> str:
    if days == 0:
        return "aujourd'hui"
    if days > 0:
        return f"dans {counted(days, 'jour')}"
    return f"depuis {counted(-days, 'jour')}"


def reminder_due(due_on: datetime.date, today: datetime.date) -> int | None:
    """Which reminder this day calls for: the nearest of 60, 30 and 7 days that is reached, -1 from
    the day after and for a week. None when it is too early, too late, or the day itself.

    A reminder whose day was missed leaves as soon as it can, and a distant one never leaves after a
    nearer one."""
    days = (due_on - today).days
    if days < 0:
        return DAY_AFTER if today - due_on <= STILL_NEWS else None
    if days == 0:
        return None
    reached = [one for one in REMINDERS if days <= one]
    return min(reached, default=None)
