"""The public form: what is asked of somebody who signs up, and what no person fills in."""

from __future__ import annotations

from django import forms

from accompaniment.forms.attendance import project_kinds
from partnership.forms.fields import LineField


def _text(autocomplete: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete})


class PublicSignUpForm(forms.Form):
    """`site` is seen by programs alone: filled, nothing is written, and nothing says so."""

    first_name = LineField(
        label="Prénom",
        max_length=80,
        widget=_text("given-name"),
        error_messages={"required": "Donnez votre prénom."},
    )
    last_name = LineField(
        label="Nom",
        max_length=80,
        widget=_text("family-name"),
        error_messages={"required": "Donnez votre nom."},
    )
    organisation_name = LineField(
        label="Structure",
        max_length=200,
        widget=_text("organization"),
        help_text="Association, commune, lycée… ou « particulier ».",
        error_messages={"required": "Donnez le nom de votre structure, ou « particulier »."},
    )
    town = LineField(
        label="Commune",
        max_length=120,
        widget=_text("address-level2"),
        error_messages={"required": "Donnez la commune de votre structure."},
    )
    email = forms.EmailField(
        label="Courriel",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Votre lien de confirmation y est envoyé.",
        error_messages={
            "required": "Donnez votre adresse électronique.",
            "invalid": "Cette adresse n'est pas complète : vérifiez-la, par exemple "
            "nom@exemple.fr.",
        },
    )
    phone = LineField(
        label="Téléphone",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    project_kind = forms.ChoiceField(label="Type de projet", required=False, choices=project_kinds)
    consent = forms.BooleanField(
        error_messages={
            "required": "Cochez cette case : sans votre accord, nous ne pouvons pas garder "
            "votre inscription."
        }
    )
    site = forms.CharField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, consent_words: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent"].label = consent_words

    @property
    def was_filled_by_a_program(self) -> bool:
        return bool(self.data.get("site"))

    def values(self) -> dict:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"consent", "site"}
        }
