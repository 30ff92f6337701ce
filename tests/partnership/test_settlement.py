"""What a rule of adjustment gives: exact, rounded once, and never without what it needs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from partnership.enums import AdjustmentRule
from partnership.settlement import EXAMPLES, Basis, settle, to_cents

PRORATA, ACTUAL_COST = AdjustmentRule.PRORATA, AdjustmentRule.ACTUAL_COST
EUROS = st.decimals(min_value=0, max_value=10**7, places=2)
POSITIVE = st.decimals(min_value="0.01", max_value=10**7, places=2)
RULES = st.sampled_from([PRORATA, ACTUAL_COST])


def basis(rule=PRORATA, granted="7000", cost="18695", realised="11879.54", paid="7000") -> Basis:
    def known(text):
        return None if text is None else Decimal(text)

    return Basis(rule, known(granted), known(cost), known(realised), known(paid))


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_prorata_of_the_worked_example():
    found = settle(basis())
    assert found.rate == Decimal("37.44")
    assert found.execution_rate == Decimal("63.54")
    assert found.due == Decimal("4448.08")
    assert found.repayment == Decimal("2551.92")
    assert found.balance == 0


def test_the_rate_is_not_rounded_before_the_end():
    """37,44 % of 11 879,54 € would be 4 447,70 €."""
    assert settle(basis()).due != (Decimal("0.3744") * Decimal("11879.54")).quantize(
        Decimal("1.00")
    )


def test_the_actual_cost_of_the_worked_example():
    found = settle(basis(ACTUAL_COST, "9380", "9380", "9000", "9380"))
    assert (found.due, found.repayment) == (9000, 380)
    assert found.execution_rate == Decimal("95.95")


def test_the_examples_offered_for_reading_are_those():
    prorata, actual = (one.outcome for one in EXAMPLES)
    assert (prorata.due, prorata.repayment) == (Decimal("4448.08"), Decimal("2551.92"))
    assert (actual.due, actual.repayment) == (9000, 380)
    assert not any("CD62" in one.title or "Lianes" in one.words for one in EXAMPLES)


def test_each_step_is_said_in_words_and_numbers():
    rate, execution, exact, capped, paid = settle(basis()).steps
    assert plain(rate.calculation) == "7 000,00 € ÷ 18 695,00 €"
    assert plain(rate.result) == "37,44 %"
    assert plain(execution.result) == "63,54 %"
    assert plain(exact.calculation) == "7 000,00 € × 11 879,54 € ÷ 18 695,00 €"
    assert plain(capped.result) == "4 448,08 €"
    assert plain(paid.calculation) == "7 000,00 € − 4 448,08 €"
    assert plain(paid.result) == "2 551,92 €"
    assert "à reverser" in paid.words


def test_spending_more_than_projected_gives_no_more_than_granted():
    assert settle(basis(realised="20000")).due == 7000
    assert settle(basis(ACTUAL_COST, realised="20000")).due == 7000


def test_what_is_due_and_not_paid_is_still_to_pay():
    found = settle(basis(paid="4000"))
    assert (found.balance, found.repayment) == (Decimal("448.08"), 0)
    assert "reste à verser" in found.steps[-1].words


def test_half_a_cent_goes_up():
    assert to_cents(Fraction(5, 1000)) == Decimal("0.01")
    assert to_cents(Fraction(4999, 1000000)) == Decimal("0.00")


@pytest.mark.parametrize(
    ("given_basis", "words"),
    [
        (basis(AdjustmentRule.UNKNOWN), "la règle d'ajustement"),
        (basis(granted=None), "la subvention accordée"),
        (basis(cost=None), "le coût prévisionnel"),
        (basis(realised=None), "les dépenses réalisées"),
    ],
)
def test_an_unknown_part_is_named_instead_of_a_number(given_basis, words):
    found = settle(given_basis)
    assert (found.due, found.repayment, found.balance, found.steps) == (None, None, None, ())
    assert found.missing_text == f"Il manque {words}."


def test_the_actual_cost_needs_no_projected_cost():
    assert settle(basis(ACTUAL_COST, cost=None)).due == 7000


@pytest.mark.parametrize("wrong", [{"realised": "-1"}, {"granted": "-1"}, {"cost": "0"}])
def test_a_basis_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"never negative|gives no rate"):
        settle(basis(**wrong))


@given(rule=RULES, granted=EUROS, cost=POSITIVE, realised=EUROS)
def test_due_lies_between_zero_and_granted_and_never_above_the_rate(rule, granted, cost, realised):
    due = settle(Basis(rule, granted, cost, realised, granted)).due
    assert 0 <= due <= granted
    if rule == PRORATA:
        exact = Fraction(granted) / Fraction(cost) * Fraction(realised)
        assert due <= to_cents(exact)
        assert abs(Fraction(due) - min(exact, Fraction(granted))) <= Fraction(1, 200)
    else:
        assert due == min(granted, realised)


@given(rule=RULES, granted=EUROS, cost=POSITIVE, less=EUROS, more=EUROS)
def test_spending_more_never_gives_less(rule, granted, cost, less, more):
    assume(less <= more)
    found = [settle(Basis(rule, granted, cost, amount)).due for amount in (less, more)]
    assert found == sorted(found)


@given(rule=RULES, granted=EUROS, cost=POSITIVE, realised=EUROS)
def test_what_is_due_and_what_goes_back_make_what_was_granted(rule, granted, cost, realised):
    found = settle(Basis(rule, granted, cost, realised, granted))
    assert found.due + found.repayment == granted
    assert found.balance == 0
