"""The bodies and people of the demonstration, made once."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from partnership import files
from partnership.actions import organisations as organisation_actions
from partnership.demonstration import LOGINS, DemoLogin
from partnership.enums import OrganisationKind, Role
from partnership.models import (
    Commitment,
    CommitmentReading,
    Membership,
    Network,
    Organisation,
    User,
)

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Stage:
    """The bodies and people of the demonstration."""

    network: Network
    association: Organisation
    department: Organisation
    imaginary: Organisation
    staff: User
    admin: User
    today: datetime.date


def set_stage(today: datetime.date) -> tuple[Stage, bool]:
    network, is_new = Network.objects.get_or_create(name="Lianes coopération")
    association = organisation(
        network,
        "Lianes coopération",
        short_name="Lianes",
        kind=OrganisationKind.ASSOCIATION,
        siret="43853522100024",
        address="5 rue Jules de Vicq, 59800 Lille",
        representative="Madame Elise MOULENE, Présidente",
        town="Lille",
        runs_its_network=True,
        email="bonjour@lianes.example",
        logo="lianes",
    )
    department = organisation(
        network,
        "Département du Pas-de-Calais",
        kind=OrganisationKind.LOCAL_AUTHORITY,
        siret="22620001200012",
        address="Hôtel du Département, rue Ferdinand Buisson, 62018 Arras Cedex 9",
        representative="Monsieur Jean-Claude Leroy, Président du Conseil départemental",
        town="Arras",
        territory="62",
        logo="pas-de-calais",
    )
    imaginary = organisation(
        network,
        "Conseil du Pays imaginaire",
        kind=OrganisationKind.LOCAL_AUTHORITY,
        town="Port-Fictif",
        is_fictitious=True,
        logo="pays-imaginaire",
    )
    camille, direction, agent, other = LOGINS
    stage = Stage(
        network,
        association,
        department,
        imaginary,
        staff=person(camille, "Camille", "Exemple", association, Role.STAFF),
        admin=person(direction, "Dominique", "Exemple", association, Role.ADMIN),
        today=today,
    )
    person(agent, "Alix", "Exemple", department, Role.OFFICER)
    person(other, "Sacha", "Exemple", imaginary, Role.OFFICER)
    return stage, is_new


def organisation(network: Network, name: str, *, logo: str = "", **fields) -> Organisation:
    found = Organisation.objects.filter(owner=network, name=name).first()
    if found is not None:
        return found
    made = organisation_actions.create_organisation(owner=network, name=name, by=None, **fields)
    if logo:
        made.logo = files.store(
            made,
            name=f"{logo}.svg",
            content=(HERE / "logos" / f"{logo}.svg").read_bytes(),
            content_type="image/svg+xml",
        )
        made.save(update_fields=["logo"])
    return made


def person(login: DemoLogin, first: str, last: str, body: Organisation, role: Role) -> User:
    user = User.objects.filter(email=login.email).first()
    if user is None:
        user = User.objects.create_user(
            login.email, login.password, first_name=first, last_name=last
        )
    Membership.objects.get_or_create(user=user, organisation=body, role=role)
    return user


def propose_reading(
    stage: Stage,
    commitment: Commitment,
    figure_id: str,
    filters: dict[str, list[str]],
    beside: list[str],
) -> None:
    """The association says how it counts an action, from the first day of the convention."""
    CommitmentReading.objects.create(
        commitment=commitment,
        figure_id=figure_id,
        filters=filters,
        beside=beside,
        valid_from=commitment.convention.terms().starts_on,
        proposed_by=stage.association,
    )
