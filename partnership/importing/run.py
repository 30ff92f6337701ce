"""What every import of a spreadsheet does alike: the file's own row, all of it or nothing, a line
known again, a line of another convention, a line of totals."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from django.db import transaction
from django.db.models import Model

from partnership import journal, subjects
from partnership.cell_texts import without_controls
from partnership.cells import shown
from partnership.enums import Verb
from partnership.import_kinds import ImportOptions, ImportResult
from partnership.importing.refused import RefusedLines
from partnership.importing.scratch import Scratch, Seen
from partnership.models import Convention, Import, ImportChange, Network, User
from partnership.sheets import Refusal, Row, Sheet
from partnership.text import normalise
from partnership.wording import counted

CHUNK = 500  # lines read, compared and written together

TOTAL_REFUSED = "Une ligne de total ne s'importe pas : Trame la calcule, retirez-la."
REPEATED = "Cette référence figure déjà plus haut : n'en gardez qu'une."
_TOTALS = {"total", "totaux"}
# What people add up: beside « total », these words leave a line of totals.
_ADDED_UP = {
    "sous", "general", "generale", "generaux", "annuel", "cumule", "cumul", "de", "des", "du", "d",
    "la", "le", "les", "l", "en", "et", "par", "an", "annee", "mois", "trimestre", "semestre",
    "heure", "heures", "h", "min", "minutes", "duree", "durees", "temps", "collectifs", "reunion",
    "reunions", "rencontres", "ateliers", "participant", "participants", "participante",
    "participantes", "participations", "presents", "presences", "personnes", "jeunes", "structures",
    "projets", "sessions", "echanges", "entretiens", "accompagnements", "lignes", "nombre",
    "depense", "depenses", "recette", "recettes", "charges", "produits", "montant", "montants",
    "euros", "eur", "ttc", "ht",
}  # fmt: skip


class FileRun:
    """A file being imported into a network by somebody; `by` is None for a command. A line that is
    refused is left aside, and told by `settle`; `end` rolls everything back unless it may stay.

    It is used as a context: what it keeps on disk goes with it."""

    kind = ""
    keeps_corrections = False  # `corrected` is told of every row that the file corrects
    own_totals = ""  # the column where the kind itself knows a total from a name

    def __init__(
        self,
        path: Path,
        owner: Network,
        by: User | None,
        result: ImportResult,
        options: ImportOptions | None = None,
    ):
        self.path, self.owner, self.by, self.result = path, owner, by, result
        self.options = options or ImportOptions()
        self.scratch = Scratch()
        self._refused = RefusedLines(self.options.refused_to)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: Any) -> None:
        self.scratch.close()
        self._refused.close()

    @cached_property
    def _digest(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @cached_property
    def row(self) -> Import:
        """The row that names the file, made when the first line has something to write."""
        return Import.objects.create(
            owner=self.owner,
            kind=self.kind,
            file_name=self.path.name[:200],
            sha256=self._digest,
            asked_by=self.by,
        )

    def chunks(self, sheet: Sheet) -> Iterator[list[Row]]:
        """The lines of the sheet, some hundreds at a time; how far it is, after each."""
        rows = sheet.rows()
        while chunk := list(itertools.islice(rows, CHUNK)):
            self.refuse_totals(chunk)
            yield chunk
            self.say(chunk[-1].line, sheet.total)

    def refuse_totals(self, rows: Iterable[Row]) -> None:
        """Refuse the lines that add up others: their first cell says so, whatever its column."""
        for row in rows:
            if row.raw.get("reference") is not None:
                continue
            header, words = _first_cell(row)
            if is_total(words) and header != row.sheet.header_of(self.own_totals):
                row.refusals = [Refusal(row.sheet.name, row.line, header, words, TOTAL_REFUSED)]

    def say(self, line: int, total: int) -> None:
        """Tell how far the reading is: from 10 to 95 per cent, and the lines read."""
        percent = 10 + 85 * min(line, total) // total if total else 10
        self.options.say(percent, counted(line, "ligne lue"))

    def settle(self, rows: Iterable[Row]) -> None:
        """Tell those of these lines that are refused."""
        for row in rows:
            if row.refusals:
                self.result.refuse(row.refusals)
                self._refused.keep(row)

    def corrected(
        self, row: Row, subject: Model, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        """Keep what a row said before a line corrected it. A row that several lines correct keeps
        its first words."""
        before, after = journal.plain(before), journal.plain(after)
        kept, made = ImportChange.objects.get_or_create(
            import_run=self.row,
            subject_type=subjects.key_of(subject),
            subject_uid=subject.uid,
            defaults={"before": before, "after": after},
        )
        if not made:
            kept.before, kept.after = before | kept.before, kept.after | after
            kept.save(update_fields=["before", "after"])

    def close(self, **more: Any) -> None:
        """Keep what the file did, and `more`, in its row and in the journal."""
        if not (self.result.created or self.result.updated):
            return
        self.row.counts = {
            "created": self.result.created,
            "updated": self.result.updated,
            "unchanged": self.result.unchanged,
            "refused": self.result.refused_lines,
            "kept": self.keeps_corrections,
        } | more
        self.row.save(update_fields=["counts"])
        changes = {"file": self.row.file_name} | self.row.counts
        journal.record(Verb.IMPORTED, self.row, by=self.by, changes=changes)

    def end(self, *, dry_run: bool) -> None:
        """At the end of the transaction: nothing is written in a rehearsal, nor when a line is
        refused, unless the valid ones alone were asked for."""
        result, options = self.result, self.options
        stays = options.valid_only or not result.refused_lines
        if options.answered_only and result.asks:
            stays = False
        if not stays:
            result.created = result.updated = result.rows_created = 0
            result.made.clear()
        something = result.created or result.updated or not result.refused_lines
        result.written = bool(stays and something and not dry_run)
        transaction.set_rollback(not result.written)

    def ask(self, row: Row, words: str) -> None:
        self.result.note(f"Ligne {row.line} : {words}")


def line_key(kind: str, convention: Convention, said: str, seen: Counter | Seen) -> str:
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
    result.note(
        f"Ligne {row.line} : elle relève de la convention {named} ; elle est laissée de côté, "
        "importez-la sous celle-ci."
    )
    return True


def _first_cell(row: Row) -> tuple[str, str]:
    """The header and the words of its first cell that holds something."""
    said = ((place, shown(raw)) for place, raw in enumerate(row.cells))
    return next(((row.sheet.header_at(place), words) for place, words in said if words), ("", ""))


def is_total(words: str) -> bool:
    """« Total », « Sous-total », « TOTAL 2023 », « Total des heures »; not « Total Énergies »."""
    said = normalise(words).split()
    return any(word in _TOTALS for word in said) and all(
        word in _TOTALS or word in _ADDED_UP or word.isdigit() for word in said
    )


def as_read(value: Any) -> Any:
    """As an export writes it and the reader reads it: without repeated spaces."""
    return " ".join(without_controls(value).split()) if isinstance(value, str) else value
