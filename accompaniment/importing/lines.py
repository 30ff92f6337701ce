"""One line of a spreadsheet of sessions: what it means for a convention, or why it is refused."""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accompaniment.actions import stored_date
from accompaniment.enums import TIMED_KINDS, DatePrecision, EntryState, SessionKind
from accompaniment.importing.columns import LONGEST
from accompaniment.importing.matching import Team, is_nameless
from accompaniment.models import AccompanimentSession
from partnership.cell_texts import is_formula_error
from partnership.cells import FORMULA_ERROR
from partnership.importing.run import TOTAL_REFUSED, is_total, line_key
from partnership.importing.scratch import Seen
from partnership.models import Convention, User
from partnership.sheets import Row
from partnership.text import normalise

KIND = "sessions"
_QUOTED = re.compile(r"«\s*(.+?)\s*»|\"(.+)\"|“(.+)”")


@dataclass
class Line:
    """A line with what its words mean. `key` tells it from every other line; `date` is the day
    that is kept, in Europe/Paris; `minutes` the whole duration of its `count` sessions."""

    row: Row
    key: str
    name: str
    date: datetime.date
    precision: DatePrecision
    staff: list[User]

    @property
    def count(self) -> int:
        return self.row.get("count", 1)

    @property
    def kind(self) -> str:
        return self.row.get("nature", SessionKind.MEETING)

    @property
    def minutes(self) -> int | None:
        return self.row.get("minutes")

    @property
    def date_text(self) -> str:
        return AccompanimentSession(date=self.date, date_precision=self.precision).date_text

    @property
    def taken_over(self) -> bool:
        return self.count > 1 or self.precision in (DatePrecision.YEAR, DatePrecision.PERIOD)


def read(row: Row, convention: Convention, team: Team, seen: Counter | Seen) -> Line:
    """The line that the row is. `seen` counts equal rows of the file; what does not hold together
    is refused on the row."""
    corrects = "reference" in row.values
    name = row.get("organisation", "") if corrects else _name(row)
    date, precision = _kept_date(row, convention)
    line = Line(row, "", name, date, precision, [] if corrects else staff_of(row, team))
    cells = _normalised(row.values | {"organisation": name})
    line.key = line_key(KIND, convention, cells, seen)
    if not corrects and row.get("state", EntryState.HELD) != EntryState.HELD:
        row.refuse("state", "Un import note ce qui a eu lieu : prévoyez cet échange dans Trame.")
    if not row.refusals:
        _check_duration(line)
    return line


def _name(row: Row) -> str:
    """The structure of a new line; nothing when it is not said. Between quotation marks, a word
    that says something else is the name of a structure."""
    name = row.get("organisation", "")
    quoted = _QUOTED.fullmatch(name)
    inside = next((part for part in quoted.groups() if part), "") if quoted else ""
    if inside and (is_nameless(inside) or _why_no_name(inside)):
        return inside
    if reason := _why_no_name(name):
        row.refuse(
            "organisation",
            f"{reason} Si une structure s'appelle vraiment ainsi, écrivez son nom entre "
            f"guillemets : « {name} ».",
        )
    return "" if is_nameless(name) else name


def _why_no_name(name: str) -> str:
    if is_formula_error(name):
        return FORMULA_ERROR
    return TOTAL_REFUSED if is_total(name) else ""


def _kept_date(row: Row, convention: Convention) -> tuple[datetime.date, DatePrecision]:
    given = row.get("date")
    if given is None:
        terms = convention.terms()
        date, precision = stored_date(convention, terms.starts_on.year)
        if terms.starts_on.year != terms.ends_on.year:
            precision = DatePrecision.PERIOD
        return date, precision
    if given.day is None:
        return stored_date(convention, given.year, given.month)
    return datetime.date(given.year, given.month, given.day), DatePrecision.DAY


def staff_of(row: Row, team: Team, *, present: Iterable[User] = ()) -> list[User]:
    """Those whom the line names, among the team and those already `present` on the row."""
    people: dict[int, User] = {}
    for name in row.get("staff", ()):
        found = team.named(name, present=present)
        if len(found) == 1:
            people[found[0].pk] = found[0]
        elif found:
            row.refuse(
                "staff", f"« {name} » désigne plusieurs personnes : écrivez l'adresse électronique."
            )
        else:
            row.refuse(
                "staff",
                f"« {name} » n'est pas membre de l'équipe : corrigez le nom ou créez son compte.",
            )
    return list(people.values())


def _normalised(values: dict[str, Any]) -> str:
    """All the cells given, the same whatever their order, case, accents and format."""
    plain = {}
    for name, value in values.items():
        if isinstance(value, tuple):
            plain[name] = sorted(normalise(str(item)) for item in value)
        elif isinstance(value, str):
            plain[name] = normalise(value) or value.strip()
        else:
            plain[name] = str(value)
    plain.pop("convention", None)  # it is the one of the import
    return json.dumps({name: plain[name] for name in sorted(plain) if plain[name]})


def _check_duration(line: Line) -> None:
    row, minutes, count = line.row, line.minutes, line.count
    if line.row.get("reference"):
        if count > 1:
            row.refuse("count", "Une référence désigne un seul échange : laissez 1.")
    elif minutes is None and line.kind in TIMED_KINDS:
        row.refuse("minutes", "La durée est obligatoire : écrivez par exemple 1h30 ou 45 min.")
    if minutes is None:
        return
    if "nature" in row.values and line.kind not in TIMED_KINDS:
        row.refuse(
            "minutes",
            f"« {SessionKind(line.kind).label} » n'a pas de durée : videz la cellule, "
            "ou choisissez Entretien ou Relecture.",
        )
    elif minutes > LONGEST * count:
        row.refuse(
            "minutes",
            "La durée dépasse 24 heures par session : vérifiez l'unité et le nombre de sessions.",
        )
    elif minutes < count:
        row.refuse(
            "minutes",
            f"La durée ({minutes} min) est trop courte pour {count} sessions : vérifiez l'unité.",
        )
