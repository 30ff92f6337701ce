"""The words of a network's log: kinds of gatherings and places, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from accompaniment.enums import GatheringKind, PlaceKind
from partnership.geography.towns import find_town
from partnership.models import Network, Organisation
from partnership.text import normalise

_KINDS = {
    GatheringKind.WORKSHOP: ("atelier collectif", "atelier thématique"),
    GatheringKind.TRAINING: ("journée de formation", "session de formation"),
    GatheringKind.DEPARTURE: ("prépa départ", "préparation départ", "formation au départ"),
    GatheringKind.MOCK_JURY: ("jury d'entraînement", "oral blanc"),
    GatheringKind.WEBINAR: ("webinar", "wébinaire", "conférence en ligne"),
    GatheringKind.INFORMATION: (
        "information", "réunion info", "réunion d'info", "réunion information",
        "information collective", "info collective", "séance d'information",
    ),
    GatheringKind.NETWORK: (
        "réseau", "réunion réseau", "réunion du réseau", "rencontre réseau", "rencontre de réseau",
        "rencontre du réseau", "animation de réseau", "animation du réseau",
    ),
    GatheringKind.PARTNER: (
        "partenaire", "prestataire", "rdv partenaire", "rdv prestataire", "rendez-vous partenaire",
        "rendez-vous prestataire", "réunion partenaire", "réunion prestataire",
        "rencontre partenaire", "rencontre prestataire", "réunion partenariale", "partenariat",
        "rencontre avec un partenaire", "rencontre avec un prestataire",
    ),
    GatheringKind.EVENT: ("evt", "événementiel", "manifestation"),
    GatheringKind.JURY: ("jury de sélection", "jury d'attribution"),
    GatheringKind.STEERING: ("copil", "comité pilotage", "réunion de pilotage", "copil élargi"),
    GatheringKind.LOGGED_FOLLOW_UP: (
        "accompagnement", "accompagnement individuel", "accompagnement de projet",
        "accompagnement porteur", "accompagnement de porteur", "rdv accompagnement",
        "rendez-vous d'accompagnement",
    ),
    GatheringKind.OTHER: ("divers",),
}  # fmt: skip

_ONLINE = {
    "visio", "visioconference", "visioconf", "visiophonie", "zoom", "teams", "ligne", "distanciel",
    "distance", "webinaire", "meet", "jitsi", "skype", "internet", "web", "virtuel", "bbb",
    "bigbluebutton", "online", "gotomeeting", "webex", "livestorm",
}  # fmt: skip
_OWN = {"bureau", "bureaux", "locaux", "siege"}
_EMPTY = {
    "a", "au", "aux", "chez", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "nos",
    "notre", "par", "sur", "via", "google", "microsoft", "ms", "lien", "salle", "reunion",
    "association", "conference", "uniquement", "only",
}  # fmt: skip
_PARTS = re.compile(r"\s*[,;/()\n]\s*|\s+[-–—]\s+")
_AT_THE_END = re.compile(r"^.+\b(?:à|a|au|aux|d'|d’|de|du)\s*([A-ZÀ-Ý].+)$")
_TOWN_HALL = re.compile(r"^(?:mairie|ville|commune)\s+(?:de\s+|du\s+|des\s+|d['’])(.+)$", re.I)


def word_key(words: str) -> str:
    """What a word shares with its plural, whatever its case and accents."""
    return " ".join(
        one.removesuffix("s") if len(one) > 3 else one for one in normalise(words).split()
    )


def _known_kinds() -> dict[str, GatheringKind]:
    return {
        word_key(word): kind
        for kind in GatheringKind
        for word in (kind.value, kind.label, *_KINDS.get(kind, ()))
    }


KINDS = _known_kinds()


def kind_of(words: str) -> GatheringKind | None:
    """The kind that these words name; None when nobody can say."""
    return KINDS.get(word_key(words))


@dataclass(frozen=True)
class Place:
    kind: PlaceKind
    town: str = ""
    insee_code: str = ""


class OwnPlaces:
    """How people of a network name its association's own offices."""

    def __init__(self, owner: Network):
        association = Organisation.objects.filter(owner=owner, runs_its_network=True).first()
        self.town = normalise(association.town) if association else ""
        self.address = f" {normalise(association.address)} " if association else ""
        names = (association.name, association.short_name) if association else ()
        known = {normalise(name) for name in names} - {""}
        self.names = sorted(known, key=len, reverse=True)  # the whole name before its initials

    def holds(self, words: str) -> bool:
        """True for « bureau », « nos locaux », the association's name, its very address."""
        said = normalise(words)
        for name in self.names:
            said = re.sub(rf"\b{re.escape(name)}\b", "bureau", said)
        meant = set(said.split()) - _EMPTY - set(self.town.split())
        if meant and meant <= _OWN:
            return True
        is_address = any(char.isdigit() for char in said) and any(
            word.isalpha() and word not in self.town.split() for word in said.split()
        )
        return is_address and f" {said} " in self.address


def place_of(words: str, own: OwnPlaces, town: str = "") -> Place | None:
    """Where the words say it took place, `town` being what another column says; None when nobody
    can say. The town of the association is not its offices: somebody has to say."""
    if not words and not town:
        return Place(PlaceKind.UNKNOWN)
    if _is_online(words):
        return Place(PlaceKind.ONLINE, town)
    if own.holds(words):
        return Place(PlaceKind.OWN_OFFICES, town)
    if kind := next(
        (kind for kind in PlaceKind if normalise(kind.label) == normalise(words)), None
    ):
        return Place(kind, town)
    if set(normalise(words).split()) & (_ONLINE - {"ligne", "distance", "meet", "web"}):
        return None
    found = find_town(town) if town else town_in(words)
    if found is None and not town:
        return None
    name = found.name if found else town
    if own.town and normalise(name) == own.town:
        return None
    return Place(PlaceKind.ELSEWHERE, name, found.insee_code if found else "")


def _is_online(words: str) -> bool:
    meant = set(normalise(words).split()) - _EMPTY
    return bool(meant) and meant <= _ONLINE


def town_in(words: str):
    """The town that the words name, alone or as one of their parts: « Mairie, Arras (62) »,
    « lycée Guy Mollet à Arras ». Two towns are none."""
    if found := find_town(words):
        return found
    parts = [part for part in _PARTS.split(words) if part]
    if len(parts) == 1:
        parts = [
            match[1] for pattern in (_TOWN_HALL, _AT_THE_END) if (match := pattern.match(words))
        ]
    towns = {town for part in parts for town in [find_town(part)] if town}
    return next(iter(towns)) if len(towns) == 1 else None
