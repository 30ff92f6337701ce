"""The form of every entry, and those that correct one or take it back."""

from __future__ import annotations

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment.enums import TIMED_KINDS, Channel, SessionKind, WorkKind
from accompaniment.models import AccompanimentSession, WorkEntry
from accompaniment.noting import default_convention
from partnership import durations
from partnership.models import Convention, Network, Organisation, User
from partnership.wording import hours, long_date

TO_ATTACH = "aucune"
OLDEST = datetime.date(2000, 1, 1)


class DurationField(forms.Field):
    """A duration as people write it; a bare number is minutes. Cleans to whole minutes or None."""

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        try:
            return durations.parse(text)
        except durations.DurationError as error:
            raise ValidationError(str(error)) from error


class DayField(forms.DateField):
    """A day between 2000 and today."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": "Cette date n'est pas comprise : écrivez-la comme 02/03/2026.",
        "required": "Donnez la date de l'échange.",
    }

    def clean(self, value):
        day = super().clean(value)
        if day is None:
            return day
        if day > timezone.localdate():
            raise ValidationError(
                f"Le {long_date(day)} n'est pas encore passé : on note ce qui a eu lieu."
            )
        if day < OLDEST:
            raise ValidationError(f"L'année {day.year} est trop ancienne : vérifiez la date.")
        return day


class EntryForm(forms.Form):
    """What every entry has, a new one or one corrected."""

    channels = forms.MultipleChoiceField(
        label="Canaux",
        choices=Channel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce canal n'existe pas."},
    )
    duration = DurationField(label="Durée", required=False)
    line = forms.CharField(
        label="De quoi il s'agissait",
        required=False,
        max_length=500,
        help_text="Lu par le Département",
    )
    internal_note = forms.CharField(
        label="Note interne (jamais transmise)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    date = DayField(label="Date")
    convention = forms.CharField(label="Convention", required=False)
    staff = forms.ModelMultipleChoiceField(
        label="Salarié·es",
        queryset=User.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, user: User, owner: Network, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.owner = user, owner
        self.fields["staff"].queryset = (
            User.objects.filter(
                memberships__organisation__owner=owner,
                memberships__organisation__runs_its_network=True,
                is_active=True,
            )
            .distinct()
            .order_by("last_name", "first_name", "pk")
        )
        self.conventions = list(Convention.objects.filter(owner=owner).newest_first())
        self.fields["convention"].widget = forms.Select(
            choices=[
                ("", "Selon la date"),
                *((one.reference, one.reference) for one in self.conventions),
                (TO_ATTACH, "À rattacher plus tard"),
            ]
        )

    def clean_line(self):
        return " ".join(self.cleaned_data["line"].split())

    def find_convention(self, organisation: Organisation | None) -> Convention | None:
        """The convention chosen, or the one that the date gives; several possible: asks."""
        chosen = self.cleaned_data.get("convention")
        if chosen == TO_ATTACH:
            return None
        day = self.cleaned_data.get("date")
        if chosen:
            return self._chosen_convention(chosen, day)
        if day is None:
            return None
        attachment = default_convention(owner=self.owner, organisation=organisation, date=day)
        if attachment.must_ask:
            names = ", ".join(one.reference for one in attachment.candidates)
            self.add_error(
                "convention", f"Plusieurs conventions couvrent cette date ({names}) : choisissez."
            )
        return attachment.convention

    def _chosen_convention(self, reference: str, day: datetime.date | None) -> Convention | None:
        """Outside its period, an entry would never count: the person says what is wrong."""
        found = next((one for one in self.conventions if one.reference == reference), None)
        if found is None:
            self.add_error("convention", "Cette convention n'existe pas : choisissez-en une.")
        elif day and not found.terms().holds(day):
            start, end = found.terms().starts_on, found.terms().ends_on
            self.add_error(
                "convention",
                f"Le {long_date(day)} n'est pas dans la période de {reference}, du "
                f"{long_date(start)} au {long_date(end)} : corrigez la date ou la convention.",
            )
        return found

    def check_timed(self, data: dict) -> None:
        """A timed exchange needs its duration, an untimed one has none."""
        kind, minutes = data.get("kind"), data.get("minutes")
        if {"duration", "preset"} & set(self.errors) or kind not in SessionKind.values:
            return
        if kind in TIMED_KINDS and minutes is None:
            self.add_error("duration", "Donnez la durée, par exemple 1h30 ou 45 min.")
        elif kind not in TIMED_KINDS and minutes is not None:
            self.add_error(
                "duration",
                "Un mail, un envoi ou une relance n'a pas de durée : laissez-la vide, "
                "ou choisissez la nature « Entretien ».",
            )


class SessionForm(EntryForm):
    """Correct an exchange."""

    kind = forms.ChoiceField(label="Nature", choices=SessionKind)
    field_order = ["date", "kind", "channels", "duration", "line", "internal_note"]

    def __init__(self, *args, session: AccompanimentSession, **kwargs):
        initial = {
            "date": session.date,
            "kind": session.kind,
            "channels": list(session.channel_codes),
            "duration": hours(session.minutes).replace("\u00a0", " ") if session.minutes else "",
            "line": session.line,
            "internal_note": session.internal_note,
            "convention": session.convention.reference if session.convention else TO_ATTACH,
            "staff": [person.uid for person in session.staff.all()],
        }
        super().__init__(*args, initial=initial, owner=session.owner, **kwargs)
        self.session = session

    def clean(self):
        data = super().clean()
        data["minutes"] = data.get("duration")
        self.check_timed(data)
        data["convention"] = self.find_convention(self.session.organisation)
        return data


class WorkForm(EntryForm):
    """Correct work without a holder."""

    kind = forms.ChoiceField(label="Nature", choices=WorkKind)
    field_order = ["date", "kind", "duration", "line", "internal_note"]

    def __init__(self, *args, work: WorkEntry, **kwargs):
        initial = {
            "date": work.date,
            "kind": work.kind,
            "duration": hours(work.minutes).replace("\u00a0", " ") if work.minutes else "",
            "line": work.line,
            "internal_note": work.internal_note,
            "convention": work.convention.reference if work.convention else TO_ATTACH,
            "staff": [person.uid for person in work.staff.all()],
        }
        super().__init__(*args, initial=initial, owner=work.owner, **kwargs)
        del self.fields["channels"]
        self.work = work

    def clean(self):
        data = super().clean()
        data["minutes"] = data.get("duration")
        data["convention"] = self.find_convention(self.work.organisation)
        return data


class RemoveForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi cette ligne est annulée",
        max_length=300,
        required=False,
        help_text="Le motif reste dans le journal ; la ligne sort des chiffres.",
    )
