"""What was planned against what was spent or received, line by line. No database, no clock.

Amounts are euros as Decimal; None is unknown, and a sum that an unknown enters is unknown too.
Percentages are Decimal with two decimals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from partnership.figures import percentage, shares

if TYPE_CHECKING:
    from partnership.charging import Charge

WITHOUT_LINE = "Sans poste"
OTHER_FUNDERS = "Autres financeurs"
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan de financement. `realised` is what came of an income (None: unknown);
    the realised of an expense is made of its charges. `is_other_funder`: money of somebody whom
    the convention's funder must not see named."""

    uid: str
    label: str
    planned: Decimal | None
    description: str = ""
    explanation: str = ""
    realised: Decimal | None = None
    is_other_funder: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line compared: `gap` is realised − planned, `gap_percent` is of the planned amount. `uid`
    is empty for what has no line of its own."""

    uid: str
    label: str
    description: str
    planned: Decimal | None
    realised: Decimal | None
    gap: Decimal | None
    gap_percent: Decimal | None
    planned_share: Decimal | None
    realised_share: Decimal | None
    explanation: str
    needs_explanation: bool

    @property
    def is_over(self) -> bool:
        return self.gap is not None and self.gap > 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One side of the plan, its rows in their order and their total."""

    rows: tuple[Row, ...]
    total: Row


def compare_expenses(
    lines: Sequence[Line], charges: Sequence[Charge], *, threshold: Decimal
) -> Comparison:
    """Each expense line with what its counted charges add up to; what no line bears has a row.

    Where no charge at all is noted, the realised is unknown: a zero would say that nothing was
    spent. `threshold` is the gap, in per cent, past which an explanation is asked for."""
    known = {line.uid for line in lines}
    by_line: dict[str, Decimal] = {}
    for charge in charges:
        if charge.counts:
            uid = str(charge.line_uid) if charge.line_uid else ""
            uid = uid if uid in known else ""
            by_line[uid] = by_line.get(uid, ZERO) + charge.charged
    realised = [replace(one, realised=by_line.get(one.uid, ZERO)) for one in lines]
    if not charges:
        realised = list(lines)
    if "" in by_line:
        realised.append(Line("", WITHOUT_LINE, ZERO, realised=by_line[""]))
    return _compare(realised, threshold)


def compare_income(lines: Sequence[Line], *, threshold: Decimal) -> Comparison:
    """Each income line with what came of it."""
    return _compare(lines, threshold)


def without_other_funders(lines: Iterable[Line]) -> list[Line]:
    """The same lines with the other funders' added up, nameless, where the first of them stood."""
    kept: list[Line] = []
    others: list[Line] = []
    for line in lines:
        if not line.is_other_funder:
            kept.append(line)
            continue
        if not others:
            place = len(kept)
        others.append(line)
    if others:
        planned, realised = _sum(one.planned for one in others), _sum(o.realised for o in others)
        kept.insert(
            place, Line("", OTHER_FUNDERS, planned, realised=realised, is_other_funder=True)
        )
    return kept


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """None as soon as one is unknown; zero of nothing."""
    total = ZERO
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def _parts(amounts: Sequence[Decimal | None]) -> list[Decimal | None]:
    """Shares of 100,00 where every amount is known, none otherwise."""
    if any(amount is None for amount in amounts):
        return [None] * len(amounts)
    return list(shares(amounts))


def _compare(lines: Sequence[Line], threshold: Decimal) -> Comparison:
    planned, realised = [one.planned for one in lines], [one.realised for one in lines]
    rows = tuple(
        _row(line, planned_share, realised_share, threshold)
        for line, planned_share, realised_share in zip(
            lines, _parts(planned), _parts(realised), strict=True
        )
    )
    total = Line("", "Total", _sum(planned), realised=_sum(realised))
    return Comparison(rows, _row(total, _whole(total.planned), _whole(total.realised), None))


def _whole(total: Decimal | None) -> Decimal | None:
    """The share of a total: 100,00, or 0,00 of nothing."""
    if total is None:
        return None
    return Decimal("100.00") if total else ZERO


def _row(line: Line, planned_share, realised_share, threshold: Decimal | None) -> Row:
    gap = gap_percent = None
    if line.planned is not None and line.realised is not None:
        gap = line.realised - line.planned
        gap_percent = percentage(gap, line.planned)
    return Row(
        uid=line.uid,
        label=line.label,
        description=line.description,
        planned=line.planned,
        realised=line.realised,
        gap=gap,
        gap_percent=gap_percent,
        planned_share=planned_share,
        realised_share=realised_share,
        explanation=line.explanation,
        needs_explanation=bool(line.uid) and passes(line.planned, gap, threshold),
    )


def passes(planned: Decimal | None, gap: Decimal | None, threshold: Decimal | None) -> bool:
    """Whether a gap, exact and not rounded, is of more than `threshold` per cent of what was
    planned, either way. Anything is more than any part of nothing planned."""
    if threshold is None or planned is None or not gap:
        return False
    return abs(gap) * 100 > threshold * planned
