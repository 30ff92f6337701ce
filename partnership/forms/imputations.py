"""Where the subsidy stands in the funder's budget."""

from __future__ import annotations

from django import forms

from partnership.forms.fields import EurosField
from partnership.models import BudgetImputation


class ImputationForm(forms.ModelForm):
    """A line of the budget; its balance is worked out."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    payment_credits = EurosField(label="Crédits de paiement (€)", most_digits=12, required=False)
    available = EurosField(label="Disponible (€)", most_digits=12, required=False)
    proposed = EurosField(
        label="Proposition (€)",
        required=False,
        help_text="Le solde se calcule : disponible moins proposition.",
    )

    class Meta:
        model = BudgetImputation
        fields = [
            "operation_code",
            "imputation",
            "label",
            "payment_credits",
            "available",
            "proposed",
            "stated_in",
        ]
        labels = {"stated_in": "Lue dans"}
        help_texts = {"stated_in": "Le document publié qui le dit ; vide pour le dossier en cours."}
        error_messages = {
            "operation_code": {"required": "Donnez le code de l'opération."},
            "imputation": {"required": "Donnez l'imputation."},
            "label": {"required": "Donnez le libellé de l'opération."},
        }

    @property
    def written(self) -> dict:
        """What the line says."""
        return {name: value for name, value in self.cleaned_data.items() if name != "uid"}
