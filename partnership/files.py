"""Private files: written with their fingerprint, opened only for those who see their subject."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db.models import Model

from partnership import subjects
from partnership.attachments import opened, with_side
from partnership.models import StoredFile, User


def store(
    subject: Model, *, name: str, content: bytes, content_type: str, by: User | None = None
) -> StoredFile:
    """Keep a file under a row of a registered type."""
    stored = StoredFile(
        owner_id=subject.owner_id,
        subject_type=subjects.key_of(subject),
        subject_uid=subject.uid,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by=by,
    )
    stored.file.save(name, ContentFile(content), save=False)
    stored.save()
    return stored


def visible_file(uid, user) -> StoredFile | None:
    """The file, when the person sees what it is attached to and nobody withdrew it."""
    stored = StoredFile.objects.filter(uid=uid, cancelled_at__isnull=True).first()
    if stored is None:
        return None
    row = subjects.visible_row(stored.subject_type, stored.subject_uid, user)
    if row is None:
        return None
    kept = subjects.get(stored.subject_type).kept_apart(user, row)
    return with_side(StoredFile.objects.filter(pk=stored.pk), user).filter(opened(kept)).first()


def visible_among(found: Iterable[StoredFile], user) -> set[uuid.UUID]:
    """The uids of those that the person may open: one query for each type of subject that keeps
    none apart."""
    by_type = defaultdict(list)
    for stored in found:
        if stored.cancelled_at is None:
            by_type[stored.subject_type].append(stored)
    opened = set()
    for key, several in by_type.items():
        if subjects.keeps_some_apart(key):
            opened |= {one.uid for one in several if visible_file(one.uid, user) is not None}
            continue
        seen = subjects.visible_uids(key, {one.subject_uid for one in several}, user)
        opened |= {one.uid for one in several if one.subject_uid in seen}
    return opened


def read(stored: StoredFile) -> bytes:
    with stored.file.open("rb") as handle:
        return handle.read()
