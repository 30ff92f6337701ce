"""Closing a month, reopening it, and whether the team does so."""

from __future__ import annotations

from django import forms

from partnership.forms.fields import DayField, LineField
from partnership.models import User


class CloseMonthForm(forms.Form):
    """Made of buttons alone: what is wrong with it comes from a page of another moment."""

    month = DayField(label="Mois")
    person = forms.ModelChoiceField(
        label="Personne",
        queryset=User.objects.none(),
        to_field_name="uid",
        error_messages={"invalid_choice": "Cette personne n'est pas de celles que vous suivez."},
    )

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = team

    def clean_month(self):
        return self.cleaned_data["month"].replace(day=1)

    @property
    def problems(self) -> list[str]:
        return [message for messages in self.errors.values() for message in messages]


class ReopenForm(forms.Form):
    reason = LineField(
        label="Pourquoi ce mois est rouvert",
        max_length=300,
        error_messages={"required": "Dites pourquoi ce mois est rouvert."},
    )


class MonthsForm(forms.Form):
    closes = forms.BooleanField(label="Chacun arrête ses heures chaque mois", required=False)
