"""Working time valued in money: minutes × what an hour costs. No database, no clock.

Minutes are whole numbers, rates and values euros as Decimal. A value is computed exactly and
rounded once, half up, at the very end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from partnership.figures import CENT

HOUR = 60


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour of a person costs, charges included, in euros, from a day until another (None:
    until further notice), both included."""

    uid: str
    person: str
    from_on: datetime.date
    until_on: datetime.date | None
    hourly: Decimal

    def holds(self, day: datetime.date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def overlaps(self, from_on: datetime.date, until_on: datetime.date | None) -> bool:
        return (until_on is None or self.from_on <= until_on) and (
            self.until_on is None or from_on <= self.until_on
        )


@dataclass(frozen=True, slots=True)
class Worked:
    """The time of one person on one row: an exchange of two people makes two of them. `person` is
    empty where nobody is named and `minutes` None where the duration is unknown. `dated` is False
    where only the year is known."""

    uid: str
    type: str
    kind: str
    date: datetime.date
    dated: bool
    minutes: int | None
    person: str
    what: str = ""


def rate_on(rates: Iterable[Rate], person: str, day: datetime.date) -> Rate | None:
    """The person's rate that day; None where there is none. Rates of a person never overlap."""
    return next((one for one in rates if one.person == person and one.holds(day)), None)


def value_of(minutes: int, hourly: Decimal) -> Decimal:
    """Euros of so many minutes at that rate, rounded once to the cent, half up."""
    return (minutes * hourly / HOUR).quantize(CENT, ROUND_HALF_UP)


def rounded_parts(exact: Sequence[Decimal]) -> list[Decimal]:
    """The parts of a sum in cents, such that they add up to the sum rounded once (largest
    remainder, the earlier first where equal)."""
    total = sum(exact, Decimal(0)).quantize(CENT, ROUND_HALF_UP)
    parts = [one.quantize(CENT, ROUND_FLOOR) for one in exact]
    missing = int((total - sum(parts, Decimal(0))) / CENT)
    order = sorted(range(len(parts)), key=lambda rank: (parts[rank] - exact[rank], rank))
    for rank in order[:missing]:
        parts[rank] += CENT
    return parts


@dataclass(frozen=True, slots=True)
class Valued:
    """Time added up: minutes known, those without a rate, euros of the others not yet rounded, and
    how many rows have no duration."""

    minutes: int = 0
    without_rate: int = 0
    exact: Decimal = Decimal(0)
    without_minutes: int = 0

    def __add__(self, other: Valued) -> Valued:
        return Valued(
            self.minutes + other.minutes,
            self.without_rate + other.without_rate,
            self.exact + other.exact,
            self.without_minutes + other.without_minutes,
        )

    @property
    def value(self) -> Decimal | None:
        """Euros; None where there is time and none of it has a rate."""
        if self.minutes and self.minutes == self.without_rate:
            return None
        return self.exact.quantize(CENT, ROUND_HALF_UP)


def valued(row: Worked, rates: Iterable[Rate]) -> Valued:
    """What one row of one person is worth."""
    if row.minutes is None:
        return Valued(without_minutes=1)
    rate = rate_on(rates, row.person, row.date) if row.person else None
    if rate is None:
        return Valued(row.minutes, row.minutes)
    return Valued(row.minutes, exact=row.minutes * rate.hourly / HOUR)


def total_of(rows: Iterable[Worked], rates: Sequence[Rate]) -> Valued:
    return sum((valued(row, rates) for row in rows), Valued())
