"""The directory's forms: a structure, a person to reach there, the double of another."""

from __future__ import annotations

import re
import uuid

from django import forms

from partnership.forms.fields import DayField
from partnership.models import Contact, Organisation

YEAR = re.compile(r"^(19[5-9]\d|20\d\d|2100)$")


def _split(text: str) -> list[str]:
    """What commas or line ends separate, each once, in its order."""
    parts = (" ".join(part.split()) for part in re.split(r"[,;\n]", text))
    return list(dict.fromkeys(part for part in parts if part))


class OrganisationForm(forms.ModelForm):
    """A structure as the directory knows it."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    website = forms.URLField(label="Site", required=False, max_length=300, assume_scheme="https")
    siret = forms.CharField(
        label="SIRET", required=False, max_length=30, help_text="Quatorze chiffres."
    )
    themes = forms.CharField(
        label="Thématiques",
        required=False,
        max_length=1000,
        help_text="Séparées par des virgules.",
    )
    years = forms.CharField(
        label="Années d'adhésion",
        required=False,
        max_length=400,
        help_text="Séparées par des virgules, par exemple 2024, 2025.",
    )

    class Meta:
        model = Organisation
        fields = [
            "name", "short_name", "kind", "town", "insee_code", "address", "representative",
            "email", "phone", "website", "siret", "rna",
        ]  # fmt: skip
        error_messages = {"name": {"required": "Donnez le nom de la structure."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        row = self.instance
        if row.pk:
            self.initial["themes"] = ", ".join(one.name for one in row.themes.all())
            self.initial["years"] = ", ".join(str(one.year) for one in row.yearly_memberships.all())
        else:
            self.initial["uid"] = uuid.uuid4()

    def clean_themes(self) -> list[str]:
        themes = _split(self.cleaned_data["themes"])
        long = [one for one in themes if len(one) > 120]
        if long:
            raise forms.ValidationError("Une thématique a 120 caractères au plus.")
        return themes

    def clean_years(self) -> list[int]:
        given = _split(self.cleaned_data["years"])
        wrong = [one for one in given if not YEAR.match(one)]
        if wrong:
            raise forms.ValidationError(
                f"« {wrong[0]} » n'est pas une année : écrivez-les comme 2024, 2025."
            )
        return sorted(map(int, given))

    def clean_siret(self) -> str:
        return re.sub(r"\s", "", self.cleaned_data["siret"])

    def values(self) -> dict:
        """The structure's own columns, as given."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ContactForm(forms.ModelForm):
    """A person to reach."""

    left_on = DayField(label="N'y est plus depuis le", required=False)

    class Meta:
        model = Contact
        fields = ["first_name", "last_name", "function", "email", "phone", "left_on"]
        error_messages = {"last_name": {"required": "Donnez au moins le nom."}}

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class DoubleForm(forms.Form):
    """The structure that is the same as this one."""

    double = forms.ModelChoiceField(
        label="La structure en double",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        error_messages={
            "required": "Choisissez la structure en double.",
            "invalid_choice": "Cette structure n'est plus dans l'annuaire : choisissez-en une.",
        },
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["double"].queryset = others
