"""What a convention counts of the collective times that serve it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniment.enums import Presence
from accompaniment.models import GatheringDate, GatheringShare, GatheringWorker
from reporting import snapshot
from reporting.collecting import facts_of, figures_of
from reporting.organisations import story_of
from reporting.staff_time import staff_time_of
from tests import factories

MARCH, APRIL = datetime.date(2026, 3, 10), datetime.date(2026, 4, 10)


def gathering(world, *, percent="100", **fields):
    row = factories.GatheringFactory(owner=world.network, **fields)
    GatheringShare.objects.create(
        gathering=row, convention=world.convention, percent=Decimal(percent)
    )
    return row


def value(world, figure_id):
    return figures_of(world.convention)[figure_id].value


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "planned"},
        {"state": "cancelled", "state_reason": "Trois inscrits"},
        {"state": "postponed", "state_reason": "Grève"},
        {"date": datetime.date(2025, 12, 31)},
        {"kind": "accompagnement_journal"},
        {"kind": "formation"},
    ],
)
def test_only_what_was_held_in_the_period_counts(world, fields):
    gathering(world, **fields)
    assert value(world, "gatherings.count") == 0


def test_one_taken_back_as_a_mistake_counts_nowhere(world):
    row = gathering(world)
    row.cancelled_at, row.cancelled_reason = row.created_at, "Doublon"
    row.save()
    assert value(world, "gatherings.count") == 0
    assert value(world, "time.minutes") == 0


def test_several_dates_count_once_and_only_those_in_the_period_have_minutes(world):
    row = gathering(world)
    for day, minutes in ((APRIL, 90), (datetime.date(2027, 1, 5), 600)):
        GatheringDate.objects.create(gathering=row, date=day, minutes=minutes)
    assert value(world, "gatherings.count") == 1
    assert value(world, "gatherings.minutes") == 120 + 90


def test_a_date_put_off_has_no_minutes(world):
    row = gathering(world)
    new = GatheringDate.objects.create(gathering=row, date=APRIL, minutes=60)
    row.dates.filter(date=MARCH).update(postponed_to=new, postponed_reason="Grève")
    assert value(world, "gatherings.minutes") == 60


def test_conventions_share_its_minutes_to_the_minute_and_each_has_all_its_people(world):
    row = gathering(world, percent="33.33")
    GatheringShare.objects.create(
        gathering=row, convention=world.other_convention, percent=Decimal("66.67")
    )
    row.dates.update(minutes=100)
    factories.AttendanceFactory(gathering=row, people=9)
    mine, theirs = figures_of(world.convention), figures_of(world.other_convention)
    assert mine["gatherings.minutes"].value + theirs["gatherings.minutes"].value == 100
    assert mine["gatherings.minutes"].value == 33
    for found in (mine, theirs):
        assert found["gatherings.participants"].value == 9
        assert found["gatherings.count"].value == 1


def test_the_number_noted_stands_in_only_where_nobody_is_listed(world):
    row = gathering(world, stated_participants=13, stated_organisations=7)
    assert value(world, "gatherings.participants") == 13
    assert value(world, "gatherings.organisations") == 7
    factories.AttendanceFactory(gathering=row, state=Presence.EXCUSED, people=3)
    assert value(world, "gatherings.participants") == 13
    factories.AttendanceFactory(gathering=row, people=2, young_people=3)
    assert value(world, "gatherings.participants") == 5
    assert value(world, "gatherings.organisations") == 1
    assert value(world, "gatherings.young_people") == 3
    assert value(world, "gatherings.invited") == 8


def test_those_of_the_funders_territory_are_said_beside_all_of_them(world):
    world.funder.territory = "62"
    world.funder.save()
    row = gathering(world)
    for code, people in (("62041", 4), ("59350", 3), ("", 2)):
        structure = factories.OrganisationFactory(owner=world.network, insee_code=code)
        factories.AttendanceFactory(gathering=row, organisation=structure, people=people)
    [fact] = facts_of(world.convention).gatherings
    assert (fact.participants, fact.participants_here) == (9, 4)
    remark = figures_of(world.convention)["gatherings.participants"].remark
    assert remark == "dont 4 du territoire du financeur"


def test_a_walk_in_was_not_invited(world):
    row = gathering(world)
    factories.AttendanceFactory(gathering=row)
    factories.AttendanceFactory(gathering=row, is_walk_in=True)
    factories.AttendanceFactory(gathering=row, state=Presence.NO_REPLY, people=4)
    assert value(world, "gatherings.invited") == 5
    assert value(world, "gatherings.no_reply") == 4


def test_each_person_has_its_time_and_what_they_prepared_by_share(world):
    row = gathering(world, percent="50", preparation_minutes=200)
    for person, minutes in ((world.staff, 60), (world.admin, None)):
        GatheringWorker.objects.create(gathering=row, person=person, preparation_minutes=minutes)
    time = staff_time_of(world.convention)
    lines = {line.name: dict(line.by_family) for line in time.people}
    assert lines[str(world.staff)]["Temps collectifs"] == 60
    assert lines[str(world.staff)]["Préparation"] == 30
    assert lines[str(world.admin)]["Temps collectifs"] == 60
    assert lines["Personne non renseignée"]["Préparation"] == 70
    assert time.session_minutes == 60 + 100 == value(world, "time.minutes")


def test_two_conventions_value_each_their_part_of_the_same_day(world):
    row = gathering(world, percent="60")
    GatheringShare.objects.create(
        gathering=row, convention=world.other_convention, percent=Decimal(40)
    )
    GatheringWorker.objects.create(gathering=row, person=world.staff)
    [mine] = staff_time_of(world.convention).worked
    [theirs] = staff_time_of(world.other_convention).worked
    assert (mine.minutes, theirs.minutes) == (72, 48)
    assert mine.uid != theirs.uid
    assert staff_time_of(world.convention).worked[0].uid == mine.uid


def test_an_action_of_the_programme_is_read_in_gatherings_and_shows_them(as_officer, world):
    reading = factories.ReadingFactory(
        commitment__convention=world.convention,
        commitment__target=2,
        commitment__unit="temps collectifs",
        figure_id="gatherings.count",
        filters={"kind": ["atelier"]},
    )
    row = gathering(world, title="Atelier budget")
    row.shares.update(commitment=reading.commitment)
    page = as_officer.get(world.convention.get_absolute_url()).content.decode()
    assert "1 pour 2 prévus" in page
    assert "Atelier budget" in page
    action = as_officer.get(reading.commitment.get_absolute_url()).content.decode()
    assert "Atelier budget" in action
    figure = reverse("reporting:figure", args=["DEP-2026", "gatherings.count"])
    assert row.get_absolute_url() in as_officer.get(figure).content.decode()


def test_a_convention_with_a_gathering_alone_is_not_said_empty(world):
    factories.ReadingFactory(
        commitment__convention=world.convention, figure_id="gatherings.participants"
    )
    gathering(world, stated_participants=8)
    snap = snapshot.take(world.convention, today=APRIL)
    assert snap["commitments"][0]["done_text"] == "8\u00a0participants"
    [entry] = [one for one in snap["entries"].values() if one["type"] == "gathering"]
    assert (entry["minutes"], entry["participants"], entry["dates"]) == (
        120, 8, [["2026-03-10", 120]],
    )  # fmt: skip
    assert snapshot.canonical(snap)


def test_a_structure_tells_the_gatherings_where_it_came(world):
    came = factories.AttendanceFactory(gathering=gathering(world, title="Atelier budget"))
    factories.AttendanceFactory(
        gathering=gathering(world), organisation=came.organisation, state=Presence.EXCUSED
    )
    [year] = story_of(came.organisation, world.staff).years
    assert [row.title for row in year.gatherings] == ["Atelier budget"]


@pytest.mark.parametrize("page", ["convention", "figure", "structure"])
def test_the_queries_do_not_grow_with_the_gatherings(as_admin, world, page):
    structure = factories.OrganisationFactory(owner=world.network)
    reading = factories.ReadingFactory(
        commitment__convention=world.convention, figure_id="gatherings.count"
    )
    address = {
        "convention": world.convention.get_absolute_url(),
        "figure": reverse("reporting:figure", args=["DEP-2026", "gatherings.participants"]),
        "structure": structure.get_absolute_url(),
    }[page]

    def fill(count):
        for _ in range(count):
            row = gathering(world)
            row.shares.update(commitment=reading.commitment)
            GatheringWorker.objects.create(gathering=row, person=world.staff)
            factories.AttendanceFactory(gathering=row, organisation=structure)
            factories.AttendanceFactory(gathering=row)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert as_admin.get(address).status_code == 200
        return len(captured)

    fill(2)
    few = queries()
    fill(8)
    assert queries() == few
