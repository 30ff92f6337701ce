"""The form that explains a gap of the budget."""

from __future__ import annotations

from django import forms

from partnership.cell_texts import without_controls
from partnership.models import BudgetLine


class GapForm(forms.Form):
    explanation = forms.CharField(
        label="Explication de l'écart",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Lue par le financeur, et imprimée dans le compte rendu financier.",
    )

    def __init__(self, *args, line: BudgetLine, **kwargs):
        super().__init__(*args, initial={"explanation": line.gap_explanation}, **kwargs)

    def clean_explanation(self):
        return without_controls(self.cleaned_data["explanation"])
