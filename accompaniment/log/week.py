"""A person's week: what is planned and what was done, day by day; and the same as a calendar."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from accompaniment.enums import DatePrecision, EntryState, GatheringState
from accompaniment.log.hours import hours_of
from accompaniment.models import AccompanimentSession, Gathering, GatheringDate, WorkEntry
from partnership.models import User
from partnership.wording import long_date

FIRST_YEAR, LAST_YEAR = 2000, 2100
DAY_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class Item:
    """Something of a day. `session` is set where it may still be said what became of it."""

    title: str
    kind: str
    address: str
    state: str
    state_label: str
    starts_at: datetime.time | None
    minutes: int | None
    session: AccompanimentSession | None = None

    @property
    def is_held(self) -> bool:
        return self.state == EntryState.HELD


@dataclass(frozen=True)
class Day:
    date: datetime.date
    items: tuple[Item, ...]
    minutes: int
    is_today: bool
    is_over: bool  # today included: what took place is noted, what is to come is planned

    @property
    def name(self) -> str:
        day_and_month = long_date(self.date).removesuffix(str(self.date.year)).strip()
        return f"{DAY_NAMES[self.date.weekday()]} {day_and_month}"


@dataclass(frozen=True)
class Week:
    days: tuple[Day, ...]

    @property
    def start(self) -> datetime.date:
        return self.days[0].date

    @property
    def minutes(self) -> int:
        return sum(day.minutes for day in self.days)

    @property
    def label(self) -> str:
        return f"Semaine du {long_date(self.start)}"

    @property
    def previous_code(self) -> str:
        return code_of(self.start - datetime.timedelta(days=7))

    @property
    def next_code(self) -> str:
        return code_of(self.start + datetime.timedelta(days=7))


def code_of(day: datetime.date) -> str:
    """« 2026-W12 », as calendars write a week."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def monday_of(code: str, today: datetime.date) -> datetime.date:
    """The first day of the week of that code; of this week where the code is none."""
    found = re.fullmatch(r"(\d{4})-W(\d{2})", code)
    this = today - datetime.timedelta(days=today.weekday())
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return this
    try:
        return datetime.date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        return this


def week_of(person: User, reader: User, start: datetime.date, today: datetime.date) -> Week:
    """The person's week from that Monday, as far as the reader sees; a constant number of
    queries."""
    end = start + datetime.timedelta(days=6)
    hours = hours_of(person, reader, start, end)
    items: dict[datetime.date, list[Item]] = {}
    for date, item in _items(person, reader, start, end):
        items.setdefault(date, []).append(item)
    days = []
    for rank in range(7):
        date = start + datetime.timedelta(days=rank)
        ordered = sorted(items.get(date, []), key=lambda one: one.starts_at or datetime.time.max)
        days.append(Day(date, tuple(ordered), hours.days[date], date == today, date <= today))
    return Week(tuple(days))


def _items(person: User, reader: User, start: datetime.date, end: datetime.date):
    for model in (AccompanimentSession, WorkEntry):
        rows = model.objects.visible_to(reader).standing().filter(staff=person)
        rows = rows.filter(date_precision=DatePrecision.DAY).in_period(start, end)
        for row in rows.select_related("organisation").order_by("date", "starts_at", "pk"):
            named = row.organisation.name if row.organisation else ""
            yield (
                row.date,
                Item(
                    title=named or ("Structure non renseignée" if row.is_session else ""),
                    kind=row.get_kind_display(),
                    address=row.get_absolute_url(),
                    state=row.state,
                    state_label=row.get_state_display(),
                    starts_at=row.starts_at,
                    minutes=row.minutes,
                    session=row if row.is_session and row.state == EntryState.PLANNED else None,
                ),
            )
    for date in dates_run_by(person, reader).filter(date__range=(start, end)):
        gathering = date.gathering
        postponed = date.is_postponed
        state = GatheringState.POSTPONED if postponed else GatheringState(gathering.state)
        yield (
            date.date,
            Item(
                title=gathering.title,
                kind=gathering.get_kind_display(),
                address=gathering.get_absolute_url(),
                state=state.value,
                state_label=state.label,
                starts_at=date.starts_at,
                minutes=date.minutes,
            ),
        )


def dates_run_by(person: User, reader: User):
    """The dates, known to the day, of the gatherings that the person runs and the reader sees."""
    seen = Gathering.objects.visible_to(reader).standing().filter(workers__person=person)
    return (
        GatheringDate.objects.filter(
            gathering__in=seen.order_by().values("pk"), date_precision=DatePrecision.DAY
        )
        .select_related("gathering")
        .order_by("date", "starts_at", "pk")
    )


def awaiting(person: User, today: datetime.date):
    """The person's planned exchanges whose day is over, the oldest first."""
    rows = AccompanimentSession.objects.visible_to(person).to_confirm(today).filter(staff=person)
    return rows.for_list().order_by("date", "starts_at", "pk")
