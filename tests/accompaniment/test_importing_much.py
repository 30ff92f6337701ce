"""A long file is read and written some lines at a time, and gives what a short one would."""

from __future__ import annotations

import gc

import pytest

from accompaniment.enums import Mode
from accompaniment.importing.lines import Line
from accompaniment.importing.sessions import import_sessions
from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear
from partnership.import_kinds import ImportOptions
from partnership.importing import run as runs
from partnership.models import Import, JournalEntry, Organisation
from tests.accompaniment.builders import make_convention, write_csv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch):
    monkeypatch.setattr(runs, "CHUNK", 3)


@pytest.fixture
def convention():
    return make_convention()


@pytest.fixture
def run(tmp_path, convention):
    def do(text, **fields):
        path = write_csv(tmp_path, text)
        return import_sessions(path=path, convention=convention, **fields)

    return do


def test_equal_lines_far_apart_are_as_many_exchanges_and_once(run):
    text = "Structure;Durée (h)\n" + "ACAM;1\n" + "AHPA;2\n" * 4 + "ACAM;1\n"
    assert run(text).created == 6
    assert AccompanimentSession.objects.count() == 6
    again = run(text)
    assert (again.created, again.unchanged) == (0, 6)


def test_a_structure_met_again_further_on_is_the_same(run):
    text = "Structure;Durée (h)\n" + "".join(f"ACAM;{rank}\n" for rank in range(1, 9))
    result = run(text)
    assert result.made == {"structure": 1, "accompagnement": 1}
    assert Organisation.objects.filter(name="ACAM").count() == 1
    assert FollowUpYear.objects.get().sessions.count() == 8


def test_what_later_lines_say_of_a_follow_up_completes_it(run):
    text = "Structure;Type de projet;Nombre de sessions;Date;Durée (h)\n"
    text += "ACAM;Jumelage;2;2023;2\n" * 4 + "ACAM;Mobilité;1;2/3/2023;1\n"
    run(text)
    year = FollowUpYear.objects.get()
    assert (year.mode, year.kind_codes) == (Mode.REINFORCED, ("mobilite", "jumelage"))


def test_an_unknown_mode_that_was_written_stays(run):
    text = "Structure;Mode;Date;Durée (h)\n" + "ACAM;inconnu;2/3/2023;1\n" * 4
    run(text + "ACAM;;3/3/2023;1\n")
    assert FollowUpYear.objects.get().mode == Mode.UNKNOWN


def test_several_modes_far_apart_are_told(run):
    text = "Structure;Mode;Durée (h)\nACAM;contact;1\n" + "AHPA;;1\n" * 4 + "ACAM;Appui-conseil;2\n"
    result = run(text)
    assert FollowUpYear.objects.get(accompaniment__organisation__name="ACAM").mode == Mode.ADVICE
    [words] = [one for one in result.questions if "plusieurs modes" in one]
    assert words.startswith("Ligne 7 : « ACAM »")
    assert "Premier contact, Appui-conseil" in words


def test_a_refused_line_at_the_end_takes_back_all_that_was_written(run):
    before = Organisation.objects.count(), JournalEntry.objects.count()
    result = run("Structure;Durée (h)\n" + "ACAM;1\n" * 7 + "ACAM;trente\n")
    assert (result.created, result.written, result.refused_lines) == (0, False, 1)
    assert not AccompanimentSession.objects.exists()
    assert not Import.objects.exists()
    assert (Organisation.objects.count(), JournalEntry.objects.count()) == before


def test_valid_lines_alone_are_written_when_asked(run):
    text = "Structure;Durée (h)\nACAM;1\nAHPA;trente\nACAM;2\nInconnue;1h75\n"
    result = run(text, options=ImportOptions(valid_only=True))
    assert (result.created, result.refused_lines, result.written) == (2, 2, True)
    assert AccompanimentSession.objects.count() == 2
    assert set(Organisation.objects.values_list("name", flat=True)).isdisjoint({"AHPA", "Inconnue"})
    assert Import.objects.get().counts["refused"] == 2
    mended = run(text.replace("trente", "3").replace("1h75", "1h45"))
    assert (mended.created, mended.unchanged) == (2, 2)


def test_the_progress_is_told_with_each_handful_of_lines(run):
    said = []
    run(
        "Structure;Durée (h)\n" + "ACAM;1\n" * 7,
        options=ImportOptions(say=lambda percent, words: said.append((percent, words))),
    )
    assert [words for _, words in said] == [
        "4\xa0lignes lues",
        "7\xa0lignes lues",
        "8\xa0lignes lues",
    ]
    assert [percent for percent, _ in said] == sorted(percent for percent, _ in said)
    assert said[-1][0] >= 80


def test_the_lines_of_a_long_file_are_not_kept(run, monkeypatch):
    """However long the file, only the lines of a handful or two are alive at once."""
    alive = []

    def count(percent, words):
        gc.collect()
        alive.append(sum(isinstance(one, Line) for one in gc.get_objects()))

    text = "Structure;Durée (h)\n" + "".join(f"Structure {n};1\n" for n in range(30))
    run(text, options=ImportOptions(say=count))
    assert len(alive) == 10
    assert max(alive) <= 2 * runs.CHUNK


def test_an_import_is_one_line_in_the_journal_however_many_rows(run):
    before = JournalEntry.objects.count()
    run("Structure;Durée (h)\n" + "".join(f"Structure {n};1\n" for n in range(9)))
    [line] = JournalEntry.objects.order_by("pk")[before:]
    assert (line.subject_type, line.changes["created"]) == ("import", 9)
    done = Import.objects.get()
    for model in (AccompanimentSession, FollowUpYear, Accompaniment):
        assert {row.import_run for row in model.objects.order_by("pk")} == {done}
    assert Organisation.objects.filter(import_run=done).count() == 9


def test_queries_grow_with_handfuls_of_lines_not_with_lines(
    run, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(runs, "CHUNK", 500)
    text = "Structure;Durée (h);Canaux\n" + "".join(f"Nom {n};1;visio\n" for n in range(80))
    with django_assert_max_num_queries(40):
        assert run(text).created == 80


def test_what_is_found_of_an_exchange_by_its_words_is_written_too(run):
    run("Structure;Objet;Durée (h)\nAmis du Mali;Forage;1\n")
    found = AccompanimentSession.objects.matching("amis forage")
    assert found.count() == 1
