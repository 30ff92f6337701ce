"""The import of who took part in collective times that are already noted."""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from accompaniment.enums import DatePrecision, GatheringState, Presence
from accompaniment.importing.gathering_columns import ATTENDANCE_COLUMNS
from accompaniment.importing.gathering_corrections import SIGNED
from accompaniment.importing.matching import is_nameless
from accompaniment.models import Attendance, Gathering, GatheringDate
from partnership.cells import PartialDate
from partnership.import_kinds import ImportOptions, ImportResult
from partnership.importing.line_run import LineRun, check_may
from partnership.importing.new_rows import NewRow, break_rule, check_fields
from partnership.importing.owners import network_of
from partnership.models import Convention, User
from partnership.sheets import Row, open_sheet
from partnership.text import normalise
from partnership.wording import listed

KIND = "attendance"
_FIELDS = (
    "first_name", "last_name", "role", "email", "phone", "people", "young_people", "state",
    "reason", "is_walk_in",
)  # fmt: skip


def import_attendance(
    *,
    path: Path | str,
    convention: Convention | None = None,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    options: ImportOptions | None = None,
) -> ImportResult:
    """Import who took part. A line whose collective time is not noted is refused.

    Raises SheetError when the file cannot be used, PermissionDenied (`by` None: a command)."""
    check_may(by, convention)
    path, owner = Path(path), network_of(convention, by)
    with open_sheet(path, ATTENDANCE_COLUMNS, sheet=sheet) as opened:
        result = ImportResult(ignored_columns=opened.ignored_columns)
        run = _Run(
            path, owner, by, result,
            convention=convention, options=options, dry_run=dry_run,
        )  # fmt: skip
        return run.go(opened)


class _Run(LineRun):
    kind = KIND
    keeps_corrections = True
    unknown_reference = "Aucune participation de votre réseau ne porte cette référence."
    refusing = {
        "organisation_name": "organisation",
        "name": "organisation",
        **{name: name for name in (*_FIELDS, "organisation", "siret", "project_kind")},
    }

    def known_keys(self, keys: list[str]) -> set[str]:
        mine = Attendance.objects.filter(gathering__owner=self.owner, import_key__in=keys)
        return set(mine.order_by("pk").values_list("import_key", flat=True))

    def referred(self, uids: list[Any]) -> dict[Any, Attendance]:
        mine = Attendance.objects.filter(gathering__owner=self.owner, uid__in=uids)
        found = mine.select_related("gathering", "organisation").order_by("pk")
        return {one.uid: one for one in found}

    @cached_property
    def gatherings(self) -> dict[str, list[tuple[GatheringDate, Gathering]]]:
        """The dates of the network's collective times, by title."""
        dates = GatheringDate.objects.filter(gathering__owner=self.owner).filter(
            gathering__cancelled_at=None
        )
        if self.convention is not None:
            dates = dates.filter(gathering__shares__convention=self.convention)
        by_title: dict[str, list] = {}
        for one in dates.select_related("gathering").order_by("pk"):
            by_title.setdefault(normalise(one.gathering.title), []).append((one, one.gathering))
        return by_title

    def _possible(self, row: Row) -> dict[int, Gathering]:
        """The collective times of that title on that date."""
        title, given = row.get("title"), row.get("date")
        if not title or given is None:
            return {}
        return {
            gathering.pk: gathering
            for day, gathering in self.gatherings.get(normalise(title), [])
            if _is_on(day, given)
        }

    def look_ahead(self, rows: list[Row]) -> None:
        """Who was noted before, by name, at the collective times of these lines."""
        meant = {pk for row in rows if _name(row) for pk in self._possible(row)}
        noted = Attendance.objects.filter(gathering__in=meant, import_run=None)
        self._noted: dict[tuple[int, str, str], list[Attendance]] = defaultdict(list)
        for one in noted.select_related("gathering", "organisation").order_by("pk"):
            first, last = normalise(one.first_name), normalise(one.last_name)
            self._noted[one.gathering_id, first, last].append(one)

    def _gathering(self, row: Row) -> Gathering | None:
        """The one collective time of that title on that date; the row is refused without it."""
        if row.refusals:
            return None
        title, given = row.get("title"), row.get("date")
        if not title or given is None:
            row.refuse("title" if not title else "date", "Cette valeur est obligatoire.")
            return None
        found = self._possible(row)
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            reason = "Plusieurs temps collectifs portent ce sujet à cette date : précisez la date."
        else:
            reason = (
                f"Aucun temps collectif de ce sujet n'est noté à cette date.{self._near(given)}"
            )
        row.refuse("title", f"{reason} Corrigez la cellule, ou notez-le d'abord.")
        return None

    def _near(self, given: PartialDate) -> str:
        titles = dict.fromkeys(
            gathering.title
            for pairs in self.gatherings.values()
            for day, gathering in pairs
            if _is_on(day, given)
        )
        words = listed([f"« {title} »" for title in list(titles)[:3]])
        return f" Ce jour-là : {words}." if words else ""

    def create(self, row: Row, key: str) -> NewRow | None:
        gathering = self._gathering(row)
        if gathering is None:
            return None
        organisation = self._organisation(row)
        held = gathering.state == GatheringState.HELD
        values = {"state": Presence.PRESENT if held else Presence.REGISTERED} | _given(row)
        if "young_people" in values and "people" not in values:
            values["people"] = 0
        attendance = Attendance(
            gathering=gathering,
            noted_by=self.by,
            import_key=key,
            **values,
            **self._kind(row),
        )
        check_fields(attendance)
        if not (attendance.people or attendance.young_people):
            break_rule(Attendance, "attendance_is_somebody")
        if attendance.is_walk_in and attendance.state != Presence.PRESENT:
            break_rule(Attendance, "attendance_walk_in_is_present")
        return NewRow(attendance, organisation)

    def _organisation(self, row: Row) -> uuid.UUID | None:
        name = row.get("organisation", "")
        if not is_nameless(name):
            return self.organisation(row, name)
        self.result.nameless += 1
        self.ask(row, "la structure n'est pas renseignée ; la participation est gardée sans elle.")
        return None

    def recognise(self, row: Row) -> Attendance | None:
        """Who signed up is there already: the same person, of the same structure."""
        person = _name(row)
        gathering = self._gathering(row) if person else None
        if gathering is None:
            return None
        name = row.get("organisation", "")
        known = None
        if not is_nameless(name):
            known = self.structures.known(
                name, town=row.get("town", ""), siret=row.get("siret", "")
            )
            if known is None:
                return None
        same = [
            one
            for one in self._noted[gathering.pk, *person]
            if (one.organisation.uid if one.organisation else None)
            == (known.uid if known else None)
        ]
        return same[0] if len(same) == 1 else None

    def _kind(self, row: Row) -> dict[str, str]:
        kinds = row.get("project_kind", ())
        if len(kinds) > 1:
            row.refuse("project_kind", "Une participation a un seul type de projet : choisissez.")
        return {"project_kind": kinds[0]} if kinds else {}

    def update(self, row: Row, found: Attendance) -> bool:
        """An empty cell leaves what is there; the collective time and the structure stay."""
        title, name = row.get("title"), row.get("organisation")
        if title and normalise(title) != normalise(found.gathering.title):
            row.refuse("title", "Un import ne change pas le temps collectif d'une participation.")
        known = found.organisation.name if found.organisation else found.organisation_name
        if name and not is_nameless(name) and normalise(name) != normalise(known):
            row.refuse("organisation", "Un import ne change pas la structure d'une participation.")
        if found.signed_at and row.get("state", Presence.PRESENT) != Presence.PRESENT:
            row.refuse("state", f"{SIGNED} : corrigez-la dans Trame.")
        if row.refusals:
            raise ValidationError({})
        return self.correct(row, found, _given(row) | self._kind(row))


def _name(row: Row) -> tuple[str, str] | None:
    """Whom the line names, first name and last name; nobody without both."""
    first, last = normalise(row.get("first_name", "")), normalise(row.get("last_name", ""))
    return (first, last) if first and last else None


def _given(row: Row) -> dict[str, Any]:
    return {name: row.get(name) for name in _FIELDS if name in row.values}


def _is_on(day: GatheringDate, given: PartialDate) -> bool:
    """True when both may say the same day, each as far as it is known."""
    known: datetime.date = day.date
    if given.year != known.year:
        return False
    if given.month is None or day.date_precision in (DatePrecision.YEAR, DatePrecision.PERIOD):
        return True
    if given.month != known.month:
        return False
    return given.day is None or day.date_precision != DatePrecision.DAY or given.day == known.day
