"""What an hour of a person costs: a new rate, its last day."""

from __future__ import annotations

import uuid

from django import forms

from partnership.forms.fields import DayField, EurosField
from partnership.models import Network, User


class StaffRateForm(forms.Form):
    """A new rate. `owner` is the network that the person works for."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    person = forms.ModelChoiceField(
        label="Personne",
        queryset=User.objects.none(),
        to_field_name="uid",
        empty_label="Choisir…",
        error_messages={
            "required": "Choisissez une personne.",
            "invalid_choice": "Cette personne n'est pas de l'équipe : choisissez-en une autre.",
        },
    )
    hourly_rate = EurosField(
        label="Coût horaire chargé (€)",
        help_text="Salaire et charges, par heure travaillée. Jamais montré au financeur.",
        error_messages={"required": "Donnez le coût d'une heure, par exemple 27,50."},
    )
    from_on = DayField(
        label="À partir du", error_messages={"required": "Donnez le premier jour de ce coût."}
    )
    until_on = DayField(label="Jusqu'au", required=False, help_text="Vide : jusqu'à nouvel ordre.")

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.networks = list(
            Network.objects.filter(pk__in=user.access.administered).order_by("name", "pk")
        )
        people = User.objects.none()
        for network in self.networks:
            people = people | User.objects.of_the_team_ever(network)
        self.fields["person"].queryset = people.for_choice()
        if not self.is_bound:
            self.initial.setdefault("uid", uuid.uuid4())

    def clean(self):
        data = super().clean()
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "La fin précède le début : corrigez l'une des deux.")
        return data

    @property
    def owner(self) -> Network:
        """The first network, of those that the reader administers, whose team has the person."""
        person = self.cleaned_data["person"]
        teams = User.objects.filter(pk=person.pk)
        return next(one for one in self.networks if teams.of_the_team_ever(one).exists())


class EndRateForm(forms.Form):
    until_on = DayField(label="Dernier jour", required=False)
