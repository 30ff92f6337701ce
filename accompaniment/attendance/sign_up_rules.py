"""The rules of signing up: whether it is open, how many places are left, how long links and names
are kept. Reads rows, writes nothing."""

from __future__ import annotations

import calendar
import datetime

from django.conf import settings
from django.db.models import Sum

from accompaniment.enums import GatheringState, Presence
from accompaniment.models import Gathering, GatheringDate
from partnership.wording import long_date

TAKES_A_PLACE = (Presence.REGISTERED, Presence.PRESENT)
LINKS_LAST = datetime.timedelta(days=30)
OVER = {
    GatheringState.HELD: "Ce temps collectif a eu lieu.",
    GatheringState.CANCELLED: "Ce temps collectif est annulé.",
}


def live_dates(gathering: Gathering) -> list[GatheringDate]:
    """The dates that stand: one put off is none, whether or not it has its new day."""
    return [one for one in gathering.dates.all() if not one.is_postponed]


def last_day(gathering: Gathering) -> datetime.date | None:
    return max((one.date for one in live_dates(gathering)), default=None)


def first_day(gathering: Gathering) -> datetime.date | None:
    return min((one.date for one in live_dates(gathering)), default=None)


def closed_because(gathering: Gathering, today: datetime.date) -> str:
    """Why nobody can sign up, in a sentence; empty while people can."""
    if gathering.state in OVER:
        return OVER[gathering.state]
    first, until = first_day(gathering), gathering.sign_up_until_on
    if first is not None and first < today:
        return "Ce temps collectif a commencé : les inscriptions sont closes."
    if until is not None and until < today:
        return f"Les inscriptions étaient ouvertes jusqu'au {long_date(until)}."
    if not gathering.sign_up_opens:
        return "Les inscriptions en ligne ne sont pas ouvertes."
    return ""


def is_over(gathering: Gathering, today: datetime.date) -> bool:
    """Nobody's place can matter any more."""
    last = last_day(gathering)
    return gathering.state in OVER or (last is not None and last < today)


def places_taken(gathering: Gathering) -> int:
    taken = gathering.attendances.filter(state__in=TAKES_A_PLACE).aggregate(
        people=Sum("people"), young=Sum("young_people")
    )
    return (taken["people"] or 0) + (taken["young"] or 0)


def places_left(gathering: Gathering) -> int | None:
    """How many more may sign up; None where the number of places is not limited."""
    if gathering.capacity is None:
        return None
    return max(gathering.capacity - places_taken(gathering), 0)


def links_expired(gathering: Gathering, today: datetime.date) -> bool:
    """People's own links end a month after the last day."""
    last = last_day(gathering)
    return last is not None and last + LINKS_LAST < today


def names_kept_until(gathering: Gathering) -> datetime.date | None:
    """The day from which names may be erased; None while no date is known."""
    last = last_day(gathering)
    if last is None:
        return None
    months = last.month - 1 + settings.NAMES_KEPT_MONTHS
    year, month = last.year + months // 12, months % 12 + 1
    return datetime.date(year, month, min(last.day, calendar.monthrange(year, month)[1]))


def names_may_be_erased(gathering: Gathering, today: datetime.date) -> bool:
    until = names_kept_until(gathering)
    return until is not None and until <= today


def file_is_late(gathering: Gathering, on: datetime.date) -> bool:
    """Whether the asked file comes after its date."""
    return gathering.asked_file_by_on is not None and gathering.asked_file_by_on < on
