"""Collective times and who takes part: who sees which."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Min, Q, Sum

from accompaniment.enums import GatheringKind, GatheringState, Presence
from partnership.enums import Role, Side
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
        shares = self.model._meta.get_field("shares").related_model.objects
        served = models.Prefetch("shares", shares.select_related("convention").order_by("pk"))
        return self.prefetch_related("dates", "staff", served)


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
        serves their body alone; of a shared one those of their body's own territory, and what
        their own side entered."""
        access = user.access
        theirs = Q(
            gathering__shares__convention__funder__in=access.funders,
            gathering__cancelled_at__isnull=True,
        )
        here = Q(pk__in=self._entered_by(access.funders).values("pk"))
        for territory in _territories(access.funders):
            here |= Q(organisation__insee_code__startswith=territory)
        shares = self.model._meta.get_field("gathering").related_model._meta.get_field("shares")
        others = shares.related_model.objects.exclude(convention__funder__in=access.funders)
        return self.filter(
            Q(gathering__owner__in=access.networks)
            | (theirs & (here | ~Q(gathering__in=others.values("gathering"))))
        ).distinct()

    def _entered_by(self, funders):
        """What the officers of these bodies entered, those who have left included."""
        return self.model.objects.filter(
            side=Side.FUNDER,
            noted_by__memberships__organisation__in=funders,
            noted_by__memberships__role=Role.OFFICER,
        )

    def entered_by_the_side_of(self, user):
        """What the person's own body entered, for an officer; the association's everything else."""
        return self.filter(
            Q(gathering__owner__in=user.access.networks)
            | Q(pk__in=self._entered_by(user.access.funders).values("pk"))
        )

    def for_list(self):
        return self.select_related(
            "organisation", "gathering", "handed_in", "signature", "noted_by"
        ).order_by("search_text", "pk")

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
