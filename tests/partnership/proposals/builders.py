"""A convention being prepared: its programme, its budget, what ties them; forms as sent."""

from __future__ import annotations

import uuid
from decimal import Decimal

from partnership.enums import BudgetSide, ConventionState
from partnership.models import (
    BudgetLine,
    Chapter,
    Commitment,
    Convention,
    FundedCommitment,
)
from tests import factories

DEFAULT = (
    (BudgetSide.EXPENSE, "Accompagnements", "12000"),
    (BudgetSide.EXPENSE, "Coordination", "6695"),
    (BudgetSide.INCOME, "Département", "7000"),
    (BudgetSide.INCOME, "Fonds propres", "11695"),
)


def budget(convention: Convention, lines=DEFAULT) -> list[BudgetLine]:
    """Lines of a budget; the income named after the funder is the funder's."""
    ranks: dict[str, int] = {}
    made = []
    for side, label, amount in lines:
        ranks[side] = ranks.get(side, 0) + 1
        made.append(
            BudgetLine.objects.create(
                convention=convention,
                side=side,
                position=ranks[side],
                label=label,
                amount=None if amount is None else Decimal(amount),
                funder=convention.funder if label == convention.funder.name else None,
            )
        )
    return made


def proposal(convention: Convention) -> Convention:
    """Make it a proposal that can be sent: one action, a budget that balances."""
    convention.state = ConventionState.PROPOSED
    convention.save()
    factories.CommitmentFactory(convention=convention, number=1)
    budget(convention)
    return convention


def chapter(convention: Convention, title: str, *actions: Commitment) -> Chapter:
    row = Chapter.objects.create(
        convention=convention, position=convention.chapters.count() + 1, title=title
    )
    row.commitments.set(actions)
    return row


def pays(line: BudgetLine, action: Commitment, quantity: int | None = None) -> FundedCommitment:
    return FundedCommitment.objects.create(budget_line=line, commitment=action, quantity=quantity)


def sent_lines(prefix: str, *lines: dict) -> dict[str, str]:
    """A formset as the browser sends it; a line without uid receives one."""
    said = {f"{prefix}-TOTAL_FORMS": str(len(lines)), f"{prefix}-INITIAL_FORMS": "0"}
    for rank, line in enumerate(lines):
        for name, value in ({"uid": uuid.uuid4()} | line).items():
            said[f"{prefix}-{rank}-{name}"] = (
                [str(one) for one in value] if isinstance(value, list) else str(value)
            )
    return said
