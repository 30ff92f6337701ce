"""Invented collective times of the invented convention: one to complete, one to come."""

from __future__ import annotations

import datetime
from decimal import Decimal

from accompaniment.enums import GatheringKind, PlaceKind
from accompaniment.gathering.actions.agenda import keep_agenda
from accompaniment.gathering.actions.keeping import create_gathering
from accompaniment.gathering.actions.parts import Lines, Parts
from accompaniment.models import Gathering
from partnership.models import Convention
from reporting.demo.stage import Stage

NUMBER = 7  # of the action that they serve
PAST, TO_COME = "Atelier : écrire son budget", "Rencontre des porteurs de projets"
AGENDA = (
    ("Accueil", 15, 0, False, ""),
    ("Tour de table des projets", 30, 0, False, "Camille Exemple"),
    ("Atelier budget", 60, 15, False, "Camille Exemple"),
    ("Atelier partenaires", 60, 0, True, "Le Conseil du Pays imaginaire"),
    ("Suites à donner", 15, 0, False, ""),
)


def load(stage: Stage) -> bool:
    """Returns whether those of this year were missing."""
    convention = Convention.objects.get(reference=f"EXEMPLE-{stage.today.year}")
    if Gathering.objects.serving(convention).exists():
        return False
    first, last = convention.terms().starts_on, convention.terms().ends_on
    _gathering(
        stage, convention, PAST,
        max(first, stage.today - datetime.timedelta(days=9)),
    )  # fmt: skip
    coming = _gathering(
        stage, convention, TO_COME,
        min(last, stage.today + datetime.timedelta(days=15)),
    )  # fmt: skip
    names = ("activity", "minutes", "gap_minutes", "is_parallel", "facilitator")
    lines = [dict(zip(names, one, strict=True)) for one in AGENDA]
    keep_agenda(gathering=coming, lines=lines, by=None)
    return True


def _gathering(stage: Stage, convention: Convention, title: str, day: datetime.date) -> Gathering:
    date = {
        "date": day,
        "starts_at": datetime.time(14),
        "ends_at": datetime.time(16, 30),
        "minutes": 150,
    }
    action = convention.original_commitments.get(number=NUMBER)
    share = {"convention": convention, "commitment": action, "percent": Decimal(100)}
    return create_gathering(
        owner=stage.network,
        by=None,
        title=title,
        kind=GatheringKind.WORKSHOP,
        place_kind=PlaceKind.ELSEWHERE,
        place="Salle des fêtes",
        town="Port-Fictif",
        parts=Parts(
            dates=Lines([date]),
            shares=Lines([share]),
            workers=Lines([{"person": stage.staff, "preparation_minutes": 120}]),
            co_facilitators=Lines([{"organisation": stage.imaginary, "role": "accueil"}]),
        ),
    )
