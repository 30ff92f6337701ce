"""Noting, correcting and taking back entries: exchanges with a holder, work without one."""

from __future__ import annotations

import calendar
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accompaniment.actions.followups import open_follow_up
from accompaniment.enums import DatePrecision
from accompaniment.log import closing
from accompaniment.models import (
    AccompanimentSession,
    FollowUpYear,
    SessionChannel,
    SessionHelp,
    WorkEntry,
)
from partnership import citations, journal
from partnership.enums import Verb
from partnership.models import Commitment, Convention, Network, Organisation, User

DELETED_WITHIN = datetime.timedelta(minutes=10)
Row = AccompanimentSession | WorkEntry


@transaction.atomic
def log_session(
    *,
    owner: Network,
    follow_up: FollowUpYear,
    kind: str,
    date: datetime.date,
    by: User | None,
    channels: Sequence[str] = (),
    minutes: int | None = None,
    staff: Sequence[User] = (),
    helps: Sequence[str] = (),
    uid: uuid.UUID | None = None,
    **fields: Any,
) -> AccompanimentSession:
    """Note an exchange with a holder, once: the same `uid` again gives back the first row.

    Raises ValidationError when the database's rules refuse it."""
    known = AccompanimentSession.objects.filter(uid=uid, owner=owner).first() if uid else None
    if known is not None:
        return known
    session = AccompanimentSession(
        uid=uid or uuid.uuid4(),
        owner=owner,
        follow_up=follow_up,
        organisation=follow_up.accompaniment.organisation,
        convention=follow_up.convention,
        kind=kind,
        date=date,
        minutes=minutes,
        noted_by=by,
        **fields,
    )
    _save_new(session, staff)
    SessionChannel.objects.bulk_create(
        SessionChannel(session=session, channel=channel) for channel in channels
    )
    SessionHelp.objects.bulk_create(SessionHelp(session=session, point=point) for point in helps)
    said = {"date": date, "minutes": minutes, "kind": kind, "channels": list(channels)}
    journal.record(
        Verb.CREATED, session, by=by, changes=said | ({"helps": list(helps)} if helps else {})
    )
    return session


@transaction.atomic
def log_work(
    *,
    owner: Network,
    kind: str,
    date: datetime.date,
    by: User | None,
    minutes: int | None = None,
    convention: Convention | None = None,
    commitment: Commitment | None = None,
    staff: Sequence[User] = (),
    uid: uuid.UUID | None = None,
    **fields: Any,
) -> WorkEntry:
    """Note work without a holder, once. Raises ValidationError for an action of the programme
    of another convention."""
    known = WorkEntry.objects.filter(uid=uid, owner=owner).first() if uid else None
    if known is not None:
        return known
    _check_commitment(commitment, convention)
    work = WorkEntry(
        uid=uid or uuid.uuid4(),
        owner=owner,
        kind=kind,
        date=date,
        minutes=minutes,
        convention=convention,
        commitment=commitment,
        noted_by=by,
        **fields,
    )
    _save_new(work, staff)
    journal.record(
        Verb.CREATED, work, by=by, changes={"date": date, "minutes": minutes, "kind": kind}
    )
    return work


def _save_new(row: Row, staff: Sequence[User]) -> None:
    row.full_clean()
    closing.check_open(row, staff)
    row.save(force_insert=True)
    row.staff.set(staff)


def _check_commitment(commitment: Commitment | None, convention: Convention | None) -> None:
    if commitment is not None and (convention is None or commitment.convention_id != convention.pk):
        raise ValidationError(
            {"commitment": "Cette action du programme est celle d'une autre convention."}
        )


@transaction.atomic
def change_session(
    *,
    session: AccompanimentSession,
    by: User,
    channels: Sequence[str],
    staff: Sequence[User],
    convention: Convention | None,
    organisation: Organisation | None = None,
    helps: Sequence[str] | None = None,
    **fields: Any,
) -> AccompanimentSession:
    """Correct an exchange; with another convention or structure (None: the same) it moves to that
    follow-up, opened if need be. `helps` None: the same.

    Raises ValidationError for an exchange that was cancelled meanwhile."""
    session = _held(session)
    follow_up = session.follow_up
    organisation = organisation or session.organisation
    same_holder = organisation == session.organisation
    if not same_holder or follow_up.convention != convention:
        follow_up = open_follow_up(
            owner=session.owner,
            organisation=organisation,
            accompaniment=follow_up.accompaniment if same_holder else None,
            convention=convention,
            by=by,
        )
    moved = {"follow_up": follow_up, "convention": convention, "organisation": organisation}
    changes = _change(session, fields | moved, staff)
    before = sorted(session.channel_codes)
    if before != sorted(channels):
        session.channels.all().delete()
        SessionChannel.objects.bulk_create(
            SessionChannel(session=session, channel=channel) for channel in channels
        )
        changes["channels"] = [before, sorted(channels)]
    helped = sorted(session.help_codes)
    if helps is not None and helped != sorted(helps):
        session.helps.all().delete()
        SessionHelp.objects.bulk_create(
            SessionHelp(session=session, point=point) for point in helps
        )
        changes["helps"] = [helped, sorted(helps)]
    if changes:
        journal.record(Verb.CHANGED, session, by=by, changes=changes)
    return session


@transaction.atomic
def change_work(
    *,
    work: WorkEntry,
    by: User,
    staff: Sequence[User],
    convention: Convention | None,
    commitment: Commitment | None,
    **fields: Any,
) -> WorkEntry:
    """Correct work without a holder. Raises ValidationError when it was cancelled meanwhile."""
    work = _held(work)
    _check_commitment(commitment, convention)
    changes = _change(work, fields | {"convention": convention, "commitment": commitment}, staff)
    if changes:
        journal.record(Verb.CHANGED, work, by=by, changes=changes)
    return work


def _held(row: Row) -> Row:
    """The row as it stands now, kept from others until the end of the transaction."""
    closing.wait_for_months(row.owner_id)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.is_cancelled:
        raise ValidationError("Cette ligne vient d'être annulée : elle ne se corrige plus.")
    closing.check_open(row, row.staff.all())
    return row


def _change(row: Row, fields: dict[str, Any], staff: Sequence[User]) -> dict[str, Any]:
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    closing.check_open(row, staff)
    row.save(update_fields=[*fields, "search_text"])
    changes = journal.differences(before, fields)
    people = sorted(str(person.uid) for person in row.staff.all())
    if people != sorted(str(person.uid) for person in staff):
        changes["staff"] = [people, sorted(str(person.uid) for person in staff)]
        row.staff.set(staff)
    return changes


@transaction.atomic
def remove_entry(*, row: Row, by: User, reason: str = "") -> bool:
    """Take back an entry. Fresh and cited by nothing, it is deleted and journaled: True. Otherwise
    it stays, cancelled with its reason, and leaves the figures: False. One already cancelled
    stays so.

    Raises ValidationError when it cannot be deleted and no reason is given."""
    closing.wait_for_months(row.owner_id)
    row = type(row).objects.select_for_update().filter(pk=row.pk).first()
    if row is None:
        return True
    if row.is_cancelled:
        return False
    closing.check_open(row, row.staff.all())
    if can_be_deleted(row):
        journal.record(Verb.DELETED, row, by=by, changes={"date": row.date, "minutes": row.minutes})
        row.delete()
        return True
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi : la ligne reste, annulée avec ce motif."})
    row.cancelled_at, row.cancelled_by, row.cancelled_reason = timezone.now(), by, reason.strip()
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason"])
    journal.record(Verb.CANCELLED, row, by=by, changes={"reason": reason.strip()})
    return False


def can_be_deleted(row: Row) -> bool:
    """Under ten minutes old, noted here, and cited by nothing that must last."""
    is_fresh = timezone.now() - row.created_at < DELETED_WITHIN
    return is_fresh and not row.taken_over and not citations.is_cited(row)


def stored_date(
    convention: Convention | None, year: int, month: int | None = None
) -> tuple[datetime.date, DatePrecision]:
    """The day kept for a date known to the month or to the year only: its first day that also lies
    in the convention's period; its very first day when it has none there."""
    first = datetime.date(year, month or 1, 1)
    last = datetime.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    precision = DatePrecision.MONTH if month else DatePrecision.YEAR
    if convention is None:
        return first, precision
    start = convention.terms().starts_on
    return (start if first <= start <= last else first), precision
