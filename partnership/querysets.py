"""Named filters: who may see what, and what the pages need."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

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

    def officers_of(self, organisation, day: datetime.date):
        """Who follows conventions for this funder on that day."""
        return self.filter(
            Q(memberships__from_on__isnull=True) | Q(memberships__from_on__lte=day),
            Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gte=day),
            memberships__organisation=organisation,
            memberships__role="officer",
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
        """Conventions whose period, as amended today, holds the day, and that are neither refused
        nor terminated."""
        return (
            self.alias(
                starts_on=self._amended("starts_on"),
                ends_on=self._amended("ends_on"),
            )
            .filter(starts_on__lte=day, ends_on__gte=day)
            .exclude(state__in=["refused", "terminated"])
        )

    def _amended(self, name: str):
        """A date of the terms in force today, in the database's words."""
        amendments = self.model._meta.get_field("amendments").related_model.objects
        latest = amendments.filter(
            convention=OuterRef("pk"),
            in_force_on__lte=timezone.localdate(),
            **{f"{name}__isnull": False},
        ).order_by("-in_force_on", "-number")
        return Coalesce(Subquery(latest.values(name)[:1]), f"original_{name}")

    def for_list(self):
        return self.select_related("funder__logo", "beneficiary__logo", "owner").prefetch_related(
            "amendments__commitment_changes", "deadlines"
        )

    def newest_first(self):
        return self.order_by("-original_starts_on", "reference")


class OnConventionQuerySet(models.QuerySet):
    """Rows that hang on a convention: both of its sides see them."""

    convention_path = "convention"

    def visible_to(self, user):
        access, path = user.access, self.convention_path
        return self.filter(
            Q(**{f"{path}__owner__in": access.networks})
            | Q(**{f"{path}__funder__in": access.funders})
        )


class CommitmentQuerySet(OnConventionQuerySet):
    """The actions of the programmes."""


class BudgetLineQuerySet(OnConventionQuerySet):
    """The lines of the budgets."""

    def in_order(self):
        """Side by side, each with its account, its funder and the actions that it pays for."""
        funded = self.model._meta.get_field("funded_commitments").related_model.objects
        return (
            self.select_related("account", "funder")
            .prefetch_related(
                models.Prefetch(
                    "funded_commitments",
                    funded.select_related("commitment").order_by("commitment_id"),
                )
            )
            .order_by("side", "position")
        )


class OfOrganisationQuerySet(models.QuerySet):
    """Rows of the directory: the association's own."""

    def visible_to(self, user):
        return self.filter(organisation__owner__in=user.access.networks)


class OnCommitmentQuerySet(OnConventionQuerySet):
    convention_path = "commitment__convention"


class OnSettlementQuerySet(OnConventionQuerySet):
    convention_path = "settlement__convention"


class ExpenseQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """The association's own; an officer sees those charged to a convention of their body."""
        access = user.access
        return self.filter(
            Q(owner__in=access.networks) | Q(shares__convention__funder__in=access.funders)
        ).distinct()

    def counted(self):
        """Without those that were cancelled."""
        return self.filter(cancelled_at__isnull=True)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own requests, while one works for the association that they are about."""
        return self.filter(asked_by=user, owner__in=user.access.networks)
