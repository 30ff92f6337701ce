"""The forms of money: simulate, propose and decide a settlement, sign the financial report."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from partnership.cell_texts import without_controls
from partnership.forms.fields import DayField, EurosField
from partnership.models import Convention, Settlement
from partnership.wording import euros


class TextField(forms.CharField):
    """A text of several lines, without what no document can hold."""

    def __init__(self, **kwargs):
        given = {"max_length": 4000, "widget": forms.Textarea(attrs={"rows": 4})}
        super().__init__(**given | kwargs)

    def clean(self, value):
        return without_controls(super().clean(value))


class SimulationForm(forms.Form):
    """« Et si les dépenses étaient de… »"""

    depenses = EurosField(label="Et si les dépenses étaient de (€)")


class ProposalForm(forms.Form):
    """The day of the observations, and the amount that the officer read before proposing."""

    observations_until = DayField(
        label="Observations jusqu'au",
        error_messages={"required": "Donnez le dernier jour des observations."},
    )
    due = EurosField(widget=forms.HiddenInput)

    def __init__(self, *args, due: Decimal | None, today: datetime.date, **kwargs):
        until = today + datetime.timedelta(days=30)
        super().__init__(*args, initial={"observations_until": until, "due": due}, **kwargs)
        self.computed, self.today = due, today

    def clean_observations_until(self):
        day = self.cleaned_data["observations_until"]
        if day < self.today:
            raise ValidationError("Ce jour est passé : laissez à l'association le temps de lire.")
        return day

    def clean(self):
        """Refuses what was read before the expenses changed; the form then holds what is so now."""
        seen = super().clean().get("due")
        if seen is not None and self.computed is not None and seen != self.computed:
            self.data = self.data.copy()
            self.data["due"] = f"{self.computed:.2f}"
            raise ValidationError(
                f"Les dépenses ont changé pendant votre lecture : la règle donne maintenant "
                f"{euros(self.computed)}. Relisez le calcul, puis proposez à nouveau."
            )
        return self.cleaned_data


class ObservationForm(forms.Form):
    text = TextField(
        label="Votre observation",
        help_text="Lue par l'association et par le financeur.",
        error_messages={"required": "Écrivez votre observation."},
    )


class WithdrawalForm(forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="withdrawal_%s", **kwargs)

    reason = TextField(
        label="Pourquoi la retirer",
        help_text="L'association le lira.",
        max_length=1000,
        error_messages={"required": "Dites pourquoi : l'association le lira."},
    )


class DecisionForm(forms.Form):
    decided_due = EurosField(label="Subvention retenue (€)")
    reason = TextField(
        label="Motif",
        required=False,
        max_length=2000,
        help_text="Obligatoire si le montant n'est pas celui qui était proposé.",
    )

    def __init__(self, *args, settlement: Settlement, **kwargs):
        given = {"initial": {"decided_due": settlement.due}, "auto_id": "decision_%s"}
        super().__init__(*args, **given | kwargs)
        self.settlement = settlement

    def clean_decided_due(self):
        amount = self.cleaned_data["decided_due"]
        if amount > self.settlement.granted:
            raise ValidationError(
                f"La subvention accordée est de {euros(self.settlement.granted)} : "
                "la subvention retenue ne peut pas la dépasser."
            )
        return amount


class AttestationForm(forms.Form):
    """Who signs the financial report. What is left empty is written by hand."""

    name = forms.CharField(label="Nom du représentant légal", required=False, max_length=120)
    quality = forms.CharField(
        label="Qualité", required=False, max_length=120, help_text="Par exemple : présidente."
    )
    place = forms.CharField(label="Fait à", required=False, max_length=80)

    def __init__(self, *args, convention: Convention, **kwargs):
        super().__init__(*args, initial={"place": convention.beneficiary.town}, **kwargs)

    def clean(self):
        data = super().clean()
        return {key: without_controls(value) for key, value in data.items()}
