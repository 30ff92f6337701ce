"""The import of sessions: all the lines of a file or none, and never twice the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.actions import log_session, open_follow_up
from accompaniment.enums import Mode
from accompaniment.importing.columns import DURATION_LABELS, SESSION_COLUMNS
from accompaniment.importing.lines import Line, read
from accompaniment.importing.matching import Directory, Team
from accompaniment.importing.run import ImportRun, in_order, refuse
from accompaniment.importing.updates import update
from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear
from partnership import journal
from partnership.actions.organisations import create_organisation
from partnership.enums import Origin, Verb
from partnership.figures import spread
from partnership.import_kinds import ImportResult
from partnership.importing.run import conclude, is_elsewhere
from partnership.models import Convention, Network, Organisation, User
from partnership.sheets import open_sheet


def import_sessions(
    *,
    path: Path | str,
    convention: Convention,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    source: str = "",
) -> ImportResult:
    """Import a file of sessions into a convention: every line, or nothing when one is refused.

    `source` is the document that taken-over rows name (the file when not given). Raises
    SheetError when the file cannot be used."""
    path, team, seen = Path(path), Team(convention.owner), Counter()
    with open_sheet(path, SESSION_COLUMNS, sheet=sheet) as opened:
        if not any(opened.has(name) for name in ("minutes", "nature", "reference")):
            raise opened.require(" ou ".join(DURATION_LABELS))
        result = ImportResult(ignored_columns=opened.ignored_columns)
        lines = [
            read(row, convention, team, seen)
            for row in opened.rows()
            if not is_elsewhere(row, convention, result)
        ]
    with journal.origin(Origin.IMPORT), transaction.atomic():
        # Imports of one network wait for each other: each sees the keys of the one before.
        Network.objects.select_for_update().get(pk=convention.owner_id)
        run = ImportRun(path, convention, by, source or path.name, result)
        update(run, team, [line for line in lines if line.row.get("reference")])
        _NewLines(run).write([line for line in lines if not line.row.get("reference")])
        run.close_sessions()
        conclude(result, [line.row for line in lines], dry_run=dry_run)
    return result


class _NewLines:
    """The lines that name no row. Those already imported are left as they are, those refused are
    left aside; the caller rolls back."""

    def __init__(self, run: ImportRun):
        self.run, self.owner, self.result = run, run.owner, run.result
        self.directory = Directory.of(run.owner)

    def write(self, lines: list[Line]) -> None:
        known, fresh = self._known_keys(), []
        for line in lines:
            if line.row.refusals:
                continue
            if line.key in known:
                self.result.unchanged += 1
            else:
                fresh.append(line)
        self._create(fresh)

    def _known_keys(self) -> set[str]:
        keys = AccompanimentSession.objects.filter(
            owner=self.owner, import_key__isnull=False
        ).values_list("import_key", flat=True)
        return {key.partition(":")[0] for key in keys.iterator()}

    def _create(self, lines: list[Line]) -> None:
        pages: dict[Any, list[Line]] = defaultdict(list)
        holders: dict[Any, Organisation | None] = {}
        for line in lines:
            organisation = self._organisation(line)
            page = organisation.pk if organisation else line.key
            if not line.row.refusals:
                pages[page].append(line)
                holders[page] = organisation
        follow_ups = {}
        for page, its_lines in pages.items():
            follow_up = self._open(holders[page], its_lines)
            follow_ups.update((line.key, follow_up) for line in its_lines)
        for line in lines:
            if line.key in follow_ups:
                self._log(line, follow_ups[line.key])

    def _organisation(self, line: Line) -> Organisation | None:
        if not line.name:
            self.result.nameless += 1
            self.run.ask(
                line.row,
                "structure non renseignée ; gardée sans nom, dites laquelle quand vous savez.",
            )
            return None
        town = line.row.get("town", "")
        found = self.directory.find(line.name, town)
        if found is not None:
            if not town and len(self.directory.homonyms(line.name)) > 1:
                self.run.ask(
                    line.row,
                    f"plusieurs structures s'appellent « {line.name} » ; "
                    f"la ligne est rattachée à {found.name_and_town}.",
                )
            return found
        return self._new_organisation(line, town)

    def _new_organisation(self, line: Line, town: str) -> Organisation | None:
        words = f"« {line.name} » n'est pas dans l'annuaire ; une nouvelle structure est créée."
        homonyms = self.directory.homonyms(line.name)
        near = homonyms[0] if homonyms else self.directory.similar(line.name)
        if near is not None:
            words += f" Est-ce « {near.name_and_town} » ?"
        try:
            created = create_organisation(
                owner=self.owner, name=line.name, town=town, by=self.run.by
            )
        except ValidationError as error:
            line.row.refuse("organisation", " ".join(error.messages))
            return None
        self.run.ask(line.row, words)
        self.directory.add(created)
        self.run.new_organisations.append(created)
        return created

    def _open(self, organisation: Organisation | None, lines: list[Line]) -> FollowUpYear:
        """The follow-up's page for the convention, with what its lines say of it."""
        mode = self._mode(lines)
        accompaniment = self._accompaniment(organisation, lines[0])
        if mode is None and not accompaniment.years.exists():
            past = self.run.terms.ends_on < self.run.today and all(
                line.taken_over for line in lines
            )
            mode = Mode.UNKNOWN if past else Mode.REINFORCED
            given = None
        else:
            given = mode
        kinds = _kinds(lines)
        follow_up = open_follow_up(
            owner=self.owner,
            organisation=organisation,
            accompaniment=accompaniment,
            convention=self.run.convention,
            by=self.run.by,
            mode=mode,
            kinds=in_order(kinds) if kinds else None,
        )
        last = [line for line in lines if line.row.get("mode")] or lines
        self.run.adjust(follow_up, given, kinds, last[-1].date)
        return follow_up

    def _accompaniment(self, organisation: Organisation | None, line: Line) -> Accompaniment:
        key = None if organisation else line.key
        mine = Accompaniment.objects.filter(owner=self.owner)
        mine = (
            mine.filter(organisation=organisation) if organisation else mine.filter(import_key=key)
        )
        accompaniment = mine.order_by("-pk").first()
        if accompaniment is None:
            accompaniment = Accompaniment.objects.create(
                owner=self.owner,
                organisation=organisation,
                source=self.run.source if line.taken_over else "",
                import_run=self.run.row,
                import_key=key,
            )
            journal.record(Verb.CREATED, accompaniment, by=self.run.by)
        return accompaniment

    def _mode(self, lines: list[Line]) -> str | None:
        """The last one given; several for one follow-up are a question."""
        modes = dict.fromkeys(line.row.get("mode") for line in lines if line.row.get("mode"))
        if len(modes) > 1:
            words = ", ".join(Mode(mode).label for mode in modes)
            self.run.ask(
                lines[-1].row,
                f"« {lines[-1].name} » a plusieurs modes dans ce fichier ({words}) ; "
                "le dernier écrit est gardé.",
            )
        given = [line.row.get("mode") for line in lines if line.row.get("mode")]
        return given[-1] if given else None

    def _log(self, line: Line, follow_up: FollowUpYear) -> None:
        minutes = [None] * line.count
        if line.minutes is not None:
            minutes = spread(line.minutes, line.count)
        try:
            for rank, part in enumerate(minutes, 1):
                log_session(
                    owner=self.owner,
                    follow_up=follow_up,
                    kind=line.kind,
                    date=line.date,
                    date_precision=line.precision,
                    by=self.run.by,
                    channels=line.row.get("channels", ()),
                    minutes=part,
                    staff=line.staff,
                    helps=line.row.get("helps", ()),
                    line=line.row.get("line", ""),
                    taken_over=line.taken_over,
                    source=self.run.source if line.taken_over else "",
                    import_run=self.run.row,
                    import_key=line.key if line.count == 1 else f"{line.key}:{rank}",
                )
        except ValidationError as error:
            refuse(line, error)
            return
        self.run.question_date(line)
        self.result.created += 1
        self.result.rows_created += line.count


def _kinds(lines: list[Line]) -> set[str]:
    return {kind for line in lines for kind in line.row.get("kinds", ())}
