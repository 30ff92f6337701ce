"""What a convention says on a given day."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
import time_machine

from partnership.enums import AdjustmentRule
from partnership.models import Amendment, CommitmentChange, Convention
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


def test_the_terms_of_a_list_cost_no_query_of_their_own(db, django_assert_num_queries):
    factories.ConventionFactory()
    convention = Convention.objects.for_list().get()
    with django_assert_num_queries(0):
        assert convention.year == "2026"
        assert convention.money_standing == "7\u202f000\u00a0€ votés"


def amended_convention():
    convention = factories.ConventionFactory()
    first = factories.CommitmentFactory(convention=convention, number=1, target=30)
    second = factories.CommitmentFactory(convention=convention, number=2)
    spring = Amendment.objects.create(
        convention=convention,
        number=1,
        signed_on=datetime.date(2026, 4, 1),
        in_force_on=datetime.date(2026, 4, 1),
        purpose="Vingt actions de moins",
        amount=Decimal(5000),
    )
    CommitmentChange.objects.create(amendment=spring, commitment=first, target=10)
    CommitmentChange.objects.create(amendment=spring, commitment=second, withdrawn=True)
    autumn = Amendment.objects.create(
        convention=convention,
        number=2,
        signed_on=datetime.date(2026, 9, 20),
        in_force_on=datetime.date(2026, 10, 1),
        purpose="Un mois de plus, une action de plus",
        ends_on=datetime.date(2027, 1, 31),
        report_due_on=datetime.date(2027, 5, 1),
    )
    factories.CommitmentFactory(convention=convention, number=3, added_by=autumn)
    return convention


@pytest.mark.parametrize(
    ("on", "amount", "ends_on", "due_on", "targets"),
    [
        ((2026, 3, 31), 7000, (2026, 12, 31), (2027, 4, 1), {1: 30, 2: 30}),
        ((2026, 4, 1), 5000, (2026, 12, 31), (2027, 4, 1), {1: 10}),
        ((2026, 9, 30), 5000, (2026, 12, 31), (2027, 4, 1), {1: 10}),
        ((2026, 10, 1), 5000, (2027, 1, 31), (2027, 5, 1), {1: 10, 3: 30}),
    ],
)
def test_each_amendment_changes_what_it_says_from_its_day_on(
    db, on, amount, ends_on, due_on, targets
):
    found = amended_convention().terms(on=datetime.date(*on))
    assert found.amount == amount
    assert found.projected_cost == 18695
    assert found.ends_on == datetime.date(*ends_on)
    assert found.report_due_on == datetime.date(*due_on)
    assert {one.number: one.target for one in found.commitments} == targets


def test_an_amendment_overwrites_nothing(db):
    convention = amended_convention()
    convention.refresh_from_db()
    assert convention.original_amount == 7000
    assert convention.original_commitments.get(number=1).target == 30


@time_machine.travel("2026-11-01")
def test_a_convention_covers_its_period_as_amended(db):
    convention = amended_convention()
    january = datetime.date(2027, 1, 15)
    assert list(Convention.objects.covering(january)) == [convention]


@time_machine.travel("2026-09-30")
def test_an_amendment_to_come_covers_nothing_yet(db):
    amended_convention()
    assert not Convention.objects.covering(datetime.date(2027, 1, 15)).exists()
