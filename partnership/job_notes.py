"""How far a job is, where the database cannot be told: on one machine, SQLite has one writer, and a
job that holds it for minutes says in a file what its page shows."""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def _place(uid: uuid.UUID) -> Path:
    return Path(settings.PRIVATE_ROOT) / "progress" / f"{uid}.json"


def leave(uid: uuid.UUID, percent: int, words: str) -> None:
    place = _place(uid)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".draft")
    draft.write_text(json.dumps([percent, words]), encoding="utf-8")
    draft.replace(place)


def read(uid: uuid.UUID) -> tuple[int, str] | None:
    with suppress(OSError, ValueError):
        percent, words = json.loads(_place(uid).read_text(encoding="utf-8"))
        return percent, words
    return None


def forget(uid: uuid.UUID) -> None:
    _place(uid).unlink(missing_ok=True)
