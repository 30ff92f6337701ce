"""Writes of people who sign up by themselves, without an account: each under the gathering's lock,
so that two at once never take the same place."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accompaniment.attendance import sign_up_mails
from accompaniment.attendance.recognising import recognise
from accompaniment.attendance.sign_up_rules import closed_because, is_over, places_left
from accompaniment.enums import Presence
from accompaniment.models import Attendance, Gathering
from partnership import journal, uploads
from partnership.actions.files import keep
from partnership.enums import Verb
from partnership.models import Mail, StoredFile, User
from partnership.rate_limits import counts_within
from partnership.text import normalise

HOUR = 3600
MAILS_AN_HOUR = 3  # to one address, about one gathering
FILES_AN_HOUR = 10  # of one person
LARGEST_FILE_MB = 10
FULL = (Presence.REGISTERED, Presence.WAITING, Presence.PRESENT)


def hold(gathering: Gathering) -> Gathering:
    """The gathering as it stands now; others who change its participants wait."""
    return Gathering.objects.select_for_update().get(pk=gathering.pk)


@transaction.atomic
def sign_up(
    *,
    gathering: Gathering,
    first_name: str,
    last_name: str,
    organisation_name: str,
    town: str,
    email: str,
    phone: str = "",
    project_kind: str = "",
) -> Mail | None:
    """Register somebody, or put them on the waiting list when it is full. The same address again
    makes no second row: the message is sent again. None where it was sent often enough.

    Raises ValidationError when signing up is over."""
    gathering = hold(gathering)
    if why := closed_because(gathering, timezone.localdate()):
        raise ValidationError(why)
    row = _known(gathering, email, last_name)
    given = {
        "first_name": first_name,
        "last_name": last_name,
        "organisation_name": organisation_name,
        "town": town,
        "phone": phone,
        "project_kind": project_kind,
    }
    if row is None:
        row = Attendance(gathering=gathering, email=email, state=Presence.INVITED)
    if row.state not in FULL:
        _register(row, given)
    row.gathering = gathering
    if not counts_within(
        "sign-up-mail", f"{gathering.pk}:{email.lower()}", limit=MAILS_AN_HOUR, seconds=HOUR
    ):
        return None
    return sign_up_mails.tell_of_the_sign_up(row, waits=row.state == Presence.WAITING)


def _known(gathering: Gathering, email: str, last_name: str) -> Attendance | None:
    """The person's row: the one they made here, else one where they were invited by name."""
    same = list(gathering.attendances.filter(email__iexact=email).order_by("pk"))
    signed = [row for row in same if row.consented_at is not None]
    invited = [row for row in same if normalise(row.last_name) == normalise(last_name)]
    return next(iter([*signed, *invited]), None)


def _register(row: Attendance, given: dict[str, str]) -> None:
    """What the team wrote of somebody whom it invited stays as it is."""
    is_new = row.pk is None
    for name, value in given.items():
        if value and (is_new or row.consented_at is not None or not getattr(row, name)):
            setattr(row, name, value)
    if row.organisation_id is None:
        found = recognise(row.gathering.owner, row.organisation_name, row.town)
        row.organisation = found.organisation
    left, before = places_left(row.gathering), row.state
    row.state = Presence.REGISTERED if left is None or left >= row.heads else Presence.WAITING
    row.registered_at = row.consented_at = timezone.now()
    row.confirmed_at, row.reason = None, ""
    row.full_clean()
    row.save()
    changes = {"state": row.state if is_new else [before, row.state]}
    journal.record(Verb.CREATED if is_new else Verb.CHANGED, row, by=None, changes=changes)


def _held_row(row: Attendance) -> Attendance:
    gathering = hold(row.gathering)
    if is_over(gathering, timezone.localdate()):
        raise ValidationError("Ce temps collectif n'est plus à venir.")
    return Attendance.objects.select_related("gathering").get(pk=row.pk)


@transaction.atomic
def confirm(*, row: Attendance) -> Attendance:
    """The person says that they come. Raises ValidationError when there is no place to confirm."""
    row = _held_row(row)
    if row.state != Presence.REGISTERED:
        raise ValidationError("Il n'y a pas de place à confirmer.")
    if row.confirmed_at is None:
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])
        journal.record(Verb.ACCEPTED, row, by=None)
    return row


@transaction.atomic
def withdraw(*, row: Attendance) -> Attendance:
    """The person does not come: their place goes to the first who waits. Again: nothing more."""
    row = _held_row(row)
    if row.state in (Presence.REGISTERED, Presence.WAITING):
        before = row.state
        row.state, row.confirmed_at = Presence.WITHDRAWN, None
        row.save(update_fields=["state", "confirmed_at"])
        journal.record(Verb.CANCELLED, row, by=None, changes={"state": [before, row.state]})
        promote(gathering=row.gathering)
    return row


@transaction.atomic
def promote(*, gathering: Gathering, by: User | None = None) -> list[Attendance]:
    """Give the places that are left to those who wait, in the order in which they came, and tell
    them. Nobody passes before somebody else. Nothing once the gathering is over."""
    gathering = hold(gathering)
    promoted: list[Attendance] = []
    if is_over(gathering, timezone.localdate()):
        return promoted
    waiting = gathering.attendances.filter(state=Presence.WAITING)
    for row in waiting.order_by("registered_at", "pk"):
        left = places_left(gathering)
        if left is not None and left < row.heads:
            break
        row.gathering, row.state = gathering, Presence.REGISTERED
        row.save(update_fields=["state"])
        changes = {"state": [Presence.WAITING.value, Presence.REGISTERED.value]}
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
        if row.email:
            sign_up_mails.tell_of_the_place(row)
        promoted.append(row)
    return promoted


@transaction.atomic
def hand_in(*, row: Attendance, brought: File | None) -> StoredFile:
    """The file that the gathering asks for; a second one replaces the first.

    Raises ValidationError for a file that is refused, with the reason, and where none is asked."""
    row = _held_row(row)
    if not row.gathering.asked_file or row.state not in FULL:
        raise ValidationError("Aucun fichier n'est attendu.")
    if brought is None:
        raise ValidationError("Choisissez un fichier.")
    if not counts_within("sign-up-file", row.key, limit=FILES_AN_HOUR, seconds=HOUR):
        raise ValidationError("Vous avez envoyé plusieurs fichiers : attendez une heure.")
    largest = min(LARGEST_FILE_MB, settings.ATTACHMENT_LARGEST_MB) * uploads.MEGABYTE
    uploads.refuse_too_large(brought.size, largest)
    accepted = uploads.examine(brought.name or "", brought.read())
    sending = keep(subject=row, accepted=[accepted], by=None)
    if not sending.kept:  # the same file again
        return row.handed_in
    before, row.handed_in = row.handed_in, sending.kept[0]
    row.save(update_fields=["handed_in"])
    if before is not None:
        before.cancelled_at = timezone.now()
        before.save(update_fields=["cancelled_at"])
    return row.handed_in
