"""What figures are counted from: plain facts, and by what they can be filtered. No database, no
clock."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import ClassVar

from accompaniment.dimensions import (
    CHANNEL,
    HELP,
    KIND,
    MONTH,
    ORGANISATION_KIND,
    PROJECT_KIND,
    PROMOTION,
    SCHEME,
    UNKNOWN,
)


@dataclass(frozen=True, slots=True)
class SessionFact:
    """A held exchange, under the mode of its own day. `minutes` is None where unknown or untimed;
    `organisation` is None for a nameless structure; `dated` is False where only the year is
    known."""

    keys: ClassVar[frozenset[str]] = frozenset(
        {
            KIND.key,
            "mode",
            PROJECT_KIND.key,
            CHANNEL.key,
            ORGANISATION_KIND.key,
            MONTH.key,
            HELP.key,
        }
    )

    uid: str
    date: datetime.date
    dated: bool
    minutes: int | None
    kind: str
    mode: str
    project_kinds: tuple[str, ...]
    channels: tuple[str, ...]
    organisation: str | None
    organisation_kind: str
    accompaniment: str
    staff: tuple[str, ...]
    helps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkFact:
    """A held piece of work without a holder. `promotion` is its form, empty where it has none."""

    keys: ClassVar[frozenset[str]] = frozenset({KIND.key, MONTH.key, PROMOTION.key})

    uid: str
    date: datetime.date
    dated: bool
    minutes: int | None
    kind: str
    staff: tuple[str, ...]
    promotion: str = ""


@dataclass(frozen=True, slots=True)
class GatheringFact:
    """A held gathering, once whatever its dates. `minutes` and `preparation_minutes` are those that
    the convention bears (by its share). `participants` and `organisations` are what the rows give,
    or the number noted where there is no row (then `organisations` is empty and
    `noted_organisations` says it); `participants_here` are those of the funder's territory, None
    where no row says it."""

    keys: ClassVar[frozenset[str]] = frozenset({KIND.key, MONTH.key, PROJECT_KIND.key, "place"})

    uid: str
    date: datetime.date
    dated: bool
    minutes: int | None
    kind: str
    place: str
    project_kinds: tuple[str, ...]
    participants: int | None
    participants_here: int | None
    young_people: int
    organisations: tuple[str, ...]
    noted_organisations: int | None
    invited: int
    no_reply: int
    staff: tuple[str, ...]
    preparation_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectFact:
    """A project of one of the convention's calls. `date` is that of its outcome, else of its
    deposit, else the first day of the call's year; `outcome` is a stage: retenu, non_retenu, or
    nothing yet; `scheme` is a name."""

    keys: ClassVar[frozenset[str]] = frozenset({MONTH.key, PROJECT_KIND.key, SCHEME.key})

    uid: str
    date: datetime.date
    dated: bool
    project_kinds: tuple[str, ...]
    scheme: str
    is_submitted: bool
    is_late: bool
    outcome: str


Fact = SessionFact | WorkFact | GatheringFact | ProjectFact


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a convention's period holds."""

    sessions: tuple[SessionFact, ...] = ()
    works: tuple[WorkFact, ...] = ()
    gatherings: tuple[GatheringFact, ...] = ()
    projects: tuple[ProjectFact, ...] = ()

    @property
    def every(self) -> tuple[Fact, ...]:
        return (*self.sessions, *self.works, *self.gatherings, *self.projects)


def values_of(fact: Fact, key: str) -> tuple[str, ...]:
    """The codes of a fact along a dimension: the unknown code where it has none, nothing where the
    dimension is not its own."""
    if key not in fact.keys:
        return ()
    if key == MONTH.key:
        return (f"{fact.date:%Y-%m}" if fact.dated else UNKNOWN,)
    if key == PROJECT_KIND.key:
        return fact.project_kinds or (UNKNOWN,)
    if key == CHANNEL.key:
        return fact.channels or (UNKNOWN,)
    if key == HELP.key:
        return fact.helps or (UNKNOWN,)
    if key == PROMOTION.key:
        return (fact.promotion or UNKNOWN,)
    return (getattr(fact, key),)


def filtered(facts: Facts, filters: dict[str, list[str]]) -> Facts:
    """The facts that have, along each filter, one of its codes."""
    for key, codes in filters.items():
        wanted = set(codes)

        def kept(some: tuple, key=key, wanted=wanted) -> tuple:
            return tuple(fact for fact in some if wanted.intersection(values_of(fact, key)))

        facts = replace(
            facts,
            sessions=kept(facts.sessions),
            works=kept(facts.works),
            gatherings=kept(facts.gatherings),
            projects=kept(facts.projects),
        )
    return facts


def parted(facts: Facts, key: str) -> dict[str, Facts]:
    """The facts of each code of a dimension, read once whatever the number of codes: for each code
    that a fact has, what `filtered` keeps of it."""
    groups: dict[str, dict[str, list]] = {}
    for name in ("sessions", "works", "gatherings", "projects"):
        for fact in getattr(facts, name):
            for code in dict.fromkeys(values_of(fact, key)):
                groups.setdefault(code, {}).setdefault(name, []).append(fact)
    nothing = replace(facts, sessions=(), works=(), gatherings=(), projects=())
    return {
        code: replace(nothing, **{name: tuple(some) for name, some in group.items()})
        for code, group in groups.items()
    }
