"""One journal for all: every action writes its line in the transaction of what it did."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from django.db.models import Model

from partnership import subjects
from partnership.enums import Origin, Verb
from partnership.models import JournalEntry, User

_origin: ContextVar[Origin] = ContextVar("journal_origin", default=Origin.COMMAND)


@contextmanager
def origin(value: Origin) -> Iterator[None]:
    """Lines written inside say that they come from there."""
    token = _origin.set(value)
    try:
        yield
    finally:
        _origin.reset(token)


def record(
    verb: Verb, subject: Model, *, by: User | None, changes: dict[str, Any] | None = None
) -> JournalEntry:
    """Write a line about a row whose type is registered in `subjects` (KeyError otherwise)."""
    return JournalEntry.objects.create(
        by=by,
        owner_id=subject.owner_id,
        verb=verb,
        subject_type=subjects.key_of(subject),
        subject_uid=subject.uid,
        changes=plain(changes or {}),
        origin=_origin.get(),
    )


def plain(value: Any) -> Any:
    """The same value in types that JSON knows."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, Model):
        return str(getattr(value, "uid", value.pk))
    return value


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """What changed between two readings of a row: field → [before, after]."""
    return {
        key: [plain(before.get(key)), plain(value)]
        for key, value in after.items()
        if plain(before.get(key)) != plain(value)
    }
