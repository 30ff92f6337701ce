"""What the minutes of an entry were before they were corrected, as the journal keeps it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from accompaniment.models import AccompanimentSession, WorkEntry
from partnership import subjects
from partnership.enums import Verb
from partnership.models import JournalEntry


@dataclass(frozen=True)
class Correction:
    """« corrigé de 60 min le 3 mars 2026 par … »: None minutes were unknown."""

    before: int | None
    on: datetime.datetime
    by: str


def corrections_of(row: AccompanimentSession | WorkEntry) -> list[Correction]:
    """The oldest first. What a planned session lasted in the end corrects nothing."""
    lines = (
        JournalEntry.objects.filter(
            subject_type=subjects.key_of(row),
            subject_uid=row.uid,
            verb=Verb.CHANGED,
            changes__has_key="minutes",
        )
        .exclude(changes__has_key="state")
        .select_related("by")
        .order_by("at", "pk")
    )
    return [
        Correction(line.changes["minutes"][0], line.at, str(line.by or "Trame")) for line in lines
    ]
