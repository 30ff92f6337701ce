"""The arithmetic that every app shares."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.figures import Breakdown, Figure, percentage, portions, shares, spread

AMOUNTS = st.lists(
    st.decimals(min_value=0, max_value=10**9, places=2) | st.integers(0, 10**9),
    min_size=1,
    max_size=40,
)
CENT = Decimal("0.01")


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (Decimal(7000), Decimal(18695), "37.44"),
        (Decimal(1), Decimal(3), "33.33"),
        (Decimal(1), Decimal(800), "0.13"),
        (Decimal(0), Decimal(5), "0.00"),
        (Decimal(43), Decimal(30), "143.33"),
    ],
)
def test_a_percentage_has_two_decimals_rounded_half_up(part, whole, expected):
    assert str(percentage(part, whole)) == expected


def test_there_is_no_percentage_of_nothing():
    assert percentage(Decimal(5), Decimal(0)) is None


def test_the_published_budget_of_2025_has_its_published_shares():
    amounts = [3000, 1500, 800, 600, 1400, 1180, 700, 200]
    expected = ["31.98", "15.99", "8.53", "6.40", "14.93", "12.58", "7.46", "2.13"]
    assert [str(share) for share in shares(amounts)] == expected


def test_equal_amounts_give_what_is_missing_to_the_first():
    assert [str(share) for share in shares([1, 1, 1])] == ["33.34", "33.33", "33.33"]


def test_nothing_to_share_gives_zeros():
    assert shares([]) == []
    assert [str(share) for share in shares([0, Decimal(0)])] == ["0.00", "0.00"]


@given(AMOUNTS.filter(any))
def test_shares_add_up_to_exactly_100(amounts):
    assert sum(shares(amounts)) == Decimal("100.00")


@given(AMOUNTS.filter(any))
def test_a_share_is_less_than_a_hundredth_away_from_the_exact_one(amounts):
    total = sum(amounts, Decimal(0))
    for amount, share in zip(amounts, shares(amounts), strict=True):
        assert abs(share - 100 * Decimal(amount) / total) < CENT


@given(AMOUNTS.filter(any))
def test_a_larger_amount_never_has_a_smaller_share(amounts):
    pairs = sorted(zip(amounts, shares(amounts), strict=True))
    assert [share for _, share in pairs] == sorted(share for _, share in pairs)


@given(AMOUNTS.filter(any))
def test_nothing_has_no_share(amounts):
    assert all(share == 0 for amount, share in zip(amounts, shares(amounts), strict=True)
               if not amount)  # fmt: skip


@given(st.integers(0, 10**6), st.integers(1, 200))
def test_a_spread_total_adds_up_in_parts_that_differ_by_one_at_most(total, count):
    parts = spread(total, count)
    assert len(parts) == count
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True)


def test_a_total_is_not_spread_over_nothing():
    with pytest.raises(ValueError, match="At least one part"):
        spread(10, 0)


def test_a_figure_gives_its_breakdown_by_dimension():
    by_month = Breakdown("month", "Mois", False, ())
    figure = Figure("x.y", "Échanges", "échange", 3, (), "On compte.", 1, (by_month,))
    assert figure.breakdown("month") is by_month
    with pytest.raises(KeyError):
        figure.breakdown("channel")


@given(
    st.integers(0, 100_000),
    st.lists(st.decimals(min_value="0.01", max_value=20, places=2), min_size=1, max_size=5),
)
def test_portions_are_whole_and_take_no_more_than_their_percentages(total, percents):
    parts = portions(total, percents)
    for part, percent in zip(parts, percents, strict=True):
        assert abs(part - total * percent / 100) < 1
    assert sum(parts) <= total


@given(st.integers(0, 100_000), st.decimals(min_value="0.01", max_value="99.99", places=2))
def test_portions_of_a_hundred_per_cent_add_up_to_the_whole(total, percent):
    assert sum(portions(total, [percent, 100 - percent])) == total


def test_portions_above_a_hundred_per_cent_are_refused():
    assert portions(100, [Decimal(60)]) == [60]
    with pytest.raises(ValueError, match="Percentages above 100"):
        portions(100, [Decimal(60), Decimal(41)])
