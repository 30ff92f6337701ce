"""Dates to keep: a new one, another day, the day it was met."""

from __future__ import annotations

import uuid

from django import forms
from django.utils import timezone

from partnership.enums import DeadlineKind
from partnership.forms.fields import DayField
from partnership.models import Commitment, User


class DeadlineForm(forms.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="Nature",
        choices=[
            (kind.value, kind.label)
            for kind in (DeadlineKind.PAYMENT, DeadlineKind.CALL, DeadlineKind.OTHER)
        ],
    )
    label = forms.CharField(
        label="Ce qui est attendu",
        max_length=200,
        help_text="Par exemple « Ouverture de l'appel à projets Jumelages ».",
        error_messages={"required": "Dites ce qui est attendu."},
    )
    due_on = DayField(label="Date", error_messages={"required": "Donnez la date."})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial.setdefault("uid", uuid.uuid4())


class MoveDeadlineForm(forms.Form):
    to = DayField(label="Nouvelle date", error_messages={"required": "Donnez la nouvelle date."})
    reason = forms.CharField(
        label="Motif",
        max_length=300,
        error_messages={"required": "Dites pourquoi l'échéance change."},
    )


class MeetDeadlineForm(forms.Form):
    on = DayField(
        label="Faite le",
        required=False,
        initial=timezone.localdate,
        help_text="Vide : pas encore faite.",
    )


class InChargeForm(forms.Form):
    """Who sees to an action."""

    commitment = forms.ModelChoiceField(
        queryset=Commitment.objects.none(),
        to_field_name="uid",
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": "Cette action n'est plus de la convention : rechargez la page."
        },
    )
    person = forms.ModelChoiceField(
        label="Qui s'en occupe",
        queryset=User.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label="Personne encore",
        error_messages={
            "invalid_choice": "Cette personne n'est plus de l'équipe : choisissez-en une autre."
        },
    )

    def __init__(self, *args, convention, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commitment"].queryset = convention.original_commitments.all()
        self.fields["person"].queryset = User.objects.in_the_team_of(
            convention.owner, timezone.localdate()
        ).for_choice()
