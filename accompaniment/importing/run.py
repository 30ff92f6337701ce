"""One run of an import of sessions: what its new lines and its corrected lines share."""

from __future__ import annotations

import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment.actions import set_follow_up
from accompaniment.importing.lines import KIND, Line
from accompaniment.models import FollowUpYear
from partnership.enums import ProjectKind
from partnership.import_kinds import ImportResult
from partnership.importing.run import FileRun
from partnership.models import Convention, Organisation, User

_COLUMN_OF_FIELD = {"minutes": "minutes", "line": "line", "date": "date", "kind": "nature"}


class ImportRun(FileRun):
    """A file of sessions being imported into a convention; `source` is the document that
    taken-over rows name."""

    kind = KIND

    def __init__(
        self,
        path: Path,
        convention: Convention,
        by: User | None,
        source: str,
        result: ImportResult,
    ):
        super().__init__(path, convention.owner, by, result)
        self.convention, self.source = convention, source[:200]
        self.terms, self.today = convention.terms(), timezone.localdate()
        self.new_organisations: list[Organisation] = []

    def close_sessions(self) -> None:
        self.close(
            sessions=self.result.rows_created,
            organisations=[str(one.uid) for one in self.new_organisations],
        )

    def adjust(
        self, follow_up: FollowUpYear, mode: str | None, kinds: set[str], on: datetime.date
    ) -> bool:
        """Kinds of project add up; a mode replaces the one of that day. True when something
        changed."""
        had = {row.kind for row in follow_up.kinds.all()}
        current = follow_up.mode_on(on)
        mode = mode or current
        if mode == current and kinds <= had:
            return False
        set_follow_up(
            follow_up=follow_up, mode=mode, kinds=in_order(had | kinds), by=self.by, on=on
        )
        return True

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
