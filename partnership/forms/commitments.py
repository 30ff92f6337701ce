"""What the association says of an action of the programme."""

from __future__ import annotations

from django import forms

from partnership.cell_texts import without_controls
from partnership.models import Commitment


class MarkForm(forms.Form):
    """Done, or still to do; an action without a quantity says what shows it."""

    done = forms.TypedChoiceField(
        choices=[("oui", "réalisée"), ("non", "encore à faire")],
        coerce=lambda value: value == "oui",
        error_messages={
            "required": "Choisissez le bouton qui dit où en est cette action.",
            "invalid_choice": "Choisissez le bouton qui dit où en est cette action.",
        },
    )
    reason = forms.CharField(
        label="Ce qui le montre",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Ce texte dépasse 500 caractères : raccourcissez-le."},
    )

    def __init__(self, *args, commitment: Commitment, **kwargs):
        super().__init__(*args, initial={"reason": commitment.state_reason}, **kwargs)
        if commitment.target is None:
            self.fields[
                "reason"
            ].help_text = "Cette action n'a pas de quantité prévue : dites ce qui a été fait."
        else:
            self.fields["reason"].help_text = "Facultatif : le chiffre parle de lui-même."

    def clean_reason(self):
        return without_controls(self.cleaned_data["reason"]).strip()

    def clean(self):
        data = super().clean()
        if "done" in self.errors:
            self.add_error(None, self.errors["done"].as_data())
        return data
