"""Signing on a screen: what the finger drew is a private file of the person's row."""

from __future__ import annotations

import base64
import binascii
import datetime
import io

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from PIL import Image

from accompaniment.attendance.attending import held_row
from accompaniment.enums import Presence
from accompaniment.models import Attendance, Gathering, GatheringDate, Signature
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
            drawing = picture.convert("RGBA")
            ink = drawing.getchannel("A").getbbox()
    except (binascii.Error, ValidationError, OSError) as error:
        raise ValidationError({"signature": UNREAD}) from error
    if too_large:
        raise ValidationError({"signature": UNREAD})
    if ink is None:
        raise ValidationError({"signature": EMPTY})
    trimmed = io.BytesIO()  # as large as it can be in the narrow cell of the sheet
    drawing.crop(ink).save(trimmed, "PNG")
    return trimmed.getvalue()


@transaction.atomic
def sign(*, row: Attendance, by: User, data_url: str | None) -> Attendance:
    """The person is here; with a signature, unless None is given. Signed again, the new signature
    replaces that of the same date. Raises ValidationError for a signature that is not one."""
    picture = drawn(data_url) if data_url is not None else None
    row = held_row(row)
    check_can_run(by, row.gathering)
    before = row.state
    row.state = Presence.PRESENT
    if picture is not None:
        date = date_to_sign(row.gathering, timezone.localdate())
        _withdraw(Signature.objects.filter(attendance=row, date=date))
        row.signature = files.store(
            row, name="signature.png", content=picture, content_type="image/png", by=by
        )
        Signature.objects.create(attendance=row, date=date, file=row.signature)
        row.signed_at = timezone.now()
    row.save()
    changes = journal.differences({"state": before}, {"state": row.state})
    journal.record(Verb.CHANGED, row, by=by, changes=changes | {"signed": picture is not None})
    return row


@transaction.atomic
def withdraw_signature(*, row: Attendance, by: User) -> Attendance:
    """Take their signatures away; the person stays present. Without one: nothing."""
    row = held_row(row)
    check_can_run(by, row.gathering)
    if row.signed_at is not None:
        _withdraw(Signature.objects.filter(attendance=row))
        row.signature = row.signed_at = None
        row.save()
        journal.record(Verb.CHANGED, row, by=by, changes={"signed": [True, False]})
    return row


def date_to_sign(gathering: Gathering, today: datetime.date) -> GatheringDate | None:
    """The date that is signed for today: this very day's, else the last one past, else the next."""
    dates = gathering.standing_dates
    past = [one for one in dates if one.date <= today]
    return next(iter([*past[-1:], *dates]), None)


def who_signed(gathering: Gathering, date: GatheringDate | None) -> set[int]:
    """The rows that bear a signature for this date."""
    signed = Signature.objects.filter(attendance__gathering=gathering, date=date)
    return set(signed.order_by("pk").values_list("attendance", flat=True))


def _withdraw(signatures: QuerySet[Signature]) -> None:
    for one in signatures.select_related("file").order_by("pk"):
        one.file.cancelled_at = timezone.now()
        one.file.save(update_fields=["cancelled_at"])
        one.delete()
