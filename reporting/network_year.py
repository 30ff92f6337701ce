"""What a network's year gives: pure counting on facts. No database, no clock.

Every breakdown has a line for what is unknown, so that its lines add up to the total. Minutes and
participants that nobody knows are counted as such, never as zero."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from partnership.geography.towns import Town, find_town, town_key

ONLINE, OWN_OFFICES, ELSEWHERE, UNKNOWN = "en_ligne", "nos_locaux", "ailleurs", "non_renseigne"
PLACES = (ONLINE, OWN_OFFICES, ELSEWHERE, UNKNOWN)
NO_MONTH, NO_TOWN, NO_CONVENTION = 0, "-", "sans"
TOP = 20


@dataclass(frozen=True)
class Meeting:
    """A collective time of the year, once, however many dates it has. `first_on` is its first date
    of the year and `month` that date's, 0 where only the year is known; `minutes` and
    `participants` are None where nobody knows them. `kind` is a code, or the word that a document
    had for it; `date_text` and `place_words` say its date and place as far as they are known."""

    uid: str
    title: str
    kind: str
    kind_label: str
    first_on: datetime.date
    month: int
    place: str
    place_label: str = ""
    place_words: str = ""
    date_text: str = ""
    town: str = ""
    insee_code: str = ""
    minutes: int | None = None
    participants: int | None = None
    conventions: tuple[str, ...] = ()

    @cached_property
    def position(self) -> Town | None:
        """Its town, where we know where that is."""
        return find_town(self.town, self.insee_code) if self.town else None

    @property
    def town_code(self) -> str:
        """What tells its town from others in an address; « - » where it has none."""
        if self.position is not None:
            return self.position.insee_code
        return town_key(self.town).replace(" ", "-") or NO_TOWN

    @property
    def place_text(self) -> str:
        """The document's words and the town, where they do not repeat each other."""
        words = self.place_words or self.place_label
        if self.town_name.casefold() in words.casefold():
            return words
        return f"{words}, {self.town_name}"

    @property
    def town_name(self) -> str:
        return self.position.name if self.position else self.town


@dataclass(frozen=True)
class Trip:
    """A journey noted as work. `month` is 0 where only the year is known."""

    month: int
    conventions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """What the page is narrowed to; empty, or None, where it is not."""

    kind: str = ""
    place: str = ""
    convention: str = ""
    month: int | None = None
    town: str = ""

    def holds(self, one: Meeting) -> bool:
        return (
            self.kind in ("", one.kind)
            and self.place in ("", one.place)
            and self.month in (None, one.month)
            and self.town in ("", one.town_code)
            and _serves(self.convention, one.conventions)
        )

    def holds_trip(self, trip: Trip) -> bool:
        """Journeys have neither kind nor place: none is counted where one of these is chosen."""
        return (
            not (self.kind or self.place or self.town)
            and self.month in (None, trip.month)
            and _serves(self.convention, trip.conventions)
        )

    def with_(self, **more) -> Chosen:
        return replace(self, **more)


def _serves(chosen: str, conventions: tuple[str, ...]) -> bool:
    if chosen == NO_CONVENTION:
        return not conventions
    return not chosen or chosen in conventions


@dataclass(frozen=True)
class Line:
    """One line of a breakdown. `minutes` and `participants` add up what is known; the counts beside
    them say of how many meetings nobody knows them."""

    key: str | int
    label: str
    meetings: int
    minutes: int
    participants: int
    without_minutes: int
    without_participants: int
    is_unknown: bool = False


@dataclass(frozen=True)
class TownLine(Line):
    town: Town | None = None


@dataclass(frozen=True)
class TripLine:
    """Journeys of a month: those noted as work, and the meetings held elsewhere."""

    month: int
    noted: int
    elsewhere: int

    @property
    def total(self) -> int:
        return self.noted + self.elsewhere


@dataclass(frozen=True)
class NetworkYear:
    """All that the page shows of some meetings and journeys."""

    meetings: Sequence[Meeting]
    trips: Sequence[Trip] = field(default=())

    @property
    def total(self) -> Line:
        return _line("", "Total", self.meetings)

    @property
    def kinds(self) -> list[Line]:
        """From the most frequent; those that nobody named last."""
        lines = _cut(self.meetings, lambda one: one.kind, lambda one: one.kind_label)
        return sorted(lines, key=lambda line: (line.is_unknown, -line.meetings, line.label))

    def places(self, labels: dict[str, str]) -> list[Line]:
        return [
            _line(place, labels[place], [one for one in self.meetings if one.place == place])
            for place in PLACES
        ]

    def months(self, labels: Callable[[int], str]) -> list[Line]:
        """Each month of the year, then what has none."""
        lines = [
            _line(month, labels(month), [one for one in self.meetings if one.month == month])
            for month in (*range(1, 13), NO_MONTH)
        ]
        return [line for line in lines if line.key or line.meetings]

    @cached_property
    def towns(self) -> list[TownLine]:
        """From the town where most took place; what has no town last: online or unknown."""
        groups: dict[str, list[Meeting]] = {}
        for one in self.meetings:
            groups.setdefault(one.town_code, []).append(one)
        lines = [_town_line(code, group) for code, group in groups.items()]
        return sorted(lines, key=lambda line: (line.is_unknown, -line.meetings, line.label))

    @property
    def most_attended(self) -> list[Meeting]:
        known = [one for one in self.meetings if one.participants]
        return sorted(known, key=lambda one: (-one.participants, one.first_on, one.title))[:TOP]

    @property
    def journeys(self) -> list[TripLine]:
        """Each month of the year, then what has none."""
        lines = [
            TripLine(
                month,
                sum(trip.month == month for trip in self.trips),
                sum(one.month == month and one.place == ELSEWHERE for one in self.meetings),
            )
            for month in (*range(1, 13), NO_MONTH)
        ]
        return [line for line in lines if line.month or line.total]

    @property
    def all_journeys(self) -> TripLine:
        lines = self.journeys
        return TripLine(
            NO_MONTH, sum(one.noted for one in lines), sum(one.elsewhere for one in lines)
        )


def year_of(
    meetings: Iterable[Meeting], trips: Iterable[Trip], chosen: Chosen | None = None
) -> NetworkYear:
    """The year as it is narrowed."""
    chosen = chosen or Chosen()
    return NetworkYear(
        tuple(one for one in meetings if chosen.holds(one)),
        tuple(trip for trip in trips if chosen.holds_trip(trip)),
    )


def _cut(
    meetings: Sequence[Meeting],
    key: Callable[[Meeting], str],
    label: Callable[[Meeting], str],
) -> list[Line]:
    groups: dict[str, list[Meeting]] = {}
    for one in meetings:
        groups.setdefault(key(one), []).append(one)
    return [_line(code, label(group[0]), group) for code, group in groups.items()]


def _line(key: str | int, label: str, meetings: Sequence[Meeting]) -> Line:
    return Line(key, label, is_unknown=key in (UNKNOWN, NO_MONTH), **_sums(meetings))


def _town_line(code: str, meetings: Sequence[Meeting]) -> TownLine:
    first = meetings[0]
    label = first.town_name or "Sans commune : en ligne, ou non renseignée"
    return TownLine(code, label, is_unknown=not first.town, town=first.position, **_sums(meetings))


def _sums(meetings: Sequence[Meeting]) -> dict[str, int]:
    return {
        "meetings": len(meetings),
        "minutes": sum(one.minutes or 0 for one in meetings),
        "participants": sum(one.participants or 0 for one in meetings),
        "without_minutes": sum(one.minutes is None for one in meetings),
        "without_participants": sum(one.participants is None for one in meetings),
    }
