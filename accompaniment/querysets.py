"""Named filters of follow-ups and entries: who sees what, what counts, what pages need."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from accompaniment.enums import EntryState, ProposalState
from partnership.querysets import SearchedQuerySet


class AccompanimentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of one's network; for an officer, those with an exchange that stands under a
        convention of their body."""
        access = user.access
        lived = Q(
            years__convention__funder__in=access.funders,
            years__sessions__isnull=False,
            years__sessions__cancelled_at__isnull=True,
        )
        return self.filter(Q(owner__in=access.networks) | lived).distinct()


class FollowUpYearQuerySet(SearchedQuerySet):
    searched = "accompaniment__organisation__search_text"

    def visible_to(self, user):
        """All of one's network; for an officer, the years of conventions of their body with an
        exchange that stands: what was corrected away is none of theirs."""
        access = user.access
        lived = Q(
            convention__funder__in=access.funders,
            sessions__isnull=False,
            sessions__cancelled_at__isnull=True,
        )
        return self.filter(Q(accompaniment__owner__in=access.networks) | lived).distinct()

    def for_list(self):
        return self.select_related("accompaniment__organisation", "convention").prefetch_related(
            "kinds"
        )

    def latest_year(self):
        """That of the latest convention, whenever it was opened; else one still to attach."""
        attached = self.filter(convention__isnull=False).order_by("convention", "-pk").first()
        return attached or self.order_by("-pk").first()


class EntryQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """All of one's network; for an officer, what hangs on a convention of their body."""
        access = user.access
        return self.filter(Q(owner__in=access.networks) | Q(convention__funder__in=access.funders))

    def counted(self):
        """What makes figures: held and not cancelled since."""
        return self.filter(state=EntryState.HELD, cancelled_at__isnull=True)

    def standing(self):
        """All that was not cancelled as a mistake."""
        return self.filter(cancelled_at__isnull=True)

    def in_period(self, start: datetime.date, end: datetime.date):
        return self.filter(date__gte=start, date__lte=end)

    def of_person(self, user):
        """What the person noted or took part in."""
        return self.filter(Q(noted_by=user) | Q(staff=user)).distinct()

    def newest_first(self):
        return self.order_by("-date", "-pk")


class SessionQuerySet(EntryQuerySet):
    def for_list(self):
        return self.select_related(
            "organisation", "convention", "follow_up__accompaniment"
        ).prefetch_related("channels", "staff", "follow_up__kinds")

    def for_figures(self):
        """What counting and the bilan read; the internal note stays in the database."""
        return (
            self.select_related("organisation", "follow_up__accompaniment")
            .prefetch_related("channels", "staff", "follow_up__kinds")
            .defer("internal_note", "search_text")
            .order_by("date", "pk")
        )


class WorkEntryQuerySet(EntryQuerySet):
    def for_list(self):
        return self.select_related("organisation", "convention", "commitment").prefetch_related(
            "staff"
        )

    def for_figures(self):
        return (
            self.select_related("organisation")
            .prefetch_related("staff")
            .defer("internal_note", "search_text")
            .order_by("date", "pk")
        )


class OwnRowsQuerySet(models.QuerySet):
    """Rows that are one person's own: proposed entries, closed months."""

    def visible_to(self, user):
        return self.filter(person=user, owner__in=user.access.networks)


class ProposedEntryQuerySet(OwnRowsQuerySet):
    def waiting(self):
        return self.filter(state=ProposalState.PROPOSED)

    def for_list(self):
        return self.select_related("organisation", "session", "work", "person").order_by(
            "-date", "-starts_at", "-pk"
        )
