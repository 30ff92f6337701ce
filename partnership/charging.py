"""What each expense charges to a convention, and whether it counts."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from partnership.figures import CENT, HUNDRED
from partnership.models import Convention, ExpenseShare
from partnership.wording import long_date


@dataclass(frozen=True, slots=True)
class Charge:
    """The part of an expense that a convention bears, in euros. `why_not` says in French why one
    does not count: it is shown apart."""

    expense_uid: uuid.UUID
    label: str
    supplier: str
    voucher: str
    invoiced_on: datetime.date | None
    paid_on: datetime.date | None
    amount: Decimal
    percent: Decimal
    charged: Decimal
    line_uid: uuid.UUID | None
    counts: bool
    why_not: str


def charged(amount: Decimal, percent: Decimal) -> Decimal:
    """`percent` of `amount`, in euros and cents, half up."""
    return (amount * percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def charges_of(convention: Convention) -> list[Charge]:
    """The expenses charged to a convention, the earliest payment first, those without a date last;
    cancelled ones left out. One query."""
    terms = convention.terms()
    shares = (
        ExpenseShare.objects.filter(convention=convention, expense__cancelled_at__isnull=True)
        .select_related("expense", "budget_line")
        .order_by("expense__paid_on", "expense__pk", "pk")
    )
    found = [_charge(share, terms) for share in shares]
    return sorted(found, key=lambda one: one.paid_on or datetime.date.max)


def _charge(share: ExpenseShare, terms) -> Charge:
    expense, line = share.expense, share.budget_line
    why_not = _why_not(expense.paid_on, terms)
    return Charge(
        expense_uid=expense.uid,
        label=expense.label,
        supplier=expense.supplier,
        voucher=expense.voucher,
        invoiced_on=expense.invoiced_on,
        paid_on=expense.paid_on,
        amount=expense.amount,
        percent=share.percent,
        charged=charged(expense.amount, share.percent),
        line_uid=line.uid if line else None,
        counts=not why_not,
        why_not=why_not,
    )


def _why_not(paid_on: datetime.date | None, terms) -> str:
    if paid_on is None:
        return "date de paiement non renseignée"
    if not terms.holds(paid_on):
        return f"payée le {long_date(paid_on)}, hors de la période de la convention"
    return ""
