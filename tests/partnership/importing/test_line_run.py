"""An import that goes line after line: questions, refused lines and progress like every other."""

from __future__ import annotations

import gc
import io

import pytest

from accompaniment.importing.attendance import import_attendance
from accompaniment.importing.gatherings import import_gatherings
from accompaniment.models import Attendance, Gathering
from partnership.import_kinds import ImportOptions
from partnership.importing import run as runs
from partnership.importing.organisations import import_organisations
from partnership.importing.projects import import_projects
from partnership.importing.refused import columns_of
from partnership.models import Import, Organisation, Project
from partnership.sheets import REASON, Row
from tests import factories

HEAD = "Sujet;Date;Durée (h);Type de réunion\n"
PEOPLE = "Sujet;Date;Structure;Nombre de participants\n"


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 3)


@pytest.fixture
def run(tmp_path, world):
    def do(text, kind=import_gatherings, *, dry_run=False, **options):
        path = tmp_path / "tableau.csv"
        path.write_text(text, encoding="utf-8")
        options = ImportOptions(**options)
        return kind(path=path, by=world.admin, dry_run=dry_run, options=options)

    return do


@pytest.fixture
def workshop(world):
    return factories.GatheringFactory(owner=world.network, title="Budget")


def test_refused_lines_are_kept_whole_with_why_and_the_others_written(run, tmp_path):
    kept = tmp_path / "refus.jsonl"
    text = f"{HEAD}A;2/3/2026;1;Atelier\nB;31/2/2026;1;Atelier\nC;2/3/2026;;Atelier\n"
    result = run(text, valid_only=True, refused_to=kept)
    assert (result.created, result.refused_lines, result.written) == (1, 2, True)
    columns, rows = columns_of(io.StringIO(kept.read_text(encoding="utf-8")))
    assert [one.heading for one in columns][-1] == REASON
    assert [row[0] for row in rows] == ["B", "C"]
    assert Import.objects.get().counts["refused"] == 2


def test_how_far_it_is_is_told_at_each_handful_of_lines(run):
    told = []
    run(HEAD + "A;2/3/2026;1;\n" * 8, say=lambda percent, words: told.append(percent))
    assert len(told) == 3
    assert 10 < told[0] < told[1] < told[2] <= 95


def test_equal_lines_far_apart_are_as_many_rows_and_once(run):
    text = HEAD + "A;2/3/2026;1;\n" + "B;3/3/2026;1;\n" * 4 + "A;2/3/2026;1;\n"
    assert run(text).created == 6
    assert (run(text).unchanged, Gathering.objects.count()) == (6, 6)


def test_a_question_over_many_lines_is_told_with_the_first_of_them(run):
    lines = "".join(f"A{rank};2/3/2026;1;Salon\n" for rank in range(12))
    [ask] = run(HEAD + lines, dry_run=True).asks
    assert "(lignes 2, 3, 4, 5, 6, 7, 8, 9… (12 en tout))" in ask.words


def test_nothing_is_written_while_a_question_wants_an_answer(run):
    text = f"{HEAD}A;2/3/2026;1;Salon\n"
    assert not run(text, answered_only=True).written
    assert not Gathering.objects.exists()
    assert run(text, answered_only=True, answers={"type-salon": "evenement"}).written


def test_the_lines_of_a_long_file_are_not_all_held_at_once(run, monkeypatch):
    held = []

    def say(percent, words):
        held.append(sum(type(one) is Row for one in gc.get_objects()))

    run(HEAD + "".join(f"A{rank};2/3/2026;1;\n" for rank in range(30)), say=say)
    assert max(held) <= 6


def test_a_name_that_nearly_is_a_structure_is_asked_once_for_all_its_lines(run, world, workshop):
    known = factories.OrganisationFactory(owner=world.network, name="Comité de Farbus")
    line = "Budget;10/3/2026;Comité de Fabus;"
    text = f"{PEOPLE}{line}1\n{line}2\n"
    [ask] = run(text, import_attendance, dry_run=True).asks
    assert ask.choices == ((str(known.uid), "Comité de Farbus"), ("new", "Une nouvelle structure"))
    result = run(text, import_attendance, answers={ask.key: str(known.uid)})
    assert (result.created, result.asks) == (2, [])
    assert {row.organisation for row in Attendance.objects.all()} == {known}


def test_a_structure_written_otherwise_is_the_same(run, world):
    known = factories.OrganisationFactory(owner=world.network, name="Les Amis du Mali")
    run("Structure;Intitulé\nAssociation des amis du Mali;Un puits\n", import_projects)
    assert Project.objects.get().organisation == known


def test_the_structure_of_a_refused_line_is_made_by_the_next_that_names_it(run, world, workshop):
    text = f"{PEOPLE}Budget;10/3/2026;Campus 62;0\nBudget;10/3/2026;Campus 62;4\n"
    result = run(text, import_attendance, valid_only=True)
    assert (result.created, result.refused_lines, result.made) == (1, 1, {"structure": 1})
    made = Organisation.objects.get(name="Campus 62")
    assert (Attendance.objects.get().organisation, made.import_run) == (made, Import.objects.get())


def test_the_first_lines_to_create_are_shown(run):
    result = run(f"{HEAD}A;2/3/2026;1;\nB;3/3/2026;1;\n", dry_run=True)
    assert result.creations == [(2, "A"), (3, "B")]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Sujet;Date;Durée (h)\nA;2/3/2026;1\nTOTAL;;350\n", "Sujet"),
        ("Date;Sujet;Durée (h)\n2/3/2026;A;1\nTotal 2026;;350\n", "Date"),
        ("N°;Sujet;Date;Durée (h)\n1;A;2/3/2026;1\nTotal des heures;;;350\n", "N°"),
    ],
)
def test_a_line_of_totals_is_refused_with_what_to_do_and_nothing_else(run, text, column):
    result = run(text, valid_only=True)
    [refusal] = result.refused
    assert (refusal.line, refusal.column, result.created) == (3, column, 1)
    assert "Trame la calcule, retirez-la" in refusal.reason


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (import_attendance, f"{PEOPLE}Total participants;;;12\n"),
        (import_projects, "Structure;Intitulé\nTOTAL;12\n"),
        (import_organisations, "Nom;Commune\nTotal : 12;\n"),
    ],
)
def test_every_kind_leaves_totals_aside(run, kind, text):
    [refusal] = run(text, kind).refused
    assert "Trame la calcule" in refusal.reason


def test_an_export_whose_title_says_total_goes_back_in(run, world):
    row = factories.GatheringFactory(owner=world.network, title="Total des heures")
    text = f"Sujet;Date;Durée (h);Référence\nTotal des heures;10/3/2026;2;{row.uid}\n"
    assert (run(text).refused, run(text).unchanged) == ([], 1)
