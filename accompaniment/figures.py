"""How time and holders are counted: plain functions on plain facts. No database, no clock.

`rules.py` pairs each function with the sentence that people read. A breakdown
applies the same function to the facts of each category, so that a part is never counted by
another rule than its whole.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from accompaniment.dimensions import (
    MONTH,
    UNKNOWN,
    UNKNOWN_LABEL,
)
from accompaniment.enums import GatheringKind, Mode, SessionKind, WorkKind
from accompaniment.facts import Facts, SessionFact, WorkFact, filtered, parted
from accompaniment.following.advice import FACE_TO_FACE
from partnership.catalogue import Declaration, Dimension
from partnership.figures import Breakdown, Category, Figure, RowRef
from partnership.wording import counted, hours, month_label

FOLLOWED_MODES = (Mode.REINFORCED, Mode.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Count:
    """What a rule answers: the value, the rows behind it, and what must be said beside it."""

    value: int | None
    rows: tuple[RowRef, ...]
    remark: str = ""


@dataclass(frozen=True)
class Rule:
    declaration: Declaration
    count: Callable[[Facts], Count]

    def figure(self, facts: Facts, filters: dict[str, list[str]] | None = None) -> Figure:
        """The figure over the facts that pass the filters, with its breakdowns."""
        kept = filtered(facts, filters or {})
        count = self.count(kept)
        return Figure(
            id=self.declaration.id,
            label=self.declaration.label,
            unit=self.declaration.unit,
            value=count.value,
            rows=count.rows,
            rule=self.declaration.sentence,
            rule_version=self.declaration.version,
            breakdowns=tuple(
                self._breakdown(dimension, kept) for dimension in self.declaration.dimensions
            ),
            remark=count.remark,
        )

    def _breakdown(self, dimension: Dimension, facts: Facts) -> Breakdown:
        categories = []
        parts = parted(facts, dimension.key)
        for code in _codes(dimension, parts):
            count = self.count(parts[code])
            if count.rows:
                label = _label(dimension, code)
                categories.append(Category(code, label, count.value, count.rows))
        return Breakdown(dimension.key, dimension.label, dimension.overlapping, tuple(categories))


def _codes(dimension: Dimension, parts: dict[str, Facts]) -> list[str]:
    """Those that some fact has, in the order of the dimension; the unknown one last."""
    if dimension.categories is not None:
        return [code for code in dimension.categories if code in parts]
    return sorted(parts, key=lambda code: (code == UNKNOWN, code))


def _label(dimension: Dimension, code: str) -> str:
    if dimension.categories is not None:
        return dimension.categories[code]
    if code == UNKNOWN:
        return f"{dimension.label} non renseigné" if dimension is MONTH else UNKNOWN_LABEL
    if dimension is not MONTH:
        return code
    return month_label(datetime.date.fromisoformat(f"{code}-01"))


def _of_modes(facts: Facts, *modes: str) -> list[SessionFact]:
    return [fact for fact in facts.sessions if fact.mode in modes]


def _meetings(facts: Iterable[SessionFact]) -> list[SessionFact]:
    return [fact for fact in facts if fact.kind == SessionKind.MEETING]


def _sessions_refs(facts: Iterable[SessionFact]) -> tuple[RowRef, ...]:
    return tuple(RowRef("session", fact.uid) for fact in facts)


def _works_refs(facts: Iterable[WorkFact]) -> tuple[RowRef, ...]:
    return tuple(RowRef("work", fact.uid) for fact in facts)


def total(facts: list, rows: tuple[RowRef, ...]) -> Count:
    """Minutes known, once per row; None where rows exist and not one has its minutes."""
    known = [fact.minutes for fact in facts if fact.minutes is not None]
    return Count(sum(known) if known or not facts else None, rows, _without_minutes(facts))


def _without_minutes(facts: list) -> str:
    unknown = sum(fact.minutes is None for fact in facts)
    return f"{counted(unknown, 'ligne')} sans durée" if unknown else ""


def _distinct_organisations(facts: list[SessionFact]) -> Count:
    """Distinct structures; one without a name counts once per accompaniment, and is said."""
    named = dict.fromkeys(fact.organisation for fact in facts if fact.organisation)
    nameless = dict.fromkeys(fact.accompaniment for fact in facts if not fact.organisation)
    rows = (
        *(RowRef("organisation", uid) for uid in named),
        *(RowRef("accompaniment", uid) for uid in nameless),
    )
    remark = f"dont {counted(len(nameless), 'structure')} sans nom" if nameless else ""
    return Count(len(rows), rows, remark)


def count_sessions(facts: Facts) -> Count:
    kept = _meetings(_of_modes(facts, *FOLLOWED_MODES))
    return Count(len(kept), _sessions_refs(kept))


def count_minutes(facts: Facts) -> Count:
    kept = _meetings(_of_modes(facts, *FOLLOWED_MODES))
    return total(kept, _sessions_refs(kept))


def count_staff_minutes(facts: Facts) -> Count:
    """Minutes × people present. Sessions whose people are unknown are said apart, never × 1."""
    kept = _meetings(_of_modes(facts, *FOLLOWED_MODES))
    known = [fact for fact in kept if fact.staff and fact.minutes is not None]
    apart = sum(fact.minutes or 0 for fact in kept if not fact.staff)
    value = sum(fact.minutes * len(fact.staff) for fact in known) if known or not kept else None
    nobody = f"{hours(apart)} sans salarié·e renseigné·e" if apart else ""
    remark = ", ".join(part for part in (nobody, _without_minutes(kept)) if part)
    return Count(value, _sessions_refs(kept), remark)


def count_followups(facts: Facts) -> Count:
    kept = _meetings(_of_modes(facts, *FOLLOWED_MODES))
    uids = dict.fromkeys(fact.accompaniment for fact in kept)
    return Count(len(uids), tuple(RowRef("accompaniment", uid) for uid in uids))


def count_organisations(facts: Facts) -> Count:
    return _distinct_organisations(_meetings(_of_modes(facts, *FOLLOWED_MODES)))


def count_proofreading_minutes(facts: Facts) -> Count:
    kept = [
        fact for fact in _of_modes(facts, *FOLLOWED_MODES) if fact.kind == SessionKind.PROOFREADING
    ]
    return total(kept, _sessions_refs(kept))


def count_actions(facts: Facts) -> Count:
    timed = (SessionKind.MEETING, SessionKind.PROOFREADING)
    kept = [fact for fact in _of_modes(facts, *FOLLOWED_MODES) if fact.kind not in timed]
    return Count(len(kept), _sessions_refs(kept))


def count_staff(facts: Facts) -> Count:
    kept = _meetings(_of_modes(facts, *FOLLOWED_MODES))
    people = dict.fromkeys(person for fact in kept for person in fact.staff)
    value = len(people) if people or not kept else None
    return Count(value, tuple(RowRef("user", uid) for uid in people))


def count_advised_organisations(facts: Facts) -> Count:
    return _distinct_organisations(_of_modes(facts, Mode.ADVICE))


def count_advice_meetings(facts: Facts) -> Count:
    face_to_face = {channel.value for channel in FACE_TO_FACE}
    kept = [
        fact
        for fact in _meetings(_of_modes(facts, Mode.ADVICE))
        if face_to_face.intersection(fact.channels)
    ]
    return Count(len(kept), _sessions_refs(kept))


def count_contacted_organisations(facts: Facts) -> Count:
    return _distinct_organisations(_of_modes(facts, Mode.CONTACT))


def counting_works(kind: WorkKind) -> Callable[[Facts], Count]:
    def count(facts: Facts) -> Count:
        kept = [fact for fact in facts.works if fact.kind == kind]
        return Count(len(kept), _works_refs(kept))

    return count


def count_preparation_minutes(facts: Facts) -> Count:
    kept = [fact for fact in facts.works if fact.kind == WorkKind.PREPARATION]
    return total(kept, _works_refs(kept))


def count_work_minutes(facts: Facts) -> Count:
    return total(list(facts.works), _works_refs(facts.works))


def count_time(facts: Facts) -> Count:
    timed = [
        fact
        for fact in facts.sessions
        if fact.kind in (SessionKind.MEETING, SessionKind.PROOFREADING)
    ]
    works = [fact for fact in facts.works if fact.minutes is not None]
    kept: list = [*timed, *works]
    refs = [*_sessions_refs(timed), *_works_refs(works)]
    for fact in facts.gatherings:
        if fact.kind == GatheringKind.LOGGED_FOLLOW_UP:
            continue
        parts = [one for one in (fact.minutes, fact.preparation_minutes) if one is not None]
        if parts:
            kept.append(replace(fact, minutes=sum(parts)))
            refs.append(RowRef("gathering", fact.uid))
    return total(kept, tuple(refs))
