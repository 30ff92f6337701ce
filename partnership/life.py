"""The administrative life of a convention, as its page shows it: where it is, what may come next,
what happened."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from partnership import standing, transitions
from partnership.enums import ConventionState as State
from partnership.enums import Role, Verb
from partnership.models import Convention, JournalEntry, User
from partnership.permissions import can_move_convention, roles_on
from partnership.transitions import PATH, Transition
from partnership.wording import long_date

DONE, CURRENT, TO_COME = "done", "current", "to-come"
STOPPED = {State.REFUSED, State.TERMINATED}
# How the line of steps draws them: a kind of state and its word.
SHAPES = {
    DONE: ("ok", "fait"),
    CURRENT: ("running", "en ce moment"),
    TO_COME: ("waiting", "à venir"),
}


@dataclass(frozen=True)
class Step:
    """A state on the line of steps: its label, whether it is done, current or to come, and its day
    where one is known."""

    label: str
    position: str
    day: datetime.date | None = None
    stopped: bool = False

    @property
    def shape(self) -> str:
        return "contradicted" if self.stopped else SHAPES[self.position][0]

    @property
    def word(self) -> str:
        return SHAPES[self.position][1]

    @property
    def is_current(self) -> bool:
        return self.position == CURRENT


@dataclass(frozen=True)
class OfferedMove:
    """A step that this person may make, and the page of its form."""

    label: str
    address: str
    leads: bool
    stops: bool
    is_the_vote: bool = False


@dataclass(frozen=True)
class Move:
    """A step that was made: which, when, by whom, why, and the facts noted with it."""

    label: str
    at: datetime.datetime
    who: str
    reason: str
    facts: tuple[str, ...]
    target: str


FACT_WORDS = (
    ("deliberation", "délibération n° {}"),
    ("voted_on", "votée le {}"),
    ("signed_on", "signée le {}"),
    ("notice_given_on", "préavis notifié le {}"),
    ("terminated_on", "avec effet au {}"),
    ("heard", "après avoir entendu {}"),
)


def moves_of(convention: Convention) -> list[Move]:
    """The moves of a convention from the journal, the earliest first, in one query."""
    lines = (
        JournalEntry.objects.filter(
            subject_type="convention", subject_uid=convention.uid, verb=Verb.MOVED
        )
        .select_related("by")
        .order_by("at", "pk")
    )
    return [_move(line) for line in lines]


def _move(line: JournalEntry) -> Move:
    source, target = line.changes["state"]
    transition = transitions.find(source, target)
    facts = tuple(
        words.format(_day(line.changes[key]) if key.endswith("_on") else line.changes[key])
        for key, words in FACT_WORDS
        if line.changes.get(key)
    )
    return Move(
        label=transition.label if transition else State(target).label,
        at=line.at,
        who=str(line.by) if line.by else "Trame",
        reason=line.changes.get("reason", ""),
        facts=facts,
        target=target,
    )


def _day(written: str) -> str:
    return long_date(datetime.date.fromisoformat(written))


def steps_of(convention: Convention, moves: Sequence[Move] = ()) -> list[Step]:
    """The line of steps: those done, the current one, those to come. A refusal or a termination
    ends the line where it happened."""
    state = State(convention.state)
    stopped = state in STOPPED
    place = len(PATH) if stopped else PATH.index(state)
    reached = _reached_before(convention, moves) if stopped else PATH[:place]
    days = _days(convention)
    return [
        *(Step(one.label, DONE, days.get(one)) for one in reached),
        Step(state.label, CURRENT, days.get(state), stopped=stopped),
        *(Step(one.label, TO_COME) for one in PATH[place + 1 :]),
    ]


def _reached_before(convention: Convention, moves: Sequence[Move]) -> tuple[State, ...]:
    if convention.state == State.REFUSED:
        return PATH[:2]
    was_signed = convention.signed_on or any(one.target == State.SIGNED for one in moves)
    return PATH[:4] if was_signed else PATH[:3]


def _days(convention: Convention) -> dict[str, datetime.date]:
    """The day of each state that has one of its own. When a move was noted is another day, which
    the history tells."""
    vote = convention.vote
    decided = State.REFUSED if convention.state == State.REFUSED else State.VOTED
    given = {
        State.PROPOSED: convention.proposal_sent_on,
        decided: vote.voted_on if vote else None,
        State.SIGNED: convention.signed_on,
        State.TERMINATED: convention.terminated_on,
    }
    return {state: day for state, day in given.items() if day is not None}


def state_sentence(convention: Convention, user: User) -> str:
    """The state in the words of the person's side."""
    vote = convention.vote
    days = {
        "sent_on": convention.proposal_sent_on,
        "voted_on": vote.voted_on if vote else None,
        "signed_on": convention.signed_on,
        "terminated_on": convention.terminated_on,
    }
    known = {name: long_date(day) for name, day in days.items() if day is not None}
    if vote is not None:
        known["number"] = vote.number
    return transitions.worded(
        convention.state, known, for_funder=Role.STAFF not in roles_on(user, convention)
    )


def offered_moves(convention: Convention, user: User) -> list[OfferedMove]:
    """The steps that this person may make from here. Settling is offered where it is decided."""
    return [
        OfferedMove(
            label=one.label,
            address=_address(convention, one),
            leads=one.target in PATH and not one.needs_reason,
            stops=one.target in STOPPED,
            is_the_vote=one.target == State.VOTED,
        )
        for one in transitions.leaving(convention.state)
        if one.target != State.SETTLED and can_move_convention(user, convention, one)
    ]


def _address(convention: Convention, transition: Transition) -> str:
    if transition.target == State.VOTED:
        return reverse("partnership:vote", args=[convention.reference])
    return reverse("partnership:move", args=[convention.reference, transition.slug])


@dataclass(frozen=True)
class Termination:
    """How a convention ended: one sentence, and whether its notice was short."""

    sentence: str
    notice_is_short: bool


def termination_of(convention: Convention) -> Termination | None:
    if convention.state != State.TERMINATED:
        return None
    sentence = standing.termination(
        terminated_on=convention.terminated_on,
        notice_given_on=convention.notice_given_on,
        heard=convention.heard,
    )
    short = standing.notice_is_short(convention.terminated_on, convention.notice_given_on)
    return Termination(sentence, short)
