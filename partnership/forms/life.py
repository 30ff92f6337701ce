"""The forms of the moves of a convention."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from partnership.enums import ConventionState
from partnership.forms.fields import DayField
from partnership.transitions import Transition


class MoveForm(forms.Form):
    """A move that asks for nothing but a word, when it asks for one."""

    reason = forms.CharField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il reste dans l'historique, que les deux parties lisent.",
        error_messages={"required": "Dites pourquoi : le motif est gardé dans l'historique."},
    )

    def __init__(self, *args, transition: Transition, **kwargs):
        super().__init__(*args, **kwargs)
        if not transition.needs_reason:
            self.fields["reason"].required = False
            self.fields["reason"].label = "Remarque"

    @property
    def facts(self) -> dict:
        """What the move writes on the convention beside its state."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class SignatureForm(MoveForm):
    signed_on = DayField(
        label="Signée le",
        past=True,
        help_text="Le jour de la dernière des deux signatures.",
        error_messages={"required": "Donnez la date de la signature."},
    )
    field_order = ["signed_on", "reason"]


class TerminationForm(MoveForm):
    notice_given_on = DayField(
        label="Préavis notifié le",
        past=True,
        error_messages={"required": "Donnez la date à laquelle le préavis a été notifié."},
    )
    terminated_on = DayField(
        label="Fin de la convention",
        help_text="Les conventions donnent un mois franc après la notification.",
        error_messages={"required": "Donnez la date à laquelle la convention prend fin."},
    )
    heard = forms.CharField(
        label="Qui a été entendu",
        max_length=300,
        help_text="Par exemple « la présidente de l'association, le 12 juin 2026 ».",
        error_messages={"required": "Dites qui a été entendu avant la résiliation."},
    )
    field_order = ["notice_given_on", "terminated_on", "heard", "reason"]

    def clean(self):
        data = super().clean()
        given, ends = data.get("notice_given_on"), data.get("terminated_on")
        if given and ends and ends < given:
            self.add_error(
                "terminated_on",
                "La résiliation prend effet après sa notification : vérifiez les deux dates.",
            )
        return data


FORMS = {
    ConventionState.SIGNED: SignatureForm,
    ConventionState.TERMINATED: TerminationForm,
}


def move_form(transition: Transition) -> type[MoveForm]:
    return FORMS.get(transition.target, MoveForm)


class AsOfForm(forms.Form):
    """Another day to read the convention on."""

    le = DayField(label="La lire telle qu'elle était le", required=False)

    def __init__(self, data, **kwargs):
        super().__init__(data, initial={"le": timezone.localdate()}, **kwargs)

    @property
    def day(self):
        """The day asked for, today when none is, or when it is no day."""
        if self.is_bound and self.is_valid() and self.cleaned_data["le"]:
            return self.cleaned_data["le"]
        return timezone.localdate()
