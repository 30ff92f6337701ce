"""The quick log: one form for all that staff live."""

from __future__ import annotations

import datetime
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment.enums import Channel, SessionKind, WorkKind
from accompaniment.forms.commitments import (
    NOT_OF_THE_CONVENTION,
    commitment_select,
    find_commitment,
)
from accompaniment.forms.entries import EntryForm
from partnership.models import Commitment, Organisation
from partnership.text import normalise
from partnership.wording import hours, listed

DURATION_CHOICES = [(str(minutes), hours(minutes)) for minutes in (15, 30, 45, 60, 90, 120)]
NEW_PREFIX = "+"


class NewEntryForm(EntryForm):
    """An entry to be made: its `uid`, and a structure known by its uid or new by its name."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.CharField(label="Structure", required=False, max_length=240)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.created_name = ""

    @property
    def date_value(self) -> str:
        """The date as the browser's field wants it; what was typed when it is no date."""
        value = self["date"].value()
        return value.isoformat() if isinstance(value, datetime.date) else value or ""

    @property
    def together(self) -> str:
        """Who is ticked, where it is not the person alone: it is seen while the list is folded."""
        chosen = {str(one) for one in self["staff"].value() or []}
        return "" if chosen == {str(self.user.uid)} else self.people_text

    @property
    def people_text(self) -> str:
        chosen = {str(one) for one in self["staff"].value() or []}
        people = self.fields["staff"].queryset
        return listed([str(one) for one in people if str(one.uid) in chosen]) or "personne"

    @property
    def chosen_organisation(self) -> tuple[str, str] | None:
        """The value and the text of what was chosen, to show it again."""
        value = str(self["organisation"].value() or "")
        if value.startswith(NEW_PREFIX):
            return value, value.removeprefix(NEW_PREFIX)
        found = self._organisation(value)
        if found is not None:
            return str(found.uid), found.name_and_town
        return (value, value) if value else None

    def _organisation(self, value: str) -> Organisation | None:
        try:
            uid = uuid.UUID(value)
        except ValueError:
            return None
        seen = Organisation.objects.visible_to(self.user).filter(owner=self.owner)
        found = seen.filter(uid=uid).first()
        # The page, or the device that waited, is older than a merge: its survivor is meant.
        while found is not None and found.merged_into_id:
            found = seen.filter(pk=found.merged_into_id).first()
        return found

    def clean_organisation(self):
        """An existing structure; or None with `created_name` set when it is new; or nothing."""
        value = self.cleaned_data["organisation"].strip()
        if not value:
            return None
        found = self._organisation(value)
        if found is not None:
            return found
        name = " ".join(value.removeprefix(NEW_PREFIX).split())
        same = Organisation.objects.bearing(name, owner=self.owner)
        if len(same) == 1:
            return same[0]
        if len(same) > 1:
            raise ValidationError(
                f"Plusieurs structures s'appellent « {name} » : choisissez dans la liste."
            )
        if not value.startswith(NEW_PREFIX):
            raise ValidationError(
                f"La structure « {name} » n'est pas connue : choisissez-la dans la liste, "
                "ou « Créer » pour l'ajouter."
            )
        if len(normalise(name)) < (2 if name.isascii() else 1):
            raise ValidationError("Donnez le nom de la structure, en deux lettres au moins.")
        self.created_name = name[:200]
        return None


class QuickLogForm(NewEntryForm):
    """One form for all that staff live: an exchange with a holder, or work without one."""

    field_order = ["uid", "organisation", "channels", "preset", "duration", "line"]

    kind = forms.ChoiceField(
        label="Nature",
        choices=[
            ("Avec une structure", SessionKind.choices),
            ("Travail sans porteur", WorkKind.choices),
        ],
        error_messages={"invalid_choice": "Cette nature n'existe pas : choisissez-en une."},
    )
    preset = forms.ChoiceField(
        label="Durée",
        choices=DURATION_CHOICES,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Cette durée n'existe pas : choisissez-en une."},
    )
    commitment = forms.CharField(label="Action du programme", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.attrs["class"] = "form-select"
        self.fields["convention"].widget.attrs["class"] = "form-select"
        self.fields["internal_note"].widget.attrs["class"] = "form-control"
        self.fields["promotion"].widget.attrs["class"] = "form-select"
        self.fields["commitment"].widget = commitment_select(self.owner, self.conventions, self.day)

    @property
    def drawn_on(self) -> str:
        """The day on which the page was made: a device may keep it until the next one."""
        return timezone.localdate().isoformat()

    @property
    def folded_has_errors(self) -> bool:
        """Its own errors must be seen, and the natures of work when no structure is given."""
        wrong = ("kind", "convention", "commitment", "promotion", "staff")
        nobody = "organisation" in self.errors and not self["organisation"].value()
        return nobody or any(name in self.errors for name in wrong)

    def clean(self):
        data = super().clean()
        data["minutes"] = data.get("duration") or (
            int(data["preset"]) if data.get("preset") else None
        )
        channels, kind = data.get("channels", []), data.get("kind")
        if kind == SessionKind.MEETING and channels == [Channel.MAIL] and data["minutes"] is None:
            data["kind"] = SessionKind.MAIL.value
        organisation = data.get("organisation")
        is_work = kind in WorkKind.values
        said = "organisation" in self.errors or "kind" in self.errors
        if not (is_work or organisation or self.created_name or said):
            self.add_error(
                "organisation",
                "Choisissez la structure, ou une nature de travail sans porteur.",
            )
        self.check_promotion(data)
        if not is_work:
            self.check_timed(data)
            if data.get("kind") == SessionKind.MEETING and not channels:
                self.add_error("channels", "Dites comment : téléphone, mail, visio, présentiel.")
        data["convention"] = self.find_convention(organisation)
        data["commitment"] = self._commitment(data, is_work)
        return data

    def _commitment(self, data: dict, is_work: bool) -> Commitment | None:
        chosen = data.get("commitment")
        if not chosen or not is_work or "convention" in self.errors:
            return None
        found = find_commitment(self.user, data["convention"], chosen)
        if found is None:
            self.add_error("commitment", NOT_OF_THE_CONVENTION)
        return found

    @property
    def is_work(self) -> bool:
        return self.cleaned_data["kind"] in WorkKind.values
