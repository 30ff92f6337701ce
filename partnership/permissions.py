"""Who may do what. Each rule is a pair: one that raises, with words for people, and its twin."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from partnership.enums import Role
from partnership.models import Convention, User
from partnership.transitions import Transition


def allowed(check: Callable[..., None], *args) -> bool:
    """The boolean twin of a check."""
    try:
        check(*args)
    except PermissionDenied:
        return False
    return True


def roles_on(user: User, convention: Convention) -> set[Role]:
    """The roles the person has towards this convention."""
    access, roles = user.access, set()
    if convention.owner_id in access.networks:
        roles.add(Role.STAFF)
    if convention.owner_id in access.administered:
        roles.add(Role.ADMIN)
    if convention.funder_id in access.funders:
        roles.add(Role.OFFICER)
    return roles


def check_can_move_convention(user: User, convention: Convention, transition: Transition) -> None:
    if not roles_on(user, convention) & set(transition.roles):
        who = " ou ".join(role.label for role in transition.roles)
        raise PermissionDenied(f"« {transition.label} » revient à : {who}.")


def can_move_convention(user: User, convention: Convention, transition: Transition) -> bool:
    return allowed(check_can_move_convention, user, convention, transition)


def check_can_keep_time(user: User) -> None:
    if not user.access.is_association:
        raise PermissionDenied("Les échanges sont notés par l'équipe de l'association.")


def can_keep_time(user: User) -> bool:
    return allowed(check_can_keep_time, user)


def check_can_write_report(user: User, convention: Convention) -> None:
    if Role.STAFF not in roles_on(user, convention):
        raise PermissionDenied(
            "Le bilan est en préparation à l'association : il vous sera transmis une fois arrêté."
        )


def can_write_report(user: User, convention: Convention) -> bool:
    return allowed(check_can_write_report, user, convention)


def check_can_produce_report(user: User, convention: Convention) -> None:
    if Role.ADMIN not in roles_on(user, convention):
        raise PermissionDenied(
            "Exporter et arrêter le bilan revient à l'administration de l'association."
        )


def can_produce_report(user: User, convention: Convention) -> bool:
    return allowed(check_can_produce_report, user, convention)
