"""The follow-ups that the lines of a file belong to, opened some hundreds at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from accompaniment.enums import Mode
from accompaniment.importing.lines import Line
from accompaniment.importing.run import ImportRun, in_order
from accompaniment.models import Accompaniment, FollowUpKind, FollowUpYear
from partnership.models import Organisation

Holder = Organisation | None


class Pages:
    """The pages of one convention. Each line is given with its holder; without one, each line has
    a follow-up of its own, known by the line's key."""

    def __init__(self, run: ImportRun):
        self.run = run
        run.scratch.run(
            "CREATE TABLE modes (page INTEGER, mode TEXT, line INTEGER, name TEXT,"
            " PRIMARY KEY (page, mode))"
        )

    def open(self, lines: list[tuple[Line, Holder]]) -> dict[str, FollowUpYear]:
        """The page of each line, by the line's key."""
        groups: dict[Any, list[Line]] = defaultdict(list)
        holders: dict[Any, Holder] = {}
        for line, holder in lines:
            key = holder.pk if holder else line.key
            groups[key].append(line)
            holders[key] = holder
        accompaniments = self._accompaniments(groups, holders)
        known = {
            year.accompaniment_id: year
            for year in FollowUpYear.objects.filter(
                accompaniment__in=list(accompaniments.values()), convention=self.run.convention
            ).prefetch_related("kinds", "mode_changes")
        }
        missing = {key: one for key, one in accompaniments.items() if one.pk not in known}
        known |= self._create(missing, groups)
        found, completed = {}, []
        for key, its_lines in groups.items():
            page = known[accompaniments[key].pk]
            if key not in missing and not self._adjusted(page, its_lines):
                completed.append((page, its_lines))
            self._remember_modes(page, its_lines)
            found.update((line.key, page) for line in its_lines)
        self._complete(completed)
        return found

    def _accompaniments(
        self, groups: dict[Any, list[Line]], holders: dict[Any, Holder]
    ) -> dict[Any, Accompaniment]:
        """The latest accompaniment of each holder; that which an earlier import made of a line."""
        mine = Accompaniment.objects.filter(owner=self.run.owner).order_by("pk")
        named = [key for key, holder in holders.items() if holder]
        found = {one.organisation_id: one for one in mine.filter(organisation__in=named)}
        nameless = [key for key, holder in holders.items() if holder is None]
        found |= {one.import_key: one for one in mine.filter(import_key__in=nameless)}
        made = {
            key: Accompaniment(
                owner=self.run.owner,
                organisation=holder,
                source=self.run.source if groups[key][0].taken_over else "",
                import_run=self.run.row,
                import_key=None if holder else key,
            )
            for key, holder in holders.items()
            if key not in found
        }
        Accompaniment.objects.bulk_create(made.values())
        self.run.result.count_made("accompagnement", len(made))
        return found | made

    def _create(
        self, missing: dict[Any, Accompaniment], groups: dict[Any, list[Line]]
    ) -> dict[int, FollowUpYear]:
        """A new year takes the mode and the kinds that its lines give, else those of the latest."""
        latest = self._latest(missing.values())
        made, kinds = [], []
        for key, accompaniment in missing.items():
            before, lines = latest.get(accompaniment.pk), groups[key]
            year = FollowUpYear(
                accompaniment=accompaniment,
                convention=self.run.convention,
                mode=self._first_mode(lines, before),
                import_run=self.run.row,
            )
            made.append(year)
            said = _kinds(lines) or (set(before.kind_codes) if before else set())
            kinds += [FollowUpKind(follow_up=year, kind=kind) for kind in in_order(said)]
        FollowUpYear.objects.bulk_create(made)
        FollowUpKind.objects.bulk_create(kinds)
        return {year.accompaniment_id: year for year in made}

    def _latest(self, accompaniments: Iterable[Accompaniment]) -> dict[int, FollowUpYear]:
        """As `latest_year` says for each: that of the latest convention, else one to attach."""
        years = FollowUpYear.objects.filter(accompaniment__in=list(accompaniments))
        found: dict[int, FollowUpYear] = {}
        for attached in (True, False):
            several = years.filter(convention__isnull=not attached).prefetch_related("kinds")
            for year in several.order_by("convention", "-pk"):
                found.setdefault(year.accompaniment_id, year)
        return found

    def _first_mode(self, lines: list[Line], before: FollowUpYear | None) -> str:
        if given := _modes(lines):
            return given[-1]
        if before is not None:
            return Mode.CONTACT if before.mode == Mode.UNKNOWN else before.mode
        return Mode.UNKNOWN if self._is_past(lines) else Mode.REINFORCED

    def _is_past(self, lines: list[Line]) -> bool:
        """True where a past year is only known by totals: nobody knows its mode."""
        ended = self.run.terms.ends_on < self.run.today
        return ended and all(line.taken_over for line in lines)

    def _adjusted(self, page: FollowUpYear, lines: list[Line]) -> bool:
        """What the lines say of a page that was there before the import: it is corrected."""
        if page.import_run_id is not None and page.import_run_id == self.run.row.pk:
            return False
        given = _modes(lines)
        last = [line for line in lines if line.row.get("mode")] or lines
        mode = given[-1] if given else None
        self.run.adjust(lines[-1].row, page, mode, _kinds(lines), last[-1].date)
        return True

    def _complete(self, pages: list[tuple[FollowUpYear, list[Line]]]) -> None:
        """What more lines say of pages that this very import made: kinds add up, a mode
        replaces."""
        changed, kinds = [], []
        for page, lines in pages:
            mode = self._completed_mode(page, lines)
            if mode != page.mode:
                page.mode = mode
                changed.append(page)
            said = _kinds(lines) - set(page.kind_codes)
            kinds += [FollowUpKind(follow_up=page, kind=kind) for kind in in_order(said)]
        FollowUpYear.objects.bulk_update(changed, ["mode"])
        FollowUpKind.objects.bulk_create(kinds, ignore_conflicts=True)

    def _completed_mode(self, page: FollowUpYear, lines: list[Line]) -> str:
        if given := _modes(lines):
            return given[-1]
        if page.mode == Mode.UNKNOWN and not self._is_past(lines) and not self._was_given(page):
            return Mode.REINFORCED
        return page.mode

    def _was_given(self, page: FollowUpYear) -> bool:
        return bool(self.run.scratch.run("SELECT 1 FROM modes WHERE page = ?", [page.pk]))

    def _remember_modes(self, page: FollowUpYear, lines: list[Line]) -> None:
        for line in lines:
            if mode := line.row.get("mode"):
                self.run.scratch.run(
                    "INSERT INTO modes VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (page, mode) DO UPDATE SET line = excluded.line",
                    [page.pk, mode, line.row.line, line.name],
                )

    def question_modes(self) -> None:
        """Several modes for one follow-up are told, once all lines are read."""
        several = self.run.scratch.read(
            "SELECT page, max(line), max(name) FROM modes GROUP BY page HAVING count(*) > 1"
        )
        for page, line, name in several:
            modes = self.run.scratch.run(
                "SELECT mode FROM modes WHERE page = ? ORDER BY rowid", [page]
            )
            words = ", ".join(Mode(mode).label for (mode,) in modes)
            self.run.result.note(
                f"Ligne {line} : « {name} » a plusieurs modes dans ce fichier ({words}) ; "
                "le dernier écrit est gardé."
            )


def _modes(lines: list[Line]) -> list[str]:
    return [line.row.get("mode") for line in lines if line.row.get("mode")]


def _kinds(lines: list[Line]) -> set[str]:
    return {kind for line in lines for kind in line.row.get("kinds", ())}
