"""The texts of the compte rendu financier."""

from __future__ import annotations

import hashlib

from django import forms

from partnership.cell_texts import without_controls
from partnership.forms.fields import LineField
from reporting.account_texts import Text

MOST, MOST_ROWS = 5000, 12
FROM_DATA = "Tiré des données, et tenu à jour tant que vous ne le changez pas."
WRITTEN = "Votre texte. Videz-le pour revenir à celui tiré des données."


class AccountTextsForm(forms.Form):
    """A field for each part. `cleaned_data` holds nothing for a part left as the data said it when
    the page was opened, so that it goes on following them."""

    def __init__(self, *args, texts: tuple[Text, ...], **kwargs):
        super().__init__(*args, **kwargs)
        self.texts = texts
        for one in texts:
            self.fields[one.key] = _field(one)
        self.fields["shown"] = forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            initial=" ".join(f"{one.key}:{_mark(one.made)}" for one in texts if not one.is_written),
        )

    def clean(self):
        data = super().clean()
        pairs = (pair.partition(":") for pair in data.pop("shown", "").split())
        shown = {key: mark for key, _, mark in pairs}
        made = {one.key: one.made.strip() for one in self.texts}
        for key, text in data.items():
            text = without_controls(text.replace("\r\n", "\n")).strip()
            untouched = text == made[key] or _mark(text) == shown.get(key)
            data[key] = None if untouched else text
        return data


def _mark(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def _field(one: Text) -> forms.CharField:
    hints = [one.part.hint]
    if one.made:
        hints.append(WRITTEN if one.is_written else FROM_DATA)
    given = {
        "label": one.part.title,
        "required": False,
        "initial": one.text,
        "help_text": " ".join(filter(None, hints)),
    }
    if one.part.short:
        return LineField(max_length=200, **given)
    rows = min(MOST_ROWS, 2 + one.text.count("\n"))
    return forms.CharField(
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"Ce texte dépasse {MOST} caractères : raccourcissez-le."},
        **given,
    )
