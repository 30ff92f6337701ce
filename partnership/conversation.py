"""What the two sides say to each other about one item, and how that item stood at each turn.

Read only: the turns are taken in `actions/conversation.py`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Model, QuerySet, Value, When

from partnership import subjects
from partnership.enums import CommitmentState, RemarkKind, ThreadState
from partnership.models import Commitment, Convention, Remark, Thread, User
from partnership.permissions import (
    can_review,
    can_show_evidence,
    check_can_review,
    check_can_show_evidence,
)

# What a gesture makes of the thread.
NEXT = {
    RemarkKind.QUESTION: ThreadState.ASKED,
    RemarkKind.ANSWER: ThreadState.ANSWERED,
    RemarkKind.ACCEPTANCE: ThreadState.ACCEPTED,
    RemarkKind.REFUSAL: ThreadState.REFUSED,
}
TO_ANSWER = {ThreadState.ASKED, ThreadState.ANSWERED, ThreadState.REFUSED}
STATE_KINDS = {
    ThreadState.ASKED: "proposed",
    ThreadState.ANSWERED: "waiting",
    ThreadState.ACCEPTED: "ok",
    ThreadState.REFUSED: "contradicted",
}
THEN = {
    RemarkKind.QUESTION: "Au moment de la question",
    RemarkKind.ANSWER: "Au moment de la réponse",
    RemarkKind.ACCEPTANCE: "Au moment de l'accord",
    RemarkKind.REFUSAL: "Au moment du refus",
}


def check_may_say(user: User, convention: Convention, kind: str) -> None:
    """The association answers; everything else is the funder's. Raises PermissionDenied."""
    check = check_can_show_evidence if kind == RemarkKind.ANSWER else check_can_review
    check(user, convention)


def why_not(kind: str, state: str, item: Model) -> str:
    """Why this turn cannot be taken now, in French; empty when it can.

    `state` is the thread's, empty where nobody has said anything yet."""
    if kind == RemarkKind.ANSWER and state not in TO_ANSWER:
        return "Aucune question n'attend de réponse sur ce point."
    if kind != RemarkKind.ACCEPTANCE:
        return ""
    if isinstance(item, Commitment):
        if item.state == CommitmentState.RUNNING and state not in TO_ANSWER:
            return (
                "L'association n'a pas encore noté cette action comme réalisée : "
                "attendez, ou posez-lui une question."
            )
        if item.state == CommitmentState.VALIDATED and state == ThreadState.ACCEPTED:
            return "Cette action est déjà validée."
    elif state == ThreadState.ACCEPTED:
        return "Ce point est déjà accepté."
    return ""


@dataclass(frozen=True)
class Gesture:
    """A button: the turn that it takes, its words, its look."""

    kind: str
    label: str
    style: str


def gestures(user: User, convention: Convention, state: str, item: Model) -> list[Gesture]:
    """The turns that this person may take now, the likeliest first."""
    offered = []
    if can_show_evidence(user, convention):
        offered.append(Gesture(RemarkKind.ANSWER, "Répondre", "primary"))
    if can_review(user, convention):
        validates = isinstance(item, Commitment) and item.state == CommitmentState.DONE
        accept = "Valider cette action" if validates else "Accepter"
        offered += [
            Gesture(RemarkKind.QUESTION, "Poser la question", "primary"),
            Gesture(RemarkKind.ACCEPTANCE, accept, "outline-primary"),
            Gesture(RemarkKind.REFUSAL, "Refuser", "outline-danger"),
        ]
    return [one for one in offered if not why_not(one.kind, state, item)]


@dataclass(frozen=True)
class Said:
    """A remark, with the readings to set side by side: pairs of words and reading."""

    remark: Remark
    body: str
    readings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Talk:
    """All that a page shows of the conversation about one item. `now` is its reading today."""

    convention: Convention
    item: Model
    subject: subjects.Subject
    thread: Thread | None
    now: str
    said: tuple[Said, ...]
    gestures: tuple[Gesture, ...]

    @property
    def state_kind(self) -> str:
        return STATE_KINDS[ThreadState(self.thread.state)] if self.thread else ""

    @property
    def item_address(self) -> str | None:
        return self.subject.address(self.item)


def talk_about(
    convention: Convention, item: Model, user: User, *, reading: str | None = None
) -> Talk:
    """The conversation about a row, as this person reads it: two queries, and those of the
    item's reading unless the page gives it."""
    subject = subjects.get(subjects.key_of(item))
    thread = Thread.objects.filter(
        convention=convention, subject_type=subject.key, subject_uid=item.uid
    ).first()
    now = subject.describe(item) if reading is None else reading
    remarks = list(thread.remarks.select_related("by")) if thread else []
    state = thread.state if thread else ""
    return Talk(
        convention,
        item,
        subject,
        thread,
        now,
        tuple(_said(convention, remarks, now)),
        tuple(gestures(user, convention, state, item)),
    )


def _said(convention: Convention, remarks: list[Remark], now: str) -> Iterable[Said]:
    """An answer keeps the reading of its question; what has changed since is shown beside."""
    asked: Remark | None = None
    for remark in remarks:
        sides = [(THEN[RemarkKind(remark.kind)], remark.reading)]
        if remark.kind == RemarkKind.ANSWER:
            if asked and asked.reading != remark.reading:
                sides.insert(0, (THEN[RemarkKind(asked.kind)], asked.reading))
        else:
            asked = remark
        if remark.reading != now:
            sides.append(("Maintenant", now))
        body = convention.funder if remark.by_funder else convention.beneficiary
        yield Said(remark, body.name, tuple(sides) if len(sides) > 1 else ())


def counts_for(convention: Convention) -> dict[tuple[str, uuid.UUID], int]:
    """How many questions wait for an answer, by type and uid of their item: one query."""
    turns = (
        Remark.objects.filter(thread__convention=convention, thread__state=ThreadState.ASKED)
        .order_by("thread", "created_at", "pk")
        .values_list("thread__subject_type", "thread__subject_uid", "kind")
    )
    counts: dict[tuple[str, uuid.UUID], int] = {}
    for key, uid, kind in turns:
        counts[key, uid] = counts.get((key, uid), 0) + 1 if kind == RemarkKind.QUESTION else 0
    return counts


def find_item(convention: Convention, key: str, uid: uuid.UUID, user: User) -> Model | None:
    """The row of this convention that the person may see and talk about; None otherwise.

    An action of the programme is given as the amendments leave it."""
    subject = next((one for one in subjects.discussed() if one.key == key), None)
    if subject is None:
        return None
    here = subject.items_of(convention).values("pk")
    row = subject.visible_to(user).filter(uid=uid, pk__in=here).first()
    if isinstance(row, Commitment):
        return next((one for one in convention.terms().commitments if one.pk == row.pk), row)
    return row


def waiting_first(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Questions without an answer, then answers to read, then refusals, then what is agreed."""
    order = (ThreadState.ASKED, ThreadState.ANSWERED, ThreadState.REFUSED)
    turn = Case(
        *(When(state=state, then=Value(rank)) for rank, state in enumerate(order)),
        default=Value(len(order)),
        output_field=IntegerField(),
    )
    return threads.alias(turn=turn).order_by("turn", "-moved_at", "-pk")


@dataclass(frozen=True)
class ThreadLine:
    """A thread in a list: what it is about, and its state."""

    thread: Thread
    label: str
    type_label: str
    state_kind: str


def lines_of(threads: Iterable[Thread], user: User) -> list[ThreadLine]:
    """One query per type of item, however many threads there are."""
    threads = list(threads)
    wanted: dict[str, list[uuid.UUID]] = {}
    for thread in threads:
        wanted.setdefault(thread.subject_type, []).append(thread.subject_uid)
    names = {
        (key, row.uid): str(row)
        for key, uids in wanted.items()
        for row in subjects.get(key).visible_to(user).filter(uid__in=uids)
    }
    return [
        ThreadLine(
            thread,
            names.get((thread.subject_type, thread.subject_uid), "élément retiré"),
            subjects.get(thread.subject_type).label,
            STATE_KINDS[ThreadState(thread.state)],
        )
        for thread in threads
    ]
