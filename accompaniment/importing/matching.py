"""Whom the words of a spreadsheet mean among the staff of a network, by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from partnership.cell_texts import CONTROLS
from partnership.enums import Role
from partnership.importing.matching import exact_key
from partnership.models import Network, User
from partnership.text import normalise

_SEPARATORS = re.compile(r"[,;/\n@]")
_NO_NAME = {"non renseigne", "non renseignee", "structure non renseignee", "inconnu", "inconnue"}


def is_nameless(name: str) -> bool:
    """An empty cell, a dash, « non renseigné »."""
    return normalise(name) in _NO_NAME or not any(char.isalnum() for char in name)


class Team:
    """Those who work or have worked for the association of a network."""

    def __init__(self, owner: Network | int):
        self._people: dict[str, dict[int, User]] = defaultdict(dict)
        members = User.objects.filter(
            memberships__organisation__owner=owner,
            memberships__organisation__runs_its_network=True,
            memberships__role__in=[Role.STAFF, Role.ADMIN],
        )
        for person in members.distinct().order_by("pk"):
            for key in _keys(person):
                self._people[key][person.pk] = person

    def named(self, name: str, *, present: Iterable[User] = ()) -> list[User]:
        """Everybody whom the name or the e-mail address may mean: one when it is clear. Those
        `present` on the row are meant before all others."""
        key = _key(name)
        meant = [person for person in present if key in _keys(person)]
        return meant if len(meant) == 1 else list(self._people.get(key, {}).values())

    def written(self, person: User, *, present: Iterable[User]) -> str:
        """A name that `named` understands; an e-mail address where a name would not be clear."""
        name = str(person)
        meant = {one.pk for one in self._people.get(_key(name), {}).values()}
        meant |= {one.pk for one in present if _key(name) in _keys(one)}
        if meant - {person.pk} or _SEPARATORS.search(name) or CONTROLS.search(name):
            return person.email
        return name


def _key(name: str) -> str:
    return name.strip().casefold() if "@" in name else exact_key(name)


def _keys(person: User) -> set[str]:
    """All that the person may be called."""
    first, last = normalise(person.first_name), normalise(person.last_name)
    names = (f"{first} {last}", f"{last} {first}", first, last, str(person), person.email)
    return {_key(name) for name in names} - {""}
