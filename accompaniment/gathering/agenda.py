"""The times of a déroulé, from its durations. No database, no clock.

Everything is in whole minutes; a time is counted from midnight of the first day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from partnership.wording import NO_BREAK, counted, hours

HOUR, DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """What somebody wrote. `minutes` None: nobody said how long; `timing` is the duration in their
    own words; `gap_minutes` are left free before it; `is_parallel`: with the line before."""

    activity: str
    minutes: int | None = None
    gap_minutes: int = 0
    is_parallel: bool = False
    timing: str = ""
    facilitator: str = ""


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A line with its times; `ends` None where its duration is unknown."""

    line: AgendaLine
    starts: int
    ends: int | None
    clock: bool

    @property
    def hours_text(self) -> str:
        """« 13h30-13h35 », « 17h00 »; without a start that day, from its beginning: « +1h30 »."""
        write = clock_text if self.clock else _since
        return write(self.starts) + (f"-{write(self.ends)}" if self.ends is not None else "")

    @property
    def timing_text(self) -> str:
        """« 30 min par atelier », « 5 min »; nothing where nobody said."""
        if self.line.timing:
            return self.line.timing
        return hours(self.line.minutes) if self.line.minutes is not None else ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A déroulé with its times. `minutes` is what it lasts at least, gaps included; `ends` the time
    of its end, None where the start is unknown."""

    lines: tuple[TimedLine, ...]
    starts: int | None
    minutes: int
    without_minutes: int

    @property
    def ends(self) -> int | None:
        return None if self.starts is None else self.starts + self.minutes

    @property
    def has_parallel(self) -> bool:
        return any(one.line.is_parallel for one in self.lines)

    @property
    def total_text(self) -> str:
        """« 3h30 en tout, de 13h30 à 17h00 »."""
        text = f"{hours(self.minutes)} en tout"
        if self.starts is not None:
            text += f", de {clock_text(self.starts)} à {clock_text(self.ends)}"
        return text

    @property
    def unknown_text(self) -> str:
        if not self.without_minutes:
            return ""
        return (
            f"{counted(self.without_minutes, 'ligne')} sans durée : la fin peut être plus tardive"
        )


def clock_text(minutes: int) -> str:
    """810 → « 13h30 »; past midnight the clock starts again."""
    whole, rest = divmod(minutes % DAY, HOUR)
    return f"{whole}h{rest:02d}"


def _since(minutes: int) -> str:
    whole, rest = divmod(minutes, HOUR)
    return f"+{whole}h{rest:02d}"


def of_clock(time: datetime.time | None) -> int | None:
    return None if time is None else time.hour * HOUR + time.minute


def timed(lines: Sequence[AgendaLine], starts_at: datetime.time | None = None) -> Agenda:
    """Each line begins when what comes before has ended, its gap later; a parallel one begins with
    the line before it, and what follows them waits for the longest. A line of unknown duration
    holds no time: the next begins where it does, its gap later."""
    start = of_clock(starts_at)
    first = begins = free = start or 0
    found = []
    for rank, line in enumerate(lines):
        if not (line.is_parallel and rank):
            begins = free + line.gap_minutes
        ends = None if line.minutes is None else begins + line.minutes
        free = max(free, begins if ends is None else ends)
        found.append(TimedLine(line, begins, ends, clock=start is not None))
    return Agenda(
        lines=tuple(found),
        starts=start,
        minutes=free - first,
        without_minutes=sum(line.minutes is None and not line.timing for line in lines),
    )


def warnings(
    agenda: Agenda, ends_at: datetime.time | None, minutes: int | None = None
) -> list[str]:
    """What does not hold between a déroulé and the hours of its day, in whole sentences. `ends_at`
    and `minutes` are those that the day announces."""
    if not agenda.lines:
        return []
    end, known = of_clock(ends_at), agenda.ends
    if end is not None and known is not None and known > end:
        return [
            f"Le déroulé finit à {clock_text(known)}, {hours(known - end)} après l'heure annoncée "
            f"({clock_text(end)}){NO_BREAK}: raccourcissez une ligne, ou changez l'heure de fin."
        ]
    if end is None and minutes is not None and agenda.minutes > minutes:
        return [
            f"Le déroulé dure {hours(agenda.minutes)}, plus que les {hours(minutes)} annoncées"
            f"{NO_BREAK}: raccourcissez une ligne, ou changez la durée."
        ]
    return []
