"""Whom the words of a spreadsheet mean: organisations and staff of a network, by name."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field

from partnership.enums import Role
from partnership.models import Network, Organisation, User
from partnership.text import normalise

MOST_CANDIDATES = 500
_PREFIX = 3
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

    def __init__(self, owner: Network):
        self._people: dict[str, dict[int, User]] = defaultdict(dict)
        members = User.objects.filter(
            memberships__organisation__owner=owner,
            memberships__organisation__runs_its_network=True,
            memberships__role__in=[Role.STAFF, Role.ADMIN],
        )
        for person in members.distinct().order_by("pk"):
            first, last = normalise(person.first_name), normalise(person.last_name)
            for name in (f"{first} {last}", f"{last} {first}", first, last, person.email):
                if name_key(name):
                    self._people[name_key(name)][person.pk] = person

    def named(self, name: str) -> list[User]:
        """Everybody whom the name may mean: one when it is clear."""
        return list(self._people.get(name_key(name), {}).values())
