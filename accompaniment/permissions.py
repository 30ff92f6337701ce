"""Who may write on the rows of accompaniment: their own network's team, and nobody else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Model

from accompaniment.models import (
    Accompaniment,
    AccompanimentSession,
    FollowUpYear,
    Gathering,
    WorkEntry,
)
from partnership.models import Network, User
from partnership.permissions import allowed
from partnership.subjects import Kept

Row = Accompaniment | FollowUpYear | AccompanimentSession | WorkEntry


def check_can_change(user: User, row: Row) -> None:
    if row.owner_id not in user.access.networks:
        raise PermissionDenied("Cette ligne est tenue par l'équipe de son association.")


def can_change(user: User, row: Row) -> bool:
    return allowed(check_can_change, user, row)


def check_can_run(user: User, row: Model) -> None:
    """A gathering and all that hangs on it: the team of its network."""
    if row.owner_id not in user.access.networks:
        raise PermissionDenied("Ce temps collectif est tenu par l'équipe de son association.")


def can_run(user: User, row: Model) -> bool:
    return allowed(check_can_run, user, row)


def check_can_bring_to_gathering(user: User, row: Model) -> None:
    """Who was invited, sign-in sheets, files: the team, and the officers of the bodies whose
    conventions the gathering serves."""
    if row.owner_id in user.access.networks:
        return
    gathering = row if isinstance(row, Gathering) else row.gathering
    if not gathering.shares.filter(convention__funder__in=user.access.funders).exists():
        raise PermissionDenied(
            "Ce temps collectif est tenu par l'association et par les financeurs qu'il sert."
        )


def kept_of_gathering(user: User, gathering: Gathering) -> Kept:
    """Of a gathering that serves several funders, each one's officers open what their own side
    brought: a scanned sheet bears the names of everybody, and those of the other funders."""
    if gathering.owner_id in user.access.networks:
        return Kept.NOTHING
    others = gathering.shares.exclude(convention__funder__in=user.access.funders)
    return Kept.ALL_BUT_OWN if others.exists() else Kept.NOTHING


def kept_of_follow_up(user: User, row: Accompaniment) -> Kept:
    """Of a holder followed under the conventions of several funders, the association's files stay
    its own: one may name another funder. What a single funder is to read goes on the page of the
    year, an exchange or a project, each of which has one."""
    if row.owner_id in user.access.networks:
        return Kept.NOTHING
    return Kept.ALL_BUT_OWN if has_other_funders(user, row) else Kept.NOTHING


def has_other_funders(user: User, row: Accompaniment) -> bool:
    """Whether the holder is followed under a convention of a body that is not the person's."""
    return (
        row.years.filter(convention__isnull=False)
        .exclude(convention__funder__in=user.access.funders)
        .exists()
    )


def can_bring_to_gathering(user: User, row: Model) -> bool:
    return allowed(check_can_bring_to_gathering, user, row)


def check_can_close_months_of(user: User, owner_id: int, person: User) -> None:
    """Close and reopen a month: one's own, or anybody's for the administration."""
    is_own = person == user and owner_id in user.access.networks
    if not is_own and owner_id not in user.access.administered:
        raise PermissionDenied(
            "Arrêter ou rouvrir un mois revient à la personne elle-même ou à l'administration "
            "de l'association."
        )


def check_can_set_months(user: User, network: Network) -> None:
    if network.pk not in user.access.administered:
        raise PermissionDenied("Ce choix revient à l'administration de l'association.")


def can_set_months(user: User, network: Network) -> bool:
    return allowed(check_can_set_months, user, network)


def check_can_read_network(user: User) -> None:
    """The log of the whole network's year, whatever the conventions."""
    if not user.access.is_association:
        raise PermissionDenied("L'année du réseau se lit à l'association.")
