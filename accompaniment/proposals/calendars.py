"""The events of a calendar that took place, as exchanges to propose. No database, no network."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from accompaniment.enums import Channel
from partnership.cell_texts import without_controls
from partnership.durations import MINUTES_A_DAY

PARIS = ZoneInfo("Europe/Paris")
DAYS_BACK = 60
LARGEST_MB = 5
LARGEST = LARGEST_MB * 1024 * 1024
MOST_EVENTS = 2000
LONGEST_TITLE, LONGEST_KEY, MOST_ATTENDEES = 300, 300, 50
MOST_SERIES, MOST_DAYS_OF_A_SERIES = 500, 1000
# Rules that repeat many times a day are no meetings, and would fill the memory; those that may
# never meet a day would be followed to the end of time.
_TOO_OFTEN = re.compile(
    r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)|BY(?:HOUR|MINUTE|SECOND)=[^;]*,"
    r"|INTERVAL=[-+]?0*(?:;|$)|INTERVAL=-|BY(?:YEARDAY|WEEKNO|EASTER)="
    r"|FREQ=DAILY.*BYMONTH|BYMONTH.*FREQ=DAILY|FREQ=WEEKLY.*BYMONTHDAY|BYMONTHDAY.*FREQ=WEEKLY",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"FREQ=(?:DAILY|WEEKLY)", re.IGNORECASE)
_FIRST_YEAR_OF_OFTEN = 1970
_EVENT = re.compile(rb"(?ims)^BEGIN:VEVENT\r?$.*?^END:VEVENT\r?\n?")
_DAYS = re.compile(rb"(?im)^(?:DTSTART|RECURRENCE-ID)[^:\r\n]*:(\d{8})")
_SERIES = re.compile(rb"(?im)^(?:RRULE|RDATE)\b|THISANDFUTURE")
_LAST_DAY = re.compile(rb"(?im)^RRULE[^\r\n]*UNTIL=(\d{8})")
_OTHER_DAYS = re.compile(rb"(?im)^RDATE\b")
_ONLINE = re.compile(
    r"https?://\S*(?:zoom\.|teams\.|meet\.|jitsi|whereby|bigbluebutton|bbb|webex|visio|livekit"
    r"|gotomeeting)\S*",
    re.IGNORECASE,
)
_ONLINE_FIELDS = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")

CANCELLED, FREE, ALL_DAY, PRIVATE, DECLINED, UNREAD = (
    "annulés",
    "marqués « disponible »",
    "sur la journée entière",
    "privés",
    "déclinés",
    "illisibles",
)


class CalendarError(ValueError):
    """The calendar cannot be read; the message is in French, for the person."""


@dataclass(frozen=True)
class Event:
    """An occurrence. `key` names it for ever: the event and its first start; `starts_at` is local,
    `minutes` whole; `channel` is empty where nothing says it."""

    key: str
    event: str
    date: datetime.date
    starts_at: datetime.time
    minutes: int
    title: str
    attendees: tuple[str, ...] = ()
    channel: str = ""


@dataclass(frozen=True)
class Reading:
    """The events to propose, and how many were left out, by reason."""

    events: list[Event] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def left_out_text(self) -> str:
        """« 3 privés, 2 annulés »; empty where nothing was left out."""
        return ", ".join(f"{count} {reason}" for reason, count in self.left_out.items())


def read_calendar(content: bytes, *, now: datetime.datetime, own: Collection[str] = ()) -> Reading:
    """The timed events that ended within the last 60 days. `own` are the person's addresses, in
    lower case. Raises CalendarError."""
    if len(content) > LARGEST:
        raise CalendarError(
            f"Cet agenda dépasse {LARGEST_MB} Mo : exportez une période plus courte."
        )
    since = now - datetime.timedelta(days=DAYS_BACK)
    left_out: Counter[str] = Counter()
    try:
        calendar = icalendar.Calendar.from_ical(_around(content, since, now))
        _without_bombs(calendar, left_out)
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(since, now)
    except CalendarError:
        raise
    except Exception as error:  # the two libraries raise many unrelated types on a broken file
        raise CalendarError(
            "Ce fichier n'est pas un agenda que Trame sait lire : exportez-le au format .ics."
        ) from error
    events: dict[str, Event] = {}
    for component in found[:MOST_EVENTS]:
        try:
            reason, event = _read(component, now, own)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            reason, event = UNREAD, None
        if event is not None:
            events[event.key] = event
        elif reason:
            left_out[reason] += 1
    ordered = sorted(events.values(), key=lambda one: (one.date, one.starts_at, one.key))
    return Reading(ordered, dict(left_out))


def _around(content: bytes, since: datetime.datetime, now: datetime.datetime) -> bytes:
    """The calendar without what is plainly elsewhere in time: ten years of an agenda are read as
    soon as two months of it. Raises CalendarError where too many series are left."""
    margin = datetime.timedelta(days=2)
    first, last = (f"{day:%Y%m%d}".encode() for day in (since - margin, now + margin))
    series = 0

    def keep(found: re.Match[bytes]) -> bytes:
        nonlocal series
        text = found[0]
        if _SERIES.search(text):
            until = _LAST_DAY.search(text)
            if until and until[1] < first and not _OTHER_DAYS.search(text):
                return b""
            series += 1
            return text
        days = _DAYS.findall(text)
        return text if not days or any(first <= day <= last for day in days) else b""

    kept = _EVENT.sub(keep, content)
    if series > MOST_SERIES:
        raise CalendarError(
            f"Cet agenda a plus de {MOST_SERIES} rendez-vous qui se répètent : exportez-en un "
            "plus petit."
        )
    return kept


def _without_bombs(calendar: icalendar.Calendar, left_out: Counter[str]) -> None:
    kept = []
    for component in calendar.subcomponents:
        if component.name == "VEVENT" and _is_bomb(component):
            left_out[UNREAD] += 1
        else:
            kept.append(component)
    calendar.subcomponents = kept


def _is_bomb(component) -> bool:
    rules = [rule.to_ical().decode() for rule in _listed(component.get("RRULE"))]
    days = sum(len(getattr(one, "dts", [])) for one in _listed(component.get("RDATE")))
    if days > MOST_DAYS_OF_A_SERIES or any(_TOO_OFTEN.search(rule) for rule in rules):
        return True
    start = getattr(component.get("DTSTART"), "dt", None)
    is_old = start is not None and start.year < _FIRST_YEAR_OF_OFTEN
    return is_old and any(_OFTEN.search(rule) for rule in rules)


def _read(component, now: datetime.datetime, own: Collection[str]) -> tuple[str, Event | None]:
    """Why it is left out (nothing to say of one that is not over), or the event."""
    start = component["DTSTART"].dt
    if not isinstance(start, datetime.datetime):
        return ALL_DAY, None
    start = _local(start)
    end = _local(_end(component, start))
    if end > now:
        return "", None
    if reason := _reason(component, own):
        return reason, None
    # Between two times of Paris, Python counts what the clock shows: not what lasted, the night
    # that it changes.
    lasted = end.astimezone(datetime.UTC) - start.astimezone(datetime.UTC)
    minutes = round(lasted.total_seconds() / 60)
    if minutes > MINUTES_A_DAY:
        return ALL_DAY, None
    if minutes <= 0:
        return UNREAD, None
    uid = without_controls(str(component.get("UID") or component.get("SUMMARY") or ""))
    first = component.get("RECURRENCE-ID")
    named = _local(first.dt) if first and isinstance(first.dt, datetime.datetime) else start
    return "", Event(
        key=_key(uid, named),
        event=uid,
        date=start.date(),
        starts_at=start.time().replace(second=0, microsecond=0, tzinfo=None),
        minutes=minutes,
        title=without_controls(" ".join(str(component.get("SUMMARY", "")).split()))[:LONGEST_TITLE],
        attendees=_attendees(component, own),
        channel=_channel(component),
    )


def _local(moment: datetime.datetime) -> datetime.datetime:
    """A time without a zone is the person's own."""
    return moment.replace(tzinfo=PARIS) if moment.tzinfo is None else moment.astimezone(PARIS)


def _end(component, start: datetime.datetime) -> datetime.datetime:
    if end := component.get("DTEND"):
        return end.dt if isinstance(end.dt, datetime.datetime) else start
    length = component.get("DURATION")
    return start + length.dt if length else start


def _reason(component, own: Collection[str]) -> str:
    if str(component.get("STATUS", "")).upper() == "CANCELLED":
        return CANCELLED
    if str(component.get("TRANSP", "")).upper() == "TRANSPARENT":
        return FREE
    if str(component.get("CLASS", "")).upper() in ("PRIVATE", "CONFIDENTIAL"):
        return PRIVATE
    for one in _listed(component.get("ATTENDEE")):
        if _address(one) in own and str(one.params.get("PARTSTAT", "")).upper() == "DECLINED":
            return DECLINED
    return ""


def _key(uid: str, start: datetime.datetime) -> str:
    key = f"{uid} {start.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"sha256:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def _listed(value) -> list:
    return value if isinstance(value, list) else [value] if value else []


def _address(value) -> str:
    written = without_controls(str(value)).strip()
    return re.sub(r"^mailto:", "", written, flags=re.IGNORECASE).lower()


def _attendees(component, own: Collection[str]) -> tuple[str, ...]:
    everyone = [*_listed(component.get("ATTENDEE")), *_listed(component.get("ORGANIZER"))]
    found = dict.fromkeys(_address(one) for one in everyone)
    others = [one for one in found if "@" in one and one not in own and len(one) <= 254]
    return tuple(others[:MOST_ATTENDEES])


def _channel(component) -> str:
    place = str(component.get("LOCATION", "")).strip()
    words = f"{place} {component.get('DESCRIPTION', '')} {component.get('URL', '')}"
    if any(component.get(name) for name in _ONLINE_FIELDS) or _ONLINE.search(words):
        return Channel.VIDEO.value
    if place and not place.lower().startswith(("http://", "https://")):
        return Channel.IN_PERSON.value
    return ""
