"""Who writes on projects, schemes and calls."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from partnership.enums import Side
from partnership.models import Call, FundingScheme, Project, User
from partnership.permissions import allowed
from partnership.subjects import Kept


def check_can_keep_projects(user: User) -> None:
    if not user.access.is_association:
        raise PermissionDenied("Les projets sont tenus par l'équipe de l'association.")


def can_keep_projects(user: User) -> bool:
    return allowed(check_can_keep_projects, user)


def check_can_keep_project(user: User, project: Project) -> None:
    """What the holder wants to do: the team of its network."""
    if project.owner_id not in user.access.networks:
        raise PermissionDenied("Ce projet est tenu par l'équipe de son association.")


def can_keep_project(user: User, project: Project) -> bool:
    return allowed(check_can_keep_project, user, project)


def check_can_say_step(user: User, project: Project) -> None:
    """Deposits and outcomes: the team, and the officers of the body whose scheme it answers."""
    funder = project.scheme.funder_id if project.scheme_id else None
    if project.owner_id not in user.access.networks and funder not in user.access.funders:
        raise PermissionDenied(
            "Les étapes de ce projet sont notées par l'association et par son financeur."
        )


def can_say_step(user: User, project: Project) -> bool:
    return allowed(check_can_say_step, user, project)


def check_can_keep_scheme(user: User, scheme: FundingScheme | Call) -> None:
    """A scheme and its calls: the team, and the officers of the body that funds them."""
    scheme = scheme.scheme if isinstance(scheme, Call) else scheme
    if scheme.owner_id not in user.access.networks and scheme.funder_id not in user.access.funders:
        raise PermissionDenied(
            "Ce dispositif est tenu par l'association et par le financeur qui le porte."
        )


def can_keep_scheme(user: User, scheme: FundingScheme | Call) -> bool:
    return allowed(check_can_keep_scheme, user, scheme)


def side_of(user: User, project: Project) -> Side:
    """On whose behalf the person speaks of this project."""
    return Side.ASSOCIATION if project.owner_id in user.access.networks else Side.FUNDER


def kept_of_project(user: User, project: Project) -> Kept:
    return kept_of_projects(user, project.owner_id)


def kept_of_projects(user: User, owner_id: int) -> Kept:
    """Of the projects of a network, an officer opens what the association brought and what their
    own side did: one that changed scheme keeps what the officers of the first brought."""
    return Kept.NOTHING if owner_id in user.access.networks else Kept.OTHER_FUNDERS
