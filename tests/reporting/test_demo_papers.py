"""The papers of the demonstration: what was published contradicts itself, and the check says so."""

from __future__ import annotations

import csv
import datetime

import pytest

from partnership.models import (
    BudgetImputation,
    Convention,
    Deliberation,
    JournalEntry,
    LegalReference,
    PaperText,
)
from partnership.papers.checking import Checked, check
from partnership.papers.documents import PAPERS
from partnership.papers.facts import facts_of
from reporting.demo.loading import load
from reporting.demo.published import HERE, rows

pytestmark = pytest.mark.usefixtures("demonstration")


def convention(year: int) -> Convention:
    return Convention.objects.for_list().get(reference=f"CD62-{year}")


def checked(year: int, *, with_data: bool = True) -> Checked:
    """What the check finds, with the vote and the imputation that the documents give."""
    row = convention(year)
    if with_data:
        voted = {2023: ("2023-388", (9, 18), (9, 5)), 2025: ("2025-344", (9, 15), (9, 2))}[year]
        Deliberation.objects.update_or_create(
            convention=row,
            number=voted[0],
            defaults={
                "voted_on": datetime.date(year, *voted[1]),
                "opinion_on": datetime.date(year, *voted[2]),
            },
        )
        if not row.imputations.filter(stated_in="").exists():
            last = row.imputations.count()
            BudgetImputation.objects.create(
                convention=row,
                position=last + 1,
                operation_code="C05-043A06",
                imputation="65748//93043",
                label="Actions européennes et internationales",
            )
    return check(facts_of(convention(year)))


def topics(found: Checked) -> list[tuple[str, str]]:
    return [(one.topic, one.paper) for one in found.published]


@pytest.mark.parametrize("with_data", [True, False])
def test_2025_gives_the_opinions_date_for_the_votes_and_annexe_2_for_3(with_data):
    found = checked(2025, with_data=with_data)
    assert topics(found) == [
        ("date du vote", "convention"),
        ("date du vote", "convention"),
        ("annexe de la convention", "commission_report"),
        ("date d'une délibération citée", "deliberation"),
        ("annexe citée", "commission_report"),
    ]
    vote, _, annex, cited, modules = found.published
    assert "« 2 septembre 2025 »" in vote.what
    assert "« 15 septembre 2025 »" in vote.what
    assert "C'est la date de l'avis de la commission" in vote.what
    assert "« annexe 2 »" in annex.what
    assert "« annexe 3 »" in annex.what
    assert "« 25 mars 2024 »" in cited.what
    assert "modules" in modules.passage


@pytest.mark.parametrize("with_data", [True, False])
def test_2023_has_two_budget_codes(with_data):
    found = checked(2023, with_data=with_data)
    assert topics(found) == [("code d'opération", "convention"), ("imputation", "convention")]
    assert "« C05-048A06 »" in found.published[0].what
    assert "« C05-043A06 »" in found.published[0].what
    assert "« 6574 »" in found.published[1].what


@pytest.mark.parametrize("year", [2023, 2025])
def test_published_contradictions_do_not_forbid_our_own_papers(year):
    found = checked(year)
    assert found.ours == []
    assert not any(found.blocking(one) for one in PAPERS.values())


def test_the_passages_are_quoted_from_documents_with_their_line():
    lines = rows("passages.csv")
    kept = PaperText.objects.filter(published=True)
    assert kept.count() == len(lines)
    assert {one.text for one in kept} == {line["texte"] for line in lines}
    assert all("(ligne " in one.source for one in kept)


def test_the_texts_cited_in_both_years_stand_once_in_the_library():
    titles = [one.title for one in LegalReference.objects.all()]
    assert len(titles) == len(set(titles)) == 6
    shared = convention(2023).visas.values_list("reference", flat=True)
    assert set(shared) <= set(convention(2025).visas.values_list("reference", flat=True))
    assert not LegalReference.objects.filter(adopted_on=datetime.date(2025, 9, 2)).exists()


def test_loading_again_changes_nothing():
    before = JournalEntry.objects.count()
    load()
    assert JournalEntry.objects.count() == before


def test_the_file_of_passages_has_its_columns():
    with (HERE / "data" / "passages.csv").open(encoding="utf-8", newline="") as handle:
        assert next(csv.reader(handle)) == ["annee", "document", "ligne", "source", "texte"]


def test_the_file_of_2025_takes_the_imputation_on_which_its_papers_agree():
    """Those of 2023 contradict each other: that file says none."""
    found = {
        year: facts_of(Convention.objects.for_list().get(reference=f"CD62-{year}")).imputations
        for year in (2023, 2025)
    }
    assert found[2023] == ()
    [row] = found[2025]
    assert (row.operation_code, row.available, row.balance) == ("C05-043A06", 10000, 620)
