"""The columns of a spreadsheet of expenses, and the values that people write in them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from partnership import amounts, cells
from partnership.cells import CellError
from partnership.sheets import Column


def euros(raw: Any, header: str) -> Decimal:
    """« 1 234,50 € », above zero, to the cent."""
    try:
        return amounts.parse(cells.shown(raw), above_zero=True)
    except amounts.TooLowError as error:
        raise CellError(f"{error} Un avoir se déduit de la dépense qu'il corrige.") from error
    except amounts.AmountError as error:
        raise CellError(str(error)) from error


def percent(raw: Any, header: str) -> Decimal:
    """« 60 », « 60 % ». A bare number up to 1 is refused: a cell in per cent holds 0,6 for 60 %."""
    written = cells.shown(raw)
    try:
        number = amounts.parse_percent(written)
    except amounts.AmountError as error:
        raise CellError(str(error)) from error
    if "%" not in written and number <= 1:
        raise CellError(
            f"« {written} » peut dire deux parts : écrivez le signe, par exemple 60 % ou 0,6 %."
        )
    return number


def day(raw: Any, header: str) -> datetime.date:
    given = cells.date(raw, header)
    if given.day is None:
        raise CellError(f"« {cells.shown(raw)} » ne dit pas le jour : écrivez 02/03/2023.")
    return datetime.date(given.year, given.month, given.day)


EXPENSE_COLUMNS = (
    Column(
        "label",
        "Libellé",
        cells.text_up_to(200),
        ("Intitulé", "Désignation", "Dépense", "Objet", "Nature de la dépense"),
        required=True,
        literal=True,
    ),
    Column(
        "amount",
        "Montant",
        euros,
        ("Montant TTC", "Montant (€)", "Montant TTC (€)", "Montant en euros", "Montant acquitté"),
        required=True,
    ),
    Column(
        "paid_on",
        "Date de paiement",
        day,
        ("Payée le", "Payé le", "Date du paiement", "Date d'acquittement", "Acquittée le"),
        required=True,
        may_be_empty=True,  # said line by line: an expense kept already may still be to pay
    ),
    Column("invoiced_on", "Date", day, ("Date de la facture", "Date de facture", "Facture du")),
    Column("supplier", "Fournisseur", cells.text_up_to(200), ("Prestataire",), literal=True),
    Column(
        "budget_line",
        "Poste",
        cells.text_up_to(200),
        ("Poste du budget", "Poste budgétaire", "Ligne de budget", "Ligne budgétaire"),
        literal=True,
    ),
    Column("account", "Compte", cells.text_up_to(200), ("N° de compte", "Compte comptable")),
    Column(
        "percent",
        "Part imputée",
        percent,
        ("Part", "Part imputée (%)", "Part (%)", "Pourcentage imputé"),
    ),
    Column(
        "voucher",
        "N° de pièce",
        cells.text_up_to(60),
        ("Numéro de pièce", "Pièce", "Pièce n°", "N° de facture", "Numéro de facture"),
        literal=True,
    ),
    Column("convention", "Convention", cells.text, ("Référence de la convention",)),
    Column("reference", "Référence", cells.reference, ("Ref", "UID")),
    # What Trame computes: told in an export, compared on its way back, never written.
    Column("charged", "Montant imputé", euros),
    Column("counted", "Prise en compte", cells.text),
)
COMPUTED = ("charged", "counted")
EXAMPLE = {
    "label": "Train Arras – Paris",
    "amount": 48.5,
    "paid_on": datetime.date(2026, 3, 12),
    "invoiced_on": datetime.date(2026, 3, 2),
    "supplier": "SNCF",
    "budget_line": "",
    "account": "",
    "percent": "100 %",
    "voucher": "F-2026-031",
}
