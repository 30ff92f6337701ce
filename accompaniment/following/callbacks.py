"""Whom to call back: follow-ups whose day to be looked at again has come, or comes within days."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accompaniment.models import FollowUpYear
from partnership.models import User

DAYS_AHEAD = 7
SHOWN = 5


def soon(today: datetime.date) -> datetime.date:
    """The last day that is soon enough to call back now."""
    return today + datetime.timedelta(days=DAYS_AHEAD)


def to_call_back(user: User, today: datetime.date):
    """Those of the person's networks, the longest awaited first."""
    return (
        FollowUpYear.objects.visible_to(user)
        .filter(accompaniment__owner__in=user.access.networks)
        .to_call_back(soon(today))
        .for_list()
        .with_last_exchange()
        .order_by("review_on", "accompaniment__organisation__search_text", "pk")
    )


@dataclass(frozen=True)
class Callbacks:
    """The first ones, how many there are in all, and the day by which some are late."""

    rows: list[FollowUpYear]
    count: int
    today: datetime.date


def my_callbacks(user: User) -> Callbacks:
    today = timezone.localdate()
    mine = to_call_back(user, today).filter(lead=user)
    return Callbacks(list(mine[:SHOWN]), mine.count(), today)
