"""My week: what is planned and done, day by day, and the calendar that follows it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from accompaniment.attendance.sign_up_rules import live_dates
from accompaniment.models import GatheringDate, GatheringWorker
from reporting.network_rows import meetings_of
from tests import factories
from tests.accompaniment.pages import Page

pytestmark = pytest.mark.usefixtures("in_june")
MONDAY = datetime.date(2026, 6, 15)


@pytest.fixture
def lived(world):
    """A session held on Monday, one planned on Thursday, work on Tuesday, a gathering on Friday;
    and a colleague's day."""
    holder = factories.OrganisationFactory(owner=world.network, name="Lycée de Lens")
    year = factories.FollowUpYearFactory(
        convention=world.convention,
        accompaniment__owner=world.network,
        accompaniment__organisation=holder,
    )

    def session(day, **given):
        kept = {"staff": [world.staff], "internal_note": "Trésorerie fragile", "line": "Secret"}
        return factories.SessionFactory(
            follow_up=year, date=datetime.date(2026, 6, day), **kept | given
        )

    gathering = factories.GatheringFactory(
        owner=world.network, title="Atelier Europe", date=datetime.date(2026, 6, 19)
    )
    GatheringWorker.objects.create(gathering=gathering, person=world.staff)
    return {
        "held": session(15, minutes=45, starts_at=datetime.time(14, 30)),
        "planned": session(18, state="planned", starts_at=datetime.time(9)),
        "missed": session(16, state="missed"),
        "colleague": session(15, staff=[world.admin], minutes=30),
        "work": factories.WorkEntryFactory(
            convention=world.convention, date=datetime.date(2026, 6, 16), staff=[world.staff]
        ),
        "gathering": gathering,
    }


def days(answer):
    return {
        day.date.day: [item.title or item.kind for item in day.items]
        for day in answer.context["week"].days
        if day.items
    }


def test_a_week_shows_what_one_lived_and_planned_with_its_hours(as_staff, lived):
    answer = as_staff.get(reverse("accompaniment:week"))
    assert days(answer) == {
        15: ["Lycée de Lens"],
        16: ["Lycée de Lens", "Rendez-vous avec le Département"],
        18: ["Lycée de Lens"],
        19: ["Atelier Europe"],
    }
    week = answer.context["week"]
    assert [day.minutes for day in week.days] == [45, 90, 0, 0, 120, 0, 0]
    assert week.minutes == 255
    assert "Semaine du 15" in answer.content.decode()


def test_the_hours_of_the_month_are_the_same_everywhere(as_staff, lived):
    today = as_staff.get(reverse("reporting:today")).context["recent"].month_minutes
    june = as_staff.get(reverse("accompaniment:months")).context["months"][0][0]
    assert today == june.minutes == 255


def test_a_date_put_off_without_its_new_day_yet_is_nobodys_time(client, as_staff, world, lived):
    """Nor a date to come on the public page, nor a day of the network's year."""
    gathering = lived["gathering"]
    GatheringDate.objects.create(
        gathering=gathering,
        date=datetime.date(2026, 6, 17),
        minutes=180,
        postponed_reason="Salle fermée",
    )
    june = as_staff.get(reverse("accompaniment:months")).context["months"][0][0]
    assert june.minutes == 255
    shown = as_staff.get(reverse("accompaniment:week")).context["week"]
    [item] = [one for day in shown.days for one in day.items if one.minutes == 180]
    assert item.state == "postponed"
    world.staff.calendar_key = "ma-cle"
    world.staff.save()
    assert "20260617" not in feed_of(client, "ma-cle")[0]
    assert [one.date.day for one in live_dates(gathering)] == [19]
    [meeting] = meetings_of(world.staff, 2026)
    assert meeting.first_on == datetime.date(2026, 6, 19)
    assert meeting.minutes == 120


@pytest.mark.parametrize(
    ("asked", "monday"),
    [
        ("2026-W12", "2026-03-16"),
        ("2026-W53", "2026-12-28"),
        ("2025-W53", "2026-06-15"),
        ("1000-W01", "2026-06-15"),
        ("hier", "2026-06-15"),
        ("", "2026-06-15"),
    ],
)
def test_the_address_names_a_week_and_a_wrong_one_opens_this_week(as_staff, asked, monday):
    answer = as_staff.get(reverse("accompaniment:week"), {"semaine": asked})
    assert str(answer.context["week"].start) == monday


def test_the_weeks_before_and_after_are_a_link_away(as_staff):
    html = as_staff.get(reverse("accompaniment:week"), {"semaine": "2026-W01"}).content.decode()
    assert "?semaine=2025-W52" in html
    assert "?semaine=2026-W02" in html


def test_the_week_of_a_colleague_is_shown_by_filter(as_staff, world, lived):
    answer = as_staff.get(reverse("accompaniment:week"), {"personne": world.admin.uid})
    assert days(answer) == {15: ["Lycée de Lens"]}
    assert answer.context["week"].minutes == 30
    address = reverse("accompaniment:week")
    assert as_staff.get(address, {"personne": world.officer.uid}).status_code == 404


def test_a_day_that_is_over_is_noted_and_a_day_to_come_planned(as_staff):
    html = as_staff.get(reverse("accompaniment:week")).content.decode()
    for name, day in (("log", "2026-06-15"), ("plan", "2026-06-15"), ("plan", "2026-06-20")):
        assert f'{reverse(f"accompaniment:{name}")}?date={day}"' in html
    assert f'{reverse("accompaniment:log")}?date=2026-06-20"' not in html


@pytest.mark.parametrize("name", ["log", "plan"])
def test_the_day_of_the_address_is_already_filled(as_staff, name):
    address = reverse(f"accompaniment:{name}")
    asked = as_staff.get(address, {"date": "2026-06-12"})
    assert Page(asked).fields["date"] == ["2026-06-12"]
    assert Page(as_staff.get(address, {"date": "x"})).fields["date"] == ["2026-06-15"]


def feed_of(client, key):
    answer = client.get(reverse("accompaniment:week-feed", args=[key]))
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return answer.content.decode(), {str(one["summary"]): one for one in events}


def test_the_feed_holds_what_one_planned_and_held_and_nothing_of_others(client, world, lived):
    world.staff.calendar_key = "ma-cle"
    world.staff.save()
    text, events = feed_of(client, "ma-cle")
    assert len(Calendar.from_ical(text).walk("VEVENT")) == 3
    assert set(events) == {"Entretien · Lycée de Lens", "Atelier · Atelier Europe"}
    for hidden in ("Trésorerie", "Secret", str(world.admin), str(lived["colleague"].uid)):
        assert hidden not in text
    assert str(lived["missed"].uid) not in text
    held = next(
        one
        for one in Calendar.from_ical(text).walk("VEVENT")
        if str(lived["held"].uid) in one["uid"]
    )
    assert held.start == datetime.datetime(2026, 6, 15, 12, 30, tzinfo=datetime.UTC)
    assert held.end - held.start == datetime.timedelta(minutes=45)
    assert events["Atelier · Atelier Europe"].start == datetime.date(2026, 6, 19)


def test_a_wrong_or_renewed_key_opens_nothing(client, world, lived):
    world.staff.calendar_key = "ma-cle"
    world.staff.save()
    client.force_login(world.staff)
    client.post(reverse("partnership:calendar-renew"))
    client.logout()
    assert client.get(reverse("accompaniment:week-feed", args=["ma-cle"])).status_code == 404
    assert client.get(reverse("accompaniment:week-feed", args=["autre"])).status_code == 404


def test_somebody_who_left_the_team_has_an_empty_calendar(client, world, lived):
    world.staff.calendar_key = "ma-cle"
    world.staff.save()
    world.staff.memberships.update(until_on=datetime.date(2026, 6, 1))
    assert feed_of(client, "ma-cle")[1] == {}


def test_both_addresses_are_given_on_the_same_page_to_the_team_alone(client, world):
    for who, there in (("staff", True), ("officer", False)):
        person = getattr(world, who)
        person.calendar_key = f"cle-{who}"
        person.save()
        client.force_login(person)
        html = client.get(reverse("partnership:deadlines")).content.decode()
        assert reverse("partnership:calendar", args=[person.calendar_key]) in html
        assert (reverse("accompaniment:week-feed", args=[person.calendar_key]) in html) is there


@pytest.mark.parametrize("name", ["week", "months"])
def test_the_queries_of_a_page_do_not_grow_with_its_rows(as_staff, world, name):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert as_staff.get(reverse(f"accompaniment:{name}")).status_code == 200
        return len(captured)

    def add(count):
        for _ in range(count):
            for state in ("held", "planned"):
                factories.SessionFactory(
                    follow_up__convention=world.convention,
                    follow_up__accompaniment__owner=world.network,
                    date=MONDAY - datetime.timedelta(days=state == "planned"),
                    state=state,
                    staff=[world.staff],
                )
            gathering = factories.GatheringFactory(owner=world.network, date=MONDAY)
            GatheringWorker.objects.create(gathering=gathering, person=world.staff)

    add(1)
    few = queries()
    add(6)
    assert queries() == few
