"""The import of sessions: all the lines of a file or none (or the valid ones alone, when asked),
and never twice the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from accompaniment.importing.closed import ClosedMonths
from accompaniment.importing.columns import DURATION_LABELS, SESSION_COLUMNS
from accompaniment.importing.lines import Line, read
from accompaniment.importing.matching import Team
from accompaniment.importing.pages import Pages
from accompaniment.importing.run import ImportRun
from accompaniment.importing.updates import Updates
from accompaniment.models import AccompanimentSession, FollowUpYear, SessionChannel, SessionHelp
from partnership import journal
from partnership.enums import Origin
from partnership.figures import spread
from partnership.import_kinds import ImportOptions, ImportResult
from partnership.importing.matching import Known
from partnership.importing.run import is_elsewhere
from partnership.importing.scratch import Seen
from partnership.importing.structures import Structures
from partnership.models import Convention, Network, Organisation, User
from partnership.sheets import Sheet, open_sheet
from partnership.wording import hours

WRITTEN_TOGETHER = 2_000


def import_sessions(
    *,
    path: Path | str,
    convention: Convention,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    source: str = "",
    options: ImportOptions | None = None,
) -> ImportResult:
    """Import a file of sessions into a convention: every line, or nothing when one is refused,
    unless `options` ask for the valid lines only.

    `source` is the document that taken-over rows name (the file when not given). Raises
    SheetError when the file cannot be used."""
    path = Path(path)
    with open_sheet(path, SESSION_COLUMNS, sheet=sheet) as opened:
        if not any(opened.has(name) for name in ("minutes", "nature", "reference")):
            raise opened.require(" ou ".join(DURATION_LABELS))
        result = ImportResult(ignored_columns=opened.ignored_columns)
        with (
            ImportRun(path, convention, by, source or path.name, result, options) as run,
            journal.origin(Origin.IMPORT),
            transaction.atomic(),
        ):
            # Imports of one network wait for each other: each sees the keys of the one before.
            Network.objects.select_for_update().get(pk=convention.owner_id)
            _take_all(run, opened)
            run.close_sessions()
            run.end(dry_run=dry_run)
    return result


def _take_all(run: ImportRun, opened: Sheet) -> None:
    team, seen = Team(run.owner), Seen(run.scratch)
    updates, new_lines = Updates(run, team, seen), _NewLines(run)
    for chunk in run.chunks(opened):
        lines = [
            read(row, run.convention, team, seen)
            for row in chunk
            if not is_elsewhere(row, run.convention, run.result)
        ]
        updates.write([line for line in lines if line.row.get("reference")])
        new_lines.write([line for line in lines if not line.row.get("reference")])
        run.settle(line.row for line in lines)
    new_lines.pages.question_modes()


class _NewLines:
    """The lines that name no row. Those already imported are left as they are, those refused are
    left aside."""

    def __init__(self, run: ImportRun):
        self.run, self.owner, self.result = run, run.owner, run.result
        self.structures, self.pages = Structures(run), Pages(run)
        self.closed = ClosedMonths(run.owner)

    def write(self, lines: list[Line]) -> None:
        valid = [line for line in lines if not line.row.refusals]
        known = self._known_keys(valid)
        fresh = []
        for line in valid:
            if _first_key(line) in known:
                self.result.unchanged += 1
                continue
            self.closed.check(line)
            if not line.row.refusals:
                fresh.append(line)
        if fresh:
            self._create(fresh)

    def _known_keys(self, lines: list[Line]) -> set[str]:
        return set(
            AccompanimentSession.objects.filter(
                owner=self.owner, import_key__in=[_first_key(line) for line in lines]
            ).values_list("import_key", flat=True)
        )

    def _create(self, lines: list[Line]) -> None:
        held = self._held(lines)
        pages = self.pages.open(held)
        pending: list[tuple[AccompanimentSession, Line]] = []
        for line, holder in held:
            pending += self._sessions(line, holder, pages[line.key])
            if len(pending) >= WRITTEN_TOGETHER:
                self._save(pending)
                pending = []
            self.run.question_date(line)
            self.result.created += 1
            self.result.rows_created += line.count
            if self.result.may_show:
                self.result.show(line.row.line, _described(line))
        self._save(pending)

    def _held(self, lines: list[Line]) -> list[tuple[Line, Organisation | None]]:
        """Each line with the structure that it means, made if need be."""
        meant: list[tuple[Line, Known | Organisation | None]] = []
        made: list[Organisation] = []
        for line in lines:
            one = self._meant(line)
            if line.name and one is None:
                one = self.structures.make(line.name, town=line.row.get("town", ""))
                one.import_run, one.search_text = self.run.row, one.searched_by()
                made.append(one)
            meant.append((line, one))
        Organisation.objects.bulk_create(made)
        self.run.new_organisations += len(made)
        self.result.count_made("structure", len(made))
        uids = {one.uid for _, one in meant if one is not None}
        rows = {one.uid: one for one in Organisation.objects.filter(uid__in=uids)}
        return [(line, rows[one.uid] if one is not None else None) for line, one in meant]

    def _meant(self, line: Line) -> Known | None:
        if line.name:
            return self.structures.meant(line.row, line.name, town=line.row.get("town", ""))
        self.result.nameless += 1
        self.run.ask(
            line.row,
            "structure non renseignée ; gardée sans nom, dites laquelle quand vous savez.",
        )
        return None

    def _sessions(
        self, line: Line, holder: Organisation | None, page: FollowUpYear
    ) -> Iterator[tuple[AccompanimentSession, Line]]:
        """The rows that a line makes. Its columns already hold what the database's rules ask."""
        minutes = [None] * line.count
        if line.minutes is not None:
            minutes = spread(line.minutes, line.count)
        for rank, part in enumerate(minutes, 1):
            session = AccompanimentSession(
                owner=self.owner,
                follow_up=page,
                organisation=holder,
                convention=self.run.convention,
                kind=line.kind,
                date=line.date,
                date_precision=line.precision,
                minutes=part,
                noted_by=self.run.by,
                line=line.row.get("line", ""),
                taken_over=line.taken_over,
                source=self.run.source if line.taken_over else "",
                import_run=self.run.row,
                import_key=line.key if line.count == 1 else f"{line.key}:{rank}",
            )
            session.search_text = session.searched_by()
            yield session, line

    def _save(self, pending: list[tuple[AccompanimentSession, Line]]) -> None:
        staff = AccompanimentSession.staff.through
        AccompanimentSession.objects.bulk_create([session for session, _ in pending])
        SessionChannel.objects.bulk_create(
            SessionChannel(session=session, channel=channel)
            for session, line in pending
            for channel in line.row.get("channels", ())
        )
        SessionHelp.objects.bulk_create(
            SessionHelp(session=session, point=point)
            for session, line in pending
            for point in line.row.get("helps", ())
        )
        staff.objects.bulk_create(
            staff(accompanimentsession=session, user=person)
            for session, line in pending
            for person in line.staff
        )


def _first_key(line: Line) -> str:
    return line.key if line.count == 1 else f"{line.key}:1"


def _described(line: Line) -> str:
    name = line.name or "Structure non renseignée"
    count = f" · {line.count} échanges" if line.count > 1 else ""
    duration = f" · {hours(line.minutes)}" if line.minutes else ""
    return f"{name}{count} · {line.date_text}{duration}"
