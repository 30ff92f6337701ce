"""Private files: written with their fingerprint, opened only for those who see their subject."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db.models import Model

from partnership import subjects
from partnership.models import StoredFile


def store(subject: Model, *, name: str, content: bytes, content_type: str) -> StoredFile:
    """Keep a file under a row of a registered type."""
    stored = StoredFile(
        owner_id=subject.owner_id,
        subject_type=subjects.key_of(subject),
        subject_uid=subject.uid,
        name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    stored.file.save(name, ContentFile(content), save=False)
    stored.save()
    return stored


def visible_file(uid, user) -> StoredFile | None:
    """The file, when the person sees what it is attached to."""
    stored = StoredFile.objects.filter(uid=uid).first()
    if stored is None:
        return None
    if subjects.visible_row(stored.subject_type, stored.subject_uid, user) is None:
        return None
    return stored


def read(stored: StoredFile) -> bytes:
    with stored.file.open("rb") as handle:
        return handle.read()
