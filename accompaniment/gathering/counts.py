"""What one gathering gives: who came, how long, for which convention. Reads rows read beforehand
(`GatheringQuerySet.for_figures`), and queries nothing."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accompaniment.enums import Presence
from accompaniment.models import Attendance, Gathering, GatheringDate
from partnership.enums import ProjectKind
from partnership.figures import portions
from partnership.text import normalise


@dataclass(frozen=True)
class People:
    """Who was asked and who came, in people. `participants` are those present, the young included,
    or the number noted where no row says who (then `is_noted`); None where nobody said anything.
    `by_department` are those whose structure is somewhere known."""

    participants: int | None
    is_noted: bool
    young_people: int
    organisations: tuple[str, ...]
    noted_organisations: int | None
    invited: int
    no_reply: int
    excused: int
    waiting: int
    withdrawn: int
    by_department: dict[str, int]

    @property
    def organisations_count(self) -> int | None:
        return len(self.organisations) if self.organisations else self.noted_organisations

    def of(self, territory: str) -> int | None:
        """Participants of that département; None where no row says where anybody is from."""
        if not territory or not self.by_department:
            return None
        return self.by_department.get(territory, 0)


def people_of(gathering: Gathering) -> People:
    rows = list(gathering.attendances.all())
    present = [row for row in rows if row.state == Presence.PRESENT]
    by_department: dict[str, int] = defaultdict(int)
    for row in present:
        if row.organisation and row.organisation.department:
            by_department[row.organisation.department] += _heads([row])
    return People(
        participants=_heads(present) if present else gathering.stated_participants,
        is_noted=not present and gathering.stated_participants is not None,
        young_people=sum(row.young_people for row in present),
        organisations=tuple(dict.fromkeys(filter(None, map(_structure, present)))),
        noted_organisations=None if present else gathering.stated_organisations,
        invited=_heads(row for row in rows if _is_announced(row)),
        no_reply=_heads(row for row in rows if row.state == Presence.NO_REPLY),
        excused=_heads(row for row in rows if row.state == Presence.EXCUSED),
        waiting=_heads(row for row in rows if row.state == Presence.WAITING),
        withdrawn=_heads(row for row in rows if row.state == Presence.WITHDRAWN),
        by_department=dict(by_department),
    )


def _is_announced(row: Attendance) -> bool:
    """Invited or signed up, whether they came or not. Who waits for a place has none yet, who
    withdrew has none any more, who walked in had none."""
    return not row.is_walk_in and row.state not in (Presence.WAITING, Presence.WITHDRAWN)


def _heads(rows: Iterable[Attendance]) -> int:
    return sum(row.people + row.young_people for row in rows)


def _structure(row: Attendance) -> str:
    """By which a structure is told from another; nothing where nobody named it."""
    if row.organisation:
        return str(row.organisation.uid)
    name = normalise(row.organisation_name)
    return f"nom:{name}" if name else ""


def is_contradicted(stated: int | None, *given: int | None) -> bool:
    """Whether rows give another number than the one announced, however they are counted."""
    return stated is not None and None not in given and stated not in given


def minutes_for(
    gathering: Gathering, convention_id: int, dates: Iterable[GatheringDate]
) -> list[tuple[GatheringDate, int | None]]:
    """Each of these dates with the minutes that a convention bears of it by its share."""
    return [(one, part_of(gathering, convention_id, one.minutes)) for one in dates]


def part_of(gathering: Gathering, convention_id: int, minutes: int | None) -> int | None:
    """The part of these minutes that a convention bears: whole, and such that the parts of all the
    conventions add up. None where it bears none, or the minutes are unknown."""
    shares = sorted(gathering.shares.all(), key=lambda one: one.pk)
    rank = next((at for at, one in enumerate(shares) if one.convention_id == convention_id), None)
    if rank is None or minutes is None:
        return None
    return portions(minutes, [one.percent for one in shares])[rank]


def counted_dates(
    gathering: Gathering, start: datetime.date, end: datetime.date
) -> list[GatheringDate]:
    """The dates that stand, in the period."""
    return [one for one in gathering.standing_dates if start <= one.date <= end]


def preparation_of(gathering: Gathering) -> int | None:
    """Preparation in all: what is said of the whole, or what each person says where it is more."""
    each = [row.preparation_minutes for row in gathering.workers.all() if row.preparation_minutes]
    known = [gathering.preparation_minutes, sum(each) if each else None]
    return max((one for one in known if one is not None), default=None)


def project_kinds_of(gathering: Gathering) -> tuple[str, ...]:
    """The kinds of those who came and of its projects, in the order of the list."""
    kinds = {
        row.project_kind
        for row in gathering.attendances.all()
        if row.state == Presence.PRESENT and row.project_kind
    }
    kinds |= {row.kind for project in gathering.projects.all() for row in project.kinds.all()}
    return tuple(kind for kind in ProjectKind.values if kind in kinds)
