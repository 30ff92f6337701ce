"""The columns of accompaniment's exports: what goes out comes back in unchanged."""

from __future__ import annotations

import datetime

from accompaniment.enums import DatePrecision
from accompaniment.importing.matching import Team
from accompaniment.models import AccompanimentSession, FollowUpYear, WorkEntry
from partnership.rendering.tables import Column


def _date(row: AccompanimentSession | WorkEntry) -> datetime.date | str:
    if row.date_precision == DatePrecision.DAY:
        return row.date
    if row.date_precision == DatePrecision.MONTH:
        return f"{row.date:%m/%Y}"
    return str(row.date.year)


def _organisation(row: FollowUpYear, field: str) -> str:
    organisation = row.accompaniment.organisation
    return getattr(organisation, field) if organisation else ""


class _Staff:
    """The people of a row, by name; by e-mail address where a name would not be clear. Reads each
    network's team once."""

    def __init__(self):
        self._teams: dict[int, Team] = {}

    def __call__(self, row: AccompanimentSession | WorkEntry) -> str:
        people = list(row.staff.all())
        if people and row.owner_id not in self._teams:
            self._teams[row.owner_id] = Team(row.owner_id)
        team = self._teams.get(row.owner_id)
        return ", ".join(team.written(one, present=people) for one in people) if team else ""


def _common() -> list[Column]:
    return [
        Column("Référence", lambda row: str(row.uid)),
        Column("Convention", lambda row: row.convention.reference if row.convention else ""),
        Column("Date", _date),
        Column("Structure", lambda row: row.organisation.name if row.organisation else ""),
        Column("Ville", lambda row: row.organisation.town if row.organisation else ""),
        Column("Nature", lambda row: row.get_kind_display()),
        Column("Durée (min)", lambda row: row.minutes),
        Column("Salarié·e", _Staff()),
        Column("Objet", lambda row: row.line),
    ]


def sessions() -> list[Column]:
    """The columns of one export."""
    return [
        *_common(),
        Column("Canaux", lambda row: ", ".join(row.channel_labels)),
        Column("Mode", lambda row: row.mode_label),
        Column("Type de projet", lambda row: ", ".join(row.follow_up.kind_labels)),
        Column("Points d'aide", lambda row: ", ".join(row.help_labels)),
        Column("État", lambda row: row.get_state_display()),
    ]


def work() -> list[Column]:
    """The columns of one export."""
    return [
        *_common(),
        Column("Forme de la valorisation", lambda row: row.get_promotion_display()),
        Column("Action du programme", lambda row: row.commitment.label if row.commitment else ""),
    ]


def _last_exchange(row: FollowUpYear) -> datetime.date | str:
    """Reads what `with_last_exchange()` gives, as precisely as it is known."""
    if row.last_on is None or row.last_precision == DatePrecision.DAY:
        return row.last_on or ""
    if row.last_precision == DatePrecision.MONTH:
        return f"{row.last_on:%m/%Y}"
    return str(row.last_on.year)


FOLLOW_UPS = [
    Column("Référence", lambda row: str(row.uid)),
    Column("Structure", lambda row: _organisation(row, "name")),
    Column("Ville", lambda row: _organisation(row, "town")),
    Column("Mode", lambda row: row.get_mode_display()),
    Column("Type de projet", lambda row: ", ".join(row.kind_labels)),
    Column("Convention", lambda row: row.convention.reference if row.convention else ""),
    Column("Suivi par", lambda row: str(row.lead) if row.lead else ""),
    Column("Dernier échange", _last_exchange),
    Column("À revoir le", lambda row: row.review_on),
    Column("À regarder", lambda row: row.advice_flag),
]
CALLBACKS = [
    Column("Structure", lambda row: _organisation(row, "name")),
    Column("Ville", lambda row: _organisation(row, "town")),
    Column("Convention", lambda row: row.convention.reference if row.convention else ""),
    Column("Suivi par", lambda row: str(row.lead) if row.lead else ""),
    Column("À revoir le", lambda row: row.review_on),
    Column("Relancé le", lambda row: row.reminded_on),
    Column("Dernier échange", _last_exchange),
    Column("De quoi il s'agissait", lambda row: row.last_line or ""),
    Column("Et ensuite", lambda row: row.next_steps),
]


def proposals() -> list[Column]:
    """What mails and a calendar propose to a person."""
    return [
        Column("Référence", lambda row: str(row.uid)),
        Column("Date", lambda row: row.date),
        Column("Début", lambda row: f"{row.starts_at:%H:%M}" if row.starts_at else ""),
        Column("Durée (min)", lambda row: row.minutes),
        Column("Objet", lambda row: row.title),
        Column("Structure", lambda row: row.organisation.name if row.organisation else ""),
        Column("Avec", lambda row: ", ".join(row.correspondents)),
        Column("Vient de", lambda row: row.get_source_display()),
        Column("État", lambda row: row.get_state_display()),
    ]
