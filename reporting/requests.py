"""Documents of money, time and follow-ups that are asked for here and made in the background."""

from __future__ import annotations

from django.db import transaction

from partnership import jobs
from partnership.models import Convention, Expense, Job, User
from partnership.permissions import check_can_keep_money, check_can_read_time_sheet
from reporting import financial_account, follow_up_table, time_sheets
from reporting.actions import report_of


@transaction.atomic
def request_financial_account(*, convention: Convention, by: User) -> Job:
    """Ask for the PDF of the compte rendu financier by accounts. Raises PermissionDenied."""
    check_can_keep_money(by, convention)
    report_of(convention)  # the document is kept with the bilan, which the association alone sees
    return jobs.request(
        kind=financial_account.KIND,
        title=f"Compte rendu financier par comptes {convention.reference}",
        arguments={"convention": convention.reference},
        owner=convention.owner,
        by=by,
    )


@transaction.atomic
def request_time_sheet(*, expense: Expense, by: User) -> Job:
    """Ask for the PDF of an expense's time sheet, for whoever may read it."""
    check_can_read_time_sheet(by, expense)
    return jobs.request(
        kind=time_sheets.KIND,
        title=f"Feuille de temps, {expense.label}"[:200],
        arguments={"expense": str(expense.uid)},
        owner=expense.owner,
        by=by,
    )


@transaction.atomic
def request_follow_up_table(*, convention: Convention, by: User) -> Job:
    """Ask for the PDF of a convention's accompaniments, for whoever sees the convention."""
    return jobs.request(
        kind=follow_up_table.KIND,
        title=f"Accompagnements {convention.reference}",
        arguments={"convention": convention.reference},
        owner=convention.owner,
        by=by,
    )
