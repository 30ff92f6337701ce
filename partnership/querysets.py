"""Named filters: who may see what, and what the pages need."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from partnership.text import normalise


class UserQuerySet(models.QuerySet):
    def in_the_team_of(self, network, day: datetime.date):
        """Who works for the association of this network on that day."""
        return self.filter(
            Q(memberships__from_on__isnull=True) | Q(memberships__from_on__lte=day),
            Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gte=day),
            memberships__organisation__owner=network,
            memberships__organisation__runs_its_network=True,
            is_active=True,
        )

    def for_choice(self):
        """Each person once, by name."""
        return self.distinct().order_by("last_name", "first_name", "pk")


class SearchedQuerySet(models.QuerySet):
    """Rows found by the words that people type."""

    searched = "search_text"

    def matching(self, text: str):
        """Each word typed must begin or stand in the searchable text; no accents, no case."""
        found = self
        for word in normalise(text).split():
            found = found.filter(**{f"{self.searched}__contains": word})
        return found


class OrganisationQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """The association sees its directory; an officer sees the parties of their conventions."""
        access = user.access
        return self.filter(
            Q(owner__in=access.networks)
            | Q(pk__in=access.funders)
            | Q(conventions_received__funder__in=access.funders)
        ).distinct()

    def bearing(self, name: str, *, owner) -> list:
        """The network's structures of that name, accents and case aside."""
        return [
            one
            for one in self.filter(owner=owner).matching(name)
            if normalise(one.name) == normalise(name)
        ]

    def named(self, name: str, *, owner):
        """The only structure of that name; None when none or several bear it."""
        same = self.bearing(name, owner=owner)
        return same[0] if len(same) == 1 else None

    def ranked_for(self, text: str):
        """Those that match, beginning with the words first, then by name."""
        begins = Case(
            When(search_text__startswith=normalise(text), then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        return self.matching(text).alias(rank=begins).order_by("rank", "search_text", "pk")


class ConventionQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        access = user.access
        return self.filter(Q(owner__in=access.networks) | Q(funder__in=access.funders))

    def administered_by(self, user):
        return self.filter(owner__in=user.access.administered)

    def covering(self, day: datetime.date):
        """Conventions whose period holds the day and that are neither refused nor terminated."""
        return self.filter(original_starts_on__lte=day, original_ends_on__gte=day).exclude(
            state__in=["refused", "terminated"]
        )

    def for_list(self):
        return self.select_related("funder__logo", "beneficiary__logo", "owner")

    def newest_first(self):
        return self.order_by("-original_starts_on", "reference")


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        access = user.access
        return self.filter(
            Q(convention__owner__in=access.networks) | Q(convention__funder__in=access.funders)
        )


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own requests, while one works for the association that they are about."""
        return self.filter(asked_by=user, owner__in=user.access.networks)
