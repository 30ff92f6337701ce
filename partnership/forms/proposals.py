"""The terms of a convention that is being prepared."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from partnership.forms.fields import DayField, EurosField
from partnership.forms.structures import StructureField, search_in
from partnership.models import Convention, Network, Organisation, User

RESERVED = {"nouvelle"}  # what an address of its own says already
TERMS = (
    "purpose",
    "funder",
    "beneficiary",
    "original_starts_on",
    "original_ends_on",
    "original_report_due_on",
    "original_amount",
    "original_projected_cost",
    "original_rule",
    "territory",
)


class ConventionForm(forms.ModelForm):
    """Parties, period, money, rule: what the convention will say when it is voted."""

    funder = StructureField(
        label="Financeur",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        help_text="Tapez son nom. Absent de la liste ? Ajoutez-le d'abord à l'annuaire.",
        error_messages={"required": "Choisissez le financeur."},
    )
    beneficiary = StructureField(
        label="Bénéficiaire",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        error_messages={"required": "Choisissez le bénéficiaire."},
    )
    original_starts_on = DayField(label="Début de la période")
    original_ends_on = DayField(label="Fin de la période")
    original_report_due_on = DayField(
        label="Bilan attendu le",
        required=False,
        help_text="Laissez vide : ce sera le 1er avril qui suit la période.",
    )
    original_amount = EurosField(label="Subvention demandée (€)", required=False)
    original_projected_cost = EurosField(label="Coût prévisionnel (€)", required=False)

    class Meta:
        model = Convention
        fields = ("reference", *TERMS)
        help_texts = {"reference": "Par exemple CD62-2026. Elle sert d'adresse à la convention."}

    def __init__(self, *args, owner: Network, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.owner = owner
        self.owner = owner
        if self.instance.proposal_sent_on:
            del self.fields["reference"]
        funders = Organisation.objects.filter(conventions_funded__owner=owner).distinct()
        for name, listed in (
            ("funder", funders.order_by("search_text", "pk")),
            ("beneficiary", _runner(owner)),
        ):
            self._offer(name, listed, user)

    def _offer(self, name: str, listed: QuerySet[Organisation], user: User) -> None:
        current = getattr(self.instance, f"{name}_id") and getattr(self.instance, name)
        if current:
            self.initial[name] = str(current.uid)
        search_in(
            self.fields[name],
            Organisation.objects.visible_to(user).filter(owner=self.owner),
            listed=[*listed, *([current] if current else [])],
            typed=self[name].value(),
        )

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        if reference.lower() in RESERVED:
            raise ValidationError("Cette référence est réservée : choisissez-en une autre.")
        return reference

    def clean(self):
        data = super().clean()
        ends_on = data.get("original_ends_on")
        if ends_on and "original_report_due_on" not in self.errors:
            due_on = data.get("original_report_due_on")
            data["original_report_due_on"] = due_on or first_of_april_after(ends_on)
        return data

    @property
    def terms(self) -> dict[str, Any]:
        """What the actions take."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.Meta.fields}


class NewConventionForm(ConventionForm):
    """The same, for a convention that does not exist yet; `previous` is the one it continues."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    previous = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["uid", "previous", "reference", *TERMS]

    def __init__(
        self, *args, owner: Network, user: User, previous: Convention | None = None, **kwargs
    ):
        initial = proposed_terms(owner, previous) | {"uid": uuid.uuid4()}
        super().__init__(*args, owner=owner, user=user, initial=initial, **kwargs)


def first_of_april_after(day: datetime.date) -> datetime.date:
    """When the bilan is awaited, unless the convention says otherwise."""
    april = datetime.date(day.year, 4, 1)
    return april if day < april else april.replace(year=day.year + 1)


def proposed_terms(owner: Network, previous: Convention | None) -> dict[str, Any]:
    """What a new convention starts from: this year, or the one before it a year later."""
    if previous is None:
        year = timezone.localdate().year
        runner = _runner(owner).first()
        return {
            "beneficiary": str(runner.uid) if runner else "",
            "original_starts_on": datetime.date(year, 1, 1),
            "original_ends_on": datetime.date(year, 12, 31),
        }
    terms = previous.terms()
    return {
        "previous": previous.reference,
        "reference": _next_reference(previous.reference),
        "purpose": previous.purpose,
        "funder": str(previous.funder.uid),
        "beneficiary": str(previous.beneficiary.uid),
        "original_starts_on": _a_year_later(terms.starts_on),
        "original_ends_on": _a_year_later(terms.ends_on),
        "original_amount": terms.amount,
        "original_projected_cost": terms.projected_cost,
        "original_rule": terms.rule,
        "territory": previous.territory,
    }


def _runner(owner: Network) -> QuerySet[Organisation]:
    return Organisation.objects.filter(owner=owner, runs_its_network=True).order_by("pk")


def _a_year_later(day: datetime.date) -> datetime.date:
    if (day.month, day.day) == (2, 29):
        return datetime.date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def _next_reference(reference: str) -> str:
    """« CD62-2025 » → « CD62-2026 »; nothing where no year ends it."""
    start, _, year = reference.rpartition("-")
    if start and len(year) == 4 and year.isdigit():
        return f"{start}-{int(year) + 1}"
    return ""
