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
from accompaniment.actions.followups import (
    convert,
    hand_over,
    one_at_a_time,
    open_follow_up,
    remind,
    set_follow_up,
)

__all__ = [
    "DELETED_WITHIN",
    "can_be_deleted",
    "change_session",
    "change_work",
    "convert",
    "hand_over",
    "log_session",
    "log_work",
    "one_at_a_time",
    "open_follow_up",
    "remind",
    "remove_entry",
    "set_follow_up",
    "stored_date",
]
