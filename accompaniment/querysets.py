"""Named filters of follow-ups and entries: who sees what, what counts, what pages need."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from accompaniment.enums import EntryState
from partnership.text import normalise


class AccompanimentQuerySet(models.QuerySet):
    def visible_to(self, user):
        access = user.access
        return self.filter(
            Q(owner__in=access.networks) | Q(years__convention__funder__in=access.funders)
        ).distinct()


class FollowUpYearQuerySet(models.QuerySet):
    def visible_to(self, user):
        access = user.access
        return self.filter(
            Q(accompaniment__owner__in=access.networks) | Q(convention__funder__in=access.funders)
        )

    def for_list(self):
        return self.select_related("accompaniment__organisation", "convention").prefetch_related(
            "kinds"
        )

    def latest_year(self):
        """That of the latest convention, whenever it was opened; else one still to attach."""
        attached = self.filter(convention__isnull=False).order_by("convention", "-pk").first()
        return attached or self.order_by("-pk").first()


class EntryQuerySet(models.QuerySet):
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

    def matching(self, text: str):
        found = self
        for word in normalise(text).split():
            found = found.filter(search_text__contains=word)
        return found

    def newest_first(self):
        return self.order_by("-date", "-pk")


class SessionQuerySet(EntryQuerySet):
    def for_list(self):
        return self.select_related(
            "organisation", "convention", "follow_up__accompaniment"
        ).prefetch_related("channels", "staff", "follow_up__kinds")

    def for_figures(self):
        """What counting reads; texts that people wrote stay in the database."""
        return (
            self.select_related("organisation", "follow_up__accompaniment")
            .prefetch_related("channels", "staff", "follow_up__kinds")
            .defer("line", "internal_note", "search_text")
            .order_by("date", "pk")
        )


class WorkEntryQuerySet(EntryQuerySet):
    def for_list(self):
        return self.select_related("organisation", "convention", "commitment").prefetch_related(
            "staff"
        )

    def for_figures(self):
        return (
            self.prefetch_related("staff")
            .defer("line", "internal_note", "search_text")
            .order_by("date", "pk")
        )
