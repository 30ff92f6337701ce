"""The form of one year of a follow-up."""

from __future__ import annotations

from django import forms

from accompaniment.enums import Mode
from accompaniment.models import FollowUpYear
from partnership.enums import ProjectKind


class FollowUpForm(forms.Form):
    """The mode and the kinds of project of one year of a follow-up."""

    mode = forms.ChoiceField(
        label="Mode",
        choices=[choice for choice in Mode.choices if choice[0] != Mode.UNKNOWN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le mode."},
    )
    kinds = forms.MultipleChoiceField(
        label="Types de projet",
        choices=ProjectKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs à la fois s'il le faut.",
    )

    def __init__(self, *args, follow_up: FollowUpYear, **kwargs):
        initial = {"mode": follow_up.mode, "kinds": list(follow_up.kind_codes)}
        super().__init__(*args, initial=initial, **kwargs)
