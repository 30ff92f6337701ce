"""The déroulé of a gathering as pages and papers show it."""

from __future__ import annotations

from dataclasses import dataclass

from accompaniment.gathering.agenda import Agenda, AgendaLine, timed, warnings
from accompaniment.models import Gathering


@dataclass(frozen=True)
class ToldAgenda:
    """The lines with their times, and what does not hold with the hours of the day."""

    agenda: Agenda
    warnings: list[str]

    @property
    def lines(self):
        return self.agenda.lines


def agenda_of(gathering: Gathering, agenda: Agenda | None = None) -> ToldAgenda:
    """From what is kept, or from what is being typed (`agenda`), on the first of its dates."""
    first = next(iter(gathering.standing_dates), None)
    if agenda is None:
        lines = [
            AgendaLine(
                activity=row.activity,
                minutes=row.minutes,
                gap_minutes=row.gap_minutes,
                is_parallel=row.is_parallel,
                timing=row.timing,
                facilitator=row.facilitator,
            )
            for row in gathering.agenda.order_by("position", "pk")
        ]
        agenda = timed(lines, first.starts_at if first else None)
    ends_at = first.ends_at if first else None
    return ToldAgenda(agenda, warnings(agenda, ends_at, first.minutes if first else None))
