"""Asking for a carry-over, and answering."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from partnership.forms.fields import DayField
from partnership.models import Commitment, Convention


class CarryOverForm(forms.Form):
    """What is carried, from which action, into which convention, and why."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    commitment = forms.ModelChoiceField(
        label="Action non tenue",
        queryset=Commitment.objects.none(),
        to_field_name="uid",
        empty_label="Choisir une action",
        error_messages={
            "required": "Choisissez l'action à reporter.",
            "invalid_choice": "Cette action n'est pas de la convention : choisissez-en une.",
        },
    )
    to_convention = forms.ModelChoiceField(
        label="Reporter dans",
        queryset=Convention.objects.none(),
        to_field_name="uid",
        empty_label=None,
        error_messages={
            "required": "Choisissez la convention suivante : préparez-la si elle n'existe pas.",
            "invalid_choice": "Cette convention ne suit pas celle-ci : choisissez-en une.",
        },
    )
    what = forms.CharField(
        label="Ce qui est reporté",
        max_length=300,
        help_text="Par exemple « deux temps collectifs au premier trimestre ».",
        error_messages={"required": "Dites ce qui est reporté."},
    )
    quantity = forms.IntegerField(
        label="Quantité reportée", min_value=1, required=False, help_text="Si elle se compte."
    )
    reason = forms.CharField(
        label="Motif",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Dites pourquoi ce report est demandé."},
    )

    def __init__(self, *args, convention: Convention, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commitment"].queryset = convention.original_commitments.all()
        self.fields["to_convention"].queryset = Convention.objects.following(convention)


class DecisionForm(forms.Form):
    """The funder's answer to a request."""

    accept = forms.ChoiceField(
        label="Votre réponse",
        choices=[("oui", "Accepter le report"), ("non", "Refuser le report")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une réponse."},
    )
    decided_on = DayField(
        label="Date de la décision",
        past=True,
        initial=timezone.localdate,
        error_messages={"required": "Donnez la date de la décision."},
    )
    decision = forms.CharField(
        label="Motif",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Obligatoire pour un refus.",
    )
