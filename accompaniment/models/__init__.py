from accompaniment.models.attendance import (
    Attendance,
    Signature,
    Survey,
    SurveyAnswer,
    SurveyChoice,
    SurveyQuestion,
    SurveyReply,
)
from accompaniment.models.entries import (
    AccompanimentSession,
    SessionChannel,
    SessionHelp,
    WorkEntry,
)
from accompaniment.models.followups import (
    Accompaniment,
    FollowUpKind,
    FollowUpModeChange,
    FollowUpYear,
)
from accompaniment.models.gathering_parts import AgendaItem, CoFacilitator, Feedback, Handout
from accompaniment.models.gatherings import (
    Gathering,
    GatheringDate,
    GatheringShare,
    GatheringWorker,
)
from accompaniment.models.proposals import CalendarAddress, MonthClosing, ProposedEntry

__all__ = [
    "Accompaniment",
    "AccompanimentSession",
    "AgendaItem",
    "Attendance",
    "CalendarAddress",
    "CoFacilitator",
    "Feedback",
    "FollowUpKind",
    "FollowUpModeChange",
    "FollowUpYear",
    "Gathering",
    "GatheringDate",
    "GatheringShare",
    "GatheringWorker",
    "Handout",
    "MonthClosing",
    "ProposedEntry",
    "SessionChannel",
    "SessionHelp",
    "Signature",
    "Survey",
    "SurveyAnswer",
    "SurveyChoice",
    "SurveyQuestion",
    "SurveyReply",
    "WorkEntry",
]
