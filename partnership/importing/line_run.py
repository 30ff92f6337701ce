"""Imports that go line after line: each is created, corrected, left alone or refused by itself.

The machine's memory does not grow with the file: lines are read, compared with what is known and
written some hundreds at a time."""

from __future__ import annotations

import hashlib
import json
import uuid
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from partnership import journal
from partnership.enums import Origin, Verb
from partnership.import_kinds import Ask, Change, ImportOptions, ImportResult
from partnership.importing import new_rows, plain_rows
from partnership.importing.doubts import Doubts
from partnership.importing.new_rows import NewRow
from partnership.importing.run import REPEATED, FileRun, as_read
from partnership.importing.scratch import Seen
from partnership.importing.structures import Structures
from partnership.models import Convention, Network, Organisation, User
from partnership.permissions import check_can_import
from partnership.sheets import Row, Sheet
from partnership.text import normalise


class LineRun(FileRun):
    """A file going into a network. A kind says what its lines mean: `known_keys`, `referred`,
    `create`, `update`; `refusing` names the column of each field that the rules may refuse."""

    refusing: dict[str, str] = {}
    unknown_reference = "Cette référence n'est pas connue."
    keeps_corrections = True

    def __init__(
        self,
        path: Path,
        owner: Network,
        by: User | None,
        result: ImportResult,
        *,
        convention: Convention | None,
        options: ImportOptions | None,
        dry_run: bool,
    ):
        super().__init__(path, owner, by, result, options)
        self.convention, self.dry_run = convention, dry_run
        self._seen, self._doubts = Seen(self.scratch), Doubts(self)
        # What one line did, told and remembered once nothing of it is refused.
        self._made: list[Organisation] = []
        self._said: list[tuple[str, str, str]] = []
        # What the lines of a handful make, written once they are all read.
        self._new: list[tuple[Row, NewRow]] = []
        self._new_structures: list[Organisation] = []

    # What a kind says.

    def known_keys(self, keys: list[str]) -> set[str]:
        """Those of the keys that an earlier import gave to a row."""
        raise NotImplementedError

    def referred(self, uids: list[Any]) -> dict[Any, models.Model]:
        """The rows of the network that bear those references."""
        raise NotImplementedError

    def look_ahead(self, rows: list[Row]) -> None:
        """Read at once what the lines of a handful are compared with."""

    def create(self, row: Row, key: str) -> NewRow | None:
        """The row that a new line makes, which is written later. What it refuses it says on the
        row, or by ValidationError."""
        raise NotImplementedError

    def update(self, row: Row, found: models.Model) -> bool:
        """Correct a row; whether anything changed."""
        raise NotImplementedError

    def recognise(self, row: Row) -> models.Model | None:
        """The row that a line without a reference corrects all the same."""
        return None

    def leaves(self, row: Row) -> bool:
        """Whether the line is none of this import's business, which it then says."""
        return False

    # What they all do.

    def go(self, sheet: Sheet) -> ImportResult:
        """All the lines, or none when one is refused, unless the valid ones alone are asked for."""
        with self, journal.origin(Origin.IMPORT), transaction.atomic():
            # Imports of one network wait for each other: each sees the keys of the one before.
            Network.objects.select_for_update().get(pk=self.owner.pk)
            for chunk in self.chunks(sheet):
                rows = [row for row in chunk if not self.leaves(row)]
                self._take(rows)
                self.settle(rows)
            self._doubts.tell()
            self.close()
            self.end(dry_run=self.dry_run)
        return self.result

    def _take(self, rows: list[Row]) -> None:
        keys = {row.line: self._key(row) for row in rows}
        known = self.known_keys(list(keys.values()))
        found = self.referred([row.get("reference") for row in rows if row.get("reference")])
        self.look_ahead(rows)
        for row in rows:
            if not row.refusals:
                self._one(row, keys[row.line], known, found)
        self._write()

    def _one(self, row: Row, key: str, known: set[str], found: dict[Any, models.Model]) -> None:
        reference = row.get("reference")
        if reference is None and key in known:
            self.result.unchanged += 1
            return
        if reason := self._why_not(reference, found):
            row.refuse("reference", reason)
            return
        self._made, self._said = [], []
        try:
            known_row = found[reference] if reference else self.recognise(row)
            if known_row is None:
                self._create(row, key)
            else:
                self._update(row, known_row)
        except ValidationError as error:
            for field, words in error.message_dict.items():
                row.refuse(self.refusing.get(field, "ligne entière"), " ".join(words))

    def _create(self, row: Row, key: str) -> None:
        """Keep what a line makes, and let the next ones know the structures that it needs."""
        made = self.create(row, key)
        if made is None or row.refusals:
            return
        for one in self._made:
            self.structures.directory.add(one)
        self._new_structures += self._made
        self._new.append((row, made))

    def _update(self, row: Row, found: models.Model) -> None:
        started = "row" in self.__dict__
        try:
            with transaction.atomic():
                changed = self.update(row, found)
                if row.refusals:
                    raise ValidationError({})
        except ValidationError:
            if not started:  # the row of the import was rolled back with the line
                self.__dict__.pop("row", None)
            raise
        if not changed:
            self.result.unchanged += 1
            return
        self.result.updated += 1
        self.result.change(Change(row.line, str(found), tuple(self._said)))

    def _write(self) -> None:
        """Write what the lines of a handful make, and tell it."""
        several, structures = self._new, self._new_structures
        self._new, self._new_structures = [], []
        if not several:
            return
        new_rows.write([made for _, made in several], structures, self.row)
        self.result.count_made("structure", len(structures))
        self.result.created += len(several)
        self.result.rows_created += len(several)
        for row, made in several:
            self.result.show(row.line, str(made.row))

    def _why_not(self, reference: Any, found: dict[Any, models.Model]) -> str:
        if reference is None:
            return ""
        if reference not in found:
            return f"{self.unknown_reference} Laissez la cellule vide pour créer la ligne."
        if self._seen[f"reference {reference}"]:
            return REPEATED
        self._seen[f"reference {reference}"] = 1
        return ""

    def _key(self, row: Row) -> str:
        """What tells a line from every other: its cells, and its rank among equal lines."""
        plain = {name: _plain(value) for name, value in row.values.items()}
        said = json.dumps({name: plain[name] for name in sorted(plain) if plain[name]})
        self._seen[said] += 1
        identity = [str(self.owner.uid), self.kind, said, self._seen[said]]
        return hashlib.sha256(json.dumps(identity).encode()).hexdigest()

    def doubt(self, row: Row, ask: Ask, kept: str) -> str | None:
        """The answer given to a question; None while there is none, and `kept` says what is then
        done with the line."""
        return self._doubts.answer(row, ask, kept)

    @cached_property
    def structures(self) -> Structures:
        return Structures(self)

    def organisation(self, row: Row, name: str) -> uuid.UUID:
        """The structure that the line means, made with it when nobody knows it."""
        town, siret = row.get("town", ""), row.get("siret", "")
        known = self.structures.meant(row, name, town=town, siret=siret)
        if known is not None:
            return known.uid
        made = new_rows.new_structure(self.owner, name, town=town, siret=siret)
        self._made.append(made)
        return made.uid

    def correct(self, row: Row, subject: models.Model, values: dict[str, Any]) -> bool:
        """Give a row these values, and keep what it said before. True when something changed. A
        text that only says itself again, but for its spaces, stays as it is."""
        before = {name: getattr(subject, name) for name in values}
        values = {
            name: value for name, value in values.items() if as_read(before[name]) != as_read(value)
        }
        changes = journal.differences(before, values)
        if not changes:
            return False
        for name in changes:
            setattr(subject, name, values[name])
        try:
            subject.full_clean()
        except ValidationError:
            for name in changes:
                setattr(subject, name, before[name])
            raise
        subject.save()
        self.keep(row, subject, changes)
        return True

    def keep(self, row: Row, subject: models.Model, changes: dict[str, list[Any]]) -> None:
        """Keep in the import and in the journal how a row was before the line corrected it."""
        before = {name: old for name, (old, _) in changes.items()}
        after = {name: new for name, (_, new) in changes.items()}
        self.corrected(row, subject, before, after)
        self._said += plain_rows.in_words(subject, before, after)
        journal.record(Verb.CHANGED, subject, by=self.by, changes=changes)


def check_may(by: User | None, convention: Convention | None) -> None:
    """Raises PermissionDenied; a command has no person."""
    if by is not None:
        check_can_import(by, convention)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return sorted(str(_plain(item)) for item in value)
    if isinstance(value, str):
        return normalise(value) or value.strip()
    return str(value)
