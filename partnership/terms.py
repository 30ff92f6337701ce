"""What a convention says on a given day."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from partnership.enums import AdjustmentRule
from partnership.figures import percentage

if TYPE_CHECKING:
    from partnership.models import Commitment


@dataclass(frozen=True)
class Terms:
    """Amounts in euros (None: no document gives it), dates in Europe/Paris."""

    amount: Decimal | None
    projected_cost: Decimal | None
    rule: AdjustmentRule
    starts_on: datetime.date
    ends_on: datetime.date
    report_due_on: datetime.date | None
    load_commitments: Callable[[], tuple[Commitment, ...]] = field(repr=False, compare=False)

    @cached_property
    def commitments(self) -> tuple[Commitment, ...]:
        return self.load_commitments()

    @property
    def rate(self) -> Decimal | None:
        """The subsidy's share of the projected cost, in per cent with two decimals."""
        if self.amount is None or self.projected_cost is None:
            return None
        return percentage(self.amount, self.projected_cost)

    @property
    def year_label(self) -> str:
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}-{last}"

    def holds(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.ends_on
