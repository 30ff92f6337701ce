"""The turns of a conversation about one item: ask, answer, accept, refuse."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from partnership import journal, mailing, subjects
from partnership.actions.commitments import follow
from partnership.conversation import NEXT, check_may_say, why_not
from partnership.enums import RemarkKind, Verb
from partnership.models import Commitment, Convention, Remark, Thread, User

VERBS = {
    RemarkKind.QUESTION: Verb.ASKED,
    RemarkKind.ANSWER: Verb.ANSWERED,
    RemarkKind.ACCEPTANCE: Verb.ACCEPTED,
    RemarkKind.REFUSAL: Verb.REFUSED,
}
SENT_ALREADY = (
    "Un autre message est déjà parti depuis cette page : relisez le vôtre, puis envoyez-le "
    "à nouveau s'il dit autre chose."
)


def ask(
    *, convention: Convention, item: Model, text: str, by: User, uid: uuid.UUID | None = None
) -> Remark:
    """The funder asks: the item, if it was accepted, is open again, and that item alone.

    The four turns answer alike: the same `uid` again gives back the first remark; they raise
    PermissionDenied for the other side, ValidationError for a turn that cannot be taken."""
    return _say(RemarkKind.QUESTION, convention, item, text, by, uid)


def answer(
    *, convention: Convention, item: Model, text: str, by: User, uid: uuid.UUID | None = None
) -> Remark:
    """The association answers what was asked or refused."""
    return _say(RemarkKind.ANSWER, convention, item, text, by, uid)


def accept(
    *, convention: Convention, item: Model, by: User, text: str = "", uid: uuid.UUID | None = None
) -> Remark:
    """The funder accepts, with or without a word; an action said to be done is thus validated."""
    return _say(RemarkKind.ACCEPTANCE, convention, item, text, by, uid)


def refuse(
    *, convention: Convention, item: Model, text: str, by: User, uid: uuid.UUID | None = None
) -> Remark:
    """The funder refuses and says why; an action said to be done goes on."""
    return _say(RemarkKind.REFUSAL, convention, item, text, by, uid)


ACTIONS = {
    RemarkKind.QUESTION: ask,
    RemarkKind.ANSWER: answer,
    RemarkKind.ACCEPTANCE: accept,
    RemarkKind.REFUSAL: refuse,
}


@transaction.atomic
def _say(
    kind: RemarkKind,
    convention: Convention,
    item: Model,
    text: str,
    by: User,
    uid: uuid.UUID | None,
) -> Remark:
    check_may_say(by, convention, kind)
    subject = subjects.get(subjects.key_of(item))
    if subject.items_of is None or not subject.items_of(convention).filter(pk=item.pk).exists():
        raise ValidationError("Ce point n'est pas dans cette convention.")
    thread, before = _take_turn(kind, convention, subject, item)
    text = text.strip()
    if uid and (known := Remark.objects.filter(uid=uid).first()):
        if (known.thread_id, known.kind, known.text, known.by_id) != (
            thread.pk,
            kind,
            text,
            by.pk,
        ):
            raise ValidationError(SENT_ALREADY)
        return known
    if isinstance(item, Commitment):
        item = Commitment.objects.select_for_update().get(pk=item.pk)
    if refused := why_not(kind, before, item):
        raise ValidationError(refused)
    remark = Remark(
        uid=uid or uuid.uuid4(),
        thread=thread,
        kind=kind,
        text=text,
        reading=subject.describe(item)[:500],
        by=by,
        by_funder=kind != RemarkKind.ANSWER,
    )
    remark.full_clean()
    remark.save()
    thread.state, thread.moved_at = NEXT[kind], timezone.now()
    thread.save(update_fields=["state", "moved_at"])
    journal.record(
        VERBS[kind],
        thread,
        by=by,
        changes={
            subject.key: item.uid,
            "state": [before, thread.state],
            "reading": remark.reading,
            "remark": remark.uid,
        },
    )
    if isinstance(item, Commitment):
        follow(commitment=item, kind=kind, by=by)
    _tell(remark, subject, item)
    return remark


def _take_turn(
    kind: RemarkKind, convention: Convention, subject: subjects.Subject, item: Model
) -> tuple[Thread, str]:
    """The thread, held until the end, and its state before; opened by the first to speak."""
    _, is_new = Thread.objects.get_or_create(
        convention=convention,
        subject_type=subject.key,
        subject_uid=item.uid,
        defaults={"state": NEXT[kind], "moved_at": timezone.now()},
    )
    thread = Thread.objects.select_for_update().get(
        convention=convention, subject_type=subject.key, subject_uid=item.uid
    )
    return thread, "" if is_new else thread.state


def _tell(remark: Remark, subject: subjects.Subject, item: Model) -> None:
    """The other side, by mail."""
    convention = remark.thread.convention
    about = "à propos de " if remark.kind in (RemarkKind.QUESTION, RemarkKind.ANSWER) else ""
    what = f"{about}« {Truncator(item).chars(100)} »"
    words = f" : « {Truncator(' '.join(remark.text.split())).chars(220)} »" if remark.text else ""
    mailing.notify_other_side(
        convention=convention,
        by=remark.by,
        by_funder=remark.by_funder,
        text=f"{remark.by} {remark.get_kind_display()} {what}{words}",
        address=reverse("partnership:thread", args=[convention.reference, subject.key, item.uid]),
    )
