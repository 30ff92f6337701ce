"""Which structure of the directory a typed name is: accents and case are forgiven, the rest is
asked, never guessed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from accompaniment.importing.matching import is_nameless
from partnership.importing.matching import exact_key
from partnership.models import Network, Organisation
from partnership.searching import NEAR_ENOUGH, forgiving, likeness
from partnership.text import normalise

SHOWN = 6
_LOOKED_AT = 100


@dataclass(frozen=True)
class Recognition:
    """The structure, when there is no doubt; else those that may be meant, the nearest first."""

    organisation: Organisation | None = None
    candidates: tuple[Organisation, ...] = ()


def recognise(owner: Network, name: str, town: str = "") -> Recognition:
    """No doubt: one structure alone has that name or those initials; where several have, one
    alone is of that town. One whose town is known to be another is a doubt."""
    if is_nameless(name):
        return Recognition()
    directory = Organisation.objects.standing().filter(owner=owner)
    typed = exact_key(name)
    begins = Q(search_text__startswith=normalise(name)) | Q(short_name__iexact=name.strip())
    same: list[Organisation] = []
    for known in (directory.filter(begins), directory.matching(name)):
        same = same or [one for one in known[:_LOOKED_AT] if typed in _names(one)]
    here = [one for one in same if town and normalise(one.town) == normalise(town)]
    sure = here or [one for one in same if not town or not one.town]
    if len(sure) == 1 and (here or len(same) == 1):
        return Recognition(sure[0])
    near = same or _likely(list(forgiving(directory, name).rows[:_LOOKED_AT]), typed)
    return Recognition(candidates=tuple(near[:SHOWN]))


def _names(organisation: Organisation) -> set[str]:
    names = (
        organisation.name,
        organisation.short_name,
        f"{organisation.name} {organisation.town}",
        f"{organisation.short_name} {organisation.town}" if organisation.short_name else "",
    )
    return {exact_key(one) for one in names} - {""}


def _likely(near: list[Organisation], typed: str) -> list[Organisation]:
    scored = [(max(likeness(typed, one) for one in _names(row)), row) for row in near]
    kept = [(score, row) for score, row in scored if score >= NEAR_ENOUGH]
    return [row for _, row in sorted(kept, key=lambda pair: (-pair[0], pair[1].pk))]
