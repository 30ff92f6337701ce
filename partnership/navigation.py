"""What the person may go to, for every page's sidebar and bottom bar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from partnership.access import Access


@dataclass(frozen=True)
class Place:
    label: str
    icon: str
    url_name: str
    opens_to: Callable[[Access], bool]
    daily: bool = False
    holds: str = ""  # what its pages look like where their address lies in another place


@dataclass(frozen=True)
class Entry:
    """A place as one person sees it from one page. `current` is the value of aria-current."""

    label: str
    icon: str
    url: str
    daily: bool
    current: str = ""


def _association(access: Access) -> bool:
    return access.is_association


def _admin(access: Access) -> bool:
    return access.is_admin


def _everyone(access: Access) -> bool:
    return access.is_association or access.is_officer


CONVENTIONS = Place(
    "Conventions",
    "file-earmark-text",
    "partnership:conventions",
    _everyone,
    daily=True,
    holds=r"/donnees-ouvertes/",
)
PLACES = (
    Place("Aujourd'hui", "calendar2-check", "reporting:today", _association, daily=True),
    Place("Ma semaine", "calendar-week", "accompaniment:week", _association),
    Place("Échanges", "chat-left-text", "accompaniment:entries", _everyone, daily=True),
    Place("Accompagnements", "people", "accompaniment:follow-ups", _everyone, daily=True),
    Place(
        "Temps collectifs", "calendar3", "accompaniment:gatherings", _everyone, holds=r"/reseau/"
    ),
    Place("Projets", "kanban", "partnership:projects", _everyone),
    CONVENTIONS,
    Place(
        "Bilans",
        "journal-check",
        "reporting:reports",
        _association,
        holds=r"/conventions/[^/]+/bilan/",
    ),
    Place("Annuaire", "person-lines-fill", "partnership:directory", _everyone),
    Place("Échéances", "calendar-event", "partnership:deadlines", _everyone),
    Place("Mes documents", "folder2-open", "partnership:jobs", _admin),
    Place("Imports", "file-earmark-arrow-up", "partnership:imports", _admin, holds=r"/importer/"),
)


def entries_for(access: Access, path: str) -> list[Entry]:
    """The places open to this access; the one that `path` lies in is marked as current."""
    # An officer's day starts from the conventions.
    places = PLACES if access.is_association else sorted(PLACES, key=lambda one: one != CONVENTIONS)
    reached = []
    for place in places:
        if place.opens_to(access):
            try:
                reached.append((place, reverse(place.url_name)))
            except NoReverseMatch:
                continue
    around = [url for _, url in reached if path == url or (url != "/" and path.startswith(url))]
    holding = [url for place, url in reached if place.holds and re.match(place.holds, path)]
    nearest = max(holding or around, key=len, default=None)
    exact = "page" if nearest == path else "true"
    return [
        Entry(place.label, place.icon, url, place.daily, exact if url == nearest else "")
        for place, url in reached
    ]


@dataclass(frozen=True)
class Part:
    """One of the pages of a convention, for those who may open it. `holds`: what the end of the
    addresses of its other pages looks like."""

    label: str
    url_name: str
    opens_to: Callable[[Access], bool] = _everyone
    holds: str = ""  # what its pages look like where their address lies elsewhere


PREPARING_PAGES = (
    r"/conventions/[^/]+/"
    r"(?:programme|liens|chapitres|budget|conditions|lectures|proposition|actions/[^/]+/lecture)/"
)
PAPERS_PAGES = r"/conventions/[^/]+/(?:dossier|avenants)/"
MONEY_PAGES = r"/conventions/[^/]+/(?:depenses|versements|solde|compte-rendu|temps)/|/depenses/"
CONVENTION_PARTS = (
    Part("Programme", "reporting:convention"),
    Part("Préparation", "partnership:programme", holds=PREPARING_PAGES),
    Part("Vie et papiers", "partnership:papers", holds=PAPERS_PAGES),
    Part("Argent", "reporting:money", holds=MONEY_PAGES),
    Part("Communication", "partnership:evidence"),
    Part("Échéances", "reporting:countdown"),
    Part("Questions", "partnership:threads"),
    Part("Bilan", "reporting:report", _association),
)


def parts_for(access: Access, reference: str, path: str) -> list[Entry]:
    """The pages of a convention open to this access; the nearest to `path` is the current one."""
    return _parts(CONVENTION_PARTS, access, path, reference)


def _parts(parts: Iterable[Part], access: Access, path: str, *arguments) -> list[Entry]:
    entries, holding = [], []
    for part in parts:
        if part.opens_to(access):
            with suppress(NoReverseMatch):
                url = reverse(part.url_name, args=arguments)
                entries.append(Entry(part.label, "", url, daily=False))
                if part.holds and re.match(part.holds, path):
                    holding.append(url)
    around = [entry.url for entry in entries if path.startswith(entry.url)]
    nearest = max(holding or around, key=len, default=None)
    exact = "page" if nearest == path else "true"
    return [replace(one, current=exact if one.url == nearest else "") for one in entries]


GATHERING_PARTS = (
    Part("Le temps collectif", "accompaniment:gathering"),
    Part("Déroulé", "accompaniment:gathering-agenda"),
    Part("Participants", "accompaniment:attendance"),
    Part("Inscription", "accompaniment:sign-up-settings", _association),
    Part("Après", "accompaniment:gathering-after"),
)


def gathering_parts_for(access: Access, uid, path: str) -> list[Entry]:
    """The pages of a gathering open to this access."""
    return _parts(GATHERING_PARTS, access, path, uid)


PROJECT_PARTS = (
    Part("Liste", "partnership:projects"),
    Part("Par étape", "partnership:project-board"),
    Part("Dispositifs", "partnership:schemes"),
    Part("Freins et leviers", "partnership:brakes-and-levers", _association),
)


def project_parts_for(access: Access, path: str) -> list[Entry]:
    """The pages of the place of projects open to this access."""
    return _parts(PROJECT_PARTS, access, path)


def first_place(access: Access) -> str | None:
    """The address where this access starts its day; None when nothing is open to it."""
    return next((entry.url for entry in entries_for(access, "") if entry.url != "/"), None)


def navigation(request):
    user = getattr(request, "user", None)

    def entries():
        if user is None or not user.is_authenticated:
            return []
        return entries_for(user.access, request.path)

    return {
        "navigation": SimpleLazyObject(entries),
        "demonstration": settings.DEMONSTRATION,
    }
