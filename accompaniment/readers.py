"""Who reads the files attached to a row: one sentence, under the form that attaches them."""

from __future__ import annotations

from accompaniment.models import (
    Accompaniment,
    AccompanimentSession,
    FollowUpYear,
    Gathering,
    Handout,
    WorkEntry,
)
from partnership.subjects import THE_ASSOCIATION, read_by


def of_entry(row: AccompanimentSession | WorkEntry) -> str:
    """What is planned, and what no convention holds yet, is the association's own."""
    if not row.is_held or row.convention is None:
        return THE_ASSOCIATION
    return read_by([row.convention.funder.name])


def of_year(row: FollowUpYear) -> str:
    return read_by([row.convention.funder.name]) if row.convention else THE_ASSOCIATION


def of_follow_up(row: Accompaniment) -> str:
    years = row.years.filter(convention__isnull=False).order_by("pk")
    names = sorted(set(years.values_list("convention__funder__name", flat=True)))
    if len(names) > 1:
        return (
            f"{THE_ASSOCIATION} Ce porteur est suivi pour plusieurs financeurs : ce qu'un seul "
            "doit lire se joint à son suivi de l'année, à un échange ou à un projet."
        )
    return read_by(names)


def _funders_of(row: Gathering) -> list[str]:
    shares = row.shares.order_by("pk").values_list("convention__funder__name", flat=True)
    return sorted(set(shares))


def of_gathering(row: Gathering) -> str:
    names = _funders_of(row)
    if len(names) > 1:
        return (
            "Ce temps sert plusieurs financeurs : chacun n'ouvre que les fichiers qu'il a joints."
        )
    return read_by(names)


def of_handout(row: Handout) -> str:
    return read_by(_funders_of(row.gathering))
