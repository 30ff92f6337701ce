"""Structures as an import writes them: those that it makes, all together, and how those that it
corrects are read, told and given back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from partnership.actions.directory import change_organisation
from partnership.models import Network, Organisation, Theme, User, YearlyMembership
from partnership.text import normalise

FIELDS = (
    "name", "short_name", "kind", "siret", "rna", "town", "insee_code", "address", "email",
    "phone", "website",
)  # fmt: skip


class NewStructures:
    """Those that some lines make, with their themes and their years of membership."""

    def __init__(self, owner: Network):
        self.owner = owner
        self._pending: list[tuple[Organisation, tuple[str, ...], tuple[int, ...]]] = []
        themes = Theme.objects.filter(owner=owner).order_by("pk")
        self._themes = {theme.search_text: theme for theme in themes}

    def add(self, made: Organisation, themes: Iterable[str], years: Iterable[int]) -> None:
        made.search_text = made.searched_by()
        self._pending.append((made, tuple(themes), tuple(years)))

    def save(self) -> int:
        """Write them; how many there were."""
        pending, self._pending = self._pending, []
        Organisation.objects.bulk_create(made for made, _, _ in pending)
        YearlyMembership.objects.bulk_create(
            YearlyMembership(organisation=made, year=year)
            for made, _, years in pending
            for year in years
        )
        through = Theme.organisations.through
        through.objects.bulk_create(
            through(theme=theme, organisation=made)
            for made, themes, _ in pending
            for theme in self._named(themes)
        )
        return len(pending)

    def _named(self, names: Iterable[str]) -> list[Theme]:
        """The themes of these names, each once, made if need be."""
        keys = {normalise(name): name for name in names}
        keys.pop("", None)
        for key, name in keys.items():
            if key not in self._themes:
                self._themes[key] = Theme.objects.get_or_create(
                    owner=self.owner, search_text=key, defaults={"name": name}
                )[0]
        return [self._themes[key] for key in keys]


def read(row: Organisation, names: Iterable[str] = ()) -> dict[str, Any]:
    """What a line can correct of a structure, in plain values."""
    return {name: getattr(row, name) for name in FIELDS} | {
        "themes": sorted(one.name for one in row.themes.all()),
        "years": sorted(one.year for one in row.yearly_memberships.all()),
    }


def in_words(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What changed, as people say it."""
    for name, value in after.items():
        if before[name] != value:
            yield _label(name), _said(name, before[name]), _said(name, value)


def _label(name: str) -> str:
    other = {"themes": "Thématiques", "years": "Années d'adhésion"}
    if name in other:
        return other[name]
    label = str(Organisation._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _said(name: str, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "rien"
    if name == "kind":
        return str(dict(Organisation._meta.get_field("kind").choices).get(value, value))
    return str(value) or "rien"


def give_back(row: Organisation, values: dict[str, Any], *, by: User) -> None:
    """Write a structure as it was. Raises ValidationError when it cannot be any more."""
    given = dict(values)
    themes, years = given.pop("themes", None), given.pop("years", None)
    change_organisation(organisation=row, values=given, themes=themes, years=years, by=by)
