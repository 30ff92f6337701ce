"""How collective times and participations that an import corrected are given back when it is
undone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from accompaniment.enums import Presence
from accompaniment.log import closing
from accompaniment.models import Attendance, Gathering, GatheringDate
from partnership.importing import plain_rows
from partnership.models import User

SIGNED = "La personne a signé sa présence"


def give_back_attendance(row: Attendance, values: dict[str, Any], *, by: User | None) -> None:
    """Write a participation as it was. Raises ValidationError when it cannot be any more: who
    signed since was there."""
    if row.signed_at and values.get("state", Presence.PRESENT) != Presence.PRESENT:
        raise ValidationError(f"{SIGNED} depuis.")
    plain_rows.give_back(row, values, by=by)


def give_back_gathering(row: Gathering, values: dict[str, Any], *, by: User | None) -> None:
    """Write a gathering as it was. Raises ValidationError when it cannot be any more: the hours of
    a month that somebody closed since stay what they are."""
    with closing.hours_kept(row):
        plain_rows.give_back(row, values, by=by)


def give_back_date(row: GatheringDate, values: dict[str, Any], *, by: User | None) -> None:
    """The same of one of its dates."""
    with closing.hours_kept(row.gathering):
        plain_rows.give_back(row, values, by=by)
