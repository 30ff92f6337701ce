"""Planned against realised: rows that add up to their totals, gaps that ask for words."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.charging import Charge
from partnership.figures import HUNDRED
from partnership.money import (
    Line,
    compare_expenses,
    compare_income,
    without_other_funders,
)

TEN = Decimal(10)
UIDS = [str(uuid.UUID(int=rank)) for rank in range(1, 6)]
AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)


def line(uid=UIDS[0], planned="1000", **fields) -> Line:
    return Line(uid, "Poste", None if planned is None else Decimal(planned), **fields)


def charge(amount, uid=UIDS[0], counts=True) -> Charge:
    return Charge(
        expense_uid=uuid.uuid4(),
        label="Dépense",
        supplier="",
        voucher="",
        invoiced_on=None,
        paid_on=datetime.date(2026, 3, 2),
        amount=Decimal(amount),
        percent=HUNDRED,
        charged=Decimal(amount),
        line_uid=uuid.UUID(uid) if uid else None,
        counts=counts,
        why_not="" if counts else "hors de la période",
    )


def compared(lines, charges, threshold=TEN):
    return compare_expenses(lines, charges, threshold=threshold)


def test_a_line_says_planned_realised_and_its_gap_in_euros_and_per_cent():
    [row] = compared([line()], [charge("800"), charge("50.50")]).rows
    assert (row.planned, row.realised) == (1000, Decimal("850.50"))
    assert (row.gap, row.gap_percent) == (Decimal("-149.50"), Decimal("-14.95"))


@pytest.mark.parametrize("planned", [None, "0"])
def test_there_is_no_percentage_of_nothing_or_of_the_unknown(planned):
    [row] = compared([line(planned=planned)], [charge("10")]).rows
    assert row.gap_percent is None


def test_what_does_not_count_enters_no_row():
    [row] = compared([line()], [charge("500", counts=False)]).rows
    assert row.realised == 0


@pytest.mark.parametrize("uid", [None, UIDS[4]])
def test_what_no_line_bears_has_its_own_visible_row(uid):
    found = compared([line()], [charge("10"), charge("32", uid=uid)])
    assert [(row.label, row.realised) for row in found.rows] == [("Poste", 10), ("Sans poste", 32)]
    assert found.total.realised == 42
    assert not found.rows[-1].needs_explanation


def test_while_nothing_is_noted_nothing_is_said_to_be_realised():
    found = compared([line()], [])
    assert found.rows[0].realised is None
    assert found.total.realised is None


@pytest.mark.parametrize(
    ("realised", "asked"),
    [("1100", False), ("1100.01", True), ("900", False), ("899.99", True), ("1000", False)],
)
def test_a_gap_is_explained_past_the_threshold_and_not_at_it(realised, asked):
    [row] = compared([line()], [charge(realised)]).rows
    assert row.needs_explanation is asked


def test_anything_spent_where_nothing_was_planned_is_explained():
    assert compared([line(planned="0")], [charge("1")]).rows[0].needs_explanation
    assert not compared([line(planned=None)], [charge("1")]).rows[0].needs_explanation


def test_a_gap_keeps_its_explanation_beside_it():
    [row] = compared([line(explanation="Une salle prêtée")], [charge("10")]).rows
    assert (row.needs_explanation, row.explanation) == (True, "Une salle prêtée")


def test_a_sum_that_an_unknown_enters_is_unknown():
    found = compared([line(), line(UIDS[1], None)], [charge("10")])
    assert found.total.planned is None
    assert [row.planned_share for row in found.rows] == [None, None]


@given(
    planned=st.lists(AMOUNTS, min_size=1, max_size=5),
    spent=st.lists(st.tuples(AMOUNTS, st.integers(0, 5)), min_size=1, max_size=12),
)
def test_totals_are_the_sums_of_the_rows_and_shares_add_up_to_100(planned, spent):
    lines = [line(UIDS[rank], amount) for rank, amount in enumerate(planned)]
    charges = [charge(amount, UIDS[rank] if rank < 5 else None) for amount, rank in spent]
    found = compared(lines, charges)
    for name in ("planned", "realised", "gap"):
        assert sum(getattr(row, name) for row in found.rows) == getattr(found.total, name)
    assert found.total.realised == sum(one.charged for one in charges)
    for name in ("planned", "realised"):
        parts = sum(getattr(row, f"{name}_share") for row in found.rows)
        assert parts == getattr(found.total, f"{name}_share")
        assert parts == (HUNDRED if getattr(found.total, name) else 0)


def test_other_funders_are_one_line_without_a_name():
    lines = [
        Line("a", "Département", Decimal(7000), realised=Decimal(7000)),
        Line("b", "Région", Decimal(2000), realised=Decimal(1500), is_other_funder=True),
        Line("c", "Fonds propres", Decimal(500)),
        Line("d", "Ville", Decimal(100), realised=Decimal(100), is_other_funder=True),
    ]
    kept = without_other_funders(lines)
    assert [one.label for one in kept] == ["Département", "Autres financeurs", "Fonds propres"]
    assert (kept[1].planned, kept[1].realised, kept[1].uid) == (2100, 1600, "")
    assert compare_income(kept, threshold=TEN).total.planned == 9600
