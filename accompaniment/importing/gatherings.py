"""The import of collective times: those of a convention, or the log of a whole network's year."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment.actions import stored_date
from accompaniment.enums import DatePrecision, GatheringKind, GatheringState, PlaceKind
from accompaniment.importing.closed import ClosedMonths
from accompaniment.importing.gathering_columns import GATHERING_COLUMNS
from accompaniment.importing.gathering_words import OwnPlaces, Place, kind_of, place_of
from accompaniment.log import closing
from accompaniment.models import Gathering, GatheringDate, GatheringShare
from partnership.cells import PartialDate
from partnership.figures import spread
from partnership.import_kinds import Ask, ImportOptions, ImportResult
from partnership.importing.doubts import ask_key
from partnership.importing.line_run import LineRun, check_may
from partnership.importing.new_rows import NewRow, break_rule, check_fields
from partnership.importing.owners import network_of
from partnership.importing.run import is_elsewhere
from partnership.models import Convention, Network, User
from partnership.sheets import Row, open_sheet
from partnership.text import normalise
from partnership.wording import UNKNOWN

KIND = "gatherings"
_NEEDED = {
    "title": "Donnez le sujet.",
    "date": "Donnez la date, par exemple 02/03/2023.",
    "minutes": "La durée est obligatoire : écrivez par exemple 1h30 ou 45 min.",
}


def import_gatherings(
    *,
    path: Path | str,
    convention: Convention | None = None,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    options: ImportOptions | None = None,
    owner: Network | None = None,
) -> ImportResult:
    """Import collective times. Those of no convention are the network's own log; `owner` is that
    network, where neither a convention nor a person says which.

    Raises SheetError when the file cannot be used, PermissionDenied (`by` None: a command)."""
    check_may(by, convention)
    path, owner = Path(path), owner or network_of(convention, by)
    with open_sheet(path, GATHERING_COLUMNS, sheet=sheet) as opened:
        result = ImportResult(ignored_columns=opened.ignored_columns)
        run = _Run(
            path, owner, by, result,
            convention=convention, options=options, dry_run=dry_run,
        )  # fmt: skip
        return run.go(opened)


class _Run(LineRun):
    kind = KIND
    keeps_corrections = True
    unknown_reference = "Aucun temps collectif de votre réseau ne porte cette référence."
    refusing = {
        "stated_participants": "participants",
        "stated_organisations": "organisations",
        "insee_code": "town",
        **{name: name for name in ("title", "date", "minutes", "place", "town", "link", "kind")},
    }

    @cached_property
    def own(self) -> OwnPlaces:
        return OwnPlaces(self.owner)

    @cached_property
    def conventions(self) -> dict[str, Convention]:
        mine = Convention.objects.filter(owner=self.owner).order_by("pk")
        return {_reference(one.reference): one for one in mine}

    @cached_property
    def closed(self) -> ClosedMonths:
        return ClosedMonths(self.owner)

    @cached_property
    def today(self) -> datetime.date:
        return timezone.localdate()

    def known_keys(self, keys: list[str]) -> set[str]:
        mine = Gathering.objects.filter(owner=self.owner, import_key__in=keys)
        return set(mine.order_by("pk").values_list("import_key", flat=True))

    def referred(self, uids: list[Any]) -> dict[Any, Gathering]:
        mine = Gathering.objects.filter(owner=self.owner, uid__in=uids).standing()
        return {one.uid: one for one in mine.order_by("pk").for_list()}

    def leaves(self, row: Row) -> bool:
        if self.convention is None or "reference" in row.values:
            return False
        return is_elsewhere(row, self.convention, self.result)

    def create(self, row: Row, key: str) -> NewRow | None:
        for name, words in _NEEDED.items():
            if name not in row.values:
                row.refuse(name, words)
        convention = self._convention(row)
        if row.refusals:
            return None
        days = [self._date(one, convention) for one in row.get("date")]
        gathering = Gathering(
            owner=self.owner,
            title=row.get("title"),
            state=self._state([date for date, _ in days]),
            noted_by=self.by,
            taken_over=True,
            source=self.path.name[:200],
            import_key=key,
            **self._kind(row),
            **self._place(row),
            **_plain_fields(row),
        )
        check_fields(gathering)
        made = NewRow(gathering, parts=list(_dates(gathering, days, row.get("minutes"))))
        if convention is not None:
            made.parts.append(GatheringShare(gathering=gathering, convention=convention))
        return made

    def _convention(self, row: Row) -> Convention | None:
        """That of the import; else the one that the line names."""
        named = row.get("convention")
        if not named:
            return self.convention
        found = self.conventions.get(_reference(named))
        if found is None:
            row.refuse(
                "convention",
                "Aucune convention du réseau ne porte cette référence : corrigez-la, ou videz la "
                "cellule pour garder la réunion au journal du réseau.",
            )
        return found

    def _state(self, dates: list[datetime.date]) -> GatheringState:
        return GatheringState.PLANNED if max(dates) > self.today else GatheringState.HELD

    def _date(
        self, given: PartialDate, convention: Convention | None
    ) -> tuple[datetime.date, DatePrecision]:
        if given.day is None:
            return stored_date(convention, given.year, given.month)
        return datetime.date(given.year, given.month, given.day), DatePrecision.DAY

    def _kind(self, row: Row) -> dict[str, str]:
        """What the word means; the word itself where it is none of the kinds."""
        words = row.get("kind", "")
        if not words or normalise(words) == normalise(UNKNOWN):
            return {"kind": GatheringKind.OTHER, "kind_words": UNKNOWN}
        kind = kind_of(words)
        if kind is not None:
            return {"kind": kind, "kind_words": ""}
        ask = Ask(
            ask_key("type", words),
            f"Quel type de réunion est « {words} » ?",
            tuple(GatheringKind.choices),
        )
        kept = f"« {words} » n'est pas un type de réunion connu ; il est gardé tel quel."
        answer = self.doubt(row, ask, kept)
        return {"kind": answer or GatheringKind.OTHER, "kind_words": words}

    def _place(self, row: Row) -> dict[str, str]:
        words, town = row.get("place", ""), row.get("town", "")
        place = place_of(words, self.own, town)
        if place is None:
            place = self._asked_place(row, words or town, town)
        return {
            "place_kind": place.kind,
            "place": words,
            "town": place.town,
            "insee_code": place.insee_code,
        }

    def _asked_place(self, row: Row, words: str, town: str) -> Place:
        ask = Ask(
            ask_key("lieu", words),
            f"Où est « {words} » ?",
            tuple(PlaceKind.choices),
        )
        known = place_of(words, _Nowhere(), town)
        why = "n'est ni en ligne, ni vos locaux, ni une commune reconnue"
        if known is not None and normalise(known.town) == self.own.town:
            why = "est la commune de vos locaux, sans dire si c'était chez vous"
        kept = (
            f"« {words} » {why} ; le lieu est gardé tel quel, « non renseigné » dans les décomptes."
        )
        answer = PlaceKind(self.doubt(row, ask, kept) or PlaceKind.UNKNOWN)
        if answer == PlaceKind.ONLINE:
            return Place(answer)
        return Place(answer, known.town if known else town, known.insee_code if known else "")

    def update(self, row: Row, found: Gathering) -> bool:
        """Refused where it changes the hours of somebody in a month that they closed."""
        if self.closed.none:
            return self._correct_all(row, found)
        try:
            with closing.hours_kept(found):
                return self._correct_all(row, found)
        except ValidationError as error:
            if hasattr(error, "error_dict"):
                raise
            row.refuse("date", " ".join(error.messages))
            return False

    def _correct_all(self, row: Row, found: Gathering) -> bool:
        """An empty cell leaves what is there."""
        values = _plain_fields(row)
        if "stated_participants" in values and not self._states(found, values):
            del values["stated_participants"]
        if "title" in row.values:
            values["title"] = row.get("title")
        if "kind" in row.values and not _says_its_kind(row.get("kind"), found):
            values |= self._kind(row)
        if _says_another_place(row, found):
            values |= self._place(row)
        self._check_convention(row, found)
        changed = self._update_date(row, found)
        return self.correct(row, found, values) or changed

    def _states(self, found: Gathering, values: dict[str, Any]) -> bool:
        """False for a number that the rows of attendance give already."""
        counted = found.attendances.all().present().heads()
        return not (counted and counted == values["stated_participants"])

    def _check_convention(self, row: Row, found: Gathering) -> None:
        if "convention" not in row.values:
            return
        served = {_reference(share.convention.reference) for share in found.shares.all()}
        named = {_reference(one) for one in row.get("convention").replace(";", ",").split(",")}
        if named != served:
            row.refuse(
                "convention",
                "Un import ne change pas les conventions d'un temps collectif : "
                "corrigez-les dans Trame.",
            )

    def _update_date(self, row: Row, found: Gathering) -> bool:
        days = [day for day in found.dates.all() if not day.is_postponed]
        given = row.get("date", ())
        if len(days) != 1 or len(given) > 1:
            self._check_dates(row, days)
            return False
        values: dict[str, Any] = {}
        if given and not _is_dated(days[0], given[0]):
            values["date"], values["date_precision"] = self._date(given[0], self.convention)
        if "minutes" in row.values:
            values["minutes"] = row.get("minutes")
        return self.correct(row, days[0], values)

    def _check_dates(self, row: Row, days: list[GatheringDate]) -> None:
        """Of several dates a line may only say again what is there: some of them, the total."""
        total = sum(day.minutes or 0 for day in days)
        same = {
            "date": all(any(_is_dated(day, one) for day in days) for one in row.get("date", ())),
            "minutes": row.get("minutes") in {total, *(day.minutes for day in days)},
        }
        for name, holds in same.items():
            if name in row.values and not holds:
                row.refuse(
                    name, "Ce temps collectif n'a pas une seule date : corrigez-le dans Trame."
                )


class _Nowhere(OwnPlaces):
    """Nobody's offices: any town is one."""

    def __init__(self):
        self.town, self.address, self.names = "", "", set()


def _dates(
    gathering: Gathering, days: list[tuple[datetime.date, DatePrecision]], minutes: int
) -> Iterator[GatheringDate]:
    """Its dates, which share the minutes. Raises ValidationError when one is said twice, or has
    no minute left."""
    if len({date for date, _ in days}) < len(days):
        break_rule(GatheringDate, "gathering_date_once_without_hours")
    for (date, precision), part in zip(days, spread(minutes, len(days)), strict=True):
        if not part:
            break_rule(GatheringDate, "gathering_date_minutes_positive")
        day = GatheringDate(gathering=gathering, date=date, date_precision=precision, minutes=part)
        check_fields(day)
        yield day


def _plain_fields(row: Row) -> dict[str, Any]:
    names = {
        "link": "link",
        "aim": "aim",
        "participants": "stated_participants",
        "organisations": "stated_organisations",
    }
    return {field: row.get(name) for name, field in names.items() if name in row.values}


def _reference(text: str) -> str:
    return " ".join(text.split()).casefold()


def _is_dated(day: GatheringDate, given: PartialDate) -> bool:
    """True when the cell says as much as what is known of the date."""
    known = [day.date.year, day.date.month, day.date.day]
    kept = {DatePrecision.DAY: 3, DatePrecision.MONTH: 2}.get(day.date_precision, 1)
    said = [part for part in (given.year, given.month, given.day) if part is not None]
    return said == known[:kept]


def _says_its_kind(words: str, found: Gathering) -> bool:
    """True for its kind in any word, and for the document's own."""
    return kind_of(words) == found.kind or normalise(words) == normalise(found.kind_label)


def _says_another_place(row: Row, found: Gathering) -> bool:
    known = {
        normalise(one)
        for one in (
            found.place,
            found.town,
            found.get_place_kind_display(),
            f"{found.place} {found.town}",
        )
    }
    said = [row.get(name) for name in ("place", "town") if name in row.values]
    return any(normalise(one) not in known for one in said)
