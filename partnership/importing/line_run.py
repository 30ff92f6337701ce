"""Imports that go line after line: each is created, corrected, left alone or refused by itself.

The machine's memory does not grow with the file: lines are read, compared with what is known and
written some hundreds at a time."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from partnership import journal, subjects
from partnership.enums import Origin, Verb
from partnership.import_kinds import Ask, ImportOptions, ImportResult
from partnership.importing.known_structures import KnownStructures
from partnership.importing.run import REPEATED, FileRun
from partnership.models import Convention, ImportChange, Network, Organisation, User
from partnership.permissions import check_can_import
from partnership.sheets import Row, Sheet
from partnership.text import normalise
from partnership.wording import listed

MOST_LINES_TOLD = 8


class LineRun(FileRun):
    """A file going into a network. A kind says what its lines mean: `known_keys`, `referred`,
    `create`, `update`; `refusing` names the column of each field that the rules may refuse."""

    refusing: dict[str, str] = {}
    unknown_reference = "Cette référence n'est pas connue."

    def __init__(
        self,
        path: Path,
        owner: Network,
        by: User | None,
        result: ImportResult,
        *,
        convention: Convention | None,
        options: ImportOptions,
        dry_run: bool,
    ):
        super().__init__(path, owner, by, result, options)
        self.convention, self.dry_run = convention, dry_run
        self._seen: Counter = Counter()
        self._references: set[Any] = set()
        self._doubts: dict[str, tuple[Ask, str, list[int]]] = {}

    # What a kind says.

    def known_keys(self, keys: list[str]) -> set[str]:
        """Those of the keys that an earlier import gave to a row."""
        raise NotImplementedError

    def referred(self, uids: list[Any]) -> dict[Any, models.Model]:
        """The rows of the network that bear those references."""
        raise NotImplementedError

    def create(self, row: Row, key: str) -> int:
        """Write a new line; how many rows it made. What it refuses it says on the row, or by
        ValidationError."""
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
        with journal.origin(Origin.IMPORT), transaction.atomic():
            # Imports of one network wait for each other: each sees the keys of the one before.
            Network.objects.select_for_update().get(pk=self.owner.pk)
            for chunk in self.chunks(sheet):
                self._take(chunk)
            self._tell_doubts()
            self.close()
            self.end(dry_run=self.dry_run)
        return self.result

    def _take(self, rows: list[Row]) -> None:
        keys = {row.line: self._key(row) for row in rows}
        known = self.known_keys(list(keys.values()))
        found = self.referred([row.get("reference") for row in rows if row.get("reference")])
        for row in rows:
            if not row.refusals and not self.leaves(row):
                self._one(row, keys[row.line], known, found)
        self.settle(rows)

    def _one(self, row: Row, key: str, known: set[str], found: dict[Any, models.Model]) -> None:
        reference = row.get("reference")
        if reference is None and key in known:
            self.result.unchanged += 1
            return
        if reason := self._why_not(reference, found):
            row.refuse("reference", reason)
            return
        started = "row" in self.__dict__
        created, updated = 0, False
        try:
            with transaction.atomic():
                known_row = found[reference] if reference else self.recognise(row)
                if known_row is None:
                    created = self.create(row, key)
                else:
                    updated = self.update(row, known_row)
                if row.refusals:
                    raise ValidationError({})
        except ValidationError as error:
            self._forget(started=started)
            for field, words in error.message_dict.items():
                row.refuse(self.refusing.get(field, "ligne entière"), " ".join(words))
            return
        self.result.created += bool(created)
        self.result.rows_created += created
        self.result.updated += updated
        self.result.unchanged += not (created or updated)

    def _why_not(self, reference: Any, found: dict[Any, models.Model]) -> str:
        if reference is None:
            return ""
        if reference not in found:
            return f"{self.unknown_reference} Laissez la cellule vide pour créer la ligne."
        if reference in self._references:
            return REPEATED
        self._references.add(reference)
        return ""

    def _forget(self, *, started: bool) -> None:
        """What a refused line had begun was rolled back: nothing may point to it."""
        if not started:
            self.__dict__.pop("row", None)
        self.__dict__.pop("structures", None)

    def _key(self, row: Row) -> str:
        """What tells a line from every other: its cells, and its rank among equal lines."""
        plain = {name: _plain(value) for name, value in row.values.items()}
        said = json.dumps({name: plain[name] for name in sorted(plain) if plain[name]})
        digest = hashlib.sha256(said.encode()).digest()
        self._seen[digest] += 1
        identity = [str(self.owner.uid), self.kind, said, self._seen[digest]]
        return hashlib.sha256(json.dumps(identity).encode()).hexdigest()

    def doubt(self, row: Row, ask: Ask, kept: str) -> str | None:
        """The answer given to a question; None while there is none, and `kept` says what is then
        done with the line."""
        answer = self.options.answers.get(ask.key)
        if answer in {value for value, _ in ask.choices}:
            return answer
        self._doubts.setdefault(ask.key, (ask, kept, []))[2].append(row.line)
        return None

    def _tell_doubts(self) -> None:
        """Each question once, and what is kept as long as nobody answers it."""
        for ask, kept, lines in self._doubts.values():
            where = _lines(lines)
            self.result.asks.append(Ask(ask.key, f"{ask.words} ({where})", ask.choices))
            self.result.questions.append(f"{where[0].upper()}{where[1:]} : {kept}")

    @cached_property
    def structures(self) -> KnownStructures:
        return KnownStructures(self.owner)

    def organisation(self, row: Row, name: str) -> Organisation:
        """The structure that the line names, created and listed when nobody knows it."""
        town, siret = row.get("town", ""), row.get("siret", "")
        found = self.structures.find_organisation(name, town, siret)
        if found is None:
            found = self.structures.add(name, town, siret, by=self.by, import_run=self.row)
            self.ask(
                row, f"« {name} » n'est pas dans l'annuaire ; une nouvelle structure est créée."
            )
        return found

    def correct(self, subject: models.Model, values: dict[str, Any]) -> bool:
        """Give a row these values, and keep what it said before. True when something changed."""
        changes = journal.differences({name: getattr(subject, name) for name in values}, values)
        if not changes:
            return False
        for name in changes:
            setattr(subject, name, values[name])
        subject.full_clean()
        subject.save()
        self.keep(subject, changes)
        return True

    def keep(self, subject: models.Model, changes: dict[str, list[Any]]) -> None:
        """Keep in the import and in the journal how a row was before it was corrected."""
        kept, _ = ImportChange.objects.get_or_create(
            import_run=self.row, subject_type=subjects.key_of(subject), subject_uid=subject.uid
        )
        kept.before = {name: old for name, (old, _) in changes.items()} | kept.before
        kept.after |= {name: new for name, (_, new) in changes.items()}
        kept.save()
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


def _lines(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"ligne {lines[0]}"
    told = [str(line) for line in lines[:MOST_LINES_TOLD]]
    if len(lines) > MOST_LINES_TOLD:
        return f"lignes {', '.join(told)}… ({len(lines)} en tout)"
    return f"lignes {listed(told)}"
