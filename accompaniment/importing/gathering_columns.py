"""The columns of spreadsheets of collective times and of who took part."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from accompaniment.enums import Presence
from partnership import cells
from partnership.cells import CellError
from partnership.importing.project_words import list_of_kinds
from partnership.sheets import Column

LONGEST = 7 * 24 * 60  # minutes of one date
MOST_PEOPLE = 100_000

_PRESENCE_WORDS = {
    Presence.PRESENT: ("présente", "présents", "présentes", "oui", "x", "1", "venu", "venue", "p"),
    Presence.EXCUSED: ("excusée", "excusés", "excusées", "exc", "e"),
    Presence.ABSENT: ("absente", "absents", "absentes", "non", "0", "abs", "a"),
    Presence.REGISTERED: ("inscrite", "inscrits", "inscrites", "inscription"),
    Presence.INVITED: ("invitée", "invités", "invitées"),
    Presence.NO_REPLY: ("pas de réponse", "sans retour"),
    Presence.WAITING: ("en attente", "attente"),
    Presence.WITHDRAWN: ("annulé", "annulée", "désisté", "désistée", "désistement"),
}
_YES_OR_NO = {"oui": True, "x": True, "1": True, "non": False, "0": False}


def _link(raw: Any, header: str) -> str:
    value = cells.text_up_to(500)(raw, header)
    try:
        URLValidator(schemes=("http", "https"))(value)
    except ValidationError:
        raise CellError(
            f"« {value} » n'est pas un lien : écrivez-le en entier, avec https://."
        ) from None
    return value


def _people(smallest: int):
    def parse(raw: Any, header: str) -> int:
        count = cells.whole_number(raw, header)
        if not smallest <= count <= MOST_PEOPLE:
            raise CellError(f"Un nombre de personnes va de {smallest} à {MOST_PEOPLE}.")
        return count

    return parse


SUBJECT = Column(
    "title",
    "Sujet",
    cells.text_up_to(300),
    ("Intitulé", "Titre", "Objet", "Thème", "Sujet de la réunion", "Réunion", "Temps collectif"),
    required=True,
    may_be_empty=True,
    literal=True,
)


def _dates(raw: Any, header: str) -> tuple[cells.PartialDate, ...]:
    """One date, or several of one collective time: « 02/03/2023 ; 09/03/2023 »."""
    if not isinstance(raw, str):
        return (cells.date(raw, header),)
    parts = [part for part in raw.split(";") if part.strip()]
    return tuple(dict.fromkeys(cells.date(part, header) for part in parts or [raw]))


DATES = Column(
    "date",
    "Date",
    _dates,
    ("Date de la réunion", "Jour", "Dates"),
    required=True,
    may_be_empty=True,
)
DATE = Column(
    "date",
    "Date",
    cells.date,
    ("Date de la réunion", "Jour", "Dates"),
    required=True,
    may_be_empty=True,
)
REFERENCE = Column("reference", "Référence", cells.reference, ("Ref", "UID"))

GATHERING_COLUMNS = (
    SUBJECT,
    DATES,
    Column(
        "minutes",
        "Durée",
        cells.duration_up_to(LONGEST),
        (
            "Durée (h)",
            "Durée (min)",
            "Durée (mn)",
            "Durée (heures)",
            "Durée (minutes)",
            "Durée en heures",
            "Durée en minutes",
            "Durée (heure)",
            "Durée totale",
            "Durée totale (h)",
            "Durée totale (min)",
            "Heures",
            "Nombre d'heures",
            "Nb d'heures",
            "Nb heures",
            "Minutes",
        ),
        required=True,
        may_be_empty=True,
    ),
    Column(
        "kind",
        "Type de réunion",
        cells.text_up_to(120),
        ("Type", "Nature", "Type de rencontre", "Type de temps collectif", "Catégorie"),
    ),
    Column("place", "Localisation", cells.text_up_to(200), ("Lieu", "Où", "Endroit")),
    Column("town", "Commune", cells.text_up_to(120), ("Ville",)),
    Column("link", "Lien", _link, ("Lien de la visio", "Lien visio")),
    Column(
        "participants",
        "Nombre de participants",
        _people(0),
        (
            "Participants",
            "Participant·es",
            "Nb de participants",
            "Nb participants",
            "Nombre participants",
            "Nombre de participant·es",
            "Nombre de participant(e)s",
            "Nombre de personnes",
            "Participants annoncés",
        ),
    ),
    Column(
        "organisations",
        "Nombre de structures",
        _people(0),
        ("Structures", "Nb de structures", "Structures annoncées"),
    ),
    Column("aim", "Objectif", cells.text_up_to(5000), ("Objectifs",)),
    Column("convention", "Convention", cells.text, ("Référence de la convention", "Conventions")),
    REFERENCE,
)


def _presence() -> dict[str, str]:
    return {
        word: state.value
        for state in Presence
        for word in (state.value, state.label, *_PRESENCE_WORDS.get(state, ()))
    }


ATTENDANCE_COLUMNS = (
    SUBJECT,
    DATE,
    Column(
        "organisation",
        "Structure",
        cells.text_up_to(200),
        ("Nom de la structure", "Organisme", "Porteur"),
        required=True,
        may_be_empty=True,
        literal=True,
    ),
    Column("last_name", "Nom", cells.text_up_to(80), ("Nom de famille",), literal=True),
    Column("first_name", "Prénom", cells.text_up_to(80)),
    Column("role", "Fonction", cells.text_up_to(120), ("Qualité", "Rôle")),
    Column("email", "Courriel", cells.text_up_to(254), ("Mail", "E-mail", "Email")),
    Column("phone", "Téléphone", cells.text_up_to(40), ("Tél",)),
    Column("town", "Ville", cells.text_up_to(120), ("Commune",)),
    Column("siret", "SIRET", cells.siret, ("N° SIRET",)),
    Column(
        "project_kind",
        "Type de projet",
        list_of_kinds,
        ("Type(s) de projet", "Types de projet", "Type projet"),
    ),
    Column(
        "people",
        "Nombre de participants",
        _people(0),
        (
            "Participants",
            "Nb de participants",
            "Nombre participants",
            "Nombre de personnes",
            "Nombre",
        ),
    ),
    Column(
        "young_people",
        "Nombre de jeunes",
        _people(0),
        ("Jeunes", "Dont jeunes", "Nb de jeunes"),
    ),
    Column(
        "state",
        "Présence",
        cells.choice(_presence(), Presence.labels),
        ("Présent", "Présence (oui/non)", "Statut", "État"),
    ),
    Column("reason", "Motif", cells.text_up_to(200), ("Motif de l'absence",)),
    Column(
        "is_walk_in",
        "Sans inscription",
        cells.choice(_YES_OR_NO, ("oui", "non")),
        ("Venu sans inscription", "Venue sans inscription"),
    ),
    REFERENCE,
)

_DAY = datetime.date(2026, 3, 2)
GATHERING_EXAMPLE = {
    "title": "Construire son budget",
    "kind": "Atelier",
    "date": _DAY,
    "minutes": "2h30",
    "place": "Mairie",
    "town": "Arras",
    "participants": 12,
    "organisations": 8,
    "aim": "Chiffrer un projet",
}
ATTENDANCE_EXAMPLE = {
    "title": "Construire son budget",
    "date": _DAY,
    "organisation": "Amis du Fleuve imaginaire",
    "town": "Arras",
    "last_name": "Exemple",
    "first_name": "Camille",
    "role": "Trésorière",
    "email": "camille@exemple.fr",
    "phone": "",
    "project_kind": "Coopération internationale",
    "people": 1,
    "young_people": 0,
    "state": "Présente",
}
