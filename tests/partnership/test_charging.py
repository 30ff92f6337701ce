"""What an expense costs a convention, and whether it counts."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from partnership.charging import charged, charges_of
from partnership.models import Amendment
from tests.partnership.expenses.builders import make_account, make_expense, make_line

AMOUNTS = st.decimals("0.01", "99999.99", places=2)
CENT = Decimal("0.01")


@pytest.mark.parametrize(
    ("amount", "percent", "expected"),
    [
        ("100.00", "100", "100.00"),
        ("120.00", "37.44", "44.93"),
        ("0.01", "50", "0.01"),
        ("100.01", "50", "50.01"),
        ("10.00", "33.33", "3.33"),
    ],
)
def test_a_share_is_rounded_half_up_to_the_cent(amount, percent, expected):
    assert charged(Decimal(amount), Decimal(percent)) == Decimal(expected)


@given(AMOUNTS, st.decimals("0.01", "100", places=2))
def test_a_share_is_never_above_the_expense_and_within_half_a_cent(amount, percent):
    cost = charged(amount, percent)
    assert 0 <= cost <= amount
    assert abs(cost - amount * percent / 100) <= CENT / 2


@given(AMOUNTS, st.lists(st.integers(1, 3000), min_size=1, max_size=5))
def test_the_shares_of_an_expense_add_up_to_it_within_half_a_cent_each(amount, weights):
    percents = [Decimal(weight) / 100 for weight in weights]
    costs = sum(charged(amount, percent) for percent in percents)
    assert abs(costs - amount * sum(percents) / 100) <= CENT / 2 * len(percents)


def reasons(convention):
    return {one.label: (one.counts, one.why_not) for one in charges_of(convention)}


def test_what_counts_was_paid_within_the_period(world):
    days = {
        "premier jour": datetime.date(2026, 1, 1),
        "dernier jour": datetime.date(2026, 12, 31),
        "avant": datetime.date(2025, 12, 31),
        "à payer": None,
    }
    for label, paid_on in days.items():
        make_expense(world.convention, label=label, paid_on=paid_on)
    gone = make_expense(world.convention, label="annulée")
    gone.cancelled_at = timezone.now()
    gone.save()
    assert reasons(world.convention) == {
        "premier jour": (True, ""),
        "dernier jour": (True, ""),
        "avant": (False, "payée le 31 décembre 2025, hors de la période"),
        "à payer": (False, "pas encore payée"),
        "annulée": (False, "annulée"),
    }


def test_an_amendment_that_moves_the_period_moves_what_counts(world):
    make_expense(world.convention, label="février", paid_on=datetime.date(2027, 2, 1))
    assert reasons(world.convention)["février"][0] is False
    Amendment.objects.create(
        convention=world.convention,
        number=1,
        signed_on=datetime.date(2026, 1, 15),
        in_force_on=datetime.date(2026, 1, 15),
        purpose="Prolongation",
        ends_on=datetime.date(2027, 3, 31),
        report_due_on=datetime.date(2027, 6, 1),
    )
    fresh = type(world.convention).objects.get(pk=world.convention.pk)
    assert reasons(fresh)["février"][0] is True


def test_a_charge_says_its_line_and_its_account(world):
    of_line, own = make_account("625"), make_account("6064", "Fournitures")
    line = make_line(world.convention, account=of_line)
    make_expense(world.convention, label="par le poste", line=line, percent="60")
    make_expense(world.convention, label="par elle-même", line=line, account=own)
    found = {one.label: one for one in charges_of(world.convention)}
    assert found["par le poste"].account_id == of_line.pk
    assert found["par elle-même"].account_id == own.pk
    assert found["par le poste"].line_uid == line.uid
    assert found["par le poste"].charged == Decimal("72.00")


def test_what_is_charged_elsewhere_is_not_here(world):
    make_expense(world.other_convention)
    assert charges_of(world.convention) == []


def test_ten_times_the_expenses_as_many_queries(world, django_assert_num_queries):
    convention = type(world.convention).objects.for_list().get(pk=world.convention.pk)
    for count in (1, 10):
        for _ in range(count):
            make_expense(world.convention, line=make_line(world.convention))
        with django_assert_num_queries(1):
            charges_of(convention)
