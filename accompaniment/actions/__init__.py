"""Writes of accompaniment: atomic, journaled, by somebody, once."""

from accompaniment.actions.entries import (
    DELETED_WITHIN,
    can_be_deleted,
    change_session,
    change_work,
    log_session,
    log_work,
    remove_entry,
    stored_date,
)
from accompaniment.actions.followups import one_at_a_time, open_follow_up, set_follow_up

__all__ = [
    "DELETED_WITHIN",
    "can_be_deleted",
    "change_session",
    "change_work",
    "log_session",
    "log_work",
    "one_at_a_time",
    "open_follow_up",
    "remove_entry",
    "set_follow_up",
    "stored_date",
]
