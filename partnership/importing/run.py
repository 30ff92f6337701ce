"""What every import of a spreadsheet does alike: the file's own row, all of it or nothing, a line
known again, a line of another convention, a line of totals."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db import transaction

from partnership import journal
from partnership.cell_texts import without_controls
from partnership.enums import Verb
from partnership.import_kinds import ImportResult
from partnership.models import Convention, Import, Network, User
from partnership.sheets import Row
from partnership.text import normalise

TOTAL_REFUSED = "Une ligne de total ne s'importe pas : Trame la calcule, retirez-la."
REPEATED = "Cette référence figure déjà plus haut : n'en gardez qu'une."
_TOTALS = {
    "total", "totaux", "total general", "totaux generaux", "sous total", "total depenses",
    "total des depenses", "total recettes", "total des recettes",
}  # fmt: skip


class FileRun:
    """A file being imported into a network by somebody; `by` is None for a command. Lines that are
    refused are left aside: `conclude` rolls everything back."""

    kind = ""

    def __init__(self, path: Path, owner: Network, by: User | None, result: ImportResult):
        self.path, self.owner, self.by, self.result = path, owner, by, result

    @cached_property
    def row(self) -> Import:
        """The row that names the file, made when the first line has something to write."""
        with self.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Import.objects.create(
            owner=self.owner,
            kind=self.kind,
            file_name=self.path.name[:200],
            sha256=digest,
            asked_by=self.by,
        )

    def close(self, **more: Any) -> None:
        """Keep what the file did, and `more`, in its row and in the journal."""
        if not (self.result.created or self.result.updated):
            return
        self.row.counts = {
            "created": self.result.created,
            "updated": self.result.updated,
            "unchanged": self.result.unchanged,
        } | more
        self.row.save(update_fields=["counts"])
        changes = {"file": self.row.file_name} | self.row.counts
        journal.record(Verb.IMPORTED, self.row, by=self.by, changes=changes)

    def ask(self, row: Row, words: str) -> None:
        self.result.questions.append(f"Ligne {row.line} : {words}")


def conclude(result: ImportResult, rows: Iterable[Row], *, dry_run: bool) -> None:
    """At the end of the transaction: nothing is written when a line is refused, nor in a
    rehearsal."""
    result.refused = [refusal for row in rows for refusal in row.refusals]
    if result.refused:
        result.created = result.updated = result.rows_created = 0
    result.written = not (result.refused or dry_run)
    transaction.set_rollback(not result.written)


def line_key(kind: str, convention: Convention, said: str, seen: Counter) -> str:
    """What tells a line from every other: what it says, and its rank among the equal lines that
    `seen` counts."""
    seen[said] += 1
    identity = [str(convention.owner.uid), kind, str(convention.uid), said, seen[said]]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()


def is_elsewhere(row: Row, convention: Convention, result: ImportResult) -> bool:
    """True for a line of another convention, which is left alone and listed."""
    named = row.get("convention", "")
    if not named or named.casefold() == " ".join(convention.reference.split()).casefold():
        return False
    result.questions.append(
        f"Ligne {row.line} : elle relève de la convention {named} ; elle est laissée de côté, "
        "importez-la sous celle-ci."
    )
    return True


def is_total(words: str) -> bool:
    return normalise(words) in _TOTALS


def as_read(value: Any) -> Any:
    """As an export writes it and the reader reads it: without repeated spaces."""
    return " ".join(without_controls(value).split()) if isinstance(value, str) else value
