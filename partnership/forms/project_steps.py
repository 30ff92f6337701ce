"""The forms of a step of a project, and of a card of the board."""

from __future__ import annotations

import uuid

from django import forms
from django.utils import timezone

from partnership.actions.project_steps import stages_for
from partnership.enums import Side
from partnership.forms.fields import DayField, EurosField, LineField
from partnership.models import ProjectStep


class StepForm(forms.Form):
    """A step that is said, or corrected; each side has its stages."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    stage = forms.ChoiceField(
        label="Étape",
        error_messages={
            "required": "Choisissez l'étape.",
            "invalid_choice": "Cette étape n'est pas à noter de votre côté : choisissez-en une "
            "de la liste.",
        },
    )
    on = DayField(label="Le", past=True, error_messages={"required": "Donnez sa date."})
    granted = EurosField(
        label="Montant accordé (€)", required=False, help_text="Pour un projet retenu."
    )
    details_asked = forms.CharField(
        label="Précisions demandées",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Celles de la fiche de suivi de projet. Lues par les deux parties.",
    )
    comment = LineField(
        label="Commentaire",
        max_length=500,
        required=False,
        help_text="Lu par les deux parties.",
    )

    def __init__(self, *args, side: Side, step: ProjectStep | None = None, **kwargs):
        kwargs["initial"] = _initial(step) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = stages_for(side)
        if step is not None:
            del self.fields["uid"]
            if step.year_only:
                self.fields["on"].required = False
                self.fields[
                    "on"
                ].help_text = (
                    f"Seule l'année {step.on.year} est connue : laissez vide si elle le reste."
                )

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.fields}


def _initial(step: ProjectStep | None) -> dict:
    if step is None:
        return {"uid": uuid.uuid4(), "on": timezone.localdate()}
    return {
        "stage": step.stage,
        "on": None if step.year_only else step.on,
        "details_asked": step.details_asked,
        "comment": step.comment,
    }
