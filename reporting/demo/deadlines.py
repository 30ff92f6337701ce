"""Invented dates to keep, for the invented convention."""

from __future__ import annotations

import datetime

from partnership.enums import DeadlineKind
from partnership.models import Convention, Deadline
from reporting.demo.stage import Stage


def load(stage: Stage) -> bool:
    """Returns whether the invented dates were missing."""
    today = stage.today
    convention = Convention.objects.for_list().get(reference=f"EXEMPLE-{today.year}")
    if convention.deadlines.exists():
        return False
    for kind, label, days in (
        (DeadlineKind.CALL, "Ouverture de l'appel à projets Mobilité imaginaire", -20),
        (DeadlineKind.PAYMENT, "Versement de l'acompte", 6),
        (DeadlineKind.OTHER, "Comité de suivi avec le Pays imaginaire", 45),
    ):
        due_on = today + datetime.timedelta(days=days)
        Deadline.objects.create(
            convention=convention,
            kind=kind,
            label=label,
            due_on=due_on,
            done_on=due_on if days < 0 else None,
        )
    return True
