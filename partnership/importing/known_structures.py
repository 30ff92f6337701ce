"""Which structure of a network the words of a spreadsheet mean."""

from __future__ import annotations

from collections import defaultdict

from partnership.actions.organisations import create_organisation
from partnership.models import Import, Network, Organisation, User
from partnership.text import normalise


class KnownStructures:
    """The structures of a network by SIRET and by name, read once, with those that a run adds.
    Those merged into another stand for it."""

    def __init__(self, owner: Network):
        self.owner = owner
        self._by_siret: dict[str, int] = {}
        self._by_name: dict[str, list[tuple[int, str]]] = defaultdict(list)
        rows = Organisation.objects.filter(owner=owner, merged_into=None).order_by("pk")
        for pk, name, town, siret in rows.values_list("pk", "name", "town", "siret").iterator():
            self._know(pk, name, town, siret)

    def _know(self, pk: int, name: str, town: str, siret: str) -> None:
        if siret:
            self._by_siret[siret] = pk
        self._by_name[_key(name)].append((pk, normalise(town)))

    def find_organisation(self, name: str, town: str = "", siret: str = "") -> Organisation | None:
        """The structure of that SIRET; else the one of that name in that town, else one whose town
        nobody knows. Without a town, the first. The same name in another town is another one."""
        if siret in self._by_siret:
            return Organisation.objects.get(pk=self._by_siret[siret])
        known = self._by_name.get(_key(name), [])
        towns = (normalise(town), "") if town else None
        for pk, its_town in known:
            if towns is None or its_town == towns[0]:
                return Organisation.objects.get(pk=pk)
        blank = [pk for pk, its_town in known if towns and not its_town]
        return Organisation.objects.get(pk=blank[0]) if blank else None

    def add(
        self, name: str, town: str = "", siret: str = "", *, by: User | None, import_run: Import
    ) -> Organisation:
        """A new structure, which names the import. Raises ValidationError."""
        made = create_organisation(
            owner=self.owner, name=name, town=town, siret=siret, by=by, import_run=import_run
        )
        self._know(made.pk, made.name, made.town, made.siret)
        return made


def _key(name: str) -> str:
    return normalise(name) or " ".join(name.casefold().split())
