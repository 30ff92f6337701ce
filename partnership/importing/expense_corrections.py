"""What an import corrects in expenses: read in plain values, told in words, given back."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from partnership.actions.expenses import KEPT, Part, change_expense, shares_of
from partnership.journal import plain
from partnership.models import AccountHeading, BudgetLine, Convention, Expense, User
from partnership.wording import euros

_LABELS = {
    "label": "Libellé",
    "supplier": "Fournisseur",
    "amount": "Montant",
    "invoiced_on": "Date",
    "paid_on": "Date de paiement",
    "voucher": "N° de pièce",
    "account": "Compte",
    "parts": "Parts",
}
_DAYS = {"invoiced_on", "paid_on"}


def read(row: Expense, names: Iterable[str] = ()) -> dict[str, Any]:
    """What a line can correct of an expense, in plain values."""
    values = {name: getattr(row, name) for name in KEPT if name != "account"}
    values["amount"] = f"{row.amount:.2f}"
    values["account"] = row.account_id
    values["parts"] = [
        {
            "percent": f"{share.percent:.2f}",
            "convention": share.convention_id,
            "budget_line": share.budget_line_id,
            "funder_name": share.funder_name,
            "words": str(Part.of(share)),
        }
        for share in shares_of(row)
    ]
    return plain(values)


def in_words(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What changed, as people say it."""
    for name, label in _LABELS.items():
        if before[name] != after[name]:
            yield label, _said(name, before[name]), _said(name, after[name])


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return "rien"
    if name == "parts":
        return ", ".join(one["words"] for one in value)
    if name == "amount":
        return euros(Decimal(value))
    if name in _DAYS:
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    if name == "account":
        return str(AccountHeading.objects.filter(pk=value).first() or value)
    return str(value)


def give_back(row: Expense, values: dict[str, Any], *, by: User | None) -> None:
    """Write an expense as it was. Raises ValidationError when it cannot be any more."""
    given = dict(values)
    parts = [_part(one) for one in given.pop("parts")]
    account = given.pop("account")
    given |= {
        name: datetime.date.fromisoformat(given[name]) if given[name] else None for name in _DAYS
    }
    change_expense(
        expense=row,
        by=by,
        parts=parts,
        account=AccountHeading.objects.get(pk=account) if account else None,
        amount=Decimal(given.pop("amount")),
        **given,
    )


def _part(kept: dict[str, Any]) -> Part:
    line = BudgetLine.objects.filter(pk=kept["budget_line"]).first()
    if kept["budget_line"] and line is None:
        raise ValidationError("Le poste du budget qu'elle avait n'existe plus.")
    return Part(
        Decimal(kept["percent"]),
        Convention.objects.filter(pk=kept["convention"]).first(),
        line,
        kept["funder_name"],
    )
