"""Whether something that must last cites a row. Upper apps register how to ask."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Model

Citing = Callable[[Model], bool]
_askers: list[Citing] = []


def register(asker: Citing) -> None:
    if asker not in _askers:
        _askers.append(asker)


def is_cited(row: Model) -> bool:
    """True when a frozen version, or whatever else registered, cites the row by its uid."""
    return any(asker(row) for asker in _askers)
