"""A network, its team and its conventions, for the tests of imports."""

import datetime
from pathlib import Path

from openpyxl import Workbook

from partnership.enums import Role
from partnership.models import Convention, Membership, Network, Organisation, User

BILAN = """Structure;Type de projet;Canaux;Nombre de sessions;Durée (min)
Tantely Soa;Coopération internationale;Tél, mails, présentiel;4;300
;Coopération internationale;Tél, mails, visio;3;210
Aidhum 62;Coopération internationale/mobilité;Présentiel;1;150
;Coopération internationale;Présentiel;1;90
Mairie de Dourges;mobilite_jeunesse;telephone;3;151
"""


def make_convention(
    reference: str = "CD62-2023", *, year: int = 2023, owner: Network | None = None
) -> Convention:
    owner = owner or Network.objects.create(name=f"Réseau {reference}")
    association = Organisation.objects.filter(owner=owner, runs_its_network=True).first()
    if association is None:
        association = Organisation.objects.create(
            owner=owner, name="Lianes coopération", runs_its_network=True
        )
    return Convention.objects.create(
        owner=owner,
        reference=reference,
        purpose="Accompagner les porteurs de projet",
        funder=Organisation.objects.create(owner=owner, name=f"Département {reference}"),
        beneficiary=association,
        original_starts_on=datetime.date(year, 1, 1),
        original_ends_on=datetime.date(year, 12, 31),
    )


def make_member(owner: Network, first: str, last: str) -> User:
    user = User.objects.create_user(
        f"{first}.{last}@exemple.fr".lower(), first_name=first, last_name=last
    )
    association = Organisation.objects.get(owner=owner, runs_its_network=True)
    Membership.objects.create(user=user, organisation=association, role=Role.STAFF)
    return user


def write_csv(folder: Path, text: str, name: str = "sessions.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def write_workbook(folder: Path, *rows, name: str = "sessions.xlsx") -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    path = folder / name
    workbook.save(path)
    workbook.close()
    return path
