"""How far each action is from being told in the bilan: its result, its evidence, who sees to it."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from partnership.models import Convention, StoredFile, User
from reporting import progress
from reporting.progress import CommitmentProgress


@dataclass(frozen=True)
class CountdownLine:
    """An action on its way to the bilan. `files` counts what is attached to it."""

    progress: CommitmentProgress
    files: int
    in_charge: User | None

    @property
    def has_result(self) -> bool:
        return bool(self.progress.value)

    @property
    def has_evidence(self) -> bool:
        """Dated rows or a file: something to show."""
        return bool(self.files) or self.progress.last_on is not None


@dataclass(frozen=True)
class Countdown:
    """`days_left` is None where no document says when the bilan is due."""

    lines: list[CountdownLine]
    due_on: datetime.date | None
    days_left: int | None

    @property
    def with_result(self) -> int:
        return sum(line.has_result for line in self.lines)

    @property
    def with_evidence(self) -> int:
        return sum(line.has_evidence for line in self.lines)


def countdown_of(convention: Convention, today: datetime.date) -> Countdown:
    """In a constant number of queries."""
    rows = progress.progress_of(convention)
    uids = [one.commitment.uid for one in rows]
    files = Counter(
        StoredFile.objects.filter(
            subject_type="commitment", subject_uid__in=uids, cancelled_at__isnull=True
        )
        .order_by("pk")
        .values_list("subject_uid", flat=True)
    )
    people = {
        person.pk: person
        for person in User.objects.filter(
            pk__in=[one.commitment.in_charge_id for one in rows if one.commitment.in_charge_id]
        ).order_by("pk")
    }
    lines = [
        CountdownLine(one, files[one.commitment.uid], people.get(one.commitment.in_charge_id))
        for one in rows
    ]
    due_on = convention.report_due_on
    return Countdown(lines, due_on, (due_on - today).days if due_on else None)
