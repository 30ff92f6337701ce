"""The columns of a gathering's participants as they go out: an import reads them back."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from accompaniment.attendance.sign_up_rules import first_day
from accompaniment.models import Attendance, Gathering
from partnership.rendering.tables import Column


def columns(gathering: Gathering, *, with_addresses: bool) -> list[Column]:
    """Those of one export. Addresses of people are the association's alone."""
    day = first_day(gathering)
    found = [
        Column("Référence", lambda row: str(row.uid)),
        Column("Sujet", lambda row: gathering.title),
        Column("Date", _same(day)),
        Column("Structure", lambda row: row.structure),
        Column("Nom", lambda row: row.last_name),
        Column("Prénom", lambda row: row.first_name),
        Column("Ville", _town),
        Column("Type de projet", lambda row: row.get_project_kind_display()),
        Column("Nombre de participants", lambda row: row.people),
        Column("Présence", lambda row: row.get_state_display()),
        Column("Jeunes", lambda row: row.young_people),
        Column("Fonction", lambda row: row.role),
        Column("Motif", lambda row: row.reason),
        Column("Sans inscription", lambda row: "oui" if row.is_walk_in else "non"),
        Column("A signé", lambda row: "oui" if row.signed_at else "non"),
    ]
    if with_addresses:
        found += [
            Column("Courriel", lambda row: row.email),
            Column("Téléphone", lambda row: row.phone),
        ]
    return found


def _same(day: datetime.date | None) -> Callable[[Attendance], datetime.date | None]:
    return lambda row: day


def _town(row: Attendance) -> str:
    return (row.organisation.town if row.organisation else "") or row.town
