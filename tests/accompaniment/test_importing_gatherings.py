import datetime
import json

import pytest

from accompaniment.enums import DatePrecision, GatheringKind, GatheringState, PlaceKind
from accompaniment.importing.gatherings import import_gatherings
from accompaniment.models import Gathering, GatheringDate
from partnership.enums import Origin
from partnership.import_kinds import ImportOptions
from partnership.models import Import, ImportChange, JournalEntry
from partnership.sheets import SheetError
from tests import factories
from tests.accompaniment.builders import write_csv, write_workbook

pytestmark = pytest.mark.usefixtures("in_june")

HEAD = "Sujet;Type de réunion;Localisation;Date;Durée (h);Nombre de participants"
LOG = f"""{HEAD}
Réunion d'équipe élargie;réunion réseau;MRES;12/01/2026;2;14
Point avec Tantely Soa;Accompagnement;visio;13/01/2026;1h30;2
Présentation des dispositifs;Réunion d'info;Mairie d'Arras;6/2/2026;1,5;21
Stand au forum;Salon;Béthune;7/3/2026;7;
Atelier budget;Ateliers;bureau;10/09/2026;3;8
"""


def run(tmp_path, text, world, **options):
    given = {"convention": None, "by": None} | options
    return import_gatherings(path=write_csv(tmp_path, text, "journal.csv"), **given)


def rows():
    return Gathering.objects.order_by("pk")


def titles(result):
    return [(one.line, one.column, one.reason) for one in result.refused]


def test_the_log_of_a_network_goes_in_as_it_is(tmp_path, world):
    result = run(tmp_path, LOG, world)
    assert titles(result) == []
    assert (result.created, result.rows_created, result.written) == (5, 5, True)
    assert [row.kind for row in rows()] == [
        GatheringKind.NETWORK,
        GatheringKind.LOGGED_FOLLOW_UP,
        GatheringKind.INFORMATION,
        GatheringKind.OTHER,
        GatheringKind.WORKSHOP,
    ]
    assert [(row.place_kind, row.town) for row in rows()] == [
        (PlaceKind.UNKNOWN, ""),
        (PlaceKind.ONLINE, ""),
        (PlaceKind.ELSEWHERE, "Arras"),
        (PlaceKind.ELSEWHERE, "Béthune"),
        (PlaceKind.OWN_OFFICES, ""),
    ]
    assert [row.stated_participants for row in rows()] == [14, 2, 21, None, 8]
    assert [row.state for row in rows()] == [GatheringState.HELD] * 4 + [GatheringState.PLANNED]
    assert [day.minutes for day in GatheringDate.objects.order_by("pk")] == [120, 90, 90, 420, 180]
    assert not any(row.shares.exists() for row in rows())
    assert rows()[2].place == "Mairie d'Arras"
    assert rows()[2].insee_code == "62041"


def test_every_row_names_its_import_and_the_journal_says_where_from(tmp_path, world):
    run(tmp_path, LOG, world)
    done = Import.objects.get()
    assert {row.import_run for row in rows()} == {done}
    assert all(row.import_key and row.taken_over for row in rows())
    assert {row.source for row in rows()} == {"journal.csv"}
    assert set(JournalEntry.objects.values_list("origin", flat=True)) == {Origin.IMPORT}


def test_importing_again_changes_nothing(tmp_path, world):
    run(tmp_path, LOG, world)
    lines = JournalEntry.objects.count()
    again = run(tmp_path, LOG, world)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 5)
    assert Import.objects.count() == 1
    assert JournalEntry.objects.count() == lines


def test_the_same_log_as_a_workbook_is_known_too(tmp_path, world):
    run(tmp_path, f"{HEAD}\nAtelier;Atelier;Visio;2/3/2026;1,5;8\n", world)
    path = write_workbook(
        tmp_path,
        ["date", "SUJET", "Duree (min)", "type de reunion", "localisation", "nb participants"],
        [datetime.date(2026, 3, 2), "Atelier", 90, "atelier", "visio", 8],
    )
    result = import_gatherings(path=path)
    assert (result.created, result.unchanged) == (0, 1)


def test_one_subject_on_several_dates_is_as_many_rows(tmp_path, world):
    text = f"{HEAD}\nFormation;Formation;;2/3/2026;3;\nFormation;Formation;;9/3/2026;3;\n"
    assert run(tmp_path, text, world).created == 2
    assert {row.title for row in rows()} == {"Formation"}


def test_equal_lines_of_one_file_are_as_many_rows(tmp_path, world):
    text = f"{HEAD}\nPermanence;;;2/3/2026;3;\nPermanence;;;2/3/2026;3;\n"
    assert run(tmp_path, text, world).created == 2
    assert run(tmp_path, text, world).unchanged == 2


def test_a_command_keeps_an_unknown_kind_as_given_and_lists_it_once(tmp_path, world):
    rows_of_fairs = (
        "Forum;Salon;;7/3/2026;7;\nForum 2;salons;;8/3/2026;7;\nForum 3;Salon;;9/3/2026;7;"
    )
    result = run(tmp_path, f"{HEAD}\n{rows_of_fairs}\n", world)
    assert result.questions[0] == (
        "Lignes 2 et 4 : « Salon » n'est pas un type de réunion connu ; il est gardé tel quel."
    )
    assert [row.kind_label for row in rows()] == ["Salon", "salons", "Salon"]


def test_an_unknown_kind_is_a_question_answered_once_for_all_its_lines(tmp_path, world):
    text = f"{HEAD}\nForum;Salon;;7/3/2026;7;\nForum 2;SALON;;8/3/2026;7;\n"
    asked = run(tmp_path, text, world, by=world.admin, dry_run=True)
    assert [ask.key for ask in asked.asks] == ["type-salon"]
    assert asked.asks[0].words == "Quel type de réunion est « Salon » ? (lignes 2 et 3)"
    assert ("evenement", "Événement") in asked.asks[0].choices
    assert not rows().exists()
    options = ImportOptions(answers={"type-salon": "evenement"})
    done = run(tmp_path, text, world, by=world.admin, options=options)
    assert (done.asks, done.questions) == ([], [])
    assert {row.kind for row in rows()} == {GatheringKind.EVENT}
    again = run(tmp_path, text, world, by=world.admin, options=options)
    assert again.unchanged == 2


def test_an_unknown_place_is_a_question_too(tmp_path, world):
    text = f"{HEAD}\nRéunion;Atelier;MRES;7/3/2026;7;\nAutre;Atelier;La Ruche;8/3/2026;7;\n"
    asked = run(tmp_path, text, world, by=world.admin, dry_run=True)
    assert [ask.key for ask in asked.asks] == ["lieu-mres", "lieu-la-ruche"]
    answers = {"lieu-mres": "nos_locaux", "lieu-la-ruche": "ailleurs"}
    run(tmp_path, text, world, by=world.admin, options=ImportOptions(answers=answers))
    assert [(row.place_kind, row.place) for row in rows()] == [
        (PlaceKind.OWN_OFFICES, "MRES"),
        (PlaceKind.ELSEWHERE, "La Ruche"),
    ]


def test_the_town_of_the_association_is_not_its_offices_unless_somebody_says_so(tmp_path, world):
    world.association.town = "Lille"
    world.association.save()
    text = f"{HEAD}\nRéunion;Atelier;Lille;7/3/2026;7;\n"
    [ask] = run(tmp_path, text, world, by=world.admin, dry_run=True).asks
    assert ask.key == "lieu-lille"
    run(tmp_path, text, world, options=ImportOptions(answers={"lieu-lille": "ailleurs"}))
    assert (rows()[0].place_kind, rows()[0].town) == (PlaceKind.ELSEWHERE, "Lille")


def test_under_a_convention_the_rows_serve_it(tmp_path, world):
    run(tmp_path, LOG, world, convention=world.convention)
    served = {share.convention for row in rows() for share in row.shares.all()}
    assert served == {world.convention}


def test_a_line_may_name_its_convention(tmp_path, world):
    text = "Sujet;Date;Durée;Convention\nA;2/3/2026;1h;dep-2026\nB;2/3/2026;1h;\nC;2/3/2026;1h;XX\n"
    result = run(tmp_path, text, world)
    assert [(one.line, one.column, one.value) for one in result.refused] == [
        (4, "Convention", "XX")
    ]
    assert "Aucune convention du réseau" in result.refused[0].reason
    kept = run(tmp_path, text, world, options=ImportOptions(valid_only=True))
    assert (kept.created, kept.written, len(kept.refused)) == (2, True, 1)
    assert [row.shares.count() for row in rows()] == [1, 0]


def test_refused_lines_are_counted_and_kept_to_be_corrected(tmp_path, world):
    text = "Sujet;Date;Durée\nA;2/3/2026;1h\nB;32/13/2026;deux heures\n"
    refused_to = tmp_path / "refusees"
    options = ImportOptions(refused_to=refused_to)
    result = run(tmp_path, text, world, options=options, dry_run=True)
    assert (result.refused_lines, result.refused_values) == (1, 2)
    _, kept = refused_to.read_text().splitlines()
    assert json.loads(kept)[:3] == ["B", "32/13/2026", "deux heures"]


def test_refused_lines_say_where_and_why_and_nothing_is_written(tmp_path, world):
    text = (
        "Sujet;Date;Durée;Nombre de participants\n;2/3/2026;1h;3\nB;31/2/2026;1h;3\n"
        "C;2/3/2026;1h75;3\nD;2/3/2026;1h;trois\nE;2/3/2026;;3\n"
    )
    result = run(tmp_path, text, world)
    assert [(one.sheet, one.line, one.column, one.value) for one in result.refused] == [
        ("journal.csv", 2, "Sujet", ""),
        ("journal.csv", 3, "Date", "31/2/2026"),
        ("journal.csv", 4, "Durée", "1h75"),
        ("journal.csv", 5, "Nombre de participants", "trois"),
        ("journal.csv", 6, "Durée", ""),
    ]
    assert all(one.reason for one in result.refused)
    assert (result.created, result.written) == (0, False)
    assert not rows().exists()
    assert not Import.objects.exists()


def test_a_date_may_be_a_month_or_a_year(tmp_path, world):
    run(tmp_path, "Sujet;Date;Durée\nA;03/2026;1h\nB;2025;1h\n", world)
    assert [(day.date, day.date_precision) for day in GatheringDate.objects.order_by("pk")] == [
        (datetime.date(2026, 3, 1), DatePrecision.MONTH),
        (datetime.date(2025, 1, 1), DatePrecision.YEAR),
    ]


def test_a_reference_corrects_its_row_and_keeps_what_it_said(tmp_path, world):
    known = factories.GatheringFactory(owner=world.network, title="Atelier", stated_participants=3)
    text = (
        "Référence;Sujet;Date;Durée (h);Nombre de participants;Localisation\n"
        f"{known.uid};Atelier budget;10/03/2026;3;12;Arras\n"
    )
    result = run(tmp_path, text, world)
    assert (result.created, result.updated) == (0, 1)
    known.refresh_from_db()
    assert (known.title, known.stated_participants, known.town) == ("Atelier budget", 12, "Arras")
    assert known.dates.get().minutes == 180
    kept = {one.subject_type: one for one in ImportChange.objects.order_by("pk")}
    assert kept["gathering"].before["title"] == "Atelier"
    assert kept["gathering"].after["stated_participants"] == 12
    assert kept["gathering_date"].before == {"minutes": 120}
    assert run(tmp_path, text, world).unchanged == 1


def test_an_empty_cell_leaves_what_is_there(tmp_path, world):
    known = factories.GatheringFactory(owner=world.network, title="Atelier", town="Arras")
    text = f"Référence;Sujet;Date;Durée (h);Commune\n{known.uid};;;;\n"
    assert run(tmp_path, text, world).unchanged == 1


def test_a_reference_of_another_network_is_unknown(tmp_path, world):
    other = factories.GatheringFactory()
    text = f"Référence;Sujet;Date;Durée (h)\n{other.uid};X;10/03/2026;3\n"
    result = run(tmp_path, text, world, convention=world.convention)
    assert [(one.line, one.column) for one in result.refused] == [(2, "Référence")]
    other.refresh_from_db()
    assert other.title != "X"


def test_of_several_dates_a_line_cannot_change_one(tmp_path, world):
    known = factories.GatheringFactory(owner=world.network)
    GatheringDate.objects.create(gathering=known, date=datetime.date(2026, 3, 12), minutes=60)
    head = "Référence;Sujet;Date;Durée (h)\n"
    same = f"{head}{known.uid};{known.title};10/03/2026;3\n"
    assert run(tmp_path, same, world).unchanged == 1
    other = f"{head}{known.uid};{known.title};11/03/2026;2\n"
    assert [one.column for one in run(tmp_path, other, world).refused] == ["Date"]


def test_a_file_without_its_columns_is_unusable(tmp_path, world):
    with pytest.raises(SheetError, match="Durée"):
        run(tmp_path, "Sujet;Date\nA;2/3/2026\n", world)


def test_several_dates_in_a_cell_are_one_gathering_whose_minutes_add_up(tmp_path, world):
    text = "Sujet;Date;Durée (min)\nFormation;2/3/2026 ; 9/3/2026 ; 03/2026;151\n".replace(
        "2/3/2026 ; 9/3/2026 ; 03/2026", '"2/3/2026 ; 9/3/2026 ; 16/3/2026"'
    )
    assert run(tmp_path, text, world).rows_created == 1
    [row] = rows()
    assert [day.minutes for day in row.dates.all()] == [51, 50, 50]
    head = "Référence;Sujet;Date;Durée (min);Type de réunion"
    again = f'{head}\n{row.uid};Formation;"02/03/2026 ; 16/03/2026";151;Autre\n'
    assert run(tmp_path, again, world).unchanged == 1


def test_the_word_of_a_document_is_the_kind_that_an_export_prints(tmp_path, world):
    run(tmp_path, f"{HEAD}\nForum;Salon;;7/3/2026;7;\n", world)
    head = "Référence;Sujet;Date;Durée (h);Type de réunion"
    for word in ("Autre", "Salon"):
        text = f"{head}\n{rows()[0].uid};Forum;7/3/2026;7;{word}\n"
        assert run(tmp_path, text, world).unchanged == 1
