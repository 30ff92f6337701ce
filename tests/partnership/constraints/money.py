"""Budget lines, expenses and their shares, payments, hourly rates."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.enums import AccountSide, BudgetSide
from partnership.models import (
    AccountHeading,
    BudgetLine,
    Expense,
    ExpenseShare,
    FundedCommitment,
    Payment,
    StaffRate,
)
from tests import factories
from tests.partnership.constraints.twice import again

NEW_YEAR = datetime.date(2026, 1, 1)


def account_heading(**fields):
    given = {
        "side": AccountSide.EXPENSE,
        "code": "60",
        "group": "Achats",
        "label": "Autres fournitures d'essai",
        "position": 999,
        "valid_from": NEW_YEAR,
    }
    return AccountHeading(**given | fields)


def budget_line(**fields):
    given = {"side": BudgetSide.EXPENSE, "position": 1, "label": "Achats", "amount": Decimal(10)}
    return BudgetLine(**{"convention": factories.ConventionFactory()} | given | fields)


def saved_budget_line():
    row = budget_line()
    row.save()
    return row


def funded_commitment(**fields):
    line = saved_budget_line()
    action = factories.CommitmentFactory(convention=line.convention)
    return FundedCommitment(**{"budget_line": line, "commitment": action} | fields)


def expense(**fields):
    given = {"label": "Location de salle", "amount": Decimal(120)}
    return Expense(**{"owner": factories.NetworkFactory()} | given | fields)


def saved_expense():
    row = expense()
    row.save()
    return row


def expense_share(**fields):
    """Half an expense, on a line of a convention's budget."""
    line = saved_budget_line()
    given = {"convention": line.convention, "budget_line": line, "percent": Decimal(50)}
    return ExpenseShare(**{"expense": saved_expense()} | given | fields)


def share_without_a_line(**fields):
    return expense_share(**{"budget_line": None} | fields)


def share_of_another_funder(**fields):
    given = {"convention": None, "budget_line": None, "funder_name": "Région"}
    return expense_share(**given | fields)


def payment(**fields):
    given = {"amount": Decimal(7000), "received_on": NEW_YEAR}
    return Payment(**{"convention": factories.ConventionFactory()} | given | fields)


def staff_rate(**fields):
    given = {"from_on": NEW_YEAR, "hourly_rate": Decimal("31.50")}
    people = {"owner": factories.NetworkFactory(), "person": factories.UserFactory()}
    return StaffRate(**people | given | fields)


SOUND = (
    account_heading,
    budget_line,
    funded_commitment,
    expense,
    expense_share,
    share_without_a_line,
    share_of_another_funder,
    payment,
    staff_rate,
)
BROKEN = {
    "account_heading_once": (lambda: again(account_heading), "Cette ligne existe déjà."),
    "budget_line_position_unique": (
        lambda: again(budget_line, "convention"),
        "Une autre ligne a ce rang.",
    ),
    "budget_line_not_negative": (
        lambda: budget_line(amount=Decimal(-1)),
        "Un montant prévu ne peut pas être négatif.",
    ),
    "funded_commitment_once": (
        lambda: again(funded_commitment, "budget_line", "commitment"),
        "Cette ligne finance déjà cette action.",
    ),
    "expense_imported_once": (
        lambda: again(expense, "owner", import_key="a" * 64),
        "Cette ligne est déjà importée.",
    ),
    "expense_amount_positive": (
        lambda: expense(amount=Decimal(0)),
        "Le montant d'une dépense est supérieur à zéro.",
    ),
    "expense_has_a_label": (lambda: expense(label=""), "Dites ce qui a été payé."),
    "expense_time_has_a_rate": (
        lambda: expense(minutes=90),
        "Un temps valorisé a une durée et un coût horaire.",
    ),
    "expense_share_once": (
        lambda: again(expense_share, "expense", "convention", "budget_line"),
        "Cette dépense est déjà imputée à ce poste.",
    ),
    "expense_share_once_without_a_line": (
        lambda: again(share_without_a_line, "expense", "convention"),
        "Cette dépense est déjà imputée à cette convention, sans poste du budget.",
    ),
    "expense_share_once_per_funder": (
        lambda: again(share_of_another_funder, "expense"),
        "Cette dépense a déjà une part pour ce financeur.",
    ),
    "expense_share_percent": (
        lambda: expense_share(percent=Decimal("100.01")),
        "Une part va de 0,01 à 100 %.",
    ),
    "expense_share_has_a_payer": (
        lambda: share_without_a_line(funder_name="Région"),
        "Une part est celle d'une convention ou d'un financeur.",
    ),
    "expense_share_line_in_a_convention": (
        lambda: share_of_another_funder(budget_line=saved_budget_line()),
        "Un poste du budget appartient à une convention.",
    ),
    "payment_amount_positive": (
        lambda: payment(amount=Decimal(0)),
        "Le montant d'un versement est supérieur à zéro.",
    ),
    "staff_rate_once": (
        lambda: again(staff_rate, "owner", "person"),
        "Un coût horaire commence déjà ce jour-là.",
    ),
    "staff_rate_dates_in_order": (
        lambda: staff_rate(until_on=datetime.date(2025, 12, 31)),
        "La fin précède le début.",
    ),
    "staff_rate_positive": (
        lambda: staff_rate(hourly_rate=Decimal(0)),
        "Le coût horaire est supérieur à zéro.",
    ),
}
