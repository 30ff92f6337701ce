"""What a figure is, and the arithmetic that every app shares. No database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RowRef:
    """A row behind a figure: the key of its subject type and its uid."""

    type: str
    uid: str


@dataclass(frozen=True, slots=True)
class Category:
    """One part of a breakdown: its stable code, its French label, its value and its rows."""

    code: str
    label: str
    value: int | Decimal | None
    rows: tuple[RowRef, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A figure by one dimension. Overlapping: a row may stand in several categories, so that the
    parts add up to more than the total and no share of 100 is given."""

    dimension: str
    label: str
    overlapping: bool
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with everything that led to it. Minutes are integers, money Decimal in euros,
    None is unknown. `source` is set on a value taken over from a published
    document; `remark` is what must be read beside the value."""

    id: str
    label: str
    unit: str
    value: int | Decimal | None
    rows: tuple[RowRef, ...]
    rule: str
    rule_version: int
    breakdowns: tuple[Breakdown, ...] = ()
    source: str = ""
    remark: str = ""

    def breakdown(self, dimension: str) -> Breakdown:
        """Raises KeyError where the figure is not broken down by that dimension."""
        for breakdown in self.breakdowns:
            if breakdown.dimension == dimension:
                return breakdown
        raise KeyError(dimension)


def percentage(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` of `whole` in per cent, rounded to two decimals, half up; None of nothing."""
    if not whole:
        return None
    return (HUNDRED * part / whole).quantize(CENT, ROUND_HALF_UP)


def shares(amounts: Sequence[int | Decimal]) -> list[Decimal]:
    """Percentages with two decimals that add up to exactly 100,00 (largest remainder).

    Equal remainders go to the larger amount first, then to the earlier one. All zeros give zeros.
    """
    total = sum(amounts, Decimal(0))
    if not total:
        return [Decimal("0.00") for _ in amounts]
    exact = [HUNDRED * Decimal(amount) / total for amount in amounts]
    floors = [value.quantize(CENT, ROUND_FLOOR) for value in exact]
    missing = int((HUNDRED - sum(floors, Decimal(0))) / CENT)
    order = sorted(
        range(len(exact)), key=lambda rank: (floors[rank] - exact[rank], -exact[rank], rank)
    )
    for rank in order[:missing]:
        floors[rank] += CENT
    return floors


def spread(total: int, count: int) -> list[int]:
    """A whole number cut into `count` whole parts that add up to it, the larger ones first.

    Raises ValueError for fewer than one part."""
    if count < 1:
        raise ValueError("At least one part is needed.")
    quotient, remainder = divmod(total, count)
    return [quotient + 1] * remainder + [quotient] * (count - remainder)


def portions(total: int, percents: Sequence[Decimal]) -> list[int]:
    """The whole parts of a whole number that these percentages take (100 in all at most): largest
    remainder, so that parts of 100 per cent add up to the number. What nobody takes has a part of
    its own, that is not given back. Equal remainders go to the larger percentage, then to the
    earlier one.

    Raises ValueError above 100 per cent."""
    rest = HUNDRED - sum(percents, Decimal(0))
    if rest < 0:
        raise ValueError("Percentages above 100 in all.")
    exact = [total * percent / HUNDRED for percent in (*percents, rest)]
    floors = [int(value) for value in exact]
    order = sorted(
        range(len(exact)), key=lambda rank: (floors[rank] - exact[rank], -exact[rank], rank)
    )
    for rank in order[: total - sum(floors)]:
        floors[rank] += 1
    return floors[:-1]
