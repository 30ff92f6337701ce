"""Dates as a calendar file (ICS). Knows nothing of the domain."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event

ICS = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Day:
    """A whole day of a calendar; `changed_at` tells calendars which reading is the latest."""

    uid: str
    day: datetime.date
    title: str
    address: str
    changed_at: datetime.datetime


@dataclass(frozen=True)
class Meeting:
    """Something at a time, both ends aware; or a whole day, where they are dates."""

    uid: str
    starts: datetime.datetime | datetime.date
    ends: datetime.datetime | datetime.date
    title: str
    place: str
    address: str
    changed_at: datetime.datetime


def meetings_bytes(meetings: Iterable[Meeting], *, name: str) -> bytes:
    """Meetings to add to a calendar, their hours in UTC so that every agenda reads them alike."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trame//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in meetings:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", one.changed_at)
        for key, moment in (("dtstart", one.starts), ("dtend", one.ends)):
            is_time = isinstance(moment, datetime.datetime)
            event.add(key, moment.astimezone(datetime.UTC) if is_time else moment)
        event.add("summary", one.title)
        if one.place:
            event.add("location", one.place)
        event.add("url", one.address)
        calendar.add_component(event)
    return calendar.to_ical()


def calendar_bytes(days: Iterable[Day], *, name: str) -> bytes:
    """A calendar of whole days, each with an alarm a week before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trame//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for one in days:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", one.changed_at)
        event.add("dtstart", one.day)
        if one.day < datetime.date.max:  # without its end, an event lasts its day
            event.add("dtend", one.day + datetime.timedelta(days=1))
        event.add("summary", one.title)
        event.add("url", one.address)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", datetime.timedelta(days=-7))
        event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical()
