"""What a convention asks to show of the funder's help, held against what was shown. Plain
arithmetic on values: no database, no clock."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from partnership.enums import ConventionState, Duty, Support
from partnership.wording import counted, long_date

VOTED = {ConventionState.VOTED, ConventionState.SIGNED, ConventionState.SETTLED}
# What speaks to the public. Documents that a convention makes (bilan, sheets, certificates) and
# « every support » are no promotion.
PROMOTION = (
    Support.PROMOTION,
    Support.WEBSITE,
    Support.SOCIAL,
    Support.PRESS,
    Support.EVENTS,
)
SUPPORTS = (Support.DOCUMENTS, *PROMOTION)


def must_show_logo(state: ConventionState) -> bool:
    """Whether what is made under a convention bears the funder's logo: always, from the proposal
    on, unless the funder refused it."""
    return state != ConventionState.REFUSED


def may_show_amount(state: ConventionState, support: Support) -> bool:
    """Whether a support may state the subsidy: on promotion only, and only once it is voted."""
    return state in VOTED and support in PROMOTION


def may_bear(duty: Duty, support: Support) -> bool:
    """Whether a duty makes sense on a support, whatever the convention's state."""
    return duty != Duty.AMOUNT or support in (*PROMOTION, Support.EVERY)


class Standing(StrEnum):
    """Where a duty stands on a support."""

    MET = "met"
    MISSING = "missing"
    LATER = "later"  # the amount, before the vote


@dataclass(frozen=True)
class Asked:
    """A thing to show, on one kind of support or on all of them."""

    duty: Duty
    support: Support
    wording: str = ""


@dataclass(frozen=True)
class Shown:
    """An evidence: its kind of support, its day, and the duties that it shows."""

    support: Support
    shown_on: datetime.date
    duties: frozenset[Duty]


@dataclass(frozen=True)
class Item:
    """A duty on a support: where it stands, and since when it was last shown."""

    duty: Duty
    standing: Standing
    shown_on: datetime.date | None = None
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True)
class SupportReview:
    """The duties of one support, and how many evidences were given for it."""

    support: Support
    items: tuple[Item, ...]
    evidence_count: int


@dataclass(frozen=True)
class Review:
    """All that a convention asks, support by support."""

    supports: tuple[SupportReview, ...]

    def _count(self, *standings: Standing) -> int:
        items = (item for one in self.supports for item in one.items)
        return sum(item.standing in standings for item in items)

    @property
    def met_count(self) -> int:
        return self._count(Standing.MET)

    @property
    def missing_count(self) -> int:
        return self._count(Standing.MISSING)

    @property
    def due_count(self) -> int:
        """What is to be shown as things stand: the amount waits for the vote."""
        return self._count(Standing.MET, Standing.MISSING)


def duties_of(asked: Iterable[Asked], support: Support, state: ConventionState) -> list[Duty]:
    """What a support is to show today, in the order of the duties: its own duties and those of
    every support; the amount only where and when it may be stated."""
    if not must_show_logo(state):
        return []
    theirs = {one.duty for one in asked if one.support in (support, Support.EVERY)}
    return [
        duty
        for duty in Duty
        if duty in theirs and (duty != Duty.AMOUNT or may_show_amount(state, support))
    ]


def review(asked: Iterable[Asked], shown: Iterable[Shown], state: ConventionState) -> Review:
    """Each duty against the evidence.

    A duty of one support is met when an evidence of that support shows it. A duty of every support
    is looked at on each support that has evidence: one that was used must show it. As long as none
    was used, it is missing once, for every support."""
    asked, shown = list(asked), list(shown)
    used = {one.support for one in shown}
    lines = [_line(support, asked, shown, state, used) for support in SUPPORTS]
    unused = tuple(
        _item(duty, Support.EVERY, asked, [], state)
        for duty in Duty
        if any((one.duty, one.support) == (duty, Support.EVERY) for one in asked)
        and not any(may_bear(duty, support) for support in used)
    )
    every = [SupportReview(Support.EVERY, unused, 0)] if unused else []
    return Review((*every, *(line for line in lines if line.items)))


def _line(support, asked, shown, state, used) -> SupportReview:
    theirs = [one for one in shown if one.support == support]
    binding = {
        one.duty
        for one in asked
        if one.support == support or (one.support == Support.EVERY and support in used)
    }
    items = tuple(
        _item(duty, support, asked, theirs, state)
        for duty in Duty
        if duty in binding and may_bear(duty, support)
    )
    return SupportReview(support, items, len(theirs))


def _item(duty, support, asked, shown, state) -> Item:
    days = [one.shown_on for one in shown if duty in one.duties]
    wordings = [
        one.wording
        for one in asked
        if one.duty == duty and one.support in (support, Support.EVERY) and one.wording
    ]
    if days:
        standing = Standing.MET
    elif duty == Duty.AMOUNT and state not in VOTED:
        standing = Standing.LATER
    else:
        standing = Standing.MISSING
    return Item(duty, standing, max(days, default=None), tuple(dict.fromkeys(wordings)))


def time_left(due_on: datetime.date | None, today: datetime.date) -> str:
    """« bilan attendu le 1er avril 2026, dans 41 jours »; empty where no day is known."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days > 0:
        left = f"dans {counted(days, 'jour')}"
    else:
        left = "aujourd'hui" if days == 0 else f"depuis {counted(-days, 'jour')}"
    return f"bilan attendu le {long_date(due_on)}, {left}"
