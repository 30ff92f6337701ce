"""Noting a gathering, correcting it, and taking one back as a mistake."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accompaniment.attendance.signing_up import promote
from accompaniment.enums import GatheringState
from accompaniment.gathering.actions.parts import Parts, write_parts
from accompaniment.log import closing
from accompaniment.models import Attendance, Gathering
from accompaniment.permissions import check_can_run
from partnership import citations, journal
from partnership.enums import Verb
from partnership.models import Network, StoredFile, Thread, User
from partnership.wording import long_date

DELETED_WITHIN = datetime.timedelta(minutes=10)
KEPT = ("kind", "title", "place", "town", "capacity", "cost")
ALREADY_KEPT = (
    "Ce formulaire a déjà servi pour un autre temps collectif : vérifiez la liste, puis "
    "enregistrez de nouveau si celui-ci manque."
)


@transaction.atomic
def create_gathering(
    *,
    owner: Network,
    by: User | None,
    uid: uuid.UUID | None = None,
    parts: Parts | None = None,
    **fields: Any,
) -> Gathering:
    """Note a gathering with all that hangs on it, once: the same `uid` with the same words gives
    back the first row. `by` None: a command.

    Raises PermissionDenied, and ValidationError for what does not hold (`parts.write_parts`) or
    where the `uid` names another gathering already."""
    Network.objects.select_for_update().get(pk=owner.pk)  # sent twice at once, it is made once
    known = Gathering.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        same = known.owner_id == owner.pk and all(
            getattr(known, name) == fields.get(name) for name in ("kind", "title")
        )
        if same:
            return known
        raise ValidationError(ALREADY_KEPT)
    gathering = Gathering(owner=owner, uid=uid or uuid.uuid4(), noted_by=by, **fields)
    if by is not None:
        check_can_run(by, gathering)
    gathering.full_clean()
    gathering.save(force_insert=True)
    with closing.hours_kept(gathering):
        written = write_parts(gathering, parts or Parts())
    check_held_is_past(gathering)
    said = {name: value for name, value in fields.items() if name in KEPT and value}
    said |= {name: after for name, (_, after) in written.items()}
    journal.record(Verb.CREATED, gathering, by=by, changes=said)
    return gathering


@transaction.atomic
def change_gathering(
    *, gathering: Gathering, by: User | None, parts: Parts | None = None, **fields: Any
) -> list[Attendance]:
    """Correct a gathering, and the parts that are given. Returns those who waited and to whom more
    places give one.

    Raises ValidationError for one taken back meanwhile, and for what does not hold."""
    gathering = held_now(gathering, by)
    before = {name: getattr(gathering, name) for name in fields}
    with closing.hours_kept(gathering):
        for name, value in fields.items():
            setattr(gathering, name, value)
        gathering.full_clean()
        gathering.save()
        changes: dict[str, Any] = journal.differences(before, fields)
        changes |= write_parts(gathering, parts or Parts())
    check_held_is_past(gathering)
    if changes:
        journal.record(Verb.CHANGED, gathering, by=by, changes=changes)
    return promote(gathering=gathering, by=by) if "capacity" in changes else []


def held_now(gathering: Gathering, by: User | None) -> Gathering:
    """The gathering as it stands now, kept from others until the end of the transaction."""
    closing.wait_for_months(gathering.owner_id)
    held = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if by is not None:
        check_can_run(by, held)
    if held.is_cancelled:
        raise ValidationError("Ce temps collectif vient d'être retiré : il ne se corrige plus.")
    return held


def may_be_held(gathering: Gathering) -> bool:
    """Whether its last day has come. Reads the prefetched `dates`."""
    dates = gathering.standing_dates
    return bool(dates) and dates[-1].date <= timezone.localdate()


def check_held_is_past(gathering: Gathering) -> None:
    """What took place is not to come."""
    if gathering.state != GatheringState.HELD:
        return
    dates = gathering.standing_dates
    if not dates:
        raise ValidationError("Donnez la date de ce temps collectif avant de le noter tenu.")
    if dates[-1].date > timezone.localdate():
        raise ValidationError(
            f"Le {long_date(dates[-1].date)} n'est pas encore passé : notez-le tenu ce jour-là, "
            "ou corrigez la date."
        )


@transaction.atomic
def remove_gathering(*, gathering: Gathering, by: User, reason: str = "") -> bool:
    """Take back a gathering noted by mistake. Fresh and empty, it is deleted and journaled: True.
    Otherwise it stays with its reason and is in no list and no figure: False.

    Raises ValidationError when it cannot be deleted and no reason is given."""
    closing.wait_for_months(gathering.owner_id)
    held = Gathering.objects.select_for_update().filter(pk=gathering.pk).first()
    if held is None:
        return True
    check_can_run(by, held)
    if held.is_cancelled:
        return False
    if can_be_deleted(held):
        said = {"title": held.title, "dates": held.dates_text}
        journal.record(Verb.DELETED, held, by=by, changes=said)
        with closing.hours_kept(held):
            held.dates.filter(postponed_to__isnull=False).order_by("pk").update(postponed_to=None)
            Gathering.objects.filter(pk=held.pk).order_by("pk").delete()
        return True
    if not reason.strip():
        raise ValidationError(
            {"reason": "Dites pourquoi : le temps collectif reste, retiré avec ce motif."}
        )
    held.cancelled_at, held.cancelled_by = timezone.now(), by
    held.cancelled_reason = reason.strip()
    with closing.hours_kept(held):
        held.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason"])
    journal.record(Verb.CANCELLED, held, by=by, changes={"reason": held.cancelled_reason})
    return False


def can_be_deleted(gathering: Gathering) -> bool:
    """Under ten minutes old, noted here, and nothing speaks of it: nobody on its list, no file, no
    question, nothing kept of it, nothing frozen."""
    is_fresh = timezone.now() - gathering.created_at < DELETED_WITHIN
    if not is_fresh or gathering.taken_over or citations.is_cited(gathering):
        return False
    about = {"subject_type": "gathering", "subject_uid": gathering.uid}
    return not (
        gathering.attendances.exists()
        or gathering.feedback.exists()
        or gathering.handouts.exists()
        or hasattr(gathering, "survey")
        or StoredFile.objects.filter(**about).exists()
        or Thread.objects.filter(**about).exists()
    )
