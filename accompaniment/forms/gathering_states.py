"""The forms of what becomes of a gathering: put off, cancelled, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from accompaniment.forms.gathering_lines import HoursForm
from accompaniment.models import GatheringDate
from partnership.forms.fields import DayField, LineField


class ReasonForm(forms.Form):
    """Why; whether it is needed is decided by what is done."""

    reason = LineField(label="Pourquoi", max_length=300, required=False)


class PostponeForm(HoursForm):
    """Which date, to when (nothing while nobody knows), and why."""

    field_order = ["date", "to", "starts_at", "ends_at", "duration", "reason"]

    date = forms.ChoiceField(
        label="Date reportée",
        error_messages={
            "required": "Dites quelle date est reportée.",
            "invalid_choice": "Cette date est déjà reportée : rechargez la page.",
        },
    )
    to = DayField(
        label="Reportée au",
        required=False,
        help_text="Vide tant que la nouvelle date n'est pas connue.",
    )
    reason = LineField(
        label="Pourquoi", max_length=300, error_messages={"required": "Dites pourquoi."}
    )

    def __init__(self, *args, dates: Sequence[GatheringDate], **kwargs):
        super().__init__(*args, prefix="report", **kwargs)
        self.dates = {str(one.uid): one for one in dates}
        choices = [(uid, _words(one)) for uid, one in self.dates.items()]
        self.fields["date"].choices = choices

    @property
    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"date": self.dates[self.cleaned_data["date"]]}


def _words(one: GatheringDate) -> str:
    words = f"{one.date_text}, {one.hours_text}" if one.hours_text else one.date_text
    return f"{words} (déjà reportée, sans nouvelle date)" if one.is_postponed else words
