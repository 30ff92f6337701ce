from accompaniment.models.entries import AccompanimentSession, SessionChannel, WorkEntry
from accompaniment.models.followups import Accompaniment, FollowUpKind, FollowUpYear

__all__ = [
    "Accompaniment",
    "AccompanimentSession",
    "FollowUpKind",
    "FollowUpYear",
    "SessionChannel",
    "WorkEntry",
]
