"""The past events of a calendar, each once, without those that are nobody's business."""

import datetime
import time
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
        (event(more="RRULE:FREQ=DAILY;INTERVAL=0"), calendars.UNREAD),
        (event(more="RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), calendars.UNREAD),
        (event(more="RRULE:FREQ=DAILY").replace("20260610T", "00010610T"), calendars.UNREAD),
        (event(more="RDATE:" + ",".join(["20260611T080000Z"] * 1001)), calendars.UNREAD),
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


def test_ten_years_of_an_agenda_are_read_as_two_months_of_it():
    past = event().replace("20260610T", "20160610T")
    ended = event(more="RRULE:FREQ=DAILY;UNTIL=20200101T000000Z").replace("20260610T", "20160610T")
    started = time.process_time()
    reading = read(*[past] * 15_000, *[ended] * 5_000, event())
    assert time.process_time() - started < 5
    assert len(reading.events) == 1


def test_a_series_that_goes_on_since_years_is_still_read():
    series = event(more="RRULE:FREQ=WEEKLY").replace("20260610T", "20160615T")
    moved = event(
        "DTSTART;TZID=Europe/Paris:20260611T150000\r\nDTEND;TZID=Europe/Paris:20260611T160000\r\n",
        more="RECURRENCE-ID;TZID=Europe/Paris:20260610T100000",
    )
    found = read(series, moved).events
    assert len(found) == 8
    assert found[-1].date == datetime.date(2026, 6, 11)


def test_too_many_series_are_refused_in_words(monkeypatch):
    monkeypatch.setattr(calendars, "MOST_SERIES", 1)
    with pytest.raises(CalendarError, match="qui se répètent"):
        read(*[event(more="RRULE:FREQ=WEEKLY")] * 2)


def test_the_night_that_the_clock_changes_lasts_what_it_lasted():
    lines = "DTSTART;TZID=Europe/Paris:{0}T013000\r\nDTEND;TZID=Europe/Paris:{0}T033000\r\n"
    spring = datetime.datetime(2026, 4, 1, tzinfo=ZoneInfo("Europe/Paris"))
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event(lines.format('20260329'))}END:VCALENDAR\r\n"
    assert read_calendar(text.encode(), now=spring).events[0].minutes == 60


def test_names_and_addresses_hold_nothing_that_a_database_refuses():
    [found] = read(event(uid="un\x00", more="ATTENDEE:mailto:a\x00@b.test")).events
    assert found.key == "un 20260610T080000Z"
    assert found.attendees == ("a@b.test",)


@given(st.text(max_size=60))
def test_no_event_is_a_crash(text):
    with suppress(CalendarError):
        read(event(title=text, more="LOCATION:" + text), event(text, uid="deux"))
