"""One run of an import of sessions: what its new lines and its corrected lines share."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from accompaniment.actions import set_follow_up
from accompaniment.importing.corrections import in_words, read_follow_up
from accompaniment.importing.lines import KIND, Line
from accompaniment.models import FollowUpYear
from partnership.enums import ProjectKind
from partnership.import_kinds import Change, ImportOptions, ImportResult
from partnership.importing.run import FileRun
from partnership.models import Convention, User
from partnership.sheets import Row

_COLUMN_OF_FIELD = {"minutes": "minutes", "line": "line", "date": "date", "kind": "nature"}


class ImportRun(FileRun):
    """A file of sessions being imported into a convention; `source` is the document that
    taken-over rows name."""

    kind = KIND
    keeps_corrections = True
    own_totals = "organisation"

    def __init__(
        self,
        path: Path,
        convention: Convention,
        by: User | None,
        source: str,
        result: ImportResult,
        options: ImportOptions | None = None,
    ):
        super().__init__(path, convention.owner, by, result, options)
        self.convention, self.source = convention, source[:200]
        self.terms, self.today = convention.terms(), timezone.localdate()
        self.new_organisations = 0

    def close_sessions(self) -> None:
        self.close(
            sessions=self.result.rows_created,
            organisations=self.new_organisations,
        )

    def adjust(
        self,
        row: Row,
        follow_up: FollowUpYear,
        mode: str | None,
        kinds: set[str],
        on: datetime.date,
    ) -> bool:
        """Kinds of project add up; a mode replaces the one of that day. True when something
        changed: the line tells it, and what the page said is kept."""
        had = {row.kind for row in follow_up.kinds.all()}
        current = follow_up.mode_on(on)
        mode = mode or current
        if mode == current and kinds <= had:
            return False
        before = read_follow_up(follow_up)
        set_follow_up(
            follow_up=follow_up, mode=mode, kinds=in_order(had | kinds), by=self.by, on=on
        )
        after = read_follow_up(FollowUpYear.objects.get(pk=follow_up.pk))
        self.corrected(row, follow_up, before, after)
        return True

    def corrected(
        self, row: Row, subject: Model, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        """Keep what a row said before a line corrected it, and tell it on the page."""
        told = tuple(in_words(before, after))
        self.result.change(Change(row.line, str(subject), told))
        super().corrected(row, subject, before, after)

    def question_date(self, line: Line) -> None:
        if not self.terms.holds(line.date):
            self.ask(
                line.row,
                f"la date {line.date:%d/%m/%Y} est hors de la période de la convention "
                f"{self.convention.reference} ; la ligne n'entre pas dans ses chiffres.",
            )
        elif line.date > self.today:
            self.ask(line.row, f"la date {line.date:%d/%m/%Y} est à venir ; vérifiez-la.")


def in_order(kinds: set[str]) -> list[str]:
    return [kind for kind in ProjectKind.values if kind in kinds]


def refuse(line: Line, error: ValidationError) -> None:
    """What the database's rules refuse, on the column that it speaks of."""
    for field, messages in error.message_dict.items():
        line.row.refuse(_COLUMN_OF_FIELD.get(field, "ligne entière"), " ".join(messages))
