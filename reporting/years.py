"""The conventions of one partnership side by side: what was promised and done, year by year."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from partnership.models import CarryOver, Commitment, Convention
from reporting import progress
from reporting.progress import CommitmentProgress

CONVENTIONS_SHOWN = 4


@dataclass(frozen=True)
class Year:
    """A convention as the head of its column says it."""

    convention: Convention
    report_standing: str


@dataclass
class Cell:
    """What one year's programme says of one line of work; empty where it says nothing."""

    year: Year
    progress: list[CommitmentProgress] = field(default_factory=list)
    carried_out: list[CarryOver] = field(default_factory=list)
    carried_in: list[CarryOver] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.progress or self.carried_in)


@dataclass(frozen=True)
class Line:
    """One line of work over the years, whatever its number in each."""

    cells: list[Cell]

    @property
    def title(self) -> str:
        """The words of the latest programme that holds it."""
        latest = next(cell for cell in reversed(self.cells) if cell.progress)
        return latest.progress[0].commitment.text


@dataclass(frozen=True)
class Comparison:
    years: list[Year]
    lines: list[Line]


def lineages(commitments: Iterable[Commitment]) -> list[set[int]]:
    """The commitments that continue each other, directly or through others, by their keys.

    Each comes with its `continues` prefetched."""
    groups: dict[int, set[int]] = {}
    for one in commitments:
        merged = {one.pk}
        for earlier in one.continues.all():
            merged |= groups.get(earlier.pk, {earlier.pk})
        merged |= groups.get(one.pk, set())
        for key in merged:
            groups[key] = merged
    found: list[set[int]] = []
    for group in groups.values():
        if group not in found:
            found.append(group)
    return found


def compare(conventions: list[Convention], today: datetime.date) -> Comparison:
    """The conventions given (a page of them), the earliest first; queries follow their number and
    not that of their actions."""
    years = [Year(one, one.report_standing(today)) for one in conventions]
    done = {one.pk: progress.progress_of(one) for one in conventions}
    rows = Commitment.objects.filter(
        convention__owner=conventions[0].owner_id,
        convention__funder=conventions[0].funder_id,
        convention__beneficiary=conventions[0].beneficiary_id,
    ).prefetch_related("continues")
    groups = lineages(rows.order_by("convention__original_starts_on", "number", "part"))
    carried = list(CarryOver.objects.touching(conventions).for_list())
    lines = [_line(group, years, done, carried) for group in groups]
    return Comparison(years, sorted((one for one in lines if one is not None), key=_rank))


def _line(group: set[int], years, done, carried) -> Line | None:
    cells = []
    for year in years:
        key = year.convention.pk
        kept = [one for one in done[key] if one.commitment.pk in group]
        mine = [one for one in carried if one.commitment_id in group]
        cells.append(
            Cell(
                year,
                kept,
                [one for one in mine if one.commitment.convention_id == key],
                [one for one in mine if one.to_convention_id == key],
            )
        )
    return Line(cells) if any(cell.progress for cell in cells) else None


def _rank(line: Line) -> tuple:
    """The order of the latest programme; what it no longer holds comes after."""
    for back, cell in enumerate(reversed(line.cells)):
        if cell.progress:
            first = cell.progress[0].commitment
            return back, first.number, first.part
    return (len(line.cells),)
