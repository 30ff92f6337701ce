"""Collective times, who came and projects are written in handfuls, and journaled once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accompaniment.importing.attendance import import_attendance
from accompaniment.importing.gatherings import import_gatherings
from accompaniment.models import Attendance, Gathering
from partnership.enums import Verb
from partnership.import_kinds import ImportOptions
from partnership.importing.projects import import_projects
from partnership.models import Import, JournalEntry, Organisation, Project, ProjectStep
from tests import factories

KINDS = {
    "gatherings": import_gatherings,
    "attendance": import_attendance,
    "projects": import_projects,
}


def gatherings(ranks):
    lines = (
        f'Sujet {rank};"{rank % 28 + 1}/3/2026 ; {rank % 28 + 1}/4/2026";3h;Atelier;Arras\n'
        for rank in ranks
    )
    return "Sujet;Date;Durée;Type de réunion;Lieu\n" + "".join(lines)


def attendance(ranks):
    lines = (f"Budget;10/3/2026;Structure {rank};Nom {rank};Anne\n" for rank in ranks)
    return "Sujet;Date;Structure;Nom;Prénom\n" + "".join(lines)


def projects(ranks):
    lines = (f"Structure {rank};Projet {rank};Mobilité;Mali, Bénin;Réalisé\n" for rank in ranks)
    return "Structure;Intitulé;Types;Pays;Étape\n" + "".join(lines)


FILES = {"gatherings": gatherings, "attendance": attendance, "projects": projects}


@pytest.fixture
def run(tmp_path, world):
    factories.GatheringFactory(owner=world.network, title="Budget")

    def do(kind, text, **fields):
        path = tmp_path / "tableau.csv"
        path.write_text(text, encoding="utf-8")
        return KINDS[kind](path=path, by=world.admin, **fields)

    return do


@pytest.mark.parametrize("kind", KINDS)
def test_a_handful_takes_as_many_queries_whatever_its_lines(run, world, monkeypatch, kind):
    # Rows are inserted in one statement, where SQLite would be given them by forties.
    monkeypatch.setattr(connection.features, "max_query_params", 30_000)
    for rank in range(0, 60, 2):
        factories.OrganisationFactory(owner=world.network, name=f"Structure {rank}", town="")
    run(kind, FILES[kind](range(1)), dry_run=True)
    counts = []
    for count in (4, 60):
        with CaptureQueriesContext(connection) as queries:
            assert run(kind, FILES[kind](range(count)), dry_run=True).created == count
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", KINDS)
def test_an_import_is_one_line_in_the_journal_and_each_row_names_it(run, kind):
    before = JournalEntry.objects.count()
    assert run(kind, FILES[kind](range(5))).created == 5
    [line] = JournalEntry.objects.order_by("pk")[before:]
    assert (line.verb, line.subject_type, line.changes["created"]) == (Verb.IMPORTED, "import", 5)
    done = Import.objects.get()
    model = {"gatherings": Gathering, "attendance": Attendance, "projects": Project}[kind]
    assert model.objects.filter(import_run=done).count() == 5
    named = Organisation.objects.filter(name__startswith="Structure", import_run=done).count()
    assert named == (0 if kind == "gatherings" else 5)


def test_what_is_written_together_is_what_one_line_says(run):
    run("gatherings", gatherings(range(2)))
    first = Gathering.objects.get(title="Sujet 0")
    assert [one.minutes for one in first.standing_dates] == [90, 90]
    assert Gathering.objects.matching("sujet arras").count() == 2
    run("projects", projects(range(2)))
    project = Project.objects.get(title="Projet 1")
    assert sorted(str(one.country) for one in project.countries.all()) == ["BJ", "ML"]
    assert [one.stage for one in ProjectStep.objects.filter(project=project)] == ["realise"]
    assert project.search_text == "projet 1 structure 1"
    run("attendance", attendance(range(2)))
    assert Attendance.objects.get(last_name="Nom 1").search_text == "nom 1 anne structure 1"


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("gatherings", 'Sujet;Date;Durée\nA;"2/3/2026 ; 3/3/2026";1 min\n', "au moins 1 minute"),
        ("gatherings", 'Sujet;Date;Durée\nA;"2026 ; 1/1/2026";2h\n', "Cette date est déjà là"),
        (
            "attendance",
            "Sujet;Date;Structure;Présence;Sans inscription\nBudget;10/3/2026;X;Excusé;oui\n",
            "sans inscription est présent",
        ),
        (
            "attendance",
            "Sujet;Date;Structure;Nombre de participants\nBudget;10/3/2026;X;0\n",
            "au moins une personne",
        ),
        ("attendance", "Sujet;Date;Structure;Mail\nBudget;10/3/2026;X;anne\n", "adresse"),
    ],
)
def test_what_the_rules_refuse_is_said_on_its_line(run, kind, text, words):
    result = run(kind, text, options=ImportOptions(valid_only=True))
    [refusal] = result.refused
    assert refusal.line == 2
    assert words in refusal.reason
    assert (result.created, Import.objects.exists()) == (0, False)
    assert not Organisation.objects.filter(name="X").exists()


def test_a_line_refused_after_it_corrected_leaves_the_next_ones_a_sound_row(run, world):
    """The same person twice: the first line is refused, the second is compared with what is kept,
    not with what the first one said."""
    meeting = Gathering.objects.get(title="Budget")
    known = factories.AttendanceFactory(
        gathering=meeting, organisation=None, first_name="Anne", last_name="Durand", phone=""
    )
    head = "Sujet;Date;Structure;Nom;Prénom;Courriel;Téléphone\n"
    person = "Budget;10/3/2026;;Durand;Anne;"
    result = run(
        "attendance",
        f"{head}{person}pas une adresse;01\n{person};02\n",
        options=ImportOptions(valid_only=True),
    )
    assert (result.refused_lines, result.updated) == (1, 1)
    known.refresh_from_db()
    assert (known.email, known.phone) == ("", "02")
    [change] = result.changes
    assert [name for name, _, _ in change.values] == ["Téléphone"]
