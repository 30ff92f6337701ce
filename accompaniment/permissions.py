"""Who may write on the rows of accompaniment: their own network's team, and nobody else."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear, WorkEntry
from partnership.models import User
from partnership.permissions import allowed

Row = Accompaniment | FollowUpYear | AccompanimentSession | WorkEntry


def check_can_change(user: User, row: Row) -> None:
    if row.owner_id not in user.access.networks:
        raise PermissionDenied("Cette ligne est tenue par l'équipe de son association.")


def can_change(user: User, row: Row) -> bool:
    return allowed(check_can_change, user, row)
