"""What a convention says on a given day."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from partnership.enums import AdjustmentRule
from partnership.terms import Terms
from tests import factories


def terms(**fields) -> Terms:
    given = {
        "amount": Decimal(7000),
        "projected_cost": Decimal(18695),
        "rule": AdjustmentRule.PRORATA,
        "starts_on": datetime.date(2026, 1, 1),
        "ends_on": datetime.date(2026, 12, 31),
        "report_due_on": datetime.date(2027, 4, 1),
        "load_commitments": tuple,
    }
    return Terms(**given | fields)


def test_the_rate_is_computed_from_the_subsidy_and_the_projected_cost():
    assert terms().rate == Decimal("37.44")


@pytest.mark.parametrize("unknown", ["amount", "projected_cost"])
def test_there_is_no_rate_where_a_document_lacks_an_amount(unknown):
    assert terms(**{unknown: None}).rate is None


@pytest.mark.parametrize(
    ("day", "held"),
    [
        (datetime.date(2025, 12, 31), False),
        (datetime.date(2026, 1, 1), True),
        (datetime.date(2026, 12, 31), True),
        (datetime.date(2027, 1, 1), False),
    ],
)
def test_the_period_holds_its_first_and_last_days(day, held):
    assert terms().holds(day) is held


def test_a_period_over_two_years_names_both():
    assert terms().year_label == "2026"
    assert terms(ends_on=datetime.date(2027, 6, 30)).year_label == "2026-2027"


def test_a_convention_gives_what_was_signed_whatever_the_day(db):
    convention = factories.ConventionFactory(original_rule=AdjustmentRule.PRORATA)
    assert convention.terms() == terms()
    assert convention.terms(on=datetime.date(2031, 1, 1)) == terms()


def test_commitments_come_with_their_readings_in_the_order_of_the_programme(
    db, django_assert_num_queries
):
    convention = factories.ConventionFactory()
    for number, part in ((2, ""), (1, "b"), (1, "a")):
        commitment = factories.CommitmentFactory(convention=convention, number=number, part=part)
        factories.ReadingFactory(commitment=commitment)
    found = convention.terms()
    with django_assert_num_queries(2):
        assert [one.label for one in found.commitments] == ["1 a", "1 b", "2"]
        assert all(len(one.readings.all()) == 1 for one in found.commitments)


def test_terms_read_for_their_dates_alone_cost_no_query(db, django_assert_num_queries):
    convention = factories.ConventionFactory()
    with django_assert_num_queries(0):
        assert convention.year == "2026"
        assert convention.money_standing == "7\u202f000\u00a0€ votés"
