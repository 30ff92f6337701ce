"""The forms of a scheme, with what it excludes, and of its calls for projects."""

from __future__ import annotations

import uuid

from django import forms
from django.utils import timezone

from partnership.forms.fields import DayField, LineField
from partnership.forms.lines import LineForm, lines_of
from partnership.forms.structures import StructureField, search_in
from partnership.models import Call, FundingScheme, Organisation, User


class SchemeForm(forms.Form):
    """A scheme; its funder is chosen by the association."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = LineField(
        label="Dispositif",
        max_length=120,
        help_text="Par exemple 62MEI.",
        error_messages={"required": "Donnez le nom du dispositif."},
    )
    funder = StructureField(
        label="Financeur",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        error_messages={"required": "Choisissez qui finance ce dispositif."},
    )
    description = forms.CharField(
        label="Ce qu'il finance", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_closed = forms.BooleanField(label="Ce dispositif n'existe plus", required=False)

    def __init__(self, *args, user: User, scheme: FundingScheme | None = None, **kwargs):
        initial = {"uid": uuid.uuid4()}
        if scheme is not None:
            initial = {
                "name": scheme.name,
                "funder": scheme.funder.uid,
                "description": scheme.description,
                "is_closed": scheme.is_closed,
            }
        super().__init__(*args, initial=initial, **kwargs)
        if scheme is not None:
            del self.fields["uid"]
        else:
            del self.fields["is_closed"]
        if scheme is not None and scheme.owner_id not in user.access.networks:
            del self.fields["funder"]
            return
        directory = Organisation.objects.filter(owner__in=user.access.networks).standing()
        funders = directory.filter(conventions_funded__isnull=False).distinct()
        search_in(
            self.fields["funder"],
            directory,
            listed=funders.order_by("search_text", "pk"),
            typed=self["funder"].value(),
        )

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.fields if name != "uid"}


class ExclusionForm(LineForm):
    typed = ("text",)

    text = LineField(
        label="Objet exclu",
        max_length=200,
        error_messages={"required": "Dites ce qui est exclu, ou retirez la ligne."},
    )


ExclusionLines = lines_of(ExclusionForm)


def exclusion_lines(data, scheme: FundingScheme | None):
    rows = scheme.exclusions.order_by("pk") if scheme else ()
    return ExclusionLines(
        data,
        rows=[{"uid": one.uid, "text": one.text} for one in rows],
        blank=1 if scheme else 2,
        prefix="exclusions",
    )


class CallForm(forms.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    year = forms.IntegerField(
        label="Année",
        min_value=1990,
        max_value=2100,
        error_messages={"required": "Donnez l'année de cet appel à projets."},
    )
    title = LineField(
        label="Nom",
        max_length=120,
        required=False,
        help_text="Seulement s'il y en a plusieurs dans l'année.",
    )
    opens_on = DayField(label="Ouvre le", required=False)
    closes_on = DayField(label="Ferme le", required=False)

    def __init__(self, *args, call: Call | None = None, **kwargs):
        initial = {"uid": uuid.uuid4(), "year": timezone.localdate().year}
        if call is not None:
            initial = {name: getattr(call, name) for name in self.base_fields if name != "uid"}
        super().__init__(*args, initial=initial, **kwargs)
        if call is not None:
            del self.fields["uid"]

    def clean(self):
        data = super().clean()
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "L'appel à projets ferme avant d'ouvrir.")
        return data

    @property
    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.fields if name != "uid"}
