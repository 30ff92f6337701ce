"""Signing on a screen: what the finger drew is a private file of the person's row."""

from __future__ import annotations

import base64
import binascii
import io

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from PIL import Image

from accompaniment.attendance.attending import held_row
from accompaniment.enums import Presence
from accompaniment.models import Attendance
from accompaniment.permissions import check_can_run
from partnership import files, journal, uploads
from partnership.enums import Verb
from partnership.models import User

PREFIX = "data:image/png;base64,"
LARGEST = 400 * 1024  # bytes of the picture
LARGEST_SIDE = 3000  # pixels
EMPTY = "Le cadre est vide : signez avec le doigt, ou choisissez « Présent sans signature »."
UNREAD = "La signature n'a pas été reçue : effacez-la, puis signez à nouveau."


def drawn(data_url: str) -> bytes:
    """The picture that the browser sent, drawn again. Raises ValidationError for anything but a
    small PNG on which something is drawn."""
    if not data_url:
        raise ValidationError({"signature": EMPTY})
    if not data_url.startswith(PREFIX) or len(data_url) > LARGEST * 2:
        raise ValidationError({"signature": UNREAD})
    try:
        content = base64.b64decode(data_url.removeprefix(PREFIX), validate=True)
        kept = uploads.examine("signature.png", content)
        with Image.open(io.BytesIO(kept.content), formats=["PNG"]) as picture:
            too_large = len(content) > LARGEST or max(picture.size) > LARGEST_SIDE
            ink = picture.convert("RGBA").getchannel("A").getbbox()
    except (binascii.Error, ValidationError, OSError) as error:
        raise ValidationError({"signature": UNREAD}) from error
    if too_large:
        raise ValidationError({"signature": UNREAD})
    if ink is None:
        raise ValidationError({"signature": EMPTY})
    return kept.content


@transaction.atomic
def sign(*, row: Attendance, by: User, data_url: str | None) -> Attendance:
    """The person is here; with a signature, unless None is given. Signed again, the new signature
    replaces the first. Raises ValidationError for a signature that is not one."""
    picture = drawn(data_url) if data_url is not None else None
    row = held_row(row)
    check_can_run(by, row.gathering)
    before = row.state
    row.state = Presence.PRESENT
    if picture is not None:
        _withdraw(row)
        row.signature = files.store(
            row, name="signature.png", content=picture, content_type="image/png", by=by
        )
        row.signed_at = timezone.now()
    row.save()
    changes = journal.differences({"state": before}, {"state": row.state})
    journal.record(Verb.CHANGED, row, by=by, changes=changes | {"signed": picture is not None})
    return row


@transaction.atomic
def withdraw_signature(*, row: Attendance, by: User) -> Attendance:
    """Take a signature away; the person stays present. Without one: nothing."""
    row = held_row(row)
    check_can_run(by, row.gathering)
    if row.signed_at is not None:
        _withdraw(row)
        row.signature = row.signed_at = None
        row.save()
        journal.record(Verb.CHANGED, row, by=by, changes={"signed": [True, False]})
    return row


def _withdraw(row: Attendance) -> None:
    stored = row.signature
    if stored is not None and stored.cancelled_at is None:
        stored.cancelled_at = timezone.now()
        stored.save(update_fields=["cancelled_at"])
