"""The collective times that a day's work turns to: those to come, and those that nobody has told
the end of."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from accompaniment.models import Gathering, GatheringDate
from partnership.models import User

MOST = 5


@dataclass(frozen=True)
class Coming:
    """A gathering to come, with the next of its dates."""

    row: Gathering
    next_date: GatheringDate


@dataclass(frozen=True)
class ComingGatherings:
    """The next ones, the soonest first; those to complete, the latest first, of so many in all."""

    next_ones: list[Coming]
    to_complete: list[Gathering]
    to_complete_count: int

    def __bool__(self) -> bool:
        return bool(self.next_ones or self.to_complete)

    @property
    def has_more_to_complete(self) -> bool:
        return self.to_complete_count > len(self.to_complete)


def coming_gatherings(user: User, today: datetime.date) -> ComingGatherings:
    """What the person may see of both; a constant number of queries."""
    seen = Gathering.objects.visible_to(user)
    rows = seen.to_come(today).next_first(today).prefetch_related("dates")[:MOST]
    incomplete = seen.to_complete(today)
    return ComingGatherings(
        next_ones=[
            Coming(row, next(one for one in row.standing_dates if one.date >= today))
            for row in rows
        ],
        to_complete=list(incomplete.newest_first().prefetch_related("dates")[:MOST]),
        to_complete_count=incomplete.count(),
    )
