"""The columns of a spreadsheet of sessions, and the words that people write in them."""

from __future__ import annotations

import datetime

from accompaniment.enums import Channel, EntryState, HelpPoint, Mode, SessionKind
from partnership import cells
from partnership.cells import CellError
from partnership.enums import ProjectKind
from partnership.sheets import Column

MOST_SESSIONS = 500  # of one line
LONGEST = 24 * 60  # minutes of one session
DURATION_LABELS = ("Durée (h)", "Durée (min)", "Durée")

_CHANNEL_WORDS = {
    Channel.PHONE: ("tél", "tel", "appel", "appel téléphonique", "entretien téléphonique"),
    Channel.MAIL: ("mails", "e-mail", "e-mails", "email", "emails", "courriel", "courriels"),
    Channel.VIDEO: ("visioconférence", "visio-conférence", "visios", "vidéo", "en visio"),
    Channel.IN_PERSON: ("en présentiel", "sur place", "en personne", "rencontre"),
}
_PROJECT_KIND_WORDS = {
    ProjectKind.COOPERATION: ("coopération", "solidarité internationale"),
    ProjectKind.MOBILITY: ("mobilité internationale",),
    ProjectKind.YOUTH_MOBILITY: ("mobilité des jeunes", "mobilité de jeunes"),
    ProjectKind.TWINNING: ("jumelages",),
    ProjectKind.CITIZENSHIP: ("ECSI", "éducation à la citoyenneté mondiale"),
}
_MODE_WORDS = {
    Mode.REINFORCED: ("accompagnement", "renforcé"),
    Mode.ADVICE: ("appui conseil", "conseil"),
    Mode.CONTACT: ("contact",),
    Mode.UNKNOWN: ("inconnu",),
}
_NATURE_WORDS = {
    SessionKind.MEETING: ("échange", "session", "rendez-vous", "entretiens", "rdv"),
    SessionKind.PROOFREADING: ("relectures",),
    SessionKind.MAIL: ("mails", "courriel", "courriels", "e-mail", "email"),
    SessionKind.DOCUMENTS: ("envoi de document", "envoi", "document"),
    SessionKind.INTRODUCTION: ("mises en lien", "mise en relation"),
    SessionKind.INVITATION: ("invitations",),
    SessionKind.REMINDER: ("relances",),
}


def _words(choices, more) -> cells.Parser:
    words = {}
    for member in choices:
        for word in (member.value, member.label, *more.get(member, ())):
            words[word] = member.value
    return cells.choice(words, choices.labels)


def _session_count(raw, header: str) -> int:
    count = cells.whole_number(raw, header)
    if not 1 <= count <= MOST_SESSIONS:
        raise CellError(f"Le nombre de sessions va de 1 à {MOST_SESSIONS} : vérifiez-le.")
    return count


SESSION_COLUMNS = (
    Column(
        "organisation",
        "Structure",
        cells.text_up_to(200),
        ("Nom de la structure", "Structures", "Porteur", "Porteur de projet", "Porteuse"),
        required=True,
        may_be_empty=True,
        literal=True,
    ),
    Column("town", "Ville", cells.text_up_to(120), ("Commune",)),
    Column(
        "kinds",
        "Type de projet",
        cells.list_of(_words(ProjectKind, _PROJECT_KIND_WORDS)),
        (
            "Types de projet",
            "Types",
            "Type(s) de projet",
            "Type de projets",
            "Types de projets",
            "Types projet",
            "Type projet",
        ),
    ),
    Column("mode", "Mode", _words(Mode, _MODE_WORDS), ("Mode d'accompagnement",)),
    Column(
        "channels",
        "Canaux",
        cells.list_of(_words(Channel, _CHANNEL_WORDS)),
        ("Canal", "Canal(aux)", "Moyens"),
    ),
    Column("date", "Date", cells.date, ("Date de la session", "Date de l'échange")),
    Column(
        "count",
        "Nombre de sessions",
        _session_count,
        ("Sessions", "Nb de sessions", "Nb sessions", "Nombre d'entretiens"),
    ),
    Column(
        "minutes",
        "Durée",
        cells.duration_up_to(MOST_SESSIONS * LONGEST),
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
            "Minutes",
            "Heures",
        ),
    ),
    Column(
        "nature",
        "Nature",
        _words(SessionKind, _NATURE_WORDS),
        ("Nature de l'échange",),
    ),
    Column(
        "staff",
        "Salarié·e",
        cells.list_of(cells.text),
        (
            "Salarié",
            "Salariée",
            "Salariés",
            "Salarié·es",
            "Salarié·e·s",
            "Salarié(e)",
            "Salarié(e)s",
            "Salarié(s)",
            "Chargé·e de mission",
        ),
    ),
    Column("line", "Objet", cells.text_up_to(500), ("De quoi il s'agissait",)),
    Column(
        "helps",
        "Points d'aide",
        cells.list_of(_words(HelpPoint, {})),
        ("Point d'aide", "Sur quoi"),
    ),
    Column("state", "État", _words(EntryState, {}), ("Etat de l'échange",)),
    Column("convention", "Convention", cells.text, ("Référence de la convention",)),
    Column("reference", "Référence", cells.reference, ("Ref", "UID")),
)
EXAMPLE = {
    "organisation": "Amis du Fleuve imaginaire",
    "town": "Arras",
    "date": datetime.date(2026, 3, 2),
    "minutes": "1h30",
    "channels": "Téléphone, mail",
    "nature": "Entretien",
    "mode": "Accompagnement renforcé",
    "kinds": "Coopération internationale",
    "staff": "",
    "line": "Budget du forage",
    "count": 1,
}
