"""Forms of communication: what a convention asks to show, and an evidence of it."""

from __future__ import annotations

import datetime
import uuid
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator

from partnership import communication, uploads
from partnership.actions.communication import duties_to_show
from partnership.enums import Duty, Support
from partnership.forms.fields import DayField
from partnership.models import CommunicationDuty, CommunicationEvidence, Convention
from partnership.wording import long_date

SUPPORT_CHOICES = [(one.value, one.label) for one in (*communication.PROMOTION, Support.DOCUMENTS)]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, given as a list. What they are is looked at where they are kept."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        given = data if isinstance(data, list | tuple) else [data]
        return [one for one in given if one]


class AddressField(forms.CharField):
    """An address as people paste it: « https:// » is added where it is missing."""

    default_validators = [
        URLValidator(
            ["http", "https"],
            message="Cette adresse n'en est pas une : collez-la telle que le navigateur l'affiche.",
        )
    ]

    def to_python(self, value):
        text = super().to_python(value)
        if text and "://" not in text and not text.startswith("//"):
            text = f"https://{text}"
        return text


class EvidenceForm(forms.Form):
    """Three things first: a link, a picture, the support; the rest is filled in already."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    address = AddressField(
        label="Lien",
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text="L'adresse de la page ou de la publication, si elle est en ligne.",
    )
    files = FilesField(
        label="Photo, capture d'écran ou fichier",
        required=False,
        help_text="Depuis un téléphone : prendre la photo, ou la choisir.",
    )
    support = forms.ChoiceField(
        label="Support",
        choices=SUPPORT_CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le support."},
    )
    title = forms.CharField(
        label="Ce que c'est",
        max_length=200,
        required=False,
        help_text="Laissé vide : le support et la date.",
    )
    shown_on = DayField(
        label="Date",
        past=True,
        error_messages={
            "required": "Donnez la date.",
            "future": "Le {said} est à venir : notez la preuve une fois qu'elle existe.",
        },
    )
    shows_all = forms.BooleanField(
        label="On y voit tout ce que la convention demande sur ce support", required=False
    )
    duties = forms.ModelMultipleChoiceField(
        label="Sinon, cocher ce qu'on y voit",
        queryset=CommunicationDuty.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Cette obligation n'est plus demandée : rechargez la page.",
            "invalid_pk_value": "Cette obligation n'est plus demandée : rechargez la page.",
        },
    )

    def __init__(
        self,
        *args,
        convention: Convention,
        today: datetime.date,
        evidence: CommunicationEvidence | None = None,
        **kwargs,
    ):
        super().__init__(*args, initial=_initial(evidence, today), **kwargs)
        self.convention, self.today, self.evidence = convention, today, evidence
        self.fields["duties"].queryset = convention.communication_duties.order_by("support", "pk")
        self.fields["files"].widget.attrs |= {"accept": uploads.CHOOSER, "multiple": True}
        self.fields["shows_all"].widget.attrs["class"] = "form-check-input"
        for name in ("address", "files", "title", "shown_on"):
            self.fields[name].widget.attrs["class"] = "form-control"
        if evidence is not None:
            # Files are added and withdrawn on the evidence's own page, under it.
            del self.fields["files"], self.fields["shows_all"], self.fields["uid"]
            self.fields["duties"].label = "Ce qu'on y voit"
            self.fields["title"].help_text = ""
            if evidence.document_id:
                del self.fields["address"]

    def clean(self):
        data = super().clean()
        support, day = data.get("support"), data.get("shown_on")
        if data.get("shows_all") and support and not data.get("duties"):
            # Boxes that somebody ticked say more than the one that came ticked.
            data["duties"] = duties_to_show(self.convention, Support(support))
        if not data.get("title") and support and day:
            data["title"] = _title(Support(support), day, data.get("address", ""))
        return data

    @property
    def folded_has_errors(self) -> bool:
        return any(name in self.errors for name in ("title", "shown_on", "shows_all", "duties"))

    def values(self) -> dict:
        """What the actions take, but the files."""
        names = ("support", "shown_on", "title", "address", "duties")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


def _initial(evidence: CommunicationEvidence | None, today: datetime.date) -> dict:
    if evidence is None:
        return {"uid": uuid.uuid4(), "shown_on": today, "shows_all": True}
    return {
        "address": evidence.address,
        "support": evidence.support,
        "title": evidence.title,
        "shown_on": evidence.shown_on,
        "duties": [one.uid for one in evidence.duties.all()],
    }


def _title(support: Support, day: datetime.date, address: str) -> str:
    """« Réseaux sociaux, facebook.com, 2 mars 2026 »."""
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address else ""
    return ", ".join(filter(None, (support.label, host, long_date(day))))[:200]


class CancelEvidenceForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi cette preuve est annulée",
        max_length=200,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"required": "Dites pourquoi cette preuve est annulée."},
    )


class DutiesForm(forms.Form):
    """The grid of what a convention asks: a box for each duty on each support that can bear it,
    and the convention's words for each duty."""

    def __init__(self, *args, convention: Convention, **kwargs):
        self.known = {
            (one.duty, one.support): one.wording for one in convention.communication_duties.all()
        }
        super().__init__(*args, **kwargs)
        for duty in Duty:
            wordings = (said for (one, _), said in self.known.items() if one == duty and said)
            self.fields[_wording(duty)] = forms.CharField(
                label=f"{duty.label}, dans les mots de la convention",
                max_length=300,
                required=False,
                initial=next(wordings, ""),
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
            for support in Support:
                if communication.may_bear(duty, support):
                    self.fields[_box(duty, support)] = forms.BooleanField(
                        label=duty.label,
                        required=False,
                        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
                        initial=(duty, support) in self.known,
                    )

    def grid(self) -> list[tuple[Support, list]]:
        """Each support with its boxes, in the order of the duties; None where there is none."""
        return [
            (
                support,
                [
                    self[_box(duty, support)] if communication.may_bear(duty, support) else None
                    for duty in Duty
                ],
            )
            for support in Support
        ]

    def wordings(self) -> list:
        return [self[_wording(duty)] for duty in Duty]

    def duties(self) -> dict[tuple[Duty, Support], str]:
        """What was ticked, with its words; a support keeps its own where they were not touched."""
        chosen = {}
        for duty in Duty:
            words, touched = self.cleaned_data[_wording(duty)], _wording(duty) in self.changed_data
            for support in Support:
                if self.cleaned_data.get(_box(duty, support)):
                    own = self.known.get((duty, support))
                    chosen[duty, support] = words if touched or own is None else own
        return chosen


def _box(duty: Duty, support: Support) -> str:
    return f"{duty}-{support}"


def _wording(duty: Duty) -> str:
    return f"{duty}-wording"
