"""Imports of collective times and of participants are undone while nothing was built on them."""

from __future__ import annotations

import datetime

import pytest

from accompaniment.attendance import signing
from accompaniment.enums import Presence
from accompaniment.importing.attendance import import_attendance
from accompaniment.importing.gatherings import import_gatherings
from accompaniment.log import closing
from accompaniment.models import (
    Attendance,
    Gathering,
    GatheringDate,
    GatheringShare,
    GatheringWorker,
)
from partnership import files, journal
from partnership.actions.imports import UndoRefusedError, undo_import
from partnership.enums import Verb
from partnership.models import Import, Organisation
from tests import factories
from tests.accompaniment.builders import write_csv
from tests.accompaniment.conftest import TODAY

pytestmark = pytest.mark.usefixtures("in_june")
LOG = "Sujet;Date;Durée (h);Type de réunion\nAtelier;2/3/2026;2;Atelier\nForum;3/3/2026;7;Salon\n"
PEOPLE = "Sujet;Date;Structure;Nom;Prénom;Présence\n"


@pytest.fixture
def run(tmp_path, world):
    def do(text, kind=import_gatherings, **given):
        result = kind(path=write_csv(tmp_path, text), by=world.admin, **given)
        assert result.written, result.refused
        return Import.objects.order_by("created_at", "pk").last()

    return do


@pytest.fixture
def gathering(world):
    return factories.GatheringFactory(
        owner=world.network, title="Budget", date=datetime.date(2026, 3, 2)
    )


def undo(done, world):
    return undo_import(import_run=done, by=world.admin)


def why_not(done, world):
    with pytest.raises(UndoRefusedError) as refused:
        undo(done, world)
    done.refresh_from_db()
    assert done.undone_at is None
    return " ".join(refused.value.reasons)


def test_gatherings_go_with_their_dates_and_shares_and_come_back(run, world):
    done = run(LOG, convention=world.convention)
    assert (GatheringDate.objects.count(), GatheringShare.objects.count()) == (2, 2)
    assert undo(done, world) == {"temps collectif": 2}
    for model in (Gathering, GatheringDate, GatheringShare):
        assert not model.objects.exists()
    run(LOG, convention=world.convention)
    assert Gathering.objects.count() == 2


def test_a_corrected_gathering_says_again_what_it_said(run, world, gathering):
    head = "Référence;Sujet;Date;Durée (h);Localisation;Nombre de participants"
    done = run(f"{head}\n{gathering.uid};Autre;5/3/2026;3;Arras;12\n")
    gathering.refresh_from_db()
    assert (gathering.title, gathering.town) == ("Autre", "Arras")
    undo(done, world)
    gathering.refresh_from_db()
    assert (gathering.title, gathering.town, gathering.stated_participants) == ("Budget", "", None)
    day = gathering.dates.get()
    assert (day.date, day.minutes) == (datetime.date(2026, 3, 2), 120)


def test_a_gathering_corrected_since_keeps_its_correction(run, world, gathering):
    done = run(f"Référence;Sujet;Date;Durée (h)\n{gathering.uid};Autre;;\n")
    Gathering.objects.update(title="Encore autre")
    assert "corrigée depuis" in why_not(done, world)
    assert Gathering.objects.get().title == "Encore autre"


def test_a_participant_noted_since_stands_in_the_way(run, world):
    done = run(LOG)
    factories.AttendanceFactory(gathering=Gathering.objects.first(), organisation=None)
    assert "s'y rattache depuis" in why_not(done, world)
    assert Gathering.objects.count() == 2


def test_a_file_brought_since_stands_in_the_way(run, world):
    done = run(LOG)
    files.store(Gathering.objects.first(), name="a.pdf", content=b"%PDF", content_type="x")
    assert "fichier" in why_not(done, world)


def test_a_date_added_since_stands_in_the_way(run, world):
    done = run(LOG)
    GatheringDate.objects.create(
        gathering=Gathering.objects.first(), date=datetime.date(2026, 3, 9), minutes=60
    )
    assert "s'y rattache depuis" in why_not(done, world)
    assert GatheringDate.objects.count() == 3


def test_a_date_corrected_since_stands_in_the_way(run, world):
    done = run(LOG)
    day = GatheringDate.objects.first()
    journal.record(Verb.CHANGED, day, by=world.admin, changes={"minutes": [120, 90]})
    assert "corrigé depuis" in why_not(done, world)


def test_participants_go_with_the_structures_made_for_them(run, world, gathering):
    known = Organisation.objects.count()
    done = run(f"{PEOPLE}Budget;2/3/2026;Campus 62;Martin;Zoé;x\n", import_attendance)
    assert Organisation.objects.count() == known + 1
    undo(done, world)
    assert not Attendance.objects.exists()
    assert Organisation.objects.count() == known
    assert Gathering.objects.get() == gathering


def test_a_signed_participation_stands_in_the_way(run, world, gathering):
    done = run(f"{PEOPLE}Budget;2/3/2026;Campus 62;Martin;Zoé;x\n", import_attendance)
    signing.sign(row=Attendance.objects.get(), by=world.admin, data_url=None)
    assert "corrigé depuis" in why_not(done, world)
    assert Attendance.objects.exists()


def signed_up(gathering):
    return factories.AttendanceFactory(
        gathering=gathering, first_name="Zoé", last_name="Martin", state=Presence.REGISTERED
    )


def test_who_was_marked_present_is_signed_up_again(run, world, gathering):
    row = signed_up(gathering)
    done = run(f"{PEOPLE}Budget;2/3/2026;{row.organisation.name};Martin;Zoé;x\n", import_attendance)
    undo(done, world)
    row.refresh_from_db()
    assert row.state == Presence.REGISTERED


def test_who_was_marked_present_then_signed_stays_present(run, world, gathering):
    row = signed_up(gathering)
    done = run(f"{PEOPLE}Budget;2/3/2026;{row.organisation.name};Martin;Zoé;x\n", import_attendance)
    Attendance.objects.update(signed_at=datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC))
    assert "signé" in why_not(done, world)
    row.refresh_from_db()
    assert row.state == Presence.PRESENT


def test_an_import_does_not_make_absent_who_signed(tmp_path, world, gathering):
    row = signed_up(gathering)
    now = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
    Attendance.objects.update(signed_at=now, state=Presence.PRESENT)
    text = f"Référence;{PEOPLE}{row.uid};Budget;2/3/2026;;;;absent\n"
    result = import_attendance(path=write_csv(tmp_path, text), by=world.admin)
    assert [(one.column, one.value) for one in result.refused] == [("Présence", "absent")]
    row.refresh_from_db()
    assert row.state == Presence.PRESENT


@pytest.fixture
def close_march(world, gathering):
    """Somebody of the team ran the gathering of March, and closes that month."""
    GatheringWorker.objects.create(gathering=gathering, person=world.staff)
    closing.set_months(network=world.network, closes=True, by=world.admin)

    def close():
        closing.close_month(
            owner=Gathering.objects.get().owner,
            person=world.staff,
            month=datetime.date(2026, 3, 1),
            by=world.staff,
            today=TODAY,
        )

    return close


@pytest.mark.parametrize(
    "line", ["Budget;2/3/2026;5;Atelier", "Budget;2/4/2026;2;Atelier",
             "Budget;2/3/2026;2;Accompagnement"],
)  # fmt: skip
def test_an_import_changes_no_hours_of_a_month_that_somebody_closed(
    tmp_path, world, gathering, close_march, line
):
    close_march()
    text = f"Référence;Sujet;Date;Durée (h);Type de réunion\n{gathering.uid};{line}\n"
    result = import_gatherings(path=write_csv(tmp_path, text), by=world.admin)
    [refused] = result.refused
    assert "Le mois est arrêté (mars 2026" in refused.reason
    assert not result.written
    date = gathering.dates.get()
    assert (date.date, date.minutes) == (datetime.date(2026, 3, 2), 120)
    text = f"Référence;Sujet;Date;Durée (h)\n{gathering.uid};Budgets;2/3/2026;2\n"
    assert import_gatherings(path=write_csv(tmp_path, text), by=world.admin).updated == 1


def test_hours_of_a_month_closed_since_are_not_given_back(run, world, gathering, close_march):
    done = run(f"Référence;Sujet;Date;Durée (h)\n{gathering.uid};Budget;2/3/2026;5\n")
    assert gathering.dates.get().minutes == 300
    close_march()
    assert "Le mois est arrêté (mars 2026" in why_not(done, world)
    assert gathering.dates.get().minutes == 300
