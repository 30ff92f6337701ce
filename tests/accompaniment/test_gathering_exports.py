"""What the exports of collective times and of their participants give goes back in unchanged."""

from __future__ import annotations

import datetime

import pytest

from accompaniment.attendance import tables as attendance_tables
from accompaniment.enums import DatePrecision, GatheringKind, PlaceKind, Presence
from accompaniment.gathering.tables import GATHERINGS
from accompaniment.importing.attendance import import_attendance
from accompaniment.importing.gatherings import import_gatherings
from accompaniment.models import Attendance, Gathering, GatheringDate
from partnership.models import JournalEntry
from partnership.rendering.tables import csv_lines, xlsx_bytes
from tests import factories

pytestmark = pytest.mark.usefixtures("in_june")


def exported(tmp_path, kind, columns, rows):
    path = tmp_path / f"export.{kind}"
    content = xlsx_bytes(columns, rows, title="Export")
    if kind == "csv":
        content = "".join(csv_lines(columns, rows)).encode()
    path.write_bytes(content)
    return path


def stays(result, lines):
    assert [(one.column, one.reason) for one in result.refused] == []
    assert (result.created, result.updated, result.unchanged) == (0, 0, lines)
    assert result.asks == []
    assert not JournalEntry.objects.exists()


@pytest.fixture
def gatherings(world):
    def make(**given):
        return factories.GatheringFactory(owner=world.network, **given)

    make(title="=1+1", kind=GatheringKind.EVENT, convention=world.convention)
    make(title="Visio", place_kind=PlaceKind.ONLINE)
    make(title="Ici", place_kind=PlaceKind.OWN_OFFICES, town="Lille")
    make(
        title="Deux  espaces", place_kind=PlaceKind.ELSEWHERE, place="Mairie", town="Arras",
        insee_code="62041", stated_participants=12,
    )  # fmt: skip
    make(title="Forum", kind=GatheringKind.OTHER, kind_words="Salon", place="La Ruche")
    month = make(title="En mars")
    month.dates.update(date_precision=DatePrecision.MONTH, date=datetime.date(2026, 3, 1))
    several = make(title="Trois fois")
    for day in (12, 19):
        GatheringDate.objects.create(
            gathering=several, date=datetime.date(2026, 3, day), minutes=61
        )
    counted = make(title="Comptés", stated_participants=40)
    factories.AttendanceFactory(gathering=counted, people=3)
    return Gathering.objects.order_by("pk")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_of_gatherings_goes_back_in_unchanged(tmp_path, world, gatherings, kind):
    rows = gatherings.for_list_of(world.admin)
    path = exported(tmp_path, kind, GATHERINGS, rows)
    stays(import_gatherings(path=path, by=world.admin), 8)


@pytest.fixture
def participants(world):
    gathering = factories.GatheringFactory(owner=world.network, title="Atelier")
    GatheringDate.objects.create(gathering=gathering, date=datetime.date(2026, 3, 17), minutes=60)

    def make(**given):
        return factories.AttendanceFactory(gathering=gathering, **given)

    make(first_name="Zoé", role="Trésorière", email="zoe@exemple.fr", phone="+33 6 12 34 56 78")
    make(last_name="", people=2, young_people=12, project_kind="mobilite", is_walk_in=True)
    make(organisation=None, organisation_name="Une structure inconnue", town="Arras")
    make(organisation=None, last_name="", role="Inspection", state=Presence.EXCUSED,
         reason="En  congé")  # fmt: skip
    return gathering


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_of_participants_goes_back_in_unchanged(tmp_path, world, participants, kind):
    columns = attendance_tables.columns(participants, with_addresses=True)
    rows = Attendance.objects.for_list().order_by("pk")
    result = import_attendance(path=exported(tmp_path, kind, columns, rows), by=world.admin)
    assert result.ignored_columns == ["A signé"]
    stays(result, 4)


def test_what_an_export_of_participants_says_is_corrected_column_by_column(
    tmp_path, world, participants
):
    known = Attendance.objects.order_by("pk").first()
    text = (
        "Référence;Sujet;Date;Structure;Jeunes;Fonction;Motif;Sans inscription\n"
        f"{known.uid};Atelier;10/03/2026;;5;Présidente;Vélo;oui\n"
    )
    path = tmp_path / "participants.csv"
    path.write_text(text, encoding="utf-8")
    assert import_attendance(path=path, by=world.admin).updated == 1
    known.refresh_from_db()
    assert (known.young_people, known.role, known.reason, known.is_walk_in) == (
        5, "Présidente", "Vélo", True,
    )  # fmt: skip
