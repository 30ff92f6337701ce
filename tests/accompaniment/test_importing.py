import datetime

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from accompaniment.enums import DatePrecision, Mode
from accompaniment.importing.sessions import import_sessions
from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear
from partnership.enums import Origin
from partnership.models import Import, JournalEntry, Organisation
from partnership.sheets import SheetError
from tests.accompaniment.builders import (
    BILAN,
    make_convention,
    make_member,
    write_csv,
    write_workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def convention():
    return make_convention()


def sessions():
    return AccompanimentSession.objects.order_by("pk")


def run(tmp_path, convention, text, **options):
    return import_sessions(path=write_csv(tmp_path, text), convention=convention, **options)


def reasons(result):
    return [(one.line, one.column, one.reason) for one in result.refused]


def test_the_table_of_a_bilan_becomes_sessions(tmp_path, convention):
    result = run(tmp_path, convention, BILAN)
    assert (result.created, result.rows_created, result.nameless) == (5, 12, 2)
    assert result.written
    assert sessions().aggregate(Sum("minutes"))["minutes__sum"] == 901
    assert Accompaniment.objects.count() == 5
    assert set(FollowUpYear.objects.values_list("mode", flat=True)) == {Mode.UNKNOWN}
    first = sessions()[0]
    assert first.taken_over
    assert (first.date, first.date_precision) == (datetime.date(2023, 1, 1), DatePrecision.YEAR)
    assert first.channel_codes == ("telephone", "mail", "presentiel")
    assert first.source == "sessions.csv"
    aidhum = FollowUpYear.objects.get(accompaniment__organisation__name="Aidhum 62")
    assert aidhum.kind_codes == ("cooperation_internationale", "mobilite")


def test_sessions_of_one_total_add_up_exactly(tmp_path, convention):
    run(tmp_path, convention, "Structure;Nombre de sessions;Durée (min)\nACAM;3;151\n")
    assert [row.minutes for row in sessions()] == [51, 50, 50]
    assert [row.import_key[-2:] for row in sessions()] == [":1", ":2", ":3"]


def test_a_second_import_finds_everything_unchanged(tmp_path, convention):
    run(tmp_path, convention, BILAN)
    before = JournalEntry.objects.count()
    result = run(tmp_path, convention, BILAN)
    assert (result.created, result.updated, result.unchanged) == (0, 0, 5)
    assert result.questions == []
    assert sessions().count() == 12
    assert Accompaniment.objects.count() == 5
    assert Import.objects.count() == 1
    assert JournalEntry.objects.count() == before


def test_the_same_facts_in_another_format_are_unchanged(tmp_path, convention):
    member = make_member(convention.owner, "Anne", "Durand")
    run(
        tmp_path,
        convention,
        "Structure;Date;Durée;Canaux;Salarié·e\nACAM;02/03/2023;1h30;visio, tél;Anne Durand\n",
    )
    path = write_workbook(
        tmp_path,
        ["Autre", "Canal", "DUREE (min)", "Structure", "Date", "Salarie(e)"],
        ["x", "Téléphone/Visio", 90, "acam", datetime.date(2023, 3, 2), "anne  durand"],
    )
    result = import_sessions(path=path, convention=convention)
    assert (result.created, result.unchanged, result.ignored_columns) == (0, 1, ["Autre"])
    assert list(sessions().get().staff.all()) == [member]


def test_equal_lines_of_one_file_are_as_many_sessions(tmp_path, convention):
    text = "Structure;Date;Durée (h)\nACAM;2023-03-02;1\nACAM;2023-03-02;1\n"
    assert run(tmp_path, convention, text).created == 2
    assert run(tmp_path, convention, text).unchanged == 2
    third = run(tmp_path, convention, text + "ACAM;2023-03-02;1\n")
    assert (third.created, third.unchanged) == (1, 2)


def test_a_refused_line_leaves_nothing_written(tmp_path, convention):
    before = Organisation.objects.count(), JournalEntry.objects.count()
    result = run(tmp_path, convention, "Structure;Durée\nACAM;1h30\nAHPA;1h75\n")
    assert reasons(result) == [
        (3, "Durée", "La durée « 1h75 » n'existe pas : écrivez 1h45 ou 105 min.")
    ]
    assert (result.created, result.written) == (0, False)
    assert not sessions().exists()
    assert not Import.objects.exists()
    assert (Organisation.objects.count(), JournalEntry.objects.count()) == before


def test_a_rehearsal_writes_nothing(tmp_path, convention):
    result = run(tmp_path, convention, BILAN, dry_run=True)
    assert (result.created, result.written) == (5, False)
    assert not sessions().exists()
    assert not Import.objects.exists()


def test_every_row_names_its_import_and_the_journal_says_where_from(tmp_path, convention):
    run(tmp_path, convention, BILAN)
    done = Import.objects.get()
    assert done.counts["sessions"] == 12
    assert done.counts["organisations"] == 3
    assert {row.import_run for row in sessions()} == {done}
    assert {row.import_run for row in Accompaniment.objects.all()} == {done}
    assert set(JournalEntry.objects.values_list("origin", flat=True)) == {Origin.IMPORT}


def test_an_untimed_nature_needs_no_duration(tmp_path, convention):
    text = "Structure;Date;Nature;Durée (min)\nACAM;02/03/2023;Mise en lien;\nACAM;;Entretien;\n"
    result = run(tmp_path, convention, text)
    assert [(line, column) for line, column, _ in reasons(result)] == [(3, "Durée (min)")]
    run(tmp_path, convention, "Structure;Date;Nature\nACAM;02/03/2023;mail\n")
    assert (sessions().get().kind, sessions().get().minutes) == ("mail", None)


def test_an_untimed_nature_with_a_duration_is_refused(tmp_path, convention):
    result = run(tmp_path, convention, "Structure;Nature;Durée (min)\nACAM;Relance;10\n")
    assert "n'a pas de durée" in result.refused[0].reason


def test_an_unknown_word_is_refused_with_those_accepted(tmp_path, convention):
    result = run(tmp_path, convention, "Structure;Canaux;Mode;Durée (h)\nACAM;pigeon;autre;1\n")
    assert [one.column for one in result.refused] == ["Canaux", "Mode"]
    assert "Téléphone, Mail, Visio, Présentiel" in result.refused[0].reason
    assert "Appui-conseil" in result.refused[1].reason


@pytest.mark.parametrize(
    ("count", "minutes", "said"),
    [
        ("0", "60", "de 1 à 500"),
        ("501", "6000", "de 1 à 500"),
        ("1,5", "60", "nombre entier"),
        ("3", "2", "trop courte"),
        ("2", "2881", "24 heures par session"),
        ("1", "1441", "24 heures par session"),
        ("2", "", "durée est obligatoire"),
    ],
)
def test_a_number_of_sessions_that_cannot_be_is_refused(tmp_path, convention, count, minutes, said):
    text = f"Structure;Nombre de sessions;Durée (min)\nACAM;{count};{minutes}\n"
    assert said in run(tmp_path, convention, text).refused[0].reason


def test_a_line_of_totals_is_refused(tmp_path, convention):
    result = run(tmp_path, convention, "Structure;Durée (h)\nACAM;1\nTOTAL;1\n")
    assert result.refused[0].line == 3


@pytest.mark.parametrize(
    ("date", "kept", "precision", "taken_over"),
    [
        ("02/03/2023", datetime.date(2023, 3, 2), DatePrecision.DAY, False),
        ("03/2023", datetime.date(2023, 3, 1), DatePrecision.MONTH, False),
        ("2023", datetime.date(2023, 1, 1), DatePrecision.YEAR, True),
        ("", datetime.date(2023, 1, 1), DatePrecision.YEAR, True),
    ],
)
def test_a_date_keeps_its_precision(tmp_path, convention, date, kept, precision, taken_over):
    run(tmp_path, convention, f"Structure;Date;Durée (h)\nACAM;{date};1\n")
    row = sessions().get()
    assert (row.date, row.date_precision, row.taken_over) == (kept, precision, taken_over)


def test_a_date_outside_the_period_is_accepted_and_asked_about(tmp_path, convention):
    result = run(tmp_path, convention, "Structure;Date;Durée (h)\nACAM;02/03/2022;1\n")
    assert result.created == 1
    assert any("hors de la période" in question for question in result.questions)


def test_an_organisation_is_found_by_its_name_whatever_its_accents(tmp_path, convention):
    known = Organisation.objects.create(owner=convention.owner, name="Comité d'Étaples")
    result = run(tmp_path, convention, "Structure;Durée (h)\nCOMITE D ETAPLES;1\n")
    assert sessions().get().organisation == known
    assert result.questions == []


def test_a_new_organisation_is_created_and_the_near_one_named(tmp_path, convention):
    Organisation.objects.create(owner=convention.owner, name="Tantely Soa")
    result = run(tmp_path, convention, "Structure;Ville;Durée (h)\nTantely Soha;Arras;1\n")
    assert Organisation.objects.get(name="Tantely Soha").town == "Arras"
    assert "Est-ce « Tantely Soa »" in result.questions[0]


def test_the_same_name_in_two_towns_is_two_organisations(tmp_path, convention):
    text = "Structure;Ville;Durée (h)\nComité de jumelage;Arras;1\nComité de jumelage;Lens;1\n"
    result = run(tmp_path, convention, text)
    assert Organisation.objects.filter(name="Comité de jumelage").count() == 2
    assert "Est-ce « Comité de jumelage (Arras) »" in result.questions[1]


def test_an_organisation_of_another_network_is_never_matched(tmp_path, convention):
    other = make_convention("AUTRE-2023")
    Organisation.objects.create(owner=other.owner, name="ACAM")
    run(tmp_path, convention, "Structure;Durée (h)\nACAM;1\n")
    assert sessions().get().organisation.owner == convention.owner


def test_nameless_lines_are_separate_follow_ups_and_flagged(tmp_path, convention):
    result = run(tmp_path, convention, "Structure;Durée (h)\n;1\n;1\n—;2\n")
    assert result.nameless == 3
    assert len(result.questions) == 3
    assert Accompaniment.objects.filter(organisation=None).count() == 3
    keys = Accompaniment.objects.values_list("import_key", flat=True)
    assert sorted(keys) == sorted(sessions().values_list("import_key", flat=True))


def test_lines_of_one_organisation_share_a_page_whose_kinds_add_up(tmp_path, convention):
    run(tmp_path, convention, "Structure;Type de projet;Durée (h)\nACAM;Jumelage;1\n")
    run(tmp_path, convention, "Structure;Type de projet;Durée (h)\nACAM;mobilité;1\nACAM;;2\n")
    year = FollowUpYear.objects.get()
    assert year.sessions.count() == 3
    assert year.kind_codes == ("mobilite", "jumelage")


@pytest.mark.parametrize(
    ("year", "cells", "mode"),
    [
        (2023, ";2;2023", Mode.UNKNOWN),
        (2023, ";1;02/03/2023", Mode.REINFORCED),
        (2090, ";2;2090", Mode.REINFORCED),
        (2023, "Appui-conseil;2;2023", Mode.ADVICE),
        (2023, "contact;1;02/03/2023", Mode.CONTACT),
    ],
)
def test_a_follow_up_takes_the_mode_given_or_that_of_its_year(tmp_path, year, cells, mode):
    convention = make_convention("C-1", year=year)
    text = f"Structure;Mode;Nombre de sessions;Date;Durée (h)\nACAM;{cells};2\n"
    run(tmp_path, convention, text)
    assert FollowUpYear.objects.get().mode == mode


def test_a_known_follow_up_keeps_its_mode_unless_another_is_given(tmp_path, convention):
    run(tmp_path, convention, "Structure;Mode;Durée (h)\nACAM;Appui-conseil;1\n")
    run(tmp_path, convention, "Structure;Durée (h)\nACAM;2\n")
    assert FollowUpYear.objects.get().mode == Mode.ADVICE
    text = "Structure;Mode;Durée (h)\nACAM;Premier contact;3\nACAM;Accompagnement renforcé;4\n"
    result = run(tmp_path, convention, text)
    assert FollowUpYear.objects.get().mode == Mode.REINFORCED
    assert "plusieurs modes" in result.questions[0]


def test_staff_are_members_of_the_network(tmp_path, convention):
    anne = make_member(convention.owner, "Anne", "Durand")
    make_member(convention.owner, "Anne", "Petit")
    make_member(make_convention("AUTRE-2023").owner, "Luc", "Martin")
    text = "Structure;Salarié·e;Durée (h)\nACAM;Durand Anne;1\nACAM;Anne;1\nACAM;Luc Martin;1\n"
    result = run(tmp_path, convention, text)
    assert [(line, "plusieurs" in why) for line, _, why in reasons(result)] == [
        (3, True),
        (4, False),
    ]
    run(tmp_path, convention, "Structure;Salarié·e;Durée (h)\nACAM;durand;1\nAHPA;;1\n")
    assert [list(row.staff.all()) for row in sessions()] == [[anne], []]


def test_a_reference_updates_its_row(tmp_path, convention):
    run(tmp_path, convention, "Structure;Date;Durée (h);Objet\nACAM;02/03/2023;1;Budget\n")
    row = sessions().get()
    header = "Référence;Structure;Date;Durée (min);Objet;Canaux;Type de projet\n"
    text = f"{header}{row.uid};ACAM;03/03/2023;75;;visio;Jumelage\n"
    result = run(tmp_path, convention, text)
    assert (result.created, result.updated, result.unchanged) == (0, 1, 0)
    row = sessions().get()
    assert (row.date, row.minutes) == (datetime.date(2023, 3, 3), 75)
    assert (row.line, row.channel_codes) == ("Budget", ("visio",))
    assert row.follow_up.kind_codes == ("jumelage",)
    again = run(tmp_path, convention, text)
    assert (again.updated, again.unchanged) == (0, 1)
    assert Import.objects.count() == 2


def test_a_reference_that_cannot_be_followed_is_refused(tmp_path, convention):
    other = make_convention("AUTRE-2023")
    next_year = make_convention("CD62-2024", year=2024, owner=convention.owner)
    for where in (other, next_year, convention):
        run(tmp_path, where, "Structure;Durée (h)\nACAM;1\n")
    foreign, elsewhere, mine = sessions()
    lines = [foreign.uid, elsewhere.uid, mine.uid, mine.uid, "abc"]
    rows = "".join(f"{uid};ACAM;2\n" for uid in lines)
    result = run(tmp_path, convention, f"Référence;Structure;Durée (h)\n{rows}")
    assert sorted(one.line for one in result.refused) == [2, 3, 5, 6]
    [hidden] = [one.reason for one in result.refused if one.line == 2]
    assert hidden.startswith("Aucun échange de votre réseau")
    assert list(sessions().values_list("minutes", flat=True)) == [60, 60, 60]
    moved = run(tmp_path, convention, f"Référence;Structure;Durée (h)\n{mine.uid};AHPA;1\n")
    assert moved.refused[0].column == "Structure"


def test_a_cancelled_row_is_not_updated(tmp_path, convention):
    run(tmp_path, convention, "Structure;Durée (h)\nACAM;1\n")
    row = sessions().get()
    row.cancelled_at, row.cancelled_reason = row.created_at, "Doublon"
    row.save()
    result = run(tmp_path, convention, f"Référence;Structure;Durée (h)\n{row.uid};ACAM;2\n")
    assert "annulé" in result.refused[0].reason


def test_a_row_refused_by_the_database_is_reported_on_its_line(tmp_path, convention):
    run(tmp_path, convention, "Structure;Date;Durée (h)\nACAM;02/03/2023;1\n")
    row = sessions().get()
    row.starts_at = datetime.time(9)
    row.save()
    result = run(tmp_path, convention, f"Référence;Structure;Date\n{row.uid};ACAM;2023\n")
    assert (result.refused[0].line, result.written) == (2, False)
    assert "heure de début" in result.refused[0].reason


def test_participants_are_listed_among_the_ignored_columns(tmp_path, convention):
    result = run(tmp_path, convention, "Structure;Participants;Durée (h)\nACAM;3;1\n")
    assert result.ignored_columns == ["Participants"]


def test_a_file_without_duration_nor_nature_cannot_be_used(tmp_path, convention):
    with pytest.raises(SheetError, match="Durée"):
        run(tmp_path, convention, "Structure;Objet\nACAM;Budget\n")


def lines_of(structures, count):
    return "Structure;Date;Canaux;Type de projet;Durée (min)\n" + "".join(
        f"Structure {rank % structures};{rank % 28 + 1}/03/2023;Tél, visio;Jumelage;{rank + 1}\n"
        for rank in range(count)
    )


@pytest.mark.parametrize("followed", ["new follow-ups", "known follow-ups"])
def test_a_handful_takes_as_many_queries_whatever_its_lines_and_follow_ups(
    tmp_path, convention, monkeypatch, followed
):
    # Rows are inserted in one statement, where SQLite would be given them by forties.
    monkeypatch.setattr(connection.features, "max_query_params", 30_000)
    before = lines_of(150, 150).replace("/03/", "/04/")
    run(tmp_path, convention, before, dry_run=followed == "new follow-ups")
    counts = []
    for structures, count in ((5, 10), (150, 400)):
        with CaptureQueriesContext(connection) as queries:
            assert run(tmp_path, convention, lines_of(structures, count), dry_run=True).created
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_reading_known_keys_takes_one_query_however_many_lines(
    tmp_path, convention, django_assert_max_num_queries
):
    text = "Structure;Durée (min)\n" + "".join(f"Structure {n};{n + 1}\n" for n in range(60))
    run(tmp_path, convention, text)
    with django_assert_max_num_queries(11):
        assert run(tmp_path, convention, text).unchanged == 60


def test_without_a_date_a_convention_over_two_years_keeps_its_period(tmp_path, convention):
    convention.original_ends_on = datetime.date(2024, 6, 30)
    convention.save()
    run(tmp_path, convention, "Structure;Durée (h)\nACAM;1\n")
    assert sessions().get().date_precision == DatePrecision.PERIOD


def test_a_date_to_come_is_asked_about(tmp_path):
    convention = make_convention("C-2090", year=2090)
    result = run(tmp_path, convention, "Structure;Date;Durée (h)\nACAM;02/03/2090;1\n")
    assert any("à venir" in question for question in result.questions)
