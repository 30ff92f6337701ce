"""The page of a convention's money, and what each side reads there."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.actions import gaps
from partnership.enums import ConventionState, Verb
from partnership.models import Convention, JournalEntry
from reporting.accounts import accounts_of
from tests.accompaniment.pages import Page
from tests.reporting.money import builders

ADDRESS = "/conventions/DEP-2026/argent/"


@pytest.fixture
def convention(world):
    return builders.worked(world.convention)


def read(client, address=ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_top_line_says_where_the_money_is(as_officer, convention):
    page = read(as_officer)
    for words in (
        "7 000,00",
        "11 879,54",
        "4 448,08",
        "reversement : 2 551,92",
    ):
        assert words.replace(" ", " ") in page.replace("\u00a0", " ")
    for figure_id in ("subsidy.granted", "budget.realised", "subsidy.due"):
        assert reverse("reporting:figure", args=["DEP-2026", figure_id]) in page


def test_each_line_stands_in_the_conventions_own_words_with_its_gap(as_officer, convention):
    page = read(as_officer)
    for words in ("Accompagnements", "Temps collectifs", "−2 000,00", "−16,67", "−71,93"):
        assert words in page


def test_before_the_vote_the_amount_is_said_to_be_proposed(as_officer, convention):
    Convention.objects.filter(pk=convention.pk).update(state=ConventionState.PROPOSED)
    page = read(as_officer)
    assert "proposés, non votés" in page
    assert "4 448,08" not in page


def test_expenses_without_a_line_have_a_row(as_officer, convention):
    assert "Sans poste" not in read(as_officer)
    builders.expense(convention, "12")
    assert "Sans poste" in read(as_officer)


def test_what_does_not_count_stands_apart_with_its_reason(as_officer, convention):
    builders.expense(
        convention, "30", label="Train de l'an prochain", paid_on=datetime.date(2027, 1, 1)
    )
    page = read(as_officer)
    assert "Dépenses qui ne comptent pas" in page
    assert "Payée le 1<sup>er</sup> janvier 2027, hors de la période" in page
    assert "11 879,54" in page


def test_another_funder_is_a_sum_without_a_name_for_the_officer(client, world, convention):
    own = {"side": "income", "funder": world.funder}
    builders.line(convention, "Département", 7000, **own)
    for label, funder in (("Région secrète", world.other_funder), ("Autre financeur, aide", None)):
        builders.line(convention, label, 700, side="income", funder=funder, received=600)
    builders.line(convention, "Fonds propres", 500, side="income")
    client.force_login(world.officer)
    page = read(client)
    assert "Autres financeurs" in page
    assert "1 400,00" in page
    assert "1 200,00" in page
    assert "Fonds propres" in page
    assert "secrète" not in page
    assert "Autre financeur, aide" not in page
    client.force_login(world.staff)
    assert "Région secrète" in read(client)


def test_the_funders_own_line_receives_what_was_paid(world, convention):
    own = builders.line(convention, "Subvention du Département", 7000, side="income")
    [row] = accounts_of(convention).income(names_others=True).rows
    assert (row.uid, row.realised, row.gap) == (str(own.uid), 7000, 0)


def test_a_convention_without_money_says_so(as_admin, world):
    page = read(as_admin)
    assert "Aucune ligne de dépenses" in page
    assert "Aucune ligne de recettes" in page


def test_the_explanation_is_asked_for_past_the_threshold(client, world, convention, settings):
    asked = "écart à expliquer"
    with time_machine.travel(datetime.datetime(2027, 1, 2, 12, tzinfo=datetime.UTC)):
        client.force_login(world.admin)
        assert read(client).count(asked) == 2
        settings.GAP_THRESHOLD_PERCENT = 20
        assert read(client).count(asked) == 1
    with time_machine.travel(datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)):
        client.force_login(world.admin)
        page = read(client)
        assert asked not in page, "The year is not over: there is still money to spend."
        assert "Expliquer l'écart" in page


def test_what_was_overspent_is_to_be_explained_at_once(client, world, convention):
    builders.expense(convention, "9000", budget_line=convention.budget_lines.first())
    with time_machine.travel(datetime.datetime(2026, 6, 1, 12, tzinfo=datetime.UTC)):
        client.force_login(world.admin)
        assert read(client).count("écart à expliquer") == 1


def test_only_the_administration_is_offered_to_explain(client, world, convention):
    for who in ("staff", "officer"):
        client.force_login(getattr(world, who))
        assert "argent/postes/" not in read(client)


def test_an_explanation_is_kept_journaled_and_read_by_the_officer(client, world, convention):
    line = convention.budget_lines.first()
    client.force_login(world.admin)
    address = reverse("partnership:gap-explanation", args=["DEP-2026", line.uid])
    answer = client.post(address, {"explanation": "Un poste vacant au printemps"})
    assert answer.url == ADDRESS
    entry = JournalEntry.objects.get(verb=Verb.CHANGED, subject_uid=line.uid)
    assert entry.by == world.admin
    assert entry.changes == {"gap_explanation": ["", "Un poste vacant au printemps"]}
    client.force_login(world.officer)
    assert "Un poste vacant au printemps" in read(client)


def test_an_explanation_too_long_is_refused_and_kept_in_the_field(as_admin, convention):
    line = convention.budget_lines.first()
    address = reverse("partnership:gap-explanation", args=["DEP-2026", line.uid])
    answer = as_admin.post(address, {"explanation": "x" * 2001})
    assert answer.status_code == 422
    assert Page(answer).fields["explanation"] == ["x" * 2001]


def test_the_same_explanation_again_writes_nothing(world, convention):
    line = convention.budget_lines.first()
    for _ in range(2):
        gaps.explain_gap(line=line, explanation="Une salle prêtée ", by=world.admin)
    assert JournalEntry.objects.filter(subject_uid=line.uid).count() == 1


@pytest.mark.parametrize("name", ["money", "financial-report", "settlement"])
def test_the_number_of_queries_does_not_grow_with_the_expenses(as_admin, convention, name):
    address = reverse(f"reporting:{name}", args=["DEP-2026"])
    builders.line(convention, "Département", 7000, side="income")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_admin.get(address).status_code == 200
        return len(queries)

    few = count()
    for rank in range(15):
        made = builders.line(convention, f"Poste {rank}", 10)
        builders.expense(convention, "12", budget_line=made)
        builders.line(convention, f"Recette {rank}", 10, side="income")
        builders.payment(convention, "1")
    assert count() == few


def test_the_figure_of_expenses_asks_as_many_queries_however_many_there_are(as_officer, convention):
    address = reverse("reporting:figure", args=["DEP-2026", "budget.realised"])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_officer.get(address).status_code == 200
        return len(queries)

    few = count()
    for _ in range(15):
        builders.expense(convention, "12")
    assert count() == few
