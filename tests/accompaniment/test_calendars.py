"""The past events of a calendar, each once, without those that are nobody's business."""

import datetime
from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.proposals import calendars
from accompaniment.proposals.calendars import CalendarError, read_calendar

NOW = datetime.datetime(2026, 6, 15, 12, tzinfo=ZoneInfo("Europe/Paris"))
TIMED = "DTSTART;TZID=Europe/Paris:20260610T100000\r\nDTEND;TZID=Europe/Paris:20260610T113000\r\n"


def event(lines=TIMED, *, uid="un@agenda", title="Point Tantely Soa", more=""):
    more = "".join(f"{line}\r\n" for line in more.splitlines() if line)
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20260601T000000Z\r\nSUMMARY:{title}\r\n"
        f"{lines}{more}END:VEVENT\r\n"
    )


def read(*events, **given):
    text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n" + "".join(events) + "END:VCALENDAR\r\n"
    return read_calendar(text.encode(), now=NOW, **given)


def test_an_event_says_when_how_long_with_whom():
    more = "ATTENDEE:mailto:Soa@tantely.test\nATTENDEE:mailto:rabe@lianes.test"
    [found] = read(event(more=more), own=["rabe@lianes.test"]).events
    assert (found.date, found.starts_at) == (datetime.date(2026, 6, 10), datetime.time(10))
    assert (found.minutes, found.title) == (90, "Point Tantely Soa")
    assert found.attendees == ("soa@tantely.test",)
    assert found.key == "un@agenda 20260610T080000Z"


def test_times_are_those_of_paris():
    [found] = read(event("DTSTART:20260610T220000Z\r\nDURATION:PT45M\r\n")).events
    assert (found.date, found.starts_at) == (datetime.date(2026, 6, 11), datetime.time(0))
    assert found.minutes == 45


@pytest.mark.parametrize(
    ("more", "channel"),
    [
        ("LOCATION:https://zoom.us/j/1", "visio"),
        ("DESCRIPTION:Rejoindre https://teams.microsoft.com/l/1", "visio"),
        ("X-GOOGLE-CONFERENCE:https://meet.google.com/abc", "visio"),
        ("LOCATION:Mairie de Lens", "presentiel"),
        ("LOCATION:https://exemple.test/plan", ""),
        ("", ""),
    ],
)
def test_a_link_is_a_video_call_and_a_place_is_a_meeting(more, channel):
    assert read(event(more=more)).events[0].channel == channel


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (event(more="STATUS:CANCELLED"), calendars.CANCELLED),
        (event(more="TRANSP:TRANSPARENT"), calendars.FREE),
        (event(more="CLASS:PRIVATE"), calendars.PRIVATE),
        (event(more="CLASS:CONFIDENTIAL"), calendars.PRIVATE),
        (event("DTSTART;VALUE=DATE:20260610\r\n"), calendars.ALL_DAY),
        (event("DTSTART:20260601T080000Z\r\nDTEND:20260604T080000Z\r\n"), calendars.ALL_DAY),
        (event(more="ATTENDEE;PARTSTAT=DECLINED:mailto:moi@lianes.test"), calendars.DECLINED),
        (event("DTSTART:20260610T080000Z\r\n"), calendars.UNREAD),
        (event(more="RRULE:FREQ=SECONDLY"), calendars.UNREAD),
        (event(more="RRULE:FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2,3"), calendars.UNREAD),
    ],
)
def test_what_is_no_meeting_is_left_out_and_counted(one, reason):
    reading = read(one, own=["moi@lianes.test"])
    assert reading.events == []
    assert reading.left_out == {reason: 1}
    assert reading.left_out_text == f"1 {reason}"


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20260616T080000Z\r\nDTEND:20260616T090000Z\r\n",
        "DTSTART:20260615T090000Z\r\nDTEND:20260615T110000Z\r\n",
        "DTSTART:20260301T080000Z\r\nDTEND:20260301T090000Z\r\n",
    ],
)
def test_what_is_to_come_goes_on_or_is_long_past_is_not_read(lines):
    assert read(event(lines)) == calendars.Reading()


def test_each_occurrence_of_a_series_has_its_own_name():
    series = event(
        more="RRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Paris:20260520T100000"
    ).replace("20260610T", "20260513T")
    moved = event(
        "DTSTART;TZID=Europe/Paris:20260528T150000\r\nDTEND;TZID=Europe/Paris:20260528T160000\r\n",
        more="RECURRENCE-ID;TZID=Europe/Paris:20260527T100000",
    )
    found = read(series, moved).events
    assert [(one.date.day, one.key) for one in found] == [
        (13, "un@agenda 20260513T080000Z"),
        (28, "un@agenda 20260527T080000Z"),
    ]


def test_what_is_no_calendar_is_refused_in_words():
    for content in (b"", b"PK\x03\x04", b"<html>", "é".encode("latin-1")):
        with pytest.raises(CalendarError, match=r"\.ics"):
            read_calendar(content, now=NOW)


def test_a_calendar_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(calendars, "LARGEST", 10)
    with pytest.raises(CalendarError, match="Mo"):
        read(event())


@given(st.text(max_size=60))
def test_no_event_is_a_crash(text):
    with suppress(CalendarError):
        read(event(title=text, more="LOCATION:" + text), event(text, uid="deux"))
