"""What one says about an item, and what one wants to be told."""

from __future__ import annotations

import uuid

from django import forms

from partnership.cell_texts import without_controls
from partnership.enums import RemarkKind
from partnership.models import User

LONGEST = 4000
MISSING = {
    RemarkKind.QUESTION: "Écrivez votre question.",
    RemarkKind.ANSWER: "Écrivez votre réponse.",
    RemarkKind.REFUSAL: "Dites pourquoi vous refusez : l'association doit pouvoir répondre.",
}


class RemarkForm(forms.Form):
    """One message about one item; the button says which turn it takes."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    back = forms.ChoiceField(
        choices=[("thread", "la page de la question"), ("item", "la page du sujet")],
        required=False,
        widget=forms.HiddenInput,
    )
    kind = forms.ChoiceField(
        choices=RemarkKind,
        error_messages={
            "required": "Choisissez le bouton qui dit ce que vous voulez faire.",
            "invalid_choice": "Choisissez le bouton qui dit ce que vous voulez faire.",
        },
    )
    text = forms.CharField(
        label="Votre message",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": f"Ce message dépasse {LONGEST} caractères : raccourcissez-le, "
            "ou joignez un document."
        },
    )

    def clean_text(self):
        return without_controls(self.cleaned_data["text"]).strip()

    def clean(self):
        data = super().clean()
        missing = MISSING.get(data.get("kind"))
        if missing and "text" not in self.errors and not data.get("text"):
            self.add_error("text", missing)
        if "kind" in self.errors:
            self.add_error(None, self.errors["kind"].as_data())
        return data

    @classmethod
    def fresh(cls, item_uid: uuid.UUID, *, back: str) -> RemarkForm:
        """An empty one, whose fields are apart from those of other items on the page."""
        return cls(initial={"uid": uuid.uuid4(), "back": back}, auto_id=auto_id(item_uid))


def auto_id(item_uid: uuid.UUID) -> str:
    return f"say-{item_uid}-%s"


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["wants_notices", "wants_reminders"]
        labels = {
            "wants_notices": "Les questions, les réponses et ce qui est accepté",
            "wants_reminders": "Les rappels des échéances",
        }
