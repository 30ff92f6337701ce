"""The forms of accompaniment: they keep what was typed and say beside the field what is wrong."""

from accompaniment.forms.entries import RemoveForm, SessionForm, WorkForm, written_duration
from accompaniment.forms.follow_ups import (
    ConversionForm,
    FollowUpForm,
    HandOverForm,
    ReminderForm,
)
from accompaniment.forms.planning import DropForm, HoldForm, PlanForm, PutOffForm
from accompaniment.forms.quick_log import QuickLogForm

__all__ = [
    "ConversionForm",
    "DropForm",
    "FollowUpForm",
    "HandOverForm",
    "HoldForm",
    "PlanForm",
    "PutOffForm",
    "QuickLogForm",
    "ReminderForm",
    "RemoveForm",
    "SessionForm",
    "WorkForm",
    "written_duration",
]
