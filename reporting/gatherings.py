"""The gatherings that count for a convention: their dates in its period, the minutes of its share,
who came. Under the actions of the programme too, held or to come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from accompaniment.dates import is_dated
from accompaniment.facts import GatheringFact
from accompaniment.gathering.counts import (
    counted_dates,
    minutes_for,
    part_of,
    people_of,
    preparation_of,
    project_kinds_of,
)
from accompaniment.models import Gathering, GatheringDate, GatheringShare, GatheringWorker
from partnership.models import Convention


@dataclass(frozen=True)
class CountedGathering:
    """A gathering as one convention counts it: `dates` are those in its period, each with the
    minutes that it bears of it (None: unknown)."""

    row: Gathering
    convention: Convention
    dates: tuple[tuple[GatheringDate, int | None], ...]
    fact: GatheringFact

    @property
    def first(self) -> GatheringDate:
        return self.dates[0][0]

    @property
    def workers(self) -> list[GatheringWorker]:
        return sorted(self.row.workers.all(), key=lambda one: one.pk)

    @cached_property
    def preparation_by(self) -> dict[int, int]:
        """What each person prepared (by the key of their row), for the share of the convention.
        Each has what their minutes add to those before them, so that the parts of all add up to
        the part of the whole, and the parts of one person in all the conventions to their own."""
        parts, so_far, given = {}, 0, 0
        for worker in self.workers:
            if worker.preparation_minutes:
                so_far += worker.preparation_minutes
                reached = part_of(self.row, self.convention.pk, so_far) or 0
                parts[worker.pk] = max(reached - given, 0)
                given += parts[worker.pk]
        return parts

    @property
    def preparation_by_nobody(self) -> int:
        """What is said of the whole beyond what each person says."""
        return max((self.fact.preparation_minutes or 0) - sum(self.preparation_by.values()), 0)


def counted_gatherings(convention: Convention) -> tuple[CountedGathering, ...]:
    """Those held, not taken back, with a date in the period; a constant number of queries."""
    terms = convention.terms()
    rows = (
        Gathering.objects.serving(convention)
        .counted()
        .between(terms.starts_on, terms.ends_on)
        .for_figures()
    )
    return tuple(_counted(row, convention) for row in rows)


def _counted(row: Gathering, convention: Convention) -> CountedGathering:
    terms = convention.terms()
    dates = counted_dates(row, terms.starts_on, terms.ends_on)
    borne = minutes_for(row, convention.pk, dates)
    known = [minutes for _, minutes in borne if minutes is not None]
    people = people_of(row)
    fact = GatheringFact(
        uid=str(row.uid),
        date=dates[0].date,
        dated=is_dated(dates[0].date_precision),
        minutes=sum(known) if known else None,
        kind=row.kind,
        place=row.place_kind,
        project_kinds=project_kinds_of(row),
        participants=people.participants,
        participants_here=people.of(convention.funder.territory),
        young_people=people.young_people,
        organisations=people.organisations,
        noted_organisations=people.noted_organisations,
        invited=people.invited,
        no_reply=people.no_reply,
        staff=tuple(str(one.person.uid) for one in row.workers.all()),
        preparation_minutes=part_of(row, convention.pk, preparation_of(row)),
    )
    return CountedGathering(row, convention, tuple(borne), fact)


def by_commitment(convention: Convention) -> dict[int, list[Gathering]]:
    """Those that serve each action of the programme (by its key), cancelled ones left out, the
    latest first; a constant number of queries."""
    shares = (
        GatheringShare.objects.filter(
            convention=convention, commitment__isnull=False, gathering__cancelled_at__isnull=True
        )
        .exclude(gathering__state="cancelled")
        .select_related("gathering")
        .prefetch_related("gathering__dates")
        .order_by("pk")
    )
    found: dict[int, list[Gathering]] = defaultdict(list)
    for share in shares:
        found[share.commitment_id].append(share.gathering)
    for rows in found.values():
        rows.sort(key=_latest, reverse=True)
    return dict(found)


def _latest(row: Gathering) -> tuple:
    dates = row.standing_dates
    return (dates[0].date.isoformat() if dates else "", row.pk)
