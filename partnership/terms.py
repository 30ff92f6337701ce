"""What a convention says on a given day."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from partnership.enums import AdjustmentRule
from partnership.figures import percentage

if TYPE_CHECKING:
    from partnership.models import Amendment, Commitment, Convention


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


def amended(terms: Terms, amendment: Amendment) -> Terms:
    """The terms once an amendment is in force: what it leaves empty stays as it was."""
    said = {
        "amount": amendment.amount,
        "projected_cost": amendment.projected_cost,
        "rule": AdjustmentRule(amendment.rule) if amendment.rule else None,
        "starts_on": amendment.starts_on,
        "ends_on": amendment.ends_on,
        "report_due_on": amendment.report_due_on,
    }
    return replace(terms, **{name: value for name, value in said.items() if value is not None})


def commitments_in_force(
    convention: Convention, amendments: list[Amendment]
) -> tuple[Commitment, ...]:
    """The actions of the programme as these amendments leave them, read with their readings."""
    return as_amended(written_commitments(convention), amendments)


def written_commitments(convention: Convention) -> list[Commitment]:
    """Every action that the convention or one of its amendments wrote, in the order of their
    numbers."""
    return list(convention.original_commitments.prefetch_related("readings"))


def as_amended(
    written: Sequence[Commitment], amendments: Sequence[Amendment]
) -> tuple[Commitment, ...]:
    """The actions of the programme as these amendments leave them, in the order of their numbers.

    They are copies: where an amendment changed an action, the copy carries the new text, quantity
    and unit. It is for reading, never for saving."""
    known = {change.pk for change in amendments}
    rows = {
        one.pk: copy(one) for one in written if one.added_by_id is None or one.added_by_id in known
    }
    for amendment in amendments:
        for change in amendment.commitment_changes.all():
            row = rows.get(change.commitment_id)
            if row is None:
                continue
            if change.withdrawn:
                del rows[row.pk]
                continue
            row.text = change.text or row.text
            row.unit = change.unit or row.unit
            row.target = change.target if change.target is not None else row.target
    return tuple(rows.values())
