"""Named filters of follow-ups and entries: who sees what, what counts, what pages need."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from accompaniment.enums import EntryState
from partnership.querysets import SearchedQuerySet


class AccompanimentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of one's network; for an officer, those with an exchange that stands under a
        convention of their body."""
        access = user.access
        lived = Q(
            years__convention__funder__in=access.funders,
            years__sessions__state=EntryState.HELD,
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
            sessions__state=EntryState.HELD,
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
        """All of one's network; for an officer, what was held under a convention of their body:
        what is planned, cancelled or missed is the association's own diary."""
        access = user.access
        theirs = Q(convention__funder__in=access.funders, state=EntryState.HELD)
        return self.filter(Q(owner__in=access.networks) | theirs)

    def counted(self):
        """What makes figures: held and not cancelled since."""
        return self.filter(state=EntryState.HELD, cancelled_at__isnull=True)

    def standing(self):
        """All that was not cancelled as a mistake."""
        return self.filter(cancelled_at__isnull=True)

    def to_confirm(self, today: datetime.date):
        """Planned, and their day is over: held, or not?"""
        return self.standing().filter(state=EntryState.PLANNED, date__lt=today)

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
        ).prefetch_related("channels", "helps", "staff", "follow_up__kinds")

    def for_figures(self):
        """What counting and the bilan read; the internal note stays in the database."""
        return (
            self.select_related("organisation", "follow_up__accompaniment")
            .prefetch_related("channels", "helps", "staff", "follow_up__kinds")
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


class MonthClosingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; those of everybody in a network that one administers."""
        access = user.access
        return self.filter(
            Q(person=user, owner__in=access.networks) | Q(owner__in=access.administered)
        )

    def standing(self):
        """The months that are closed now: not reopened since."""
        return self.filter(reopened_at__isnull=True)
