"""The published votes and imputations, as the papers say them and no more."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from partnership.enums import Opinion
from partnership.imputations import contradictions
from partnership.models import BudgetImputation, Convention, Deliberation, GroupVote
from reporting.demo.loading import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(demonstration):
    return lambda year: Convention.objects.get(reference=f"CD62-{year}")


@pytest.mark.parametrize(
    ("year", "number", "voted_on", "opinion_on", "report", "secretary", "published_on"),
    [
        (2023, "2023-388", (2023, 9, 18), (2023, 9, 5), "53", "Zohra OUAGUEF", None),
        (2025, "2025-344", (2025, 9, 15), (2025, 9, 2), "27", "Etienne PERIN", (2025, 10, 1)),
    ],
)
def test_each_vote_is_as_its_paper_says(
    loaded, year, number, voted_on, opinion_on, report, secretary, published_on
):
    row = loaded(year).vote
    assert (row.number, row.report_number, row.secretary) == (number, report, secretary)
    assert row.voted_on == datetime.date(*voted_on)
    assert row.opinion_on == datetime.date(*opinion_on)
    assert row.published_on == (datetime.date(*published_on) if published_on else None)
    assert (row.votes_for, row.votes_against, row.abstentions) == (44, 0, 0)
    assert (row.present, row.excused) == (39, 5)
    assert row.signatory == "Maryline VINCLAIRE, La Directrice générale des services"
    assert row.opinion == Opinion.UNKNOWN
    assert not GroupVote.objects.filter(deliberation=row).exists()


def test_the_other_years_have_no_vote_and_no_imputation(loaded):
    for year in (2022, 2024):
        assert loaded(year).vote is None
        assert not loaded(year).imputations.exists()


def test_no_paper_dates_a_signature(loaded):
    assert not Convention.objects.filter(signed_on__isnull=False).exists()


def test_the_two_operation_codes_of_2023_are_shown_as_contradicted(loaded):
    rows = list(loaded(2023).imputations.all())
    assert [(row.operation_code, row.stated_in) for row in rows] == [
        ("C05-043A06", "délibération 2023-388, article 3"),
        ("C05-043A06", "rapport n°53"),
        ("C05-048A06", "convention 2023, article 7"),
    ]
    assert [row.balance for row in rows] == [None, Decimal(24000), None]
    assert [one.label for one in contradictions(rows)] == ["Code opération", "Imputation"]


def test_the_papers_of_2025_agree_and_leave_620_euros(loaded):
    rows = list(loaded(2025).imputations.all())
    assert contradictions(rows) == []
    assert [row.balance for row in rows] == [None, Decimal(620)]


def test_loaded_again_nothing_changes(loaded):
    before = [model.objects.count() for model in (Deliberation, BudgetImputation)]
    assert load() is False
    assert [model.objects.count() for model in (Deliberation, BudgetImputation)] == before
