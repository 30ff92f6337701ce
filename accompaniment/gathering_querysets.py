"""Collective times and who takes part: who sees which."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Min, Q, Sum

from accompaniment.enums import GatheringKind, GatheringState, Presence
from partnership.querysets import SearchedQuerySet


class GatheringQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """All of one's network; for an officer, those that serve a convention of their body and
        were not taken back as mistakes."""
        access = user.access
        return self.filter(
            Q(owner__in=access.networks)
            | Q(shares__convention__funder__in=access.funders, cancelled_at__isnull=True)
        ).distinct()

    def standing(self):
        """Without those taken back as mistakes."""
        return self.filter(cancelled_at__isnull=True)

    def counted(self):
        """What makes figures: held, not taken back; a follow-up written in a network's log is
        none."""
        return (
            self.standing()
            .filter(state=GatheringState.HELD)
            .exclude(kind=GatheringKind.LOGGED_FOLLOW_UP)
        )

    def between(self, start: datetime.date, end: datetime.date):
        """Those with a date in the period."""
        return self.filter(dates__date__gte=start, dates__date__lte=end).distinct()

    def dated(self):
        """Each with `first_on`, its first date; None while it has none."""
        return self.annotate(first_on=Min("dates__date"))

    def newest_first(self):
        return self.dated().order_by(models.F("first_on").desc(nulls_last=True), "-pk")

    def for_list(self):
        return self.prefetch_related("dates", "staff", "shares__convention")


class OfGatheringQuerySet(models.QuerySet):
    """Rows that hang on a gathering, seen with it."""

    def visible_to(self, user):
        access = user.access
        return self.filter(
            Q(gathering__owner__in=access.networks)
            | Q(
                gathering__shares__convention__funder__in=access.funders,
                gathering__cancelled_at__isnull=True,
            )
        ).distinct()


class AttendanceQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """The association's own. An officer sees those of gatherings of their body: all of one that
        serves their body alone, and of a shared one those of their body's own territory."""
        access = user.access
        shared = Q(gathering__shares__convention__isnull=False) & ~Q(
            gathering__shares__convention__funder__in=access.funders
        )
        theirs = Q(
            gathering__shares__convention__funder__in=access.funders,
            gathering__cancelled_at__isnull=True,
        )
        here = Q(pk__in=[])
        for territory in _territories(access.funders):
            here |= Q(organisation__insee_code__startswith=territory)
        shared_ones = self.model.objects.filter(shared).values("gathering")
        return self.filter(
            Q(gathering__owner__in=access.networks)
            | (theirs & (here | ~Q(gathering__in=shared_ones)))
        ).distinct()

    def present(self):
        return self.filter(state=Presence.PRESENT)

    def heads(self) -> int:
        """How many people these rows are, the young included."""
        totals = self.aggregate(people=Sum("people"), young=Sum("young_people"))
        return (totals["people"] or 0) + (totals["young"] or 0)


def _territories(funders) -> list[str]:
    from partnership.models import Organisation

    if not funders:
        return []
    return list(
        Organisation.objects.filter(pk__in=funders)
        .exclude(territory="")
        .order_by("pk")
        .values_list("territory", flat=True)
    )
