"""Writes about files attached to rows: atomic, journaled, by somebody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from partnership import files, journal, subjects, uploads
from partnership.attachments import check_can_attach, check_can_withdraw, opened, with_side
from partnership.enums import Verb
from partnership.models import StoredFile, User


@dataclass
class Sending:
    """What became of the files of one sending: kept, there already, refused (with the reason)."""

    kept: list[StoredFile] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def attach(*, subject: Model, brought: Iterable[File], by: User) -> Sending:
    """Attach the files of one sending to a row: a refused one keeps the others.

    Raises PermissionDenied for those who may not attach to it, ValidationError without a file."""
    check_can_attach(by, subject)
    brought = list(brought)
    if not brought:
        raise ValidationError("Choisissez au moins un fichier.")
    refused: list[tuple[str, str]] = []
    sending = keep(subject=subject, accepted=_examined(brought, refused), by=by)
    sending.refused = refused
    return sending


def _examined(brought: Iterable[File], refused: list[tuple[str, str]]) -> Iterator[uploads.Upload]:
    """The files that may be kept, one in memory at a time; the others go to `refused`."""
    largest = settings.ATTACHMENT_LARGEST_MB * uploads.MEGABYTE
    for one in brought:
        name = one.name or ""
        try:
            uploads.refuse_too_large(one.size, largest)
            one.seek(0)
            examined = uploads.examine(name, one.read())
        except ValidationError as error:
            refused.append((uploads.clean_name(name), " ".join(error.messages)))
        else:
            yield examined


@transaction.atomic
def keep(*, subject: Model, accepted: Iterable[uploads.Upload], by: User | None) -> Sending:
    """Store examined files under a row; the same content twice is one file. Those who call it have
    checked the person."""
    # Two sendings of one file at once make one: the second waits for the row.
    type(subject)._base_manager.select_for_update().get(pk=subject.pk)
    key = subjects.key_of(subject)
    kept = StoredFile.objects.filter(
        subject_type=key, subject_uid=subject.uid, cancelled_at__isnull=True
    )
    if by is not None:  # what is kept from somebody is not there for them
        kept = with_side(kept, by).filter(opened(subjects.get(key).kept_apart(by, subject)))
    there = dict(kept.order_by("pk").values_list("sha256", "name"))
    sending = Sending()
    for one in accepted:
        sha256 = hashlib.sha256(one.content).hexdigest()
        if sha256 in there:
            sending.known.append(there[sha256])
            continue
        there[sha256] = one.name
        stored = files.store(
            subject, name=one.name, content=one.content, content_type=one.content_type, by=by
        )
        sending.kept.append(stored)
        if one.remark:
            sending.remarks.append((one.name, one.remark))
    if sending.kept:
        said = [{"uid": one.uid, "name": one.name, "sha256": one.sha256} for one in sending.kept]
        journal.record(Verb.CHANGED, subject, by=by, changes={"files added": said})
    return sending


@transaction.atomic
def withdraw(*, stored: StoredFile, by: User) -> StoredFile:
    """Take a file away from its row: it is served no more, its line stays. Again: nothing more.

    Raises PermissionDenied for those who did not bring it, and for a row that they do not see."""
    subject = subjects.visible_row(stored.subject_type, stored.subject_uid, by)
    if subject is None:
        raise ValidationError("Ce fichier n'est plus attaché à rien que vous puissiez ouvrir.")
    check_can_withdraw(by, subject, stored)
    stored = StoredFile.objects.select_for_update().get(pk=stored.pk)
    if stored.cancelled_at is None:
        stored.cancelled_at, stored.cancelled_by = timezone.now(), by
        stored.save(update_fields=["cancelled_at", "cancelled_by"])
        said = {"uid": stored.uid, "name": stored.name, "sha256": stored.sha256}
        journal.record(Verb.CHANGED, subject, by=by, changes={"file withdrawn": said})
    return stored
