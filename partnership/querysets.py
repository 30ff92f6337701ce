"""Named filters: who may see what, and what the pages need."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from partnership.text import normalise


class UserQuerySet(models.QuerySet):
    def in_the_team_of(self, network, day: datetime.date, **membership):
        """Who works for the association of this network on that day."""
        return self._attached(
            day,
            memberships__organisation__owner=network,
            memberships__organisation__runs_its_network=True,
            **membership,
        )

    def administrators_of(self, network, day: datetime.date):
        """Who administers the association of this network on that day."""
        return self.in_the_team_of(network, day, memberships__role="admin")

    def officers_of(self, organisation, day: datetime.date):
        """Who follows conventions for this funder on that day."""
        return self._attached(
            day, memberships__organisation=organisation, memberships__role="officer"
        )

    def _attached(self, day: datetime.date, **membership):
        """Active people who have such a membership on that day: one and the same."""
        return self.filter(
            Q(memberships__from_on__isnull=True) | Q(memberships__from_on__lte=day),
            Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gte=day),
            is_active=True,
            **membership,
        )

    def of_the_team_ever(self, network):
        """Who works or has worked for the association of this network."""
        return self.filter(
            memberships__organisation__owner=network,
            memberships__organisation__runs_its_network=True,
        ).distinct()

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
        """The association sees its directory; an officer sees the parties of their conventions,
        and what a dated sharing opens of a territory."""
        access = user.access
        return self.filter(
            Q(owner__in=access.networks)
            | Q(pk__in=access.funders)
            | Q(conventions_received__funder__in=access.funders)
            | self._shared_with(access.funders)
        ).distinct()

    def _shared_with(self, funders) -> Q:
        if not funders:
            return Q(pk__in=[])
        sharings = self.model._meta.get_field("sharings").related_model.objects
        day = timezone.localdate()
        current = sharings.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=day), funder__in=funders, from_on__lte=day
        )
        opened = Q(pk__in=[])
        for owner, territory in current.order_by("pk").values_list("owner", "territory"):
            opened |= Q(owner=owner, insee_code__startswith=territory)
        return opened

    def standing(self):
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def bearing(self, name: str, *, owner) -> list:
        """The network's structures of that name, accents and case aside."""
        return [
            one
            for one in self.standing().filter(owner=owner).matching(name)
            if normalise(one.name) == normalise(name)
        ]

    def named(self, name: str, *, owner):
        """The only structure of that name; None when none or several bear it."""
        same = self.bearing(name, owner=owner)
        return same[0] if len(same) == 1 else None

    def for_list(self):
        return self.prefetch_related("themes", "yearly_memberships").order_by("search_text", "pk")

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

    def of_year(self, year: int):
        """Conventions whose period, as amended today, has a day in that year."""
        return self.alias(
            starts_on=self._amended("starts_on"),
            ends_on=self._amended("ends_on"),
        ).filter(starts_on__lte=datetime.date(year, 12, 31), ends_on__gte=datetime.date(year, 1, 1))

    def years(self) -> list[int]:
        """The years that these conventions' periods touch, the most recent first."""
        periods = (
            self.prefetch_related(None)
            .order_by("pk")
            .values_list(self._amended("starts_on"), self._amended("ends_on"))
        )
        years = {year for start, end in periods for year in range(start.year, end.year + 1)}
        return sorted(years, reverse=True)

    def granted(self):
        """Real subsidies that a vote allowed, even if the convention ended early."""
        return self.filter(
            state__in=["voted", "signed", "settled", "terminated"],
            is_fictitious=False,
            funder__is_fictitious=False,
            beneficiary__is_fictitious=False,
        )

    def for_open_data(self):
        """With all that `open_data.entries_of` reads."""
        return self.granted().for_list().prefetch_related("deliberations", "payments")

    def _amended(self, name: str):
        """A date of the terms in force today, in the database's words."""
        amendments = self.model._meta.get_field("amendments").related_model.objects
        latest = amendments.filter(
            convention=OuterRef("pk"),
            in_force_on__lte=timezone.localdate(),
            **{f"{name}__isnull": False},
        ).order_by("-in_force_on", "-number")
        return Coalesce(Subquery(latest.values(name)[:1]), f"original_{name}")

    def lately(self, day: datetime.date):
        """Those whose period, as amended today, ended less than two years before that day, or has
        not ended."""
        long_ago = day - datetime.timedelta(days=2 * 366)
        return self.alias(last_day=self._amended("ends_on")).filter(last_day__gte=long_ago)

    def for_list(self):
        return self.select_related("funder__logo", "beneficiary__logo", "owner").prefetch_related(
            "amendments__commitment_changes", "deadlines"
        )

    def newest_first(self):
        return self.order_by("-original_starts_on", "reference")

    def with_party(self, organisation):
        """Those that a structure funds or receives."""
        return self.filter(Q(funder=organisation) | Q(beneficiary=organisation))

    def of_the_same_partnership(self, convention):
        """The conventions of the same two sides, this one included."""
        return self.filter(
            owner=convention.owner_id,
            funder=convention.funder_id,
            beneficiary=convention.beneficiary_id,
        )

    def following(self, convention):
        """Those of the same two sides that begin after this one, the earliest first."""
        return (
            self.of_the_same_partnership(convention)
            .filter(original_starts_on__gt=convention.original_starts_on)
            .exclude(state__in=["refused", "terminated"])
            .order_by("original_starts_on", "reference")
        )


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


class CarryOverQuerySet(OnConventionQuerySet):
    convention_path = "commitment__convention"

    def touching(self, conventions):
        """Those asked from these conventions, or into them."""
        return self.filter(
            Q(commitment__convention__in=conventions) | Q(to_convention__in=conventions)
        )

    def for_list(self):
        return self.select_related(
            "commitment__convention", "to_convention", "asked_by", "decided_by"
        ).order_by("commitment__convention__original_starts_on", "commitment__number", "pk")


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
        """One's own requests, while one works for the association that they are about, or for a
        body that funds one of its conventions."""
        access = user.access
        networks = self.model._meta.get_field("owner").related_model.objects
        funded = networks.filter(conventions__funder__in=access.funders).values("pk")
        return self.filter(Q(owner__in=access.networks) | Q(owner__in=funded), asked_by=user)


class ImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those into the networks that one administers, whoever asked for them."""
        return self.filter(owner__in=user.access.administered)

    def for_list(self):
        return self.select_related("asked_by", "undone_by").order_by("-created_at", "-pk")


class LegalReferenceQuerySet(models.QuerySet):
    def citable_by(self, user, convention):
        """The library of the convention's network. A funder does not read what only the others'
        conventions cite."""
        found = self.filter(owner=convention.owner_id)
        if convention.owner_id in user.access.networks:
            return found
        visas = self.model._meta.get_field("visas").related_model.objects
        cited = visas.filter(reference=OuterRef("pk"))
        mine = cited.filter(convention__funder__in=user.access.funders)
        return found.filter(Exists(mine) | ~Exists(cited))
