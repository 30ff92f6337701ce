"""The money of a convention, read once: plan, charges, payments, and what its rule gives today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from partnership import funding
from partnership.charging import CANCELLED, Charge, charges_of
from partnership.enums import BudgetSide, ConventionState, PaymentKind
from partnership.figures import RowRef
from partnership.models import BudgetLine, Convention, Payment
from partnership.money import (
    ZERO,
    Comparison,
    Line,
    compare_expenses,
    compare_income,
    without_other_funders,
)
from partnership.money_rules import MoneyFacts
from partnership.settlement import Basis, Outcome, settle
from partnership.standing import BEFORE_THE_VOTE

NOT_VOTED = "subvention proposée, non votée"
REFUSED = "subvention refusée"


@dataclass(frozen=True)
class Accounts:
    """`proposed` is the amount of a convention that is not voted; `paid` the payments less the
    repayments. Income lines name every funder: see `income_for`."""

    facts: MoneyFacts
    income_lines: tuple[Line, ...]
    paid: Decimal
    has_payments: bool
    proposed: Decimal | None

    @property
    def outcome(self) -> Outcome:
        return self.facts.outcome

    @property
    def charges(self) -> tuple[Charge, ...]:
        return self.facts.charges

    @property
    def realised(self) -> Decimal | None:
        return self.outcome.basis.realised

    @property
    def expenses(self) -> Comparison:
        return compare_expenses(
            self.facts.expense_lines, self.charges, threshold=settings.GAP_THRESHOLD_PERCENT
        )

    def income(self, *, names_others: bool) -> Comparison:
        """The income side. Without names, the other funders' lines are one, added up."""
        lines = self.income_lines
        shown = lines if names_others else without_other_funders(lines)
        return compare_income(shown, threshold=settings.GAP_THRESHOLD_PERCENT)

    def simulated(self, realised: Decimal) -> Outcome:
        """What the rule would give if the expenses were of `realised`; before the vote, on the
        amount that is proposed."""
        basis = self.outcome.basis
        granted = self.proposed if basis.granted is None else basis.granted
        return settle(Basis(basis.rule, granted, basis.projected_cost, realised, basis.paid))


def accounts_of(convention: Convention) -> Accounts:
    """Everything about a convention's money, in a constant number of queries."""
    terms = convention.terms()
    lines = list(convention.budget_lines.all())
    payments = list(convention.payments.all())
    paid = paid_of(payments)
    standing = _standing(convention)
    charges = tuple(one for one in charges_of(convention) if one.why_not != CANCELLED)
    counted = [charge.charged for charge in charges if charge.counts]
    basis = Basis(
        rule=terms.rule,
        granted=None if standing else terms.amount,
        projected_cost=terms.projected_cost or None,
        realised=sum(counted, ZERO) if charges else None,
        paid=paid,
    )
    facts = MoneyFacts(
        expense_lines=tuple(_line(one) for one in lines if one.side == BudgetSide.EXPENSE),
        charges=charges,
        outcome=settle(basis),
        granted_by=_granted_by(convention),
        payments=tuple(RowRef("payment", str(one.uid)) for one in payments),
        standing=standing,
    )
    return Accounts(
        facts=facts,
        income_lines=_income_lines(convention, lines, paid if payments else None),
        paid=paid,
        has_payments=bool(payments),
        proposed=terms.amount if convention.state in BEFORE_THE_VOTE else None,
    )


def paid_of(payments: Iterable[Payment]) -> Decimal:
    """What the funder paid, repayments taken off; never below zero."""
    total = ZERO
    for payment in payments:
        is_back = payment.kind == PaymentKind.REPAYMENT
        total += -payment.amount if is_back else payment.amount
    return max(total, ZERO)


def _standing(convention: Convention) -> str:
    if convention.state in BEFORE_THE_VOTE:
        return NOT_VOTED
    return REFUSED if convention.state == ConventionState.REFUSED else ""


def _granted_by(convention: Convention) -> tuple[RowRef, ...]:
    """The convention, and the amendments in force that changed its amount, cost or rule."""
    changed = [
        one
        for one in convention.amendments_in_force()
        if one.amount is not None or one.projected_cost is not None or one.rule
    ]
    return (
        RowRef("convention", str(convention.uid)),
        *(RowRef("amendment", str(one.uid)) for one in changed),
    )


def _line(line: BudgetLine, **income) -> Line:
    return Line(
        uid=str(line.uid),
        label=line.label,
        planned=line.amount,
        description=line.description,
        explanation=line.gap_explanation,
        **income,
    )


def _income_lines(
    convention: Convention, lines: list[BudgetLine], paid: Decimal | None
) -> tuple[Line, ...]:
    """What came of the funder's own line is what was paid; of another, what the line says. A line
    is the funder's, or another funder's, by the body that it points to, else by its words."""
    income = [line for line in lines if line.side == BudgetSide.INCOME]
    others = funding.other_funders(convention) if income else []
    own = next((one for one in income if funding.is_of(one, convention.funder)), None)
    return tuple(
        _line(
            line,
            realised=paid if line is own else line.received,
            is_other_funder=funding.is_of_another(line, convention, others),
        )
        for line in income
    )
