"""What is done of each action of the programme, against what the convention says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from accompaniment.facts import SessionFact
from accompaniment.models import Gathering
from partnership.figures import Figure
from partnership.models import Commitment, CommitmentReading, Convention
from partnership.wording import UNKNOWN, agree, euros, hours, number, percent, plural
from reporting import collecting
from reporting.collecting import ConventionFacts

NOT_FOLLOWED = "pas encore suivi dans Trame"
NOTHING_NOTED = "rien n'est encore noté dans Trame"


def figure_text(figure: Figure) -> str:
    """« 43 sessions », « 49h », « 9 380,00 € », « 37,44 % », « non renseigné »."""
    if figure.value is None:
        return UNKNOWN
    if figure.unit == "€":
        return euros(Decimal(figure.value))
    if figure.unit == "%":
        return percent(Decimal(figure.value))
    if figure.unit == "min":
        return hours(int(figure.value))
    unit = figure.unit if abs(figure.value) >= 2 else singular(figure.unit)
    return f"{number(figure.value)}\u00a0{unit}"


def singular(unit: str) -> str:
    """« sessions » → « session »; « rendez-vous » stays."""
    return unit if unit.endswith("vous") else unit.removesuffix("s")


@dataclass(frozen=True)
class ReadingProgress:
    """One reading of a commitment: the figure it counts, those shown beside, who agreed."""

    reading: CommitmentReading
    figure: Figure
    beside: tuple[Figure, ...]

    @property
    def is_accepted(self) -> bool:
        return self.reading.is_accepted

    @property
    def filter_query(self) -> str:
        """The reading's filters as an address writes them."""
        return "&".join(
            f"{key}={code}" for key, codes in self.reading.filters.items() for code in codes
        )

    @property
    def shown(self) -> tuple[ShownFigure, ...]:
        return tuple(
            ShownFigure(figure, figure_text(figure)) for figure in (self.figure, *self.beside)
        )

    @property
    def done_text(self) -> str:
        return ", ".join(shown.text for shown in self.shown)


@dataclass(frozen=True)
class CommitmentProgress:
    """A commitment with the readings that stand: the latest accepted, and those proposed since.

    `last_on` is the day of its latest evidence. Where nothing at all is noted for the convention,
    nothing is measured: a zero would read as a failure."""

    commitment: Commitment
    readings: tuple[ReadingProgress, ...]
    last_on: datetime.date | None
    nothing_noted: bool = False

    @property
    def has_rows(self) -> bool:
        """Something counts for it, whatever else is noted."""
        return any(one.figure.rows for one in self.readings)

    @property
    def main(self) -> ReadingProgress | None:
        """The reading in force: the latest accepted, else the latest proposed."""
        if not self.readings:
            return None
        return self.readings[0] if self.readings[0].is_accepted else self.readings[-1]

    @property
    def proposed(self) -> tuple[ReadingProgress, ...]:
        """The readings that wait for the other side, beside the one in force."""
        return tuple(one for one in self.readings if one is not self.main and not one.is_accepted)

    @property
    def target_text(self) -> str:
        """« 30 accompagnements personnalisés prévus », in the convention's own unit."""
        target = self.commitment.target
        if target is None:
            return "sans quantité prévue"
        unit = self.commitment.unit
        return f"{number(target)}\u00a0{unit} {agree('prévu', target, unit)}"

    @property
    def done_text(self) -> str:
        if self.main is None:
            return NOT_FOLLOWED
        return NOTHING_NOTED if self.nothing_noted else self.main.done_text

    @property
    def value(self) -> int | None:
        if self.main is None or self.nothing_noted:
            return None
        return self.main.figure.value

    @property
    def percent(self) -> int | None:
        """Done of planned, half up, above 100 where more was done, and 100 only once the target
        is reached; None without a target."""
        target = self.commitment.target
        if self.value is None or not target:
            return None
        rounded = int((200 * self.value + target) // (2 * target))
        return min(rounded, 99) if self.value < target else rounded

    @property
    def bar_width(self) -> int:
        return min(100, self.percent or 0)

    @property
    def bar_text(self) -> str:
        """« 43 pour 30 prévus »."""
        target = self.commitment.target
        if self.value is None or not target:
            return ""
        return f"{number(self.value)} pour {number(target)} {plural(target, 'prévu')}"


def progress_of(
    convention: Convention, facts: ConventionFacts | None = None
) -> list[CommitmentProgress]:
    """Each action of the programme, in its order, in a constant number of queries."""
    facts = collecting.facts_of(convention) if facts is None else facts
    taken_over = collecting.taken_over_of(convention)
    dates = _latest_days(facts)
    nothing_noted = not (facts.sessions or facts.works or facts.gatherings or taken_over)
    found = [
        _progress(commitment, facts, taken_over, dates)
        for commitment in convention.terms().commitments
    ]
    return [replace(one, nothing_noted=nothing_noted and not one.has_rows) for one in found]


def _latest_days(facts: ConventionFacts) -> dict[str, datetime.date]:
    """The latest day known behind each row that a figure may name: entry, holder, follow-up."""
    latest: dict[str, datetime.date] = {}
    every = (*facts.sessions, *facts.works, *facts.gatherings, *facts.projects)
    for fact in sorted(every, key=lambda one: one.date):
        if fact.dated:
            latest[fact.uid] = fact.date
            if isinstance(fact, SessionFact):
                latest[fact.accompaniment] = fact.date
                if fact.organisation:
                    latest[fact.organisation] = fact.date
    return latest


def standing_readings(readings: Iterable[CommitmentReading]) -> list[CommitmentReading]:
    """The latest accepted reading and those proposed after it; a change shows both values."""
    ordered = list(readings)
    accepted = [rank for rank, one in enumerate(ordered) if one.is_accepted]
    return ordered[accepted[-1] :] if accepted else ordered


def _progress(commitment, facts, taken_over, dates) -> CommitmentProgress:
    readings = []
    for reading in standing_readings(commitment.readings.all()):
        figure = collecting.figure_of(
            facts,
            reading.figure_id,
            version=reading.rule_version,
            filters=reading.filters,
            taken_over=taken_over,
        )
        beside = tuple(
            collecting.figure_of(facts, figure_id, filters=reading.filters, taken_over=taken_over)
            for figure_id in reading.beside
        )
        readings.append(ReadingProgress(reading, figure, beside))
    days = [dates[row.uid] for one in readings for row in one.figure.rows if row.uid in dates]
    return CommitmentProgress(commitment, tuple(readings), max(days, default=None))


SHOWN = (
    "accompaniment.sessions",
    "accompaniment.minutes",
    "accompaniment.organisations",
    "accompaniment.proofreading_minutes",
    "accompaniment.actions",
    "accompaniment.staff",
    "advice.organisations",
    "advice.meetings",
    "contact.organisations",
    "projects.submitted",
    "projects.selected",
    "projects.late",
    "projects.rejected",
    "work.minutes",
    "gatherings.count",
    "gatherings.participants",
    "gatherings.organisations",
    "trainings.count",
    "trainings.participants",
    "time.minutes",
)


@dataclass(frozen=True)
class ShownFigure:
    """A figure with the words that stand for its value."""

    figure: Figure
    text: str

    @property
    def id(self) -> str:
        return self.figure.id

    @property
    def note(self) -> str:
        return "repris du bilan publié" if self.figure.source else self.figure.remark


def shown_figures(figures: dict[str, Figure]) -> list[ShownFigure]:
    """The figures of a convention's page: those that have rows, or a published value."""
    return [
        ShownFigure(figures[figure_id], figure_text(figures[figure_id]))
        for figure_id in SHOWN
        if figures[figure_id].rows
    ]


def say_what_each_gives(
    gatherings: Iterable[Gathering], facts: ConventionFacts, figure: Figure
) -> None:
    """Each of these rows with its `counted_text`: what it gives of the figure that they make."""
    uids = [str(row.uid) for row in gatherings]
    figures = collecting.of_each_gathering(facts, figure, uids)
    for row in gatherings:
        row.counted_text = figure_text(figures[str(row.uid)])


@dataclass(frozen=True)
class MovedBar:
    """A commitment after an entry, and how far it was before."""

    progress: CommitmentProgress
    before: int


def moved_by(convention: Convention, entry_uid: str) -> list[MovedBar]:
    """The commitments that an entry moved, with their bars before and after it."""
    facts = collecting.facts_of(convention)
    without = replace(
        facts,
        sessions=tuple(fact for fact in facts.sessions if fact.uid != entry_uid),
        works=tuple(fact for fact in facts.works if fact.uid != entry_uid),
    )
    before = {one.commitment.pk: one for one in progress_of(convention, without)}
    return [
        MovedBar(one, before[one.commitment.pk].bar_width)
        for one in progress_of(convention, facts)
        if one.main and one.main.done_text != before[one.commitment.pk].main.done_text
    ]
