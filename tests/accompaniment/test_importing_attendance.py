import datetime

import pytest

from accompaniment.enums import Presence
from accompaniment.importing.attendance import import_attendance
from accompaniment.models import Attendance
from partnership.import_kinds import ImportOptions
from partnership.models import ImportChange, Organisation
from tests import factories
from tests.accompaniment.builders import write_csv

pytestmark = pytest.mark.usefixtures("in_june")

HEAD = "Sujet;Date;Structure;Ville;Type de projet;Nombre de participants;Présence"
SHEET = f"""{HEAD}
Dépôt de projet;2023-03-02;Campus 62;Tilloy;Mobilité;1;Présent
Dépôt de projet;02/03/2023;Tantely Soa;Arras;Coopération;2;
dépôt de projet;2/3/2023;;;;1;excusée
"""


@pytest.fixture
def gathering(world):
    return factories.GatheringFactory(
        owner=world.network, title="Dépôt de projet", date=datetime.date(2023, 3, 2)
    )


def run(tmp_path, text, **options):
    return import_attendance(path=write_csv(tmp_path, text, "presences.csv"), **options)


def rows():
    return Attendance.objects.order_by("pk")


def test_a_published_list_of_participants_goes_in(tmp_path, world, gathering):
    result = run(tmp_path, SHEET)
    assert (result.refused, result.created, result.nameless) == ([], 3, 1)
    assert {row.gathering for row in rows()} == {gathering}
    assert [row.state for row in rows()] == [Presence.PRESENT, Presence.PRESENT, Presence.EXCUSED]
    assert rows()[0].organisation.town == "Tilloy"
    assert rows()[0].project_kind == "mobilite"
    assert gathering.attendances.present().heads() == 3
    assert len(result.questions) == 3
    assert {row.import_run_id for row in rows()} == {
        Organisation.objects.get(name="Campus 62").import_run_id
    }


def test_importing_again_changes_nothing(tmp_path, world, gathering):
    run(tmp_path, SHEET)
    again = run(tmp_path, SHEET)
    assert (again.created, again.updated, again.unchanged, again.questions) == (0, 0, 3, [])


def test_a_known_structure_is_found_by_its_name_or_its_siret(tmp_path, world, gathering):
    known = factories.OrganisationFactory(
        owner=world.network, name="Tantely Soa", siret="73282932000074"
    )
    head = "Sujet;Date;Structure;SIRET\n"
    line = "Dépôt de projet;2/3/2023;"
    run(tmp_path, f"{head}{line}TANTELY-SOA;\n{line}Autre nom;732 829 320 00074\n")
    assert {row.organisation for row in rows()} == {known}


def test_a_line_of_an_unknown_gathering_is_refused_with_those_of_that_day(
    tmp_path, world, gathering
):
    text = f"{HEAD}\nSuivi;2/3/2023;X;;;1;\nDépôt de projet;3/3/2023;X;;;1;\n"
    result = run(tmp_path, text)
    assert [(one.line, one.column, one.value) for one in result.refused] == [
        (2, "Sujet", "Suivi"),
        (3, "Sujet", "Dépôt de projet"),
    ]
    assert "Ce jour-là : « Dépôt de projet »." in result.refused[0].reason
    assert not rows().exists()
    assert not Organisation.objects.filter(name="X").exists()


def test_two_gatherings_of_one_title_on_one_day_are_not_told_apart(tmp_path, world, gathering):
    factories.GatheringFactory(
        owner=world.network, title="Dépôt de projet", date=datetime.date(2023, 3, 2)
    )
    result = run(tmp_path, f"{HEAD}\nDépôt de projet;2/3/2023;X;;;1;\n")
    assert "Plusieurs temps collectifs" in result.refused[0].reason


def test_young_people_are_counted_apart(tmp_path, world, gathering):
    text = (
        "Sujet;Date;Structure;Nombre de participants;Nombre de jeunes\n"
        "Dépôt de projet;2/3/2023;Lycée;2;12\nDépôt de projet;2/3/2023;Foyer;;5\n"
    )
    run(tmp_path, text)
    assert [(row.people, row.young_people) for row in rows()] == [(2, 12), (0, 5)]


def test_nobody_at_all_is_refused(tmp_path, world, gathering):
    result = run(tmp_path, f"{HEAD}\nDépôt de projet;2/3/2023;Lycée;;;0;\n")
    assert "Il faut au moins une personne." in result.refused[0].reason
    assert not Organisation.objects.filter(name="Lycée").exists()


def test_who_signed_up_is_marked_present_rather_than_added(tmp_path, world, gathering):
    signed_up = factories.AttendanceFactory(
        gathering=gathering, first_name="Zoé", last_name="Martin", state=Presence.REGISTERED
    )
    text = (
        "Sujet;Date;Structure;Nom;Prénom;Présence\n"
        f"Dépôt de projet;2/3/2023;{signed_up.organisation.name};MARTIN;Zoe;x\n"
    )
    result = run(tmp_path, text)
    assert (result.created, result.updated, result.unchanged) == (0, 1, 0)
    signed_up.refresh_from_db()
    assert signed_up.state == Presence.PRESENT
    assert ImportChange.objects.get().before["state"] == Presence.REGISTERED


def test_a_reference_corrects_its_row_but_not_its_structure(tmp_path, world, gathering):
    known = factories.AttendanceFactory(gathering=gathering)
    head = "Référence;Sujet;Date;Structure;Présence\n"
    line = f"{known.uid};Dépôt de projet;2/3/2023;"
    assert run(tmp_path, f"{head}{line}{known.organisation.name};excusé\n").updated == 1
    known.refresh_from_db()
    assert known.state == Presence.EXCUSED
    assert known.organisation is not None
    result = run(tmp_path, f"{head}{line}Une autre;excusé\n")
    assert [one.column for one in result.refused] == ["Structure"]


def test_valid_lines_alone_are_written_when_asked(tmp_path, world, gathering):
    text = f"{HEAD}\nDépôt de projet;2/3/2023;A;;;1;\nInconnu;2/3/2023;B;;;1;\n"
    result = run(tmp_path, text, options=ImportOptions(valid_only=True))
    assert (result.created, len(result.refused), result.written) == (1, 1, True)
    assert [row.organisation.name for row in rows()] == ["A"]
