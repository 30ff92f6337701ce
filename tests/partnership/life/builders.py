"""Conventions at each point of their life, and what hangs on them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.enums import ConventionState, DeadlineKind
from partnership.models import Amendment, BudgetImputation, Convention, Deadline, Deliberation

SENT_ON = datetime.date(2026, 6, 1)
VOTED_ON = datetime.date(2026, 9, 14)
SIGNED_ON = datetime.date(2026, 10, 1)
TODAY = datetime.date(2026, 11, 16)


def at(convention: Convention, state: str) -> Convention:
    """The convention in that state, its vote noted where there was one."""
    convention.state = state
    later = {ConventionState.VOTED, ConventionState.SIGNED, ConventionState.SETTLED}
    if state != ConventionState.PROPOSED:
        convention.proposal_sent_on = SENT_ON
    convention.signed_on = SIGNED_ON if state in later - {ConventionState.VOTED} else None
    convention.save()
    if state in later and not convention.deliberations.exists():
        deliberation(convention)
    return Convention.objects.get(pk=convention.pk)


def deliberation(convention: Convention, **fields) -> Deliberation:
    given = {"number": "2026-100", "voted_on": VOTED_ON}
    return Deliberation.objects.create(convention=convention, **given | fields)


def imputation(convention: Convention, **fields) -> BudgetImputation:
    given = {
        "operation_code": "C05-043A06",
        "imputation": "65748//93043",
        "label": "Actions internationales",
        "payment_credits": Decimal(43056),
        "available": Decimal(31000),
        "proposed": Decimal(7000),
        "position": convention.imputations.count() + 1,
    }
    return BudgetImputation.objects.create(convention=convention, **given | fields)


def amendment(convention: Convention, **fields) -> Amendment:
    given = {
        "number": convention.amendments.count() + 1,
        "signed_on": datetime.date(2026, 10, 20),
        "in_force_on": datetime.date(2026, 10, 20),
        "purpose": "Moins d'actions",
        "amount": Decimal(5000),
    }
    return Amendment.objects.create(convention=convention, **given | fields)


def report_deadline(convention: Convention) -> Deadline:
    return Deadline.objects.create(
        convention=convention,
        kind=DeadlineKind.REPORT,
        label="Bilan",
        due_on=convention.terms().report_due_on,
    )


def papers_of(convention: Convention) -> tuple[Deliberation, BudgetImputation, Amendment]:
    """A vote, a line of the budget and an amendment."""
    return deliberation(convention), imputation(convention), amendment(convention)


def group_rows(*rows: tuple[str, str], prefix: str = "groups") -> dict[str, str]:
    """Rows of a form, as a browser sends them."""
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows) or 1), f"{prefix}-INITIAL_FORMS": "0"}
    for rank, (group, vote) in enumerate(rows):
        data |= {f"{prefix}-{rank}-group": group, f"{prefix}-{rank}-vote": vote}
    return data
