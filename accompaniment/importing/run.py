"""One run of an import of sessions: what its new lines and its corrected lines share."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment.actions import set_follow_up
from accompaniment.enums import ProjectKind
from accompaniment.importing.lines import KIND, Line
from accompaniment.models import FollowUpYear
from partnership import journal
from partnership.enums import Verb
from partnership.import_kinds import ImportResult
from partnership.models import Convention, Import, Organisation, User

_COLUMN_OF_FIELD = {"minutes": "minutes", "line": "line", "date": "date", "kind": "nature"}


class ImportRun:
    """A file being imported into a convention by somebody; `source` is the document that
    taken-over rows name."""

    def __init__(
        self,
        path: Path,
        convention: Convention,
        by: User | None,
        source: str,
        result: ImportResult,
    ):
        self.path, self.convention, self.by, self.result = path, convention, by, result
        self.owner, self.source = convention.owner, source[:200]
        self.terms, self.today = convention.terms(), timezone.localdate()
        self.new_organisations: list[Organisation] = []

    @cached_property
    def row(self) -> Import:
        """The row that names the file, made when the first line has something to write."""
        with self.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Import.objects.create(
            owner=self.owner,
            kind=KIND,
            file_name=self.path.name[:200],
            sha256=digest,
            asked_by=self.by,
        )

    def close(self) -> None:
        if not (self.result.created or self.result.updated):
            return
        counts = {
            "created": self.result.created,
            "updated": self.result.updated,
            "unchanged": self.result.unchanged,
            "sessions": self.result.rows_created,
            "organisations": [str(one.uid) for one in self.new_organisations],
        }
        self.row.counts = counts
        self.row.save(update_fields=["counts"])
        journal.record(
            Verb.IMPORTED, self.row, by=self.by, changes={"file": self.row.file_name} | counts
        )

    def ask(self, line: Line, words: str) -> None:
        self.result.questions.append(f"Ligne {line.number} : {words}")

    def adjust(self, follow_up: FollowUpYear, mode: str | None, kinds: set[str]) -> bool:
        """Kinds of project add up; a mode replaces. True when something changed."""
        had = {row.kind for row in follow_up.kinds.all()}
        mode = mode or follow_up.mode
        if mode == follow_up.mode and kinds <= had:
            return False
        set_follow_up(
            follow_up=follow_up,
            mode=mode,
            kinds=in_order(had | kinds),
            by=self.by,
            today=self.today,
        )
        return True

    def question_date(self, line: Line) -> None:
        if not self.terms.holds(line.date):
            self.ask(
                line,
                f"la date {line.date:%d/%m/%Y} est hors de la période de la convention "
                f"{self.convention.reference} ; la ligne n'entre pas dans ses chiffres.",
            )
        elif line.date > self.today:
            self.ask(line, f"la date {line.date:%d/%m/%Y} est à venir ; vérifiez-la.")


def in_order(kinds: set[str]) -> list[str]:
    return [kind for kind in ProjectKind.values if kind in kinds]


def refuse(line: Line, error: ValidationError) -> None:
    """What the database's rules refuse, on the column that it speaks of."""
    for field, messages in error.message_dict.items():
        line.row.refuse(_COLUMN_OF_FIELD.get(field, "ligne entière"), " ".join(messages))
