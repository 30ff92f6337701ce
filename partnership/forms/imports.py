"""The form that sends a spreadsheet."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from partnership.import_kinds import Ask, ImportKind
from partnership.importing import uploads
from partnership.models import Convention, User


class ImportForm(forms.Form):
    convention = forms.ModelChoiceField(
        label="Convention",
        queryset=Convention.objects.none(),
        to_field_name="reference",
        empty_label="Choisir…",
        error_messages={
            "required": "Choisissez la convention.",
            "invalid_choice": "Cette convention n'est pas dans la liste : choisissez-en une.",
        },
    )
    file = forms.FileField(
        label="Fichier",
        help_text=f"XLSX ou CSV, {uploads.LARGEST // 1024 // 1024} Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        max_length=255,
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide : choisissez-en un autre.",
            "missing": "Choisissez un fichier.",
            "invalid": "Le fichier n'est pas arrivé : choisissez-le de nouveau.",
            "max_length": "Le nom du fichier est trop long : raccourcissez-le.",
        },
    )
    sheet = forms.CharField(
        label="Feuille",
        required=False,
        max_length=100,
        help_text="Le nom de la feuille d'un classeur ; la première si vous laissez vide.",
    )

    def __init__(self, *args, kind: ImportKind, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        if kind.needs_convention:
            self.fields["convention"].queryset = Convention.objects.administered_by(
                user
            ).newest_first()
        else:
            del self.fields["convention"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > uploads.LARGEST:
            raise ValidationError(
                f"Ce fichier dépasse {uploads.LARGEST // 1024 // 1024} Mo : ne gardez que les "
                "lignes à importer, ou découpez-le."
            )
        return file


class AnswersForm(forms.Form):
    """The questions of a verification, each with its possible answers."""

    def __init__(self, *args, asks: list[Ask], **kwargs):
        super().__init__(*args, **kwargs)
        for ask in asks:
            self.fields[ask.key] = forms.ChoiceField(
                label=ask.words,
                choices=ask.choices,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Choisissez une réponse.",
                    "invalid_choice": "Choisissez une réponse de la liste.",
                },
            )
