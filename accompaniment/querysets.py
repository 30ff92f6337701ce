"""Named filters of follow-ups and entries: who sees what, what counts, what pages need."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accompaniment.enums import EntryState, Mode, ProposalState, SessionKind
from accompaniment.following.advice import FACE_TO_FACE, PLANNED
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
        """With what a line or a page of it reads."""
        return (
            self.select_related("accompaniment__organisation", "convention__funder", "lead")
            .prefetch_related("kinds", "mode_changes__by")
            .with_advice()
        )

    def with_advice(self):
        """Each with `advice_meetings`, held in video or in person while it was advice."""
        sessions = self.model._meta.get_field("sessions").related_model.objects
        meetings = (
            sessions.filter(follow_up=OuterRef("pk"))
            .advice_meetings()
            .order_by()
            .values("follow_up")
            .annotate(meetings=Count("pk"))
            .values("meetings")
        )
        return self.annotate(advice_meetings=Coalesce(Subquery(meetings), 0))

    def with_last_exchange(self):
        """Each with the day, the kind and the words of the latest exchange held on its page."""
        sessions = self.model._meta.get_field("sessions").related_model.objects
        latest = sessions.filter(follow_up=OuterRef("pk")).counted().newest_first()
        return self.annotate(
            last_on=Subquery(latest.values("date")[:1]),
            last_precision=Subquery(latest.values("date_precision")[:1]),
            last_kind=Subquery(latest.values("kind")[:1]),
            last_line=Subquery(latest.values("line")[:1]),
        )

    def past_their_advice(self):
        """Advice that goes on past its planned meetings."""
        return self.with_advice().filter(mode=Mode.ADVICE, advice_meetings__gt=PLANNED)

    def to_call_back(self, day: datetime.date):
        """Those to look at again by that day."""
        return self.filter(review_on__lte=day)

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
        ).prefetch_related(
            "channels", "helps", "staff", "follow_up__kinds", "follow_up__mode_changes"
        )

    def with_mode_then(self):
        """Each with `mode_then`: what `mode` says, in the database's words."""
        year = self.model._meta.get_field("follow_up").related_model
        changes = year._meta.get_field("mode_changes").related_model.objects
        theirs = changes.filter(follow_up=OuterRef("follow_up"))
        return self.annotate(
            mode_then=Coalesce(
                Subquery(
                    theirs.filter(from_on__lte=OuterRef("date"))
                    .order_by("-from_on")
                    .values("mode")[:1]
                ),
                Subquery(theirs.order_by("from_on").values("before")[:1]),
                "follow_up__mode",
            )
        )

    def advice_meetings(self):
        """Held in video or in person while the follow-up was advice: mails and calls are none."""
        channels = self.model._meta.get_field("channels").related_model.objects
        face_to_face = channels.filter(session=OuterRef("pk"), channel__in=FACE_TO_FACE)
        return (
            self.with_mode_then()
            .counted()
            .filter(Exists(face_to_face), kind=SessionKind.MEETING, mode_then=Mode.ADVICE)
        )

    def for_figures(self):
        """What counting and the bilan read; the internal note stays in the database."""
        return (
            self.select_related("organisation", "follow_up__accompaniment")
            .prefetch_related(
                "channels", "helps", "staff", "follow_up__kinds", "follow_up__mode_changes"
            )
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


class ProposedEntryQuerySet(OwnRowsQuerySet):
    def waiting(self):
        return self.filter(state=ProposalState.PROPOSED)

    def for_list(self):
        return self.select_related("organisation", "session", "work", "person").order_by(
            "-date", "-starts_at", "-pk"
        )
