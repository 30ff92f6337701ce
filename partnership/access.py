"""What a person may see and do, read once from their dated memberships."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from partnership.enums import Role

if TYPE_CHECKING:
    from partnership.models import Convention, User


@dataclass(frozen=True)
class Access:
    """Identifiers of networks (the person works for the association that runs them) and of
    funders (the person is an officer of that body)."""

    networks: frozenset[int] = frozenset()
    administered: frozenset[int] = frozenset()
    funders: frozenset[int] = frozenset()

    @property
    def is_association(self) -> bool:
        return bool(self.networks)

    @property
    def is_admin(self) -> bool:
        return bool(self.administered)

    @property
    def is_officer(self) -> bool:
        return bool(self.funders)

    @property
    def label(self) -> str:
        if self.is_admin:
            return Role.ADMIN.label
        if self.is_association:
            return Role.STAFF.label
        if self.is_officer:
            return Role.OFFICER.label
        return "Aucun rôle"

    def reaches(self, convention: Convention) -> bool:
        """The person belongs to one of the two sides of the convention."""
        return convention.owner_id in self.networks or convention.funder_id in self.funders

    @classmethod
    def of(cls, user: User, on: datetime.date | None = None) -> Access:
        if not user.is_authenticated or not user.is_active:
            return cls()
        day = on or timezone.localdate()
        networks, administered, funders = set(), set(), set()
        memberships = (
            user.memberships.filter(
                Q(from_on__isnull=True) | Q(from_on__lte=day),
                Q(until_on__isnull=True) | Q(until_on__gte=day),
            )
            .select_related("organisation")
            .order_by("pk")
        )
        running = {
            membership.organisation_id: membership.organisation.owner_id
            for membership in memberships
            if membership.organisation.runs_its_network
        }
        for membership in memberships:
            if membership.role == Role.OFFICER:
                funders.add(membership.organisation_id)
            elif membership.organisation_id in running:
                networks.add(running[membership.organisation_id])
                if membership.role == Role.ADMIN:
                    administered.add(running[membership.organisation_id])
        return cls(frozenset(networks), frozenset(administered), frozenset(funders))
