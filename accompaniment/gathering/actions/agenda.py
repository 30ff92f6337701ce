"""Writing the déroulé of a gathering."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accompaniment.gathering.actions.keeping import held_now
from accompaniment.models import AgendaItem, Gathering
from partnership import journal
from partnership.enums import Verb
from partnership.models import User

SAID = ("activity", "minutes", "timing", "gap_minutes", "is_parallel", "facilitator")


@transaction.atomic
def keep_agenda(
    *,
    gathering: Gathering,
    lines: Sequence[dict[str, Any]],
    by: User | None,
    removed: Sequence[str] = (),
) -> Gathering:
    """Keep the lines in the order given, each under its uid, and take away those `removed`. A line
    that is in neither comes after them: somebody else has just added it.

    Raises ValidationError for a line that does not hold."""
    gathering = held_now(gathering, by)
    before = _words(gathering)
    gathering.agenda.filter(uid__in=removed).delete()
    known = {str(row.uid): row for row in gathering.agenda.order_by("position", "pk")}
    for position, line in enumerate(lines, 1):
        uid = line.get("uid") or uuid.uuid4()
        row = known.pop(str(uid), None) or AgendaItem(gathering=gathering, uid=uid)
        row.position = position
        for name in SAID:
            if name in line:
                setattr(row, name, line[name])
        row.full_clean()
        row.save()
    for position, row in enumerate(known.values(), len(lines) + 1):
        row.position = position
        row.save(update_fields=["position"])
    after = _words(gathering)
    if before != after:
        journal.record(Verb.CHANGED, gathering, by=by, changes={"agenda": [before, after]})
    return gathering


def _words(gathering: Gathering) -> list[list[Any]]:
    return [
        [getattr(row, name) for name in SAID] for row in gathering.agenda.order_by("position", "pk")
    ]
