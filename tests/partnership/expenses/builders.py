"""Expenses, lines and payments for tests."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.actions.expenses import Part, create_expense
from partnership.enums import AccountSide, BudgetSide
from partnership.models import AccountHeading, BudgetLine, Convention, Expense, Payment

IN_MARCH = datetime.date(2026, 3, 2)


def make_line(convention: Convention, label: str = "Déplacements", **fields) -> BudgetLine:
    position = convention.budget_lines.count() + 1
    given = {"side": BudgetSide.EXPENSE, "position": position, "amount": Decimal(1000)}
    return BudgetLine.objects.create(convention=convention, label=label, **given | fields)


def make_account(code: str = "625", label: str = "Déplacements", **fields) -> AccountHeading:
    given = {
        "side": AccountSide.EXPENSE,
        "group": "Charges",
        "position": AccountHeading.objects.count() + 1,
        "valid_from": datetime.date(2020, 1, 1),
    }
    return AccountHeading.objects.create(code=code, label=label, **given | fields)


def make_expense(
    convention: Convention, *, percent="100", line=None, parts=None, **fields
) -> Expense:
    """120 € of train tickets paid in March, charged whole to the convention."""
    given = {"label": "Billets de train", "amount": Decimal("120.00"), "paid_on": IN_MARCH}
    return create_expense(
        owner=convention.owner,
        parts=parts or [Part(Decimal(percent), convention, line)],
        by=None,
        **given | fields,
    )


def make_payment(convention: Convention, **fields) -> Payment:
    given = {"amount": Decimal("7000.00"), "received_on": IN_MARCH}
    return Payment.objects.create(convention=convention, **given | fields)
