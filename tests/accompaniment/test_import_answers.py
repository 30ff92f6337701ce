"""What is not sure is asked once, and an answer holds for all the lines that say the same."""

from __future__ import annotations

import pytest

from accompaniment.importing.sessions import import_sessions
from accompaniment.models import AccompanimentSession
from partnership.import_kinds import ImportOptions
from partnership.models import Organisation
from tests.accompaniment.builders import make_convention, write_csv

pytestmark = pytest.mark.django_db
TEXT = "Structure;Durée (h)\nComité de Fabus;1\nComité de Fabus;2\nCOMITÉ DE FABUS;3\n"


@pytest.fixture
def convention():
    return make_convention()


@pytest.fixture
def known(convention):
    return Organisation.objects.create(owner=convention.owner, name="Comité de Farbus")


@pytest.fixture
def run(tmp_path, convention):
    def do(text=TEXT, **options):
        return import_sessions(
            path=write_csv(tmp_path, text), convention=convention,
            dry_run=options.pop("dry_run", False), options=ImportOptions(**options),
        )  # fmt: skip

    return do


def test_a_doubt_is_one_question_for_all_its_lines(run, known):
    [ask] = run(dry_run=True).asks
    assert "Comité de Fabus" in ask.words
    assert ask.choices == ((str(known.uid), "Comité de Farbus"), ("new", "Une nouvelle structure"))
    assert [ask] == run(dry_run=True).asks


def test_the_answer_holds_for_all_the_lines(run, known):
    [ask] = run(dry_run=True).asks
    result = run(answers={ask.key: str(known.uid)})
    assert (result.asks, result.questions) == ([], [])
    assert {row.organisation for row in AccompanimentSession.objects.all()} == {known}


def test_a_new_structure_is_an_answer_too(run, known):
    [ask] = run(dry_run=True).asks
    result = run(answers={ask.key: "new"})
    assert result.asks == []
    assert {row.organisation.name for row in AccompanimentSession.objects.all()} == {
        "Comité de Fabus"
    }


def test_an_answer_that_is_no_choice_answers_nothing(run, known):
    [ask] = run(dry_run=True).asks
    assert [ask] == run(dry_run=True, answers={ask.key: "00000000"}).asks


def test_without_an_answer_the_name_is_kept_as_given_and_told(run, known):
    result = run()
    assert len(result.asks) == 1
    assert "Est-ce « Comité de Farbus » ?" in result.questions[0]
    names = {row.organisation.name for row in AccompanimentSession.objects.all()}
    assert names == {"Comité de Fabus"}


def test_nothing_is_written_where_every_question_wants_an_answer(run, known):
    result = run(answered_only=True)
    assert not result.written
    assert not AccompanimentSession.objects.exists()
    assert not Organisation.objects.filter(name="Comité de Fabus").exists()


def test_two_spellings_of_a_new_name_in_one_file_are_a_question(run):
    text = "Structure;Durée (h)\nComité de Farbus;1\nComité de Fabus;2\n"
    [ask] = run(text, dry_run=True).asks
    answer = ask.choices[0][0]
    run(text, answers={ask.key: answer})
    assert {row.organisation.name for row in AccompanimentSession.objects.all()} == {
        "Comité de Farbus"
    }
