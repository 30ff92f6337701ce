"""The page of a network's year, its rows and its exports."""

from __future__ import annotations

import datetime
import io
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accompaniment.enums import EntryState, GatheringKind, GatheringState, PlaceKind, WorkKind
from accompaniment.importing.gatherings import import_gatherings
from accompaniment.models import Gathering, GatheringDate
from reporting.network_rows import meetings_of, trips_of
from reporting.town_map import town_map
from tests import factories

PAGE = "reporting:network-year"
ROWS = "reporting:network-rows"
KINDS = (
    "Atelier",
    "Formation",
    "Réunion réseau",
    "Rencontre partenaire",
    "Accompagnement",
    "Salon",
)
PLACES = ("Visio", "bureau", "Arras", "Calais", "Mairie de Lens", "Lille", "", "Chez eux")


def make_log(tmp_path, count=400):
    """The log of a made-up year: some 400 rows, always the same."""
    chance = random.Random(62)
    lines = ["Sujet;Type de réunion;Localisation;Date;Durée (h);Nombre de participants"]
    for rank in range(count):
        day = datetime.date(2025, 1, 6) + datetime.timedelta(days=chance.randrange(350))
        hours = chance.choice(("1h30", "1,5", "2", "0,75", "7"))
        people = chance.choice(("", "3", "12", "40"))
        cells = (f"Rencontre {rank}", chance.choice(KINDS), chance.choice(PLACES))
        lines.append(";".join((*cells, f"{day:%d/%m/%Y}", hours, people)))
    path = tmp_path / "journal.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def gathering(world):
    return factories.GatheringFactory(
        owner=world.network,
        title="Atelier budget",
        place_kind=PlaceKind.ELSEWHERE,
        town="Arras",
        stated_participants=14,
    )


def read(client, name=PAGE, year=2026, **query):
    answer = client.get(reverse(name, args=[year]), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def facts(world, year=2026):
    return meetings_of(world.admin, year)


def test_the_log_of_a_whole_year_gives_its_figures(tmp_path, world, as_admin):
    done = import_gatherings(path=make_log(tmp_path))
    assert (done.created, done.refused) == (400, [])
    found = facts(world, 2025)
    assert len(found) == 400
    page = as_admin.get(reverse(PAGE, args=[2025])).context["network"]
    assert page.total.line.meetings == 400
    assert page.total.line.minutes == sum(one.minutes for one in found)
    for one in page.breakdowns:
        assert sum(linked.line.meetings for linked in one.lines) == 400
    assert {linked.line.label for linked in page.places.lines if linked.line.meetings} == {
        "En ligne", "Dans nos locaux", "Ailleurs", "Non renseigné",
    }  # fmt: skip
    assert "Salon" in {linked.line.label for linked in page.kinds.lines}
    assert page.without_position == []
    logged = Gathering.objects.filter(kind=GatheringKind.LOGGED_FOLLOW_UP)
    assert logged.exists()
    assert not (Gathering.objects.counted() & logged).exists()


def test_every_figure_leads_to_as_many_rows(tmp_path, world, as_admin):
    import_gatherings(path=make_log(tmp_path, 60))
    page = as_admin.get(reverse(PAGE, args=[2025])).context["network"]
    for cut in page.breakdowns:
        for linked in (*cut.lines, cut.total):
            rows = as_admin.get(linked.address).context["page"].paginator
            assert rows.count == linked.line.meetings, linked.address
    for line in page.journeys:
        assert as_admin.get(line.elsewhere_address).context["page"].paginator.count == (
            line.line.elsewhere
        )


def test_a_gathering_of_several_dates_counts_once_with_all_its_hours(world, gathering):
    GatheringDate.objects.create(gathering=gathering, date=datetime.date(2026, 4, 1), minutes=60)
    [one] = facts(world)
    assert (one.minutes, one.month, one.participants) == (180, 3, 14)


def test_only_what_was_held_on_a_date_that_stands_counts(world, gathering):
    day = gathering.dates.get()
    moved = GatheringDate.objects.create(gathering=gathering, date=datetime.date(2027, 1, 9))
    day.postponed_to, day.postponed_reason = moved, "Neige"
    day.save()
    for state, reason in (
        (GatheringState.PLANNED, ""),
        (GatheringState.CANCELLED, "Neige"),
        (GatheringState.POSTPONED, "Neige"),
    ):
        factories.GatheringFactory(owner=world.network, state=state, state_reason=reason)
    assert facts(world) == []
    assert [one.minutes for one in facts(world, 2027)] == [None]


def test_those_who_were_there_count_before_what_was_announced(world, gathering):
    factories.AttendanceFactory(gathering=gathering, people=3, young_people=4)
    factories.AttendanceFactory(gathering=gathering, state="absent", people=9)
    assert [one.participants for one in facts(world)] == [7]


def test_own_offices_are_in_the_town_of_the_association(world):
    world.association.town = "Lille"
    world.association.save()
    factories.GatheringFactory(owner=world.network, place_kind=PlaceKind.OWN_OFFICES)
    [one] = facts(world)
    assert (one.town, one.town_code) == ("Lille", "59350")


def test_journeys_are_the_work_noted_as_such(world, as_staff, gathering):
    for state in (EntryState.HELD, EntryState.PLANNED):
        factories.WorkEntryFactory(
            owner=world.network,
            convention=None,
            kind=WorkKind.TRAVEL,
            state=state,
            date=datetime.date(2026, 3, 9),
        )
    assert [one.month for one in trips_of(world.staff, 2026)] == [3]
    page = as_staff.get(reverse(PAGE, args=[2026])).context["network"]
    march = page.journeys[2]
    assert (march.line.noted, march.line.elsewhere, march.line.total) == (1, 1, 2)
    assert as_staff.get(march.noted_address).status_code == 200


def test_the_page_says_what_it_counts_and_where_its_map_comes_from(as_staff, gathering):
    html = read(as_staff)
    for words in ("L'année 2026 du réseau", "Arras", "2h", "14", "cercle", "GeoNames", "CC BY 4.0"):
        assert words in html
    assert "<title" in html
    assert "Atelier budget" in html


def test_a_town_without_a_position_is_said_to_have_none(world, as_staff):
    factories.GatheringFactory(
        owner=world.network, place_kind=PlaceKind.ELSEWHERE, town="Trifouillis"
    )
    factories.GatheringFactory(owner=world.network, place_kind=PlaceKind.ELSEWHERE, town="Paris")
    html = read(as_staff)
    assert "Sans position sur la carte : Trifouillis." in html
    assert "Hors de la carte : Paris." in html
    assert "n'a de commune sur cette carte" in html
    assert "cercle" not in html


def test_filters_narrow_the_page_and_a_wrong_one_lists_nothing(world, as_staff, gathering):
    factories.GatheringFactory(
        owner=world.network, kind=GatheringKind.TRAINING, convention=world.convention
    )
    page = as_staff.get(reverse(PAGE, args=[2026]), {"convention": "DEP-2026"})
    assert page.context["network"].total.line.meetings == 1
    page = as_staff.get(reverse(PAGE, args=[2026]), {"convention": "sans"})
    assert page.context["network"].total.line.meetings == 1
    page = as_staff.get(reverse(PAGE, args=[2026]), {"month": "4"})
    assert "Aucun temps collectif ne répond à ces filtres." in page.content.decode()
    page = as_staff.get(reverse(PAGE, args=[2026]), {"kind": "rien"})
    assert page.context["network"] is None
    assert "Tout montrer" in page.content.decode()


def test_a_year_without_anything_says_so(as_admin, as_staff):
    assert "Aucun temps collectif de 1999" in read(as_staff, year=1999)
    assert as_staff.get("/reseau/99999999/").status_code == 404


def test_the_years_lead_to_the_latest(as_staff, world):
    empty = as_staff.get(reverse("reporting:network-years"))
    assert "Aucun temps collectif n'est encore noté" in empty.content.decode()
    factories.GatheringFactory(owner=world.network)
    factories.GatheringFactory(owner=world.network, date=datetime.date(2024, 3, 1))
    answer = as_staff.get(reverse("reporting:network-years"))
    assert answer.url == reverse(PAGE, args=[2026])
    assert reverse(PAGE, args=[2024]) in read(as_staff)


def test_another_network_is_not_counted(world, as_staff):
    factories.GatheringFactory(title="Chez les autres")
    assert facts(world) == []
    assert "Chez les autres" not in read(as_staff, ROWS)


@pytest.mark.parametrize("name", ["reporting:network-years", PAGE, ROWS])
def test_officers_do_not_read_it(as_officer, gathering, name):
    args = [] if name == "reporting:network-years" else [2026]
    assert as_officer.get(reverse(name, args=args)).status_code == 403


def test_the_year_goes_out_as_a_workbook_and_as_a_csv(as_staff, gathering):
    answer = as_staff.get(reverse(PAGE, args=[2026]), {"export": "xlsx"})
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        "Type de réunion", "Lieu", "Mois", "Commune", "Les plus suivies", "Déplacements",
    ]  # fmt: skip
    assert [cell.value for cell in book["Commune"][2]][:3] == ["Arras", 1, 120]
    answer = as_staff.get(reverse(PAGE, args=[2026]), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "Commune;Arras;1;120;2h;0;14;0" in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_rows_that_go_out_come_back_unchanged(tmp_path, world, as_admin, kind, gathering):
    import_gatherings(path=make_log(tmp_path, 40))
    factories.GatheringFactory(owner=world.network, convention=world.convention)
    for year in (2025, 2026):
        answer = as_admin.get(reverse(ROWS, args=[year]), {"export": kind})
        content = b"".join(answer.streaming_content) if kind == "csv" else answer.content
        path = tmp_path / f"export-{year}.{kind}"
        path.write_bytes(content)
        again = import_gatherings(path=path, by=world.admin)
        assert (again.refused, again.created, again.updated) == ([], 0, 0)
        assert again.unchanged == len(facts(world, year))


@pytest.mark.parametrize("name", [PAGE, ROWS])
def test_ten_times_the_rows_take_as_many_queries(world, as_staff, name):
    def count():
        with CaptureQueriesContext(connection) as found:
            read(as_staff, name)
        return len(found)

    def add(number):
        for _ in range(number):
            row = factories.GatheringFactory(owner=world.network, convention=world.convention)
            factories.AttendanceFactory(gathering=row)
            factories.WorkEntryFactory(
                convention=world.convention, kind=WorkKind.TRAVEL, date=datetime.date(2026, 2, 3)
            )

    add(2)
    before = count()
    add(18)
    assert count() == before


def test_the_map_names_its_towns_and_sizes_their_circles(world, gathering):
    from reporting.network_year import year_of

    factories.GatheringFactory(
        owner=world.network, place_kind=PlaceKind.ELSEWHERE, town="Calais <b>"
    )
    svg = town_map(year_of(facts(world), []).towns, title="Temps collectifs de 2026 par commune")
    assert svg.count("<circle") == 1
    assert svg.count("<path") == 5
    assert "Temps collectifs de 2026 par commune : Arras 1" in svg
    assert "<b>" not in svg
    assert "style=" not in svg
