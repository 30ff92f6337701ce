"""Who may do what. A rule raises, with words for people; its twin, where a page asks, answers yes
or no."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from partnership.enums import Role
from partnership.models import Convention, Expense, Import, Organisation, User
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


def _reserve(user: User, convention: Convention, roles: set[Role], words: str) -> None:
    if not roles_on(user, convention) & roles:
        raise PermissionDenied(words)


def check_can_create_convention(user: User) -> None:
    if not user.access.is_admin:
        raise PermissionDenied(
            "Préparer une convention revient à l'administration de l'association."
        )


def can_create_convention(user: User) -> bool:
    return allowed(check_can_create_convention, user)


def check_can_prepare_convention(user: User, convention: Convention) -> None:
    """The proposal: terms, programme, budget, chapters."""
    _reserve(
        user,
        convention,
        {Role.ADMIN},
        "Préparer la convention revient à l'administration de l'association.",
    )


def can_prepare_convention(user: User, convention: Convention) -> bool:
    return allowed(check_can_prepare_convention, user, convention)


def check_can_write_papers(user: User, convention: Convention) -> None:
    """The officer's file: vote, imputation, visas, annexes, texts."""
    _reserve(
        user,
        convention,
        {Role.OFFICER},
        "Ces documents sont préparés par le financeur de la convention.",
    )


def can_write_papers(user: User, convention: Convention) -> bool:
    return allowed(check_can_write_papers, user, convention)


def check_can_agree(user: User, convention: Convention) -> None:
    """What binds both sides: amendments, readings, signature."""
    _reserve(
        user,
        convention,
        {Role.ADMIN, Role.OFFICER},
        "Cette décision revient à l'administration de l'association ou au financeur.",
    )


def can_agree(user: User, convention: Convention) -> bool:
    return allowed(check_can_agree, user, convention)


def check_can_keep_money(user: User, convention: Convention) -> None:
    """Budget lines, expenses, payments, explanations of gaps."""
    _reserve(
        user,
        convention,
        {Role.ADMIN},
        "Le budget et les dépenses sont tenus par l'administration de l'association.",
    )


def can_keep_money(user: User, convention: Convention) -> bool:
    return allowed(check_can_keep_money, user, convention)


def check_can_keep_expense(user: User, expense: Expense) -> None:
    """An expense may be charged to several conventions: its network's administration keeps it."""
    if expense.owner_id not in user.access.administered:
        raise PermissionDenied(
            "Le budget et les dépenses sont tenus par l'administration de l'association."
        )


def can_keep_expense(user: User, expense: Expense) -> bool:
    return allowed(check_can_keep_expense, user, expense)


def check_can_import(user: User, convention: Convention | None = None) -> None:
    """Any spreadsheet, into this convention where the kind has one."""
    may = user.access.is_admin
    if convention is not None:
        may = Role.ADMIN in roles_on(user, convention)
    if not may:
        raise PermissionDenied("Importer un tableau revient à l'administration de l'association.")


def can_import(user: User) -> bool:
    return allowed(check_can_import, user)


def check_can_undo_import(user: User, import_run: Import) -> None:
    if import_run.owner_id not in user.access.administered:
        raise PermissionDenied("Défaire un import revient à l'administration de l'association.")


def check_can_keep_rates(user: User) -> None:
    """What an hour of each person costs."""
    if not user.access.is_admin:
        raise PermissionDenied(
            "Les coûts horaires sont tenus par l'administration de l'association."
        )


def can_keep_rates(user: User) -> bool:
    return allowed(check_can_keep_rates, user)


def check_can_see_staff_time(user: User, convention: Convention) -> None:
    """The association; its funder once the association's administration chose so."""
    roles = roles_on(user, convention)
    if Role.STAFF not in roles and not (Role.OFFICER in roles and convention.shares_staff_time):
        raise PermissionDenied(
            "Le temps de travail reste à l'association, tant qu'elle n'a pas choisi de le montrer."
        )


def check_can_read_time_sheet(user: User, expense: Expense) -> None:
    """It bears a name and an hourly cost: the administration, and the person themselves."""
    mine = expense.person_id == user.pk and expense.owner_id in user.access.networks
    if expense.owner_id not in user.access.administered and not mine:
        raise PermissionDenied(
            "Une feuille de temps est lue par l'administration de l'association et par la "
            "personne dont c'est le temps."
        )


def can_read_time_sheet(user: User, expense: Expense) -> bool:
    return allowed(check_can_read_time_sheet, user, expense)


def check_can_settle(user: User, convention: Convention) -> None:
    """Propose a settlement, decide it, decide on a carry-over, extend the bilan's day."""
    _reserve(user, convention, {Role.OFFICER}, "Cette décision revient au financeur.")


def can_settle(user: User, convention: Convention) -> bool:
    return allowed(check_can_settle, user, convention)


def check_can_show_evidence(user: User, convention: Convention) -> None:
    """Evidence of communication, files on what was done, answers to questions."""
    _reserve(
        user,
        convention,
        {Role.STAFF},
        "Les preuves et les réponses sont données par l'équipe de l'association.",
    )


def can_show_evidence(user: User, convention: Convention) -> bool:
    return allowed(check_can_show_evidence, user, convention)


def check_can_review(user: User, convention: Convention) -> None:
    """Accept, ask, refuse, on one item of the convention."""
    _reserve(user, convention, {Role.OFFICER}, "Accepter ou demander revient au financeur.")


def can_review(user: User, convention: Convention) -> bool:
    return allowed(check_can_review, user, convention)


def check_can_keep_directory(user: User) -> None:
    if not user.access.is_association:
        raise PermissionDenied("L'annuaire est tenu par l'équipe de l'association.")


def can_keep_directory(user: User) -> bool:
    return allowed(check_can_keep_directory, user)


def check_can_keep_organisation(user: User, organisation: Organisation) -> None:
    """A structure of one's own directory: another network's, which an officer may read, is not."""
    check_can_keep_directory(user)
    if organisation.owner_id not in user.access.networks:
        raise PermissionDenied("Cette structure est dans l'annuaire d'un autre réseau.")


def can_keep_organisation(user: User, organisation: Organisation) -> bool:
    return allowed(check_can_keep_organisation, user, organisation)


def check_can_merge(user: User) -> None:
    if not user.access.is_admin:
        raise PermissionDenied(
            "Fusionner ou importer des structures revient à l'administration de l'association."
        )


def can_merge(user: User) -> bool:
    return allowed(check_can_merge, user)
