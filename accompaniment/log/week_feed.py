"""The exchanges and the gatherings of a person, for the calendar that follows them.

Neither internal notes nor colleagues: what it is, with which structure, when."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.conf import settings

from accompaniment.enums import DatePrecision, EntryState, GatheringState
from accompaniment.log.week import dates_run_by
from accompaniment.models import AccompanimentSession
from partnership.models import User
from partnership.rendering.calendars import Moment

BEFORE, AFTER = datetime.timedelta(days=90), datetime.timedelta(days=400)
SHOWN = (EntryState.PLANNED, EntryState.HELD)
SHOWN_GATHERINGS = (GatheringState.PLANNED, GatheringState.HELD)


def moments_of(person: User, today: datetime.date, now: datetime.datetime) -> Iterator[Moment]:
    """Planned and held, from three months ago to a year ahead, as far as the person sees."""
    around = (today - BEFORE, today + AFTER)
    sessions = AccompanimentSession.objects.visible_to(person).standing()
    rows = sessions.filter(
        staff=person, state__in=SHOWN, date_precision=DatePrecision.DAY
    ).in_period(*around)
    for row in rows.select_related("organisation").order_by("date", "starts_at", "pk"):
        named = row.organisation.name if row.organisation else "structure non renseignée"
        yield Moment(
            uid=f"{row.uid}@trame",
            day=row.date,
            starts_at=row.starts_at,
            minutes=row.minutes,
            title=f"{row.get_kind_display()} · {named}",
            address=settings.BASE_URL + row.get_absolute_url(),
            changed_at=now,
        )
    dates = dates_run_by(person, person).filter(
        date__range=around, postponed_reason="", gathering__state__in=SHOWN_GATHERINGS
    )
    for date in dates:
        yield Moment(
            uid=f"{date.uid}@trame",
            day=date.date,
            starts_at=date.starts_at,
            minutes=date.minutes,
            title=f"{date.gathering.get_kind_display()} · {date.gathering.title}",
            address=settings.BASE_URL + date.gathering.get_absolute_url(),
            changed_at=now,
        )
