"""Time valued in money: worked numbers, periods that meet, parts that add up."""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.staff_costs import (
    Rate,
    Valued,
    Worked,
    rate_on,
    rounded_parts,
    total_of,
    value_of,
)

JANUARY, JUNE = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)
JULY, MARCH = datetime.date(2026, 7, 1), datetime.date(2026, 3, 2)
CAMILLE = "camille"
RATES = (
    Rate("r1", CAMILLE, JANUARY, JUNE, Decimal("27.40")),
    Rate("r2", CAMILLE, JULY, None, Decimal("28.10")),
)


def worked(minutes, day=MARCH, person=CAMILLE, uid="1") -> Worked:
    return Worked(uid, "session", "echange", day, True, minutes, person)


@pytest.mark.parametrize(
    ("minutes", "hourly", "euros"),
    [
        (60, "27.40", "27.40"),
        (90, "27.40", "41.10"),
        (1, "27.40", "0.46"),
        (15, "27.50", "6.88"),  # 6,875 € is rounded up
        (49 * 60, "31.25", "1531.25"),
    ],
)
def test_minutes_at_an_hourly_rate_are_rounded_once_half_up(minutes, hourly, euros):
    assert value_of(minutes, Decimal(hourly)) == Decimal(euros)


def test_each_day_has_the_rate_of_its_period():
    assert rate_on(RATES, CAMILLE, JUNE).hourly == Decimal("27.40")
    assert rate_on(RATES, CAMILLE, JULY).hourly == Decimal("28.10")
    assert rate_on(RATES, CAMILLE, datetime.date(2030, 1, 1)).uid == "r2"
    assert rate_on(RATES, CAMILLE, datetime.date(2025, 12, 31)) is None
    assert rate_on(RATES, "somebody else", MARCH) is None


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        (JUNE, JUNE, True),
        (datetime.date(2025, 1, 1), JANUARY, True),
        (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31), False),
        (datetime.date(2025, 1, 1), None, True),
        (JULY, None, False),
    ],
)
def test_two_periods_overlap_when_they_share_a_day(first, last, meets):
    assert RATES[0].overlaps(first, last) is meets


def test_time_without_a_rate_counts_and_is_said():
    total = total_of([worked(60), worked(30, person="other"), worked(15, person="")], RATES)
    assert (total.minutes, total.without_rate) == (105, 45)
    assert total.value == Decimal("27.40")


def test_time_of_which_nothing_has_a_rate_is_worth_nothing_known():
    assert total_of([worked(30, person="other")], RATES).value is None
    assert Valued().value == Decimal("0.00")


def test_an_unknown_duration_is_no_minute_and_is_counted_apart():
    total = total_of([worked(None), worked(60)], RATES)
    assert (total.minutes, total.without_minutes) == (60, 1)


@given(st.lists(st.integers(1, 600), min_size=1, max_size=40), st.integers(1, 9999))
def test_parts_add_up_to_the_sum_rounded_once(minutes, rate):
    exact = [one * Decimal(rate) / 100 / 60 for one in minutes]
    parts = rounded_parts(exact)
    assert sum(parts) == sum(exact).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert all(
        abs(part - whole) < Decimal("0.01") for part, whole in zip(parts, exact, strict=True)
    )


@given(st.lists(st.integers(1, 600), min_size=1, max_size=40))
def test_the_value_of_many_rows_is_that_of_their_minutes(minutes):
    total = total_of([worked(one) for one in minutes], RATES)
    assert total.value == value_of(sum(minutes), Decimal("27.40"))
