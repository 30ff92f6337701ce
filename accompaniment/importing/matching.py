"""Whom the words of a spreadsheet mean: organisations and staff of a network, by name."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from partnership.cell_texts import CONTROLS
from partnership.enums import Role
from partnership.models import Network, Organisation, User
from partnership.text import normalise

MOST_CANDIDATES = 500
_PREFIX = 3
_SEPARATORS = re.compile(r"[,;/\n@]")
_NO_NAME = {"non renseigne", "non renseignee", "structure non renseignee", "inconnu", "inconnue"}


def is_nameless(name: str) -> bool:
    """An empty cell, a dash, « non renseigné »."""
    return normalise(name) in _NO_NAME or not any(char.isalnum() for char in name)


def name_key(name: str) -> str:
    """What two spellings of one name share."""
    return normalise(name) or " ".join(name.casefold().split())


@dataclass
class Directory:
    """The organisations of a network, read once, with those that the run adds."""

    by_name: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    by_prefix: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, owner: Network) -> Directory:
        directory = cls()
        for organisation in Organisation.objects.filter(owner=owner).order_by("pk"):
            directory.add(organisation)
        return directory

    def add(self, organisation: Organisation) -> None:
        key = name_key(organisation.name)
        if key not in self.by_name:
            for prefix in _prefixes(key):
                self.by_prefix[prefix].append(key)
        self.by_name[key].append(organisation)

    def find(self, name: str, town: str) -> Organisation | None:
        """The organisation of that name: the one of that town, else one whose town nobody knows.
        Without a town, the first. The same name in another town is another organisation."""
        known = self.by_name.get(name_key(name), [])
        if not town:
            return known[0] if known else None
        for wanted in (normalise(town), ""):
            for organisation in known:
                if normalise(organisation.town) == wanted:
                    return organisation
        return None

    def homonyms(self, name: str) -> list[Organisation]:
        return self.by_name.get(name_key(name), [])

    def similar(self, name: str) -> Organisation | None:
        """The organisation whose name looks most like this one, among at most 500."""
        key = name_key(name)
        candidates = dict.fromkeys(
            known for prefix in _prefixes(key) for known in self.by_prefix.get(prefix, ())
        )
        near = difflib.get_close_matches(key, list(candidates)[:MOST_CANDIDATES], 1, 0.8)
        return self.by_name[near[0]][0] if near else None


def _prefixes(key: str) -> list[str]:
    return list(dict.fromkeys(word[:_PREFIX] for word in key.split()))


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
    return name.strip().casefold() if "@" in name else name_key(name)


def _keys(person: User) -> set[str]:
    """All that the person may be called."""
    first, last = normalise(person.first_name), normalise(person.last_name)
    names = (f"{first} {last}", f"{last} {first}", first, last, str(person), person.email)
    return {_key(name) for name in names} - {""}
