"""Writes of people who sign up by themselves, without an account: each under the gathering's lock,
so that two at once never take the same place."""

from __future__ import annotations

import hashlib

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
from partnership import journal, subjects, uploads
from partnership.actions.files import keep
from partnership.enums import Verb
from partnership.models import Mail, StoredFile, User
from partnership.rate_limits import counts_within
from partnership.text import normalise

HOUR = 3600
MAILS_AN_HOUR = 3  # to one person, about one gathering
PEOPLE_AN_HOUR = 10  # new ones under one address, at one gathering
FILES_AN_HOUR = 10  # of one person
LARGEST_FILE_MB = 10
TOO_MANY_OF_ONE_ADDRESS = (
    "Beaucoup de personnes viennent d'être inscrites avec cette adresse : recommencez dans une "
    "heure, ou donnez l'adresse de la personne."
)
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
    """Register somebody, or put them on the waiting list when it is full. The same person again, at
    the same address, makes no second row: the message is sent again. None where it was sent often
    enough. Colleagues may share an address.

    Raises ValidationError when signing up is over, or when one address signs up a crowd."""
    gathering = hold(gathering)
    if why := closed_because(gathering, timezone.localdate()):
        raise ValidationError(why)
    row = _known(gathering, email, first_name, last_name)
    given = {
        "first_name": first_name,
        "last_name": last_name,
        "organisation_name": organisation_name,
        "town": town,
        "phone": phone,
        "project_kind": project_kind,
    }
    box = f"{gathering.pk}:{email.lower()}"
    if row is None:
        if not counts_within("sign-up-people", box, limit=PEOPLE_AN_HOUR, seconds=HOUR):
            raise ValidationError(TOO_MANY_OF_ONE_ADDRESS)
        row = Attendance(gathering=gathering, email=email, state=Presence.INVITED)
    if row.state not in FULL:
        _register(row, given)
    row.gathering = gathering
    if not counts_within("sign-up-mail", f"{box}:{row.pk}", limit=MAILS_AN_HOUR, seconds=HOUR):
        return None
    return sign_up_mails.tell_of_the_sign_up(row, waits=row.state == Presence.WAITING)


def _known(gathering: Gathering, email: str, first_name: str, last_name: str) -> Attendance | None:
    """The person's row: the one they made here, else one where they were invited by name. Two names
    at one address are two people."""
    same = list(gathering.attendances.filter(email__iexact=email).order_by("pk"))
    same.sort(key=lambda row: row.consented_at is None)
    words = _words(first_name, last_name)
    exact = [row for row in same if _words(row.first_name, row.last_name) == words]
    short = [
        row
        for row in same
        if normalise(row.last_name) == normalise(last_name)
        and _is_short_for(row.first_name, first_name)
    ]
    return next(iter([*exact, *short]), None)


def _words(*names: str) -> list[str]:
    """A name whatever its accents, its case, and which of its parts was written first."""
    return sorted(normalise(" ".join(names)).split())


def _is_short_for(noted: str, given: str) -> bool:
    """« K. », or nothing, is all that the team noted of « Karim »."""
    initials = normalise(noted).split()
    return initials == [word[0] for word in normalise(given).split()][: len(initials)]


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
    before = row.handed_in
    row.handed_in = sending.kept[0] if sending.kept else _there_already(row, accepted)
    row.save(update_fields=["handed_in"])
    if before is not None and before != row.handed_in:
        before.cancelled_at = timezone.now()
        before.save(update_fields=["cancelled_at"])
    return row.handed_in


def _there_already(row: Attendance, accepted: uploads.Upload) -> StoredFile:
    """The same content, brought before by the person or by the team."""
    return StoredFile.objects.filter(
        subject_type=subjects.key_of(row),
        subject_uid=row.uid,
        sha256=hashlib.sha256(accepted.content).hexdigest(),
        cancelled_at__isnull=True,
    ).latest("created_at")
