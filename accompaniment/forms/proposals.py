"""Bringing mails, a calendar, or the address of one."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from accompaniment.models import CalendarAddress
from accompaniment.proposals import calendars, mails

MOST_MAILS = 50


class FilesInput(forms.ClearableFileInput):
    """One file or several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files chosen, as a list."""

    def clean(self, data, initial=None):
        chosen = data if isinstance(data, list | tuple) else [data]
        files = [super(FilesField, self).clean(one, initial) for one in chosen if one]
        if not files:
            return [super().clean(None, initial)]
        if len(files) > MOST_MAILS:
            raise ValidationError(f"Déposez {MOST_MAILS} mails au plus en une fois.")
        return files


class MailsForm(forms.Form):
    mails = FilesField(
        label="Mails enregistrés (.eml)",
        widget=FilesInput(attrs={"class": "form-control", "accept": ".eml,message/rfc822"}),
        help_text="Les pièces jointes ne sont pas gardées, ni le texte entier.",
        error_messages={
            "required": "Choisissez au moins un mail au format .eml.",
            "empty": "Ce fichier est vide : enregistrez de nouveau le mail.",
        },
    )

    @property
    def largest(self) -> str:
        return f"{mails.LARGEST_MB} Mo"


class CalendarFileForm(forms.Form):
    calendar = forms.FileField(
        label="Agenda exporté (.ics)",
        widget=forms.ClearableFileInput(
            attrs={"class": "form-control", "accept": ".ics,text/calendar"}
        ),
        help_text=f"Les rendez-vous passés des {calendars.DAYS_BACK} derniers jours sont lus.",
        error_messages={
            "required": "Choisissez un fichier au format .ics.",
            "empty": "Ce fichier est vide : exportez de nouveau l'agenda.",
        },
    )

    def clean_calendar(self):
        file = self.cleaned_data["calendar"]
        if file.size > calendars.LARGEST:
            raise ValidationError(
                f"Cet agenda dépasse {calendars.LARGEST_MB} Mo : exportez une période plus courte."
            )
        return file


class CalendarAddressForm(forms.ModelForm):
    class Meta:
        model = CalendarAddress
        fields = ["address"]
        labels = {"address": "Adresse secrète de votre agenda"}
        help_texts = {
            "address": "Elle commence par https://. Elle ne sera plus montrée, et vous pouvez "
            "l'oublier à tout moment."
        }
        field_classes = {"address": forms.CharField}
        widgets = {
            "address": forms.TextInput(
                attrs={"class": "form-control", "autocomplete": "off", "inputmode": "url"}
            )
        }
        error_messages = {"address": {"required": "Collez l'adresse de votre agenda."}}

    def _post_clean(self):
        """The address is checked by the action, which says what is wrong with it."""
