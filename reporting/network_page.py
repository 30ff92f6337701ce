"""The page of a network's year: its breakdowns, the addresses of their rows, its exports."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from accompaniment.enums import PlaceKind, WorkKind
from partnership.filters import FilterForm
from partnership.rendering.tables import Column, Sheet
from partnership.wording import hours, month_label
from reporting import town_map
from reporting.charts import Bar, bar_chart
from reporting.network_year import (
    ELSEWHERE,
    NO_CONVENTION,
    NO_MONTH,
    NO_TOWN,
    Chosen,
    Line,
    Meeting,
    NetworkYear,
    Trip,
    TripLine,
    year_of,
)

PLACE_LABELS = dict(PlaceKind.choices)


def month_name(month: int) -> str:
    """« janvier »; « Mois non renseigné » for none."""
    if month == NO_MONTH:
        return "Mois non renseigné"
    return month_label(datetime.date(2000, month, 1)).rpartition(" ")[0].capitalize()


class NetworkFilterForm(FilterForm):
    """What the year can be narrowed to, in its address: only what its meetings hold."""

    kind = forms.ChoiceField(label="Type de réunion", required=False)
    convention = forms.ChoiceField(label="Convention", required=False)
    place = forms.ChoiceField(label="Lieu", required=False)
    month = forms.ChoiceField(label="Mois", required=False)
    town = forms.ChoiceField(label="Commune", required=False)

    def __init__(self, data: Any, meetings: Sequence[Meeting], trips: Sequence[Trip]):
        super().__init__(data)
        kinds = {one.kind: one.kind_label for one in meetings}
        towns = {one.town_code: one.town_name for one in meetings if one.town}
        served = {name for one in (*meetings, *trips) for name in one.conventions}
        self._choose("kind", "Tous les types", _by_label(kinds))
        self._choose(
            "convention",
            "Toutes, et le journal du réseau",
            [
                (NO_CONVENTION, "Aucune : le journal du réseau"),
                *((one, one) for one in sorted(served)),
            ],
        )
        self._choose("place", "Tous les lieux", list(PlaceKind.choices))
        months = [(str(month), month_name(month)) for month in (*range(1, 13), NO_MONTH)]
        self._choose("month", "Toute l'année", months)
        nowhere = [(NO_TOWN, "Sans commune")]
        self._choose("town", "Toutes les communes", [*_by_label(towns), *nowhere])

    def _choose(self, name: str, everything: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", everything), *choices]

    @property
    def chosen(self) -> Chosen:
        given = dict(self.cleaned_data)
        month = given.pop("month")
        return Chosen(**given, month=int(month) if month else None)


def _by_label(labels: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(labels.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


@dataclass(frozen=True)
class Linked:
    """A line with the address of its rows."""

    line: Line
    address: str


@dataclass(frozen=True)
class LinkedTrips:
    label: str
    line: TripLine
    noted_address: str
    elsewhere_address: str


@dataclass(frozen=True)
class Breakdown:
    title: str
    heading: str
    lines: list[Linked]
    total: Linked


@dataclass(frozen=True)
class NetworkPage:
    """The year as its page and its exports show it."""

    year: int
    chosen: Chosen
    counted: NetworkYear

    @cached_property
    def total(self) -> Linked:
        return Linked(self.counted.total, self.address())

    @cached_property
    def kinds(self) -> Breakdown:
        return self._cut("Par type", "Type de réunion", "kind", self.counted.kinds)

    @cached_property
    def places(self) -> Breakdown:
        lines = self.counted.places(PLACE_LABELS)
        return self._cut("En ligne, dans nos locaux, ailleurs", "Lieu", "place", lines)

    @cached_property
    def months(self) -> Breakdown:
        return self._cut("Par mois", "Mois", "month", self.counted.months(month_name))

    @cached_property
    def towns(self) -> Breakdown:
        return self._cut("Par commune", "Commune", "town", self.counted.towns)

    @property
    def breakdowns(self) -> list[Breakdown]:
        return [self.kinds, self.places, self.months, self.towns]

    def _cut(self, title: str, heading: str, name: str, lines: Sequence[Line]) -> Breakdown:
        linked = [Linked(line, self.address(**{name: line.key})) for line in lines]
        return Breakdown(title, heading, linked, self.total)

    @property
    def map(self) -> str:
        return town_map.town_map(
            self.counted.towns, title=f"Temps collectifs de {self.year} par commune"
        )

    attribution = town_map.ATTRIBUTION

    @property
    def is_mapped(self) -> bool:
        return bool(town_map.shown(self.counted.towns))

    @property
    def outside(self) -> list[str]:
        return [line.label for line in town_map.outside(self.counted.towns)]

    @property
    def without_position(self) -> list[str]:
        return [line.label for line in town_map.without_position(self.counted.towns)]

    @property
    def chart(self) -> str:
        bars = [
            Bar(line.label, line.meetings, str(line.meetings), is_unknown=line.is_unknown)
            for line in self.counted.months(month_name)
        ]
        return bar_chart("Temps collectifs par mois", bars, name="mois")

    @property
    def journeys(self) -> list[LinkedTrips]:
        return [self._trips(month_name(one.month), one) for one in self.counted.journeys]

    @property
    def all_journeys(self) -> TripLine:
        return self.counted.all_journeys

    def _trips(self, label: str, line: TripLine) -> LinkedTrips:
        elsewhere = self.address(place=ELSEWHERE, month=line.month)
        return LinkedTrips(label, line, self._noted_address(line.month), elsewhere)

    def _noted_address(self, month: int) -> str:
        """The list of work, where it can be narrowed in the same way; nothing otherwise."""
        if month == NO_MONTH or self.chosen.convention == NO_CONVENTION:
            return ""
        first = datetime.date(self.year, month, 1)
        last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
        query = {"kind": WorkKind.TRAVEL.value, "start": first, "end": last}
        if self.chosen.convention:
            query["convention"] = self.chosen.convention
        return f"{reverse('accompaniment:work-entries')}?{urlencode(query)}"

    def address(self, **more: Any) -> str:
        """The rows of the page narrowed further."""
        chosen = self.chosen.with_(**more)
        names = ("kind", "convention", "place", "month", "town")
        given = {name: getattr(chosen, name) for name in names}
        query = urlencode({name: value for name, value in given.items() if value not in ("", None)})
        address = reverse("reporting:network-rows", args=[self.year])
        return f"{address}?{query}" if query else address


def page_of(
    year: int, meetings: Sequence[Meeting], trips: Sequence[Trip], chosen: Chosen
) -> NetworkPage:
    return NetworkPage(year, chosen, year_of(meetings, trips, chosen))


LINE_COLUMNS = [
    Column("Temps collectifs", lambda one: one.line.meetings, width=16),
    Column("Minutes", lambda one: one.line.minutes, width=12),
    Column("Durée", lambda one: hours(one.line.minutes), width=12),
    Column("Sans durée", lambda one: one.line.without_minutes, width=12),
    Column("Participants", lambda one: one.line.participants, width=12),
    Column("Sans nombre de participants", lambda one: one.line.without_participants, width=26),
]
MEETING_COLUMNS = [
    Column("Référence", lambda one: one.uid, width=38),
    Column("Sujet", lambda one: one.title, width=50),
    Column("Type de réunion", lambda one: one.kind_label, width=28),
    Column("Localisation", lambda one: one.place_words or one.place_label, width=28),
    Column("Commune", lambda one: one.town if one.place == ELSEWHERE else "", width=24),
    Column("Date", lambda one: one.date_text, width=12),
    Column("Durée (min)", lambda one: one.minutes, width=12),
    Column("Nombre de participants", lambda one: one.participants, width=14),
    Column("Convention", lambda one: ", ".join(one.conventions), width=16),
]


def sheets_of(page: NetworkPage) -> list[Sheet]:
    """A sheet for each breakdown, then the most attended and the journeys."""
    sheets = [
        Sheet(
            one.heading,
            [Column(one.heading, lambda linked: linked.line.label, width=44), *LINE_COLUMNS],
            one.lines,
            [one.total],
        )
        for one in page.breakdowns
    ]
    journeys = [
        Column("Mois", lambda one: one.label, width=20),
        Column("Notés en travail", lambda one: one.line.noted),
        Column("Temps collectifs ailleurs", lambda one: one.line.elsewhere),
        Column("Déplacements", lambda one: one.line.total),
    ]
    return [
        *sheets,
        Sheet("Les plus suivies", MEETING_COLUMNS, page.counted.most_attended),
        Sheet("Déplacements", journeys, page.journeys),
    ]


def flat_rows(page: NetworkPage) -> tuple[list[Column], list[tuple[str, Linked]]]:
    """All the breakdowns as one table, for a CSV."""
    columns = [
        Column("Décompte", lambda pair: pair[0]),
        Column("Ligne", lambda pair: pair[1].line.label),
        *(
            Column(one.heading, lambda pair, value=one.value: value(pair[1]))
            for one in LINE_COLUMNS
        ),
    ]
    rows = [(one.heading, linked) for one in page.breakdowns for linked in one.lines]
    return columns, [*rows, ("Total", page.total)]
