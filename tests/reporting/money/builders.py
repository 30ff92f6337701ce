"""A budget, its expenses and its payments, for the tests of money."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.enums import AdjustmentRule, BudgetSide, PaymentKind
from partnership.models import BudgetLine, Convention, Expense, ExpenseShare, Payment

PAID_ON = datetime.date(2026, 5, 4)


def line(convention, label, amount, *, side=BudgetSide.EXPENSE, **fields) -> BudgetLine:
    position = convention.budget_lines.filter(side=side).count() + 1
    return BudgetLine.objects.create(
        convention=convention,
        side=side,
        position=position,
        label=label,
        amount=None if amount is None else Decimal(amount),
        **fields,
    )


def expense(convention, amount, *, budget_line=None, percent="100", paid_on=PAID_ON, **fields):
    """An expense charged to the convention."""
    made = Expense.objects.create(
        owner=convention.owner,
        label=fields.pop("label", "Location d'une salle"),
        supplier=fields.pop("supplier", "Salle des Songes"),
        voucher=fields.pop("voucher", "F-12"),
        amount=Decimal(amount),
        paid_on=paid_on,
        **fields,
    )
    ExpenseShare.objects.create(
        expense=made, convention=convention, budget_line=budget_line, percent=Decimal(percent)
    )
    return made


def payment(convention, amount, kind=PaymentKind.SINGLE, on=PAID_ON) -> Payment:
    return Payment.objects.create(
        convention=convention, kind=kind, amount=Decimal(amount), received_on=on
    )


def by_prorata(convention) -> Convention:
    """The convention of the worked example: 7 000 € of 18 695 €, by prorata."""
    return _with(convention, 7000, 18695, AdjustmentRule.PRORATA)


def by_actual_cost(convention) -> Convention:
    return _with(convention, 9380, 9380, AdjustmentRule.ACTUAL_COST)


def _with(convention, amount, cost, rule) -> Convention:
    Convention.objects.filter(pk=convention.pk).update(
        original_amount=Decimal(amount), original_projected_cost=Decimal(cost), original_rule=rule
    )
    return Convention.objects.for_list().get(pk=convention.pk)


def worked(convention) -> Convention:
    """The worked example: 11 879,54 € realised on two lines, 7 000 € paid."""
    convention = by_prorata(convention)
    support = line(convention, "Accompagnements", "12000")
    meetings = line(convention, "Temps collectifs", "6695")
    expense(convention, "10000.00", budget_line=support, label="Salaire, mars")
    expense(convention, "3759.08", budget_line=meetings, percent="50")
    payment(convention, "7000")
    return convention
