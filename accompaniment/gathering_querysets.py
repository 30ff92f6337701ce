"""Collective times and who takes part: who sees which."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum

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
        """Those with a date in the period, postponed ones left out."""
        return self.filter(
            pk__in=self._dates().filter(date__gte=start, date__lte=end).values("gathering")
        )

    def serving(self, convention):
        """Those that serve this convention, for whatever share."""
        return self.filter(
            pk__in=self._related("shares").filter(convention=convention).values("gathering")
        )

    def dated(self):
        """Each with `first_on` and `last_on`, the first and the last of its dates that stand; None
        while it has none."""
        own = self._dates().filter(gathering=OuterRef("pk"))
        return self.annotate(
            first_on=Subquery(own.order_by("date", "pk").values("date")[:1]),
            last_on=Subquery(own.order_by("-date", "-pk").values("date")[:1]),
        )

    def newest_first(self):
        return self.dated().order_by(models.F("first_on").desc(nulls_last=True), "-pk")

    def next_first(self, today: datetime.date):
        """By the next of their dates."""
        own = self._dates().filter(gathering=OuterRef("pk"), date__gte=today)
        coming = Subquery(own.order_by("date", "pk").values("date")[:1])
        return self.annotate(next_on=coming).order_by("next_on", "pk")

    def to_come(self, today: datetime.date):
        """Those that are to take place, that day or later."""
        return (
            self.standing()
            .filter(state__in=[GatheringState.PLANNED, GatheringState.POSTPONED])
            .filter(pk__in=self._dates().filter(date__gte=today).values("gathering"))
        )

    def to_complete(self, today: datetime.date):
        """Those whose last date is past and of which nobody said that they took place, or who came:
        neither a row of somebody present nor a number. What a document told is left as it is."""
        present = self._related("attendances").filter(state=Presence.PRESENT)
        unsaid = Q(state__in=[GatheringState.PLANNED, GatheringState.POSTPONED])
        unfilled = (
            Q(state=GatheringState.HELD)
            & Q(stated_participants__isnull=True)
            & ~Q(pk__in=present.values("gathering"))
        )
        return (
            self.standing()
            .filter(unsaid | unfilled, taken_over=False)
            .exclude(kind=GatheringKind.LOGGED_FOLLOW_UP)
            .filter(pk__in=self._dates().filter(date__lt=today).values("gathering"))
            .exclude(pk__in=self._dates().filter(date__gte=today).values("gathering"))
        )

    def with_heads(self):
        """Each with `present_heads`, the people whom its rows say present, young ones included;
        None where no row says it."""
        present = self._related("attendances").filter(
            gathering=OuterRef("pk"), state=Presence.PRESENT
        )
        heads = (
            present.order_by()
            .values("gathering")
            .annotate(heads=Sum(models.F("people") + models.F("young_people")))
        )
        return self.annotate(present_heads=Subquery(heads.values("heads")))

    def for_list(self):
        return self.prefetch_related("dates", "staff", self._with("shares", "convention"))

    def for_list_of(self, user):
        """With `own_shares`, those of the conventions that this person may read."""
        shares = self._related("shares").visible_to(user).select_related("convention")
        return self.with_heads().prefetch_related(
            "dates", models.Prefetch("shares", shares.order_by("pk"), to_attr="own_shares")
        )

    def for_page(self):
        """With all that the page of one of them reads."""
        return self.dated().prefetch_related(
            self._with("dates", "postponed_to"),
            self._with("shares", "commitment__convention", "convention__funder"),
            "shares__convention__amendments__commitment_changes",
            self._with("workers", "person"),
            self._with("co_facilitators", "organisation"),
            self._with("attendances", "organisation"),
            self._with("projects", "organisation"),
        )

    def _with(self, name: str, *related: str) -> models.Prefetch:
        """These rows in their order, each with what it points to."""
        rows = self._related(name).select_related(*related)
        return models.Prefetch(name, rows.order_by("pk"))

    def for_figures(self):
        """What counting and the bilan read; the internal note stays in the database."""
        return (
            self.dated()
            .prefetch_related(
                "dates",
                self._with("shares", "convention"),
                self._with("workers", "person"),
                self._with("attendances", "organisation"),
                "projects__kinds",
            )
            .defer("internal_note", "search_text", "sign_up_words")
            .order_by("first_on", "pk")
        )

    def _related(self, name: str):
        return self.model._meta.get_field(name).related_model.objects

    def _dates(self):
        """The dates that no other replaces."""
        return self._related("dates").filter(postponed_reason="")


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


class ShareQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The association's own; an officer sees those of their body's conventions alone."""
        access = user.access
        return self.filter(
            Q(gathering__owner__in=access.networks)
            | Q(
                convention__funder__in=access.funders,
                gathering__cancelled_at__isnull=True,
            )
        )


class AttendanceQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """The association's own. An officer sees those of gatherings of their body: all of one that
        serves their body alone; of a shared one those of their body's own territory; and what their
        own side entered. Who comes from another funder is nobody's name."""
        access = user.access
        theirs = Q(
            gathering__shares__convention__funder__in=access.funders,
            gathering__cancelled_at__isnull=True,
        )
        entered = Q(pk__in=self._entered_by(access.funders).values("pk"))
        here = Q()
        for territory in _territories(access.funders):
            here |= Q(organisation__insee_code__startswith=territory)
        shares = self.model._meta.get_field("gathering").related_model._meta.get_field("shares")
        others = shares.related_model.objects.exclude(convention__funder__in=access.funders)
        unshared = ~Q(gathering__in=others.values("gathering"))
        elsewhere = Q(organisation__in=_other_funders(access.funders))
        return self.filter(
            Q(gathering__owner__in=access.networks)
            | (theirs & (entered | (~elsewhere & (here | unshared))))
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


def _other_funders(funders):
    """Those who fund anything, these bodies left aside."""
    from partnership.models import Convention

    return Convention.objects.exclude(funder__in=funders).order_by().values("funder")


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
