"""The form of a payment."""

from __future__ import annotations

import uuid

from django import forms

from partnership.enums import PaymentKind
from partnership.forms.fields import DayField, EurosField, LineField


class PaymentForm(forms.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label="Nature",
        choices=PaymentKind,
        help_text="Un reversement va de l'association au financeur ; les autres viennent de lui.",
        error_messages={"invalid_choice": "Cette nature n'existe pas : choisissez-en une."},
    )
    amount = EurosField(
        label="Montant (€)",
        above_zero=True,
        error_messages={"required": "Donnez le montant, par exemple 7 000."},
    )
    received_on = DayField(
        label="Versé le", error_messages={"required": "Donnez la date du versement."}
    )
    reference = LineField(
        label="Référence",
        max_length=120,
        required=False,
        help_text="Numéro du virement ou du mandat.",
    )

    def __init__(self, *args, **kwargs):
        initial = {"uid": uuid.uuid4(), "kind": PaymentKind.SINGLE}
        super().__init__(*args, initial=initial, **kwargs)
