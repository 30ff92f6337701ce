"""What an import corrects in collective times, their dates and who came: read as it was kept, given
back when the import is undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from accompaniment.models import Attendance, Gathering, GatheringDate
from partnership import journal
from partnership.enums import Verb
from partnership.models import User

GONE = "La ligne a été retirée depuis."


def read(row: Model, names: Iterable[str] = ()) -> dict[str, Any]:
    """These columns of a row, in plain values."""
    return journal.plain({name: getattr(row, name) for name in names})


def give_back(
    row: Attendance | GatheringDate | Gathering, values: dict[str, Any], *, by: User | None
) -> None:
    """Write a row as it was. Raises ValidationError when it cannot be any more."""
    gathering = row if isinstance(row, Gathering) else row.gathering
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if gathering.is_cancelled:
        raise ValidationError(GONE)
    now = read(row, values)
    for name, value in values.items():
        setattr(row, name, row._meta.get_field(name).to_python(value))
    row.full_clean()
    row.save()
    journal.record(Verb.CHANGED, row, by=by, changes=journal.differences(now, values))
