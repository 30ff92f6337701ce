"""The columns of the export of a convention's expenses: what goes out comes back in unchanged."""

from __future__ import annotations

from decimal import Decimal

from partnership.charging import charge_of
from partnership.models import ExpenseShare
from partnership.rendering.tables import Column
from partnership.terms import Terms
from partnership.wording import percent


def written_percent(value: Decimal) -> Decimal | str:
    """A bare number up to 1 could be read as a part of a hundred or as a part of one."""
    return value if value > 1 else percent(value)


def charges(terms: Terms) -> list[Column]:
    """The columns of one export; their rows are shares with `expense`, `budget_line`,
    `convention`."""

    def state(share: ExpenseShare) -> str:
        return charge_of(share, terms).why_not or "oui"

    return [
        Column("Référence", lambda row: str(row.expense.uid)),
        Column("Convention", lambda row: row.convention.reference),
        Column("Libellé", lambda row: row.expense.label),
        Column("Fournisseur", lambda row: row.expense.supplier),
        Column("Date", lambda row: row.expense.invoiced_on),
        Column("Date de paiement", lambda row: row.expense.paid_on),
        Column("N° de pièce", lambda row: row.expense.voucher),
        Column("Montant", lambda row: row.expense.amount),
        Column("Poste", lambda row: row.budget_line.label if row.budget_line else ""),
        Column("Compte", lambda row: str(row.expense.account) if row.expense.account else ""),
        Column("Part imputée", lambda row: written_percent(row.percent)),
        Column("Montant imputé", lambda row: charge_of(row, terms).charged),
        Column("Prise en compte", state),
    ]
