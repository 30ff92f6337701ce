"""Whether something that must last cites a row. Upper apps register how to ask."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db.models import Model

Citing = Callable[[Model], bool]
_askers: list[Citing] = []
_listers: list[Callable[..., set[uuid.UUID]]] = []


def register(asker: Citing, *, every: Callable[..., set[uuid.UUID]] | None = None) -> None:
    """`every(owner)` gives at once the uids of all that is cited in a network."""
    if asker not in _askers:
        _askers.append(asker)
    if every is not None and every not in _listers:
        _listers.append(every)


def is_cited(row: Model) -> bool:
    """True when a frozen version, or whatever else registered, cites the row by its uid."""
    return any(asker(row) for asker in _askers)


def cited_uids(owner: Model) -> set[uuid.UUID]:
    """The uids of all the rows of a network that are cited: for many rows at once."""
    return {uid for every in _listers for uid in every(owner)}
