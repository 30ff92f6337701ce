"""What an expense costs a convention: its share of the amount, and whether it counts."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from partnership.figures import CENT, HUNDRED
from partnership.wording import long_date

if TYPE_CHECKING:
    from partnership.models import Convention, ExpenseShare
    from partnership.terms import Terms

CANCELLED, NOT_PAID = "annulée", "pas encore payée"


@dataclass(frozen=True, slots=True)
class Charge:
    """A share of an expense charged to a convention. Amounts in euros, `percent` in per cent.

    `amount` is the whole expense, `charged` what this share of it costs the convention. Where it
    does not count, `why_not` says so in French. `line_uid` is its budget line,
    `account_id` the expense's account, else the one of that line."""

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
    why_not: str = ""
    account_id: int | None = None
    minutes: int | None = None


def charged(amount: Decimal, percent: Decimal) -> Decimal:
    """Euros: that part of the amount, rounded half up to the cent, once."""
    return (amount * percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def why_not_counted(terms: Terms, paid_on: datetime.date | None, *, cancelled: bool) -> str:
    """Nothing for an expense paid within the period; else the reason, in French."""
    if cancelled:
        return CANCELLED
    if paid_on is None:
        return NOT_PAID
    if not terms.holds(paid_on):
        return f"payée le {long_date(paid_on)}, hors de la période"
    return ""


def charge_of(share: ExpenseShare, terms: Terms) -> Charge:
    """The charge that a share makes under these terms; reads `expense` and `budget_line`."""
    expense, line = share.expense, share.budget_line
    reason = why_not_counted(terms, expense.paid_on, cancelled=expense.is_cancelled)
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
        counts=not reason,
        why_not=reason,
        account_id=expense.account_id or (line.account_id if line else None),
        minutes=expense.minutes,
    )


def charges_of(convention: Convention) -> list[Charge]:
    """All that is charged to a convention, counted or not: the first paid first, those still to
    pay last. One query, whatever their number."""
    terms = convention.terms()
    shares = convention.expense_shares.select_related("expense", "budget_line").order_by("pk")
    charges = [charge_of(share, terms) for share in shares]
    return sorted(charges, key=lambda one: (one.paid_on is None, one.paid_on or datetime.date.max))
