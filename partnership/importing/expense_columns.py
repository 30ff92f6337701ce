"""The columns of a spreadsheet of expenses, and the values that people write in them."""

from __future__ import annotations

import datetime
import re
import uuid
from decimal import Decimal
from typing import Any

from partnership import cells
from partnership.cells import CellError
from partnership.figures import CENT, HUNDRED
from partnership.sheets import Column

_MOST = Decimal("9999999999.99")


def euros(raw: Any, header: str) -> Decimal:
    """« 1 234,50 € », above zero, to the cent."""
    written = re.sub(r"(€|euros?)\s*$", "", cells.shown(raw), flags=re.IGNORECASE).strip()
    if isinstance(raw, str) and re.fullmatch(r"\d{1,3}\.\d{3}", written):
        raise CellError(
            f"« {cells.shown(raw)} » se lit de deux façons : écrivez {written.replace('.', '')}, "
            "ou une virgule et deux décimales."
        )
    try:
        number = cells.decimal(written)
    except CellError:
        raise CellError(
            f"« {cells.shown(raw)} » n'est pas un montant : écrivez par exemple 120,50."
        ) from None
    if number <= 0:
        raise CellError(
            f"« {cells.shown(raw)} » : le montant d'une dépense est supérieur à zéro. "
            "Un avoir se déduit de la dépense qu'il corrige."
        )
    if number > _MOST or number != number.quantize(CENT):
        raise CellError(f"« {cells.shown(raw)} » : écrivez deux décimales au plus.")
    return number.quantize(CENT)


def percent(raw: Any, header: str) -> Decimal:
    """« 60 », « 60 % ». A bare number up to 1 is refused: a cell in per cent holds 0,6 for 60 %."""
    written = cells.shown(raw)
    number = cells.decimal(re.sub(r"%\s*$", "", written))
    if "%" not in written and 0 < number <= 1:
        raise CellError(
            f"« {written} » peut dire deux parts : écrivez le signe, par exemple 60 % ou 0,6 %."
        )
    if not 0 < number <= HUNDRED:
        raise CellError(f"« {written} » : une part va de 0,01 à 100 %.")
    if number != number.quantize(CENT):
        raise CellError(f"« {written} » : écrivez deux décimales au plus.")
    return number.quantize(CENT)


def day(raw: Any, header: str) -> datetime.date:
    given = cells.date(raw, header)
    if given.day is None:
        raise CellError(f"« {cells.shown(raw)} » ne dit pas le jour : écrivez 02/03/2023.")
    return datetime.date(given.year, given.month, given.day)


def reference(raw: Any, header: str) -> uuid.UUID:
    try:
        return uuid.UUID(cells.text(raw))
    except ValueError:
        raise CellError(
            f"« {cells.text(raw)} » n'est pas une référence de Trame : laissez la cellule vide "
            "pour créer la ligne."
        ) from None


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
    Column("reference", "Référence", reference, ("Ref", "UID")),
    # What Trame computes: told in an export, compared on its way back, never written.
    Column("charged", "Montant imputé", euros),
    Column("counted", "Prise en compte", cells.text),
)
COMPUTED = ("charged", "counted")
