"""The columns of a budget's export: what goes out comes back in unchanged."""

from __future__ import annotations

from decimal import Decimal

from partnership import amounts
from partnership.budgets import TITLES, Line
from partnership.rendering.tables import Column


def columns(kind: str) -> list[Column]:
    """`kind` is "csv" or "xlsx": a CSV has its amounts as French spreadsheets read them."""

    def amount(line: Line) -> Decimal | str | None:
        return amounts.typed(line.amount) if kind == "csv" else line.amount

    return [
        Column("Référence", lambda line: line.uid),
        Column("Sens", lambda line: TITLES[line.side]),
        Column("Intitulé", lambda line: line.label),
        Column("Description", lambda line: line.description),
        Column("Montant", amount),
        Column("Catégorie", lambda line: line.account),
    ]
