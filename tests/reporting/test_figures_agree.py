"""One collective time, many places that say a number of it: they agree to the unit."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from accompaniment.enums import Presence
from accompaniment.gathering.pages import GatheringPage
from accompaniment.models import Gathering, GatheringDate, GatheringShare, GatheringWorker
from reporting import snapshot
from reporting.collecting import figures_of
from reporting.gatherings import counted_gatherings
from reporting.network_rows import meetings_of
from reporting.progress import progress_of
from reporting.staff_time import staff_time_of
from tests import factories

APRIL = datetime.date(2026, 4, 10)


def shared(world, *percents, **fields):
    """Held on 10 March for two hours, for the first convention, then the other."""
    row = factories.GatheringFactory(owner=world.network, **fields)
    conventions = (world.convention, world.other_convention)
    for convention, percent in zip(conventions, percents, strict=False):
        GatheringShare.objects.create(
            gathering=row, convention=convention, percent=Decimal(percent)
        )
    return row


def prepared(row, *minutes):
    for one in minutes:
        GatheringWorker.objects.create(
            gathering=row, person=factories.UserFactory(), preparation_minutes=one
        )


def value(convention, figure_id):
    return figures_of(convention)[figure_id].value


@pytest.mark.parametrize("minutes", [(1, 1, 1), (7, 8, 9), (50, 25, 13), (61,), (30, 30, 30, 30)])
@pytest.mark.parametrize("percents", [("60", "40"), ("33.33", "66.67"), ("50", "50")])
def test_preparation_of_several_people_adds_up_to_the_figure_and_to_what_each_said(
    world, minutes, percents
):
    row = shared(world, *percents)
    prepared(row, *minutes)
    conventions = (world.convention, world.other_convention)
    times = [staff_time_of(convention) for convention in conventions]
    for convention, time in zip(conventions, times, strict=True):
        assert time.session_minutes == value(convention, "time.minutes")
        assert time.nobody_minutes == 0
    [mine], [theirs] = (counted_gatherings(convention) for convention in conventions)
    for worker in mine.workers:
        parts = mine.preparation_by[worker.pk] + theirs.preparation_by[worker.pk]
        assert parts == worker.preparation_minutes


def test_what_the_whole_took_beyond_what_each_said_stands_apart_to_the_minute(world):
    row = shared(world, "60", "40", preparation_minutes=10)
    prepared(row, 1, 1, 1)
    time = staff_time_of(world.convention)
    assert time.session_minutes == value(world.convention, "time.minutes")
    assert time.nobody_minutes == 6 - 2


def test_a_date_whose_duration_nobody_noted_leaves_the_others_in_the_networks_year(world):
    row = shared(world, "100")
    GatheringDate.objects.create(gathering=row, date=APRIL)
    [meeting] = meetings_of(world.staff, 2026)
    listed = Gathering.objects.for_list_of(world.staff).get(pk=row.pk)
    assert meeting.minutes == listed.minutes == value(world.convention, "gatherings.minutes") == 120


def test_who_waits_and_who_withdrew_are_not_among_the_announced(as_staff, world):
    row = shared(world, "60", "40")
    for state, people in (
        (Presence.INVITED, 1),
        (Presence.NO_REPLY, 2),
        (Presence.REGISTERED, 3),
        (Presence.PRESENT, 4),
        (Presence.EXCUSED, 5),
        (Presence.ABSENT, 6),
        (Presence.WAITING, 70),
        (Presence.WITHDRAWN, 80),
    ):
        factories.AttendanceFactory(gathering=row, state=state, people=people)
    factories.AttendanceFactory(gathering=row, is_walk_in=True, people=9)
    assert value(world.convention, "gatherings.invited") == 1 + 2 + 3 + 4 + 5 + 6
    assert value(world.other_convention, "gatherings.invited") == 21
    page = as_staff.get(row.get_absolute_url()).content.decode()
    for words in (
        "<dt>Invités ou inscrits</dt><dd>21</dd>",
        "<dt>En liste d&#x27;attente</dt><dd>70</dd>",
        "<dt>Inscriptions annulées</dt><dd>80</dd>",
        "<dt>Participants</dt><dd>13</dd>",
    ):
        assert words in page.replace("d'attente", "d&#x27;attente")


def test_a_convention_shared_60_40_says_the_same_everywhere(as_staff, world):
    """Two dates of its period, one of the year after, one put off; young people and a walk-in, of
    the territory and of elsewhere; and beside it, one postponed and one cancelled."""
    world.funder.territory = "62"
    world.funder.save()
    reading = factories.ReadingFactory(
        commitment__convention=world.convention,
        commitment__target=40,
        commitment__unit="participants",
        figure_id="gatherings.participants",
    )
    row = shared(world, "60", "40", title="Atelier partagé")
    moved = GatheringDate.objects.create(gathering=row, date=APRIL, minutes=91)
    for day, fields in (
        (datetime.date(2026, 3, 17), {"postponed_to": moved, "postponed_reason": "Grève"}),
        (datetime.date(2027, 1, 5), {}),
    ):
        GatheringDate.objects.create(gathering=row, date=day, minutes=600, **fields)
    for state, reason in (("postponed", "Grève"), ("cancelled", "Trois inscrits")):
        shared(world, "100", state=state, state_reason=reason, stated_participants=50)
    for code, fields in (
        ("62041", {"people": 4, "young_people": 3}),
        ("59350", {"people": 2}),
        ("62041", {"people": 1, "is_walk_in": True}),
    ):
        structure = factories.OrganisationFactory(owner=world.network, insee_code=code)
        factories.AttendanceFactory(gathering=row, organisation=structure, **fields)
    prepared(row, 7, 8)

    figures = figures_of(world.convention)
    assert figures["gatherings.count"].value == 1
    assert figures["gatherings.minutes"].value == 72 + 55
    assert figures["gatherings.participants"].value == 10
    assert figures["gatherings.participants"].remark == "dont 8 du territoire du financeur"
    assert figures["gatherings.young_people"].value == 3
    assert figures["time.minutes"].value == 72 + 55 + 9
    others = figures_of(world.other_convention)
    both = figures["gatherings.minutes"].value + others["gatherings.minutes"].value
    assert both == 120 + 91

    [bar] = progress_of(world.convention)
    assert (bar.value, bar.percent) == (10, 25)
    assert bar.commitment.pk == reading.commitment.pk
    snap = snapshot.take(world.convention, today=APRIL)
    [entry] = [one for one in snap["entries"].values() if one["type"] == "gathering"]
    assert (entry["minutes"], entry["preparation_minutes"]) == (72 + 55, 9)
    assert (entry["participants"], entry["participants_here"], entry["young_people"]) == (10, 8, 3)
    [meeting] = meetings_of(world.staff, 2026)
    assert (meeting.minutes, meeting.participants) == (120 + 91, 10)
    page = GatheringPage(Gathering.objects.for_page().get(pk=row.pk), world.staff)
    assert (page.people.participants, [one.people for one in page.territories]) == (10, [8])

    address = reverse("accompaniment:gatherings")
    export = as_staff.get(address, {"export": "csv", "q": "partagé"})
    assert ";10;" in b"".join(export.streaming_content).decode()


@pytest.mark.parametrize(
    ("figure_id", "counted"), [("gatherings.minutes", "1h12"), ("time.minutes", "1h21")]
)
def test_the_rows_behind_a_time_say_what_the_convention_counts_of_each(
    as_staff, world, figure_id, counted
):
    row = shared(world, "60", "40")
    GatheringDate.objects.create(gathering=row, date=datetime.date(2027, 1, 5), minutes=600)
    prepared(row, 7, 8)
    address = reverse("reporting:figure", args=["DEP-2026", figure_id])
    page = as_staff.get(address).content.decode()
    assert f": {counted}</h1>" in page
    assert f'data-label="Compté ici" class="num"><span>{counted}<' in page


def test_a_number_of_adults_that_the_rows_give_is_contradicted_on_no_page(world):
    row = shared(world, "100", stated_participants=4)
    factories.AttendanceFactory(gathering=row, people=4, young_people=3)
    page = GatheringPage(Gathering.objects.for_page().get(pk=row.pk), world.staff)
    assert page.differences == []
