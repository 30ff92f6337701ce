"""Dates that must be kept: noted, moved with a reason, met."""

from __future__ import annotations

import datetime
import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from partnership import journal
from partnership.enums import DeadlineKind, Verb
from partnership.models import Commitment, Convention, Deadline, DeadlineChange, User
from partnership.permissions import (
    check_can_agree,
    check_can_prepare_convention,
    check_can_settle,
)
from partnership.schedule import REPORT_LABEL


@transaction.atomic
def note_deadline(
    *,
    convention: Convention,
    kind: DeadlineKind,
    label: str,
    due_on: datetime.date,
    by: User,
    uid: uuid.UUID | None = None,
) -> Deadline:
    """A date of the convention other than its bilan's, which follows from the terms. Sent twice,
    it is noted once. Raises PermissionDenied, ValidationError."""
    check_can_agree(by, convention)
    known = Deadline.objects.filter(uid=uid, convention=convention).first() if uid else None
    if known is not None:
        return known
    if kind == DeadlineKind.REPORT:
        raise ValidationError(
            {"kind": "L'échéance du bilan vient de la convention : prolongez-la plutôt."}
        )
    row = Deadline(
        uid=uid or uuid.uuid4(),
        convention=convention,
        kind=kind,
        label=label.strip(),
        due_on=due_on,
    )
    row.full_clean()
    row.save()
    journal.record(Verb.CREATED, row, by=by, changes={"label": row.label, "due_on": due_on})
    return row


@transaction.atomic
def keep_report_deadline(*, convention: Convention) -> Deadline | None:
    """The stored deadline of the bilan, made from the terms the first time it is needed; None when
    no document gives its day."""
    known = Deadline.objects.filter(convention=convention, kind=DeadlineKind.REPORT).first()
    due_on = convention.terms().report_due_on
    if known is not None or due_on is None:
        return known
    row, _ = Deadline.objects.get_or_create(
        convention=convention,
        kind=DeadlineKind.REPORT,
        defaults={"label": REPORT_LABEL, "due_on": due_on},
    )
    return row


@transaction.atomic
def move_deadline(*, deadline: Deadline, to: datetime.date, reason: str, by: User) -> Deadline:
    """Give a deadline another day; who, from when and why stay with it. The bilan's is extended by
    the funder, the others by either side.

    Raises PermissionDenied, and ValidationError without a reason or for the same day."""
    row = (
        Deadline.objects.select_for_update(of=("self",))
        .select_related("convention")
        .get(pk=deadline.pk)
    )
    if row.kind == DeadlineKind.REPORT:
        check_can_settle(by, row.convention)
        if to <= row.convention.terms().ends_on:
            raise ValidationError({"to": "Le bilan est attendu après la fin de la période."})
    else:
        check_can_agree(by, row.convention)
    if to == row.due_on:
        raise ValidationError({"to": "C'est déjà la date de cette échéance."})
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi l'échéance change."})
    change = DeadlineChange(deadline=row, before=row.due_on, after=to, reason=reason.strip(), by=by)
    change.full_clean()
    change.save()
    row.due_on = to
    row.save(update_fields=["due_on"])
    journal.record(
        Verb.CHANGED,
        row,
        by=by,
        changes={"due_on": [change.before, to], "reason": change.reason},
    )
    return row


@transaction.atomic
def meet_deadline(*, deadline: Deadline, on: datetime.date | None, by: User) -> Deadline:
    """Note the day it was met; None says that it is not. The bilan's is met by its transmission.

    Raises PermissionDenied, ValidationError."""
    check_can_agree(by, deadline.convention)
    if deadline.kind == DeadlineKind.REPORT:
        raise ValidationError("Cette échéance est tenue quand le bilan est transmis.")
    before, deadline.done_on = deadline.done_on, on
    deadline.save(update_fields=["done_on"])
    journal.record(Verb.CHANGED, deadline, by=by, changes={"done_on": [before, on]})
    return deadline


@transaction.atomic
def put_in_charge(*, commitment: Commitment, person: User | None, by: User) -> Commitment:
    """Who sees to an action of the programme. Raises PermissionDenied, also for somebody who is not
    of the team."""
    convention = commitment.convention
    check_can_prepare_convention(by, convention)
    if person is not None and convention.owner_id not in person.access.networks:
        raise PermissionDenied("Choisissez une personne de l'équipe de l'association.")
    before, commitment.in_charge = commitment.in_charge_id, person
    commitment.save(update_fields=["in_charge"])
    journal.record(
        Verb.CHANGED,
        commitment,
        by=by,
        changes={"in_charge": [before, person.uid if person else None]},
    )
    return commitment


@transaction.atomic
def renew_calendar(*, by: User) -> User:
    """A new address for one's calendar; the one before stops answering."""
    by.calendar_key = uuid.uuid4().hex + uuid.uuid4().hex
    by.save(update_fields=["calendar_key"])
    return by
