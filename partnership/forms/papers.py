"""The forms of the file: texts of a paper, visas, annexes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify

from partnership.forms.fields import DayField
from partnership.models import Annex, Convention, LegalReference, User
from partnership.papers.parts import Reading, digest, plain

LONGEST = 20_000
EXTRA_ANNEXES = 3
FIRST_TEXTS = datetime.date(1789, 1, 1)  # an act may cite a text older than anybody


class TextsForm(forms.Form):
    """A field for each part of a paper. Beside each, the fingerprint of what was shown: a part that
    nobody touched is left as it is, whatever the data became in between."""

    def __init__(self, *args, readings: Mapping[str, Reading], **kwargs):
        super().__init__(*args, **kwargs)
        self._readings = readings
        for key, reading in readings.items():
            self.fields[key] = forms.CharField(
                label=reading.part.label,
                help_text=reading.part.help,
                max_length=LONGEST,
                initial=reading.text,
                widget=forms.Textarea(attrs={"rows": _rows(reading.text)}),
                error_messages={
                    "required": (
                        "Cette partie est vide : écrivez-la, ou revenez au texte des données."
                    )
                },
            )
            self.fields[f"{key}-lu"] = forms.CharField(
                initial=reading.digest, required=False, widget=forms.HiddenInput
            )

    @property
    def parts(self) -> list[tuple[forms.BoundField, forms.BoundField, Reading]]:
        """The field of each part, that of its fingerprint, and the part."""
        return [(self[key], self[f"{key}-lu"], one) for key, one in self._readings.items()]

    def texts(self) -> dict[str, str | None]:
        """What changed: a text, or None where it is the data's own again."""
        changed: dict[str, str | None] = {}
        for key, reading in self._readings.items():
            text = self.cleaned_data[key]
            if digest(text) != self.cleaned_data[f"{key}-lu"]:
                changed[key] = None if plain(text) == plain(reading.part.default) else text
        return changed


def _rows(text: str) -> int:
    return min(max(sum(len(line) // 80 + 1 for line in text.splitlines()) + 1, 2), 16)


class VisasForm(forms.Form):
    """The rank of each text of the library; those left empty are not cited."""

    def __init__(self, *args, convention: Convention, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        ranks = {one.reference_id: one.position for one in convention.visas.all()}
        library = LegalReference.objects.citable_by(user, convention)
        self.references = sorted(
            library, key=lambda one: (one.pk not in ranks, ranks.get(one.pk, 0))
        )
        for one in self.references:
            self.fields[f"rang-{one.uid}"] = forms.IntegerField(
                label=f"Rang de « {one.title} »",
                required=False,
                min_value=1,
                max_value=999,
                initial=ranks.get(one.pk),
                widget=forms.NumberInput(attrs={"class": "form-control rank"}),
                error_messages={"invalid": "Écrivez un nombre, ou laissez vide."},
            )

    @property
    def lines(self) -> list[tuple[LegalReference, forms.BoundField]]:
        return [(one, self[f"rang-{one.uid}"]) for one in self.references]

    def chosen(self) -> list[LegalReference]:
        """In the order of their ranks; equal ranks keep the order of the page."""
        ranked = [(self.cleaned_data[f"rang-{one.uid}"], one) for one in self.references]
        return [
            one
            for _, one in sorted(
                ((rank, one) for rank, one in ranked if rank), key=lambda pair: pair[0]
            )
        ]


class LegalReferenceForm(forms.Form):
    """A text that the library does not have yet."""

    title = forms.CharField(
        label="Intitulé",
        max_length=300,
        help_text="Ce qui suit « Vu » : « code général des collectivités territoriales ».",
        error_messages={"required": "Donnez l'intitulé du texte."},
    )
    number = forms.CharField(label="Numéro", max_length=60, required=False)
    adopted_on = DayField(label="Date", required=False, oldest=FIRST_TEXTS)


class AnnexForm(forms.Form):
    """One annex: its number, its title, the short name by which texts cite it."""

    position = forms.IntegerField(
        label="Numéro",
        min_value=1,
        max_value=999,
        error_messages={
            "required": "Donnez le numéro de cette annexe.",
            "invalid": "Écrivez un nombre.",
            "min_value": "Le premier numéro est 1.",
        },
        widget=forms.NumberInput(attrs={"class": "form-control rank"}),
    )
    title = forms.CharField(
        label="Intitulé",
        max_length=Annex._meta.get_field("title").max_length,
        error_messages={"required": "Donnez l'intitulé de cette annexe."},
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    key = forms.SlugField(
        label="Nom court",
        max_length=Annex._meta.get_field("key").max_length,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={
            "invalid": "Un nom court s'écrit en lettres sans accent, chiffres et tirets."
        },
    )

    def clean_key(self) -> str:
        """As typed, or made of the title."""
        longest = Annex._meta.get_field("key").max_length
        typed = self.cleaned_data["key"] or slugify(self.cleaned_data.get("title", ""))
        return typed.lower()[:longest].strip("-")


class AnnexesFormSet(forms.BaseFormSet):
    """Each number and each short name once."""

    def clean(self):
        standing = [one for one in self.forms if not self._should_delete_form(one)]
        if any(one.errors for one in standing):
            return
        kept = [one.cleaned_data for one in standing if one.cleaned_data]
        for name, words in (("position", "numéro"), ("key", "nom court")):
            values = [one[name] for one in kept]
            twice = next((value for value in values if values.count(value) > 1), None)
            if twice is not None:
                raise ValidationError(
                    f"Deux annexes portent le {words} « {twice} » : changez l'un des deux."
                )

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Retirer"
        form.fields["DELETE"].widget.attrs["class"] = "form-check-input"


AnnexFormSet = forms.formset_factory(
    AnnexForm, formset=AnnexesFormSet, extra=EXTRA_ANNEXES, can_delete=True, max_num=200
)
