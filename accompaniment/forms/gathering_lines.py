"""The lines of a gathering's form: dates, conventions served, team, partners."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accompaniment.enums import DatePrecision
from accompaniment.forms.entries import DurationField
from partnership.figures import HUNDRED
from partnership.forms.fields import DayField, LineField, PercentField
from partnership.forms.lines import LineForm, Lines, lines_of
from partnership.forms.structures import StructureField, search_in
from partnership.models import Commitment, Convention, Network, Organisation, User

LONGEST_CHOICE = 90
# A convention with what may be chosen of it: value, action (None: the convention alone), words.
Served = list[tuple[Convention, list[tuple[str, Commitment | None, str]]]]


class HourField(forms.TimeField):
    """An hour of the day: « 13:30 », « 13h30 », « 13h »."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    input_formats = ("%H:%M", "%H:%M:%S", "%Hh%M", "%Hh")
    default_error_messages = {"invalid": "Cette heure n'est pas comprise : écrivez-la comme 13h30."}


class HoursForm(forms.Form):
    """Hours and duration of a day; where both hours are given, they give the duration."""

    starts_at = HourField(label="De", required=False)
    ends_at = HourField(label="À", required=False)
    duration = DurationField(
        label="Durée", required=False, help_text="Vide : de l'heure à l'heure."
    )

    def clean(self):
        data = super().clean()
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if ends and not starts and "starts_at" not in self.errors:
            self.add_error("starts_at", "Donnez aussi l'heure de début.")
        if starts and ends:
            if ends <= starts:
                self.add_error("ends_at", "La fin précède le début : corrigez l'une des heures.")
            elif data.get("duration") is None:
                data["duration"] = minutes_between(starts, ends)
        data["minutes"] = data.pop("duration", None)
        return data


def minutes_between(starts: datetime.time, ends: datetime.time) -> int:
    return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


class DateLine(HoursForm, LineForm):
    """A date of the gathering. `kept`: the dates of the lines that exist, with their precision; one
    that does not change stays as precise as it was."""

    typed = ("date", "starts_at", "ends_at", "duration")
    field_order = ["uid", "date", "starts_at", "ends_at", "duration", "remove"]

    date = DayField(label="Date", error_messages={"required": "Donnez le jour."})

    def __init__(self, *args, kept: dict[str, tuple[datetime.date, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.kept = kept

    @property
    def precision(self) -> str:
        return self.kept.get(self.reference, (None, DatePrecision.DAY))[1]

    @property
    def is_imprecise(self) -> bool:
        return self.precision != DatePrecision.DAY

    def clean(self):
        data = super().clean()
        day, precision = self.kept.get(self.reference, (None, DatePrecision.DAY))
        same = day is not None and data.get("date") == day
        data["date_precision"] = precision if same else DatePrecision.DAY
        return data


class ShareLine(LineForm):
    """A convention served, or one of its actions, and for which share."""

    typed = ("serves", "percent")

    serves = forms.ChoiceField(
        label="Convention ou action",
        required=False,  # a line that nobody begins is no convention served
        error_messages={
            "invalid_choice": "Ce choix n'est pas dans la liste : prenez-en un autre.",
        },
    )
    percent = PercentField(label="Part (%)", required=False)

    def __init__(self, *args, served: Served, **kwargs):
        super().__init__(*args, **kwargs)
        self.served = {
            key: (convention, action)
            for convention, choices in served
            for key, action, _ in choices
        }
        self.fields["serves"].choices = [
            ("", "Choisir…"),
            *(
                (convention.reference, [(key, words) for key, _, words in choices])
                for convention, choices in served
            ),
        ]

    def clean(self):
        data = super().clean()
        if serves := data.pop("serves", ""):
            data["convention"], data["commitment"] = self.served[serves]
        elif "serves" not in self.errors:
            self.add_error("serves", "Choisissez une convention ou une action du programme.")
        if data.get("percent") is None and "percent" not in self.errors:
            data["percent"] = None
        return data


def served_by(owner: Network) -> Served:
    """Every convention of the network, the newest first, with its actions, and itself without any;
    two queries."""
    conventions = list(Convention.objects.filter(owner=owner).newest_first())
    actions = Commitment.objects.filter(convention__in=conventions).order_by("number", "part")
    by_convention: dict[int, list[Commitment]] = {one.pk: [] for one in conventions}
    for action in actions:
        by_convention[action.convention_id].append(action)
    return [
        (
            one,
            [
                *(
                    (f"action:{action.uid}", action, _shortened(one, action))
                    for action in by_convention[one.pk]
                ),
                (f"convention:{one.uid}", None, f"{one.reference} · sans action"),
            ],
        )
        for one in conventions
    ]


def _shortened(convention: Convention, action: Commitment) -> str:
    words = f"{convention.reference} · {action.label} · {action.text}"
    return words if len(words) <= LONGEST_CHOICE else f"{words[: LONGEST_CHOICE - 1]}…"


class Shares(Lines):
    """One convention alone takes the whole; several say each its part."""

    def clean(self):
        super().clean()
        kept = self.filled
        conventions = [form.cleaned_data.get("convention") for form in kept]
        known = [one for one in conventions if one is not None]
        if len(set(known)) < len(known):
            raise ValidationError("Cette convention est servie deux fois : n'en gardez qu'une.")
        for form in kept:
            if form.cleaned_data.get("percent") is None and "percent" not in form.errors:
                if len(kept) > 1:
                    form.add_error("percent", "Donnez la part de cette convention, par exemple 60.")
                else:
                    form.cleaned_data["percent"] = HUNDRED
        whole = sum(form.cleaned_data.get("percent") or 0 for form in kept)
        if whole > HUNDRED:
            raise ValidationError("Les parts dépassent 100 % en tout : baissez l'une d'elles.")


class WorkerLine(LineForm):
    """A member of the team, and what they prepared."""

    typed = ("person", "preparation")

    person = forms.ChoiceField(
        label="Salarié·e",
        required=False,
        error_messages={
            "invalid_choice": "Cette personne n'est pas de l'équipe : choisissez dans la liste.",
        },
    )
    preparation = DurationField(label="Préparation", required=False)

    def __init__(self, *args, people: Sequence[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(one.uid): one for one in people}
        choices = [(uid, str(one)) for uid, one in self.people.items()]
        self.fields["person"].choices = [("", "Choisir…"), *choices]
        self.fields["preparation"].longest = 100 * 60

    def clean(self):
        data = super().clean()
        if data.get("person"):
            data["person"] = self.people[data["person"]]
        elif "person" not in self.errors:
            self.add_error("person", "Dites qui.")
        data["preparation_minutes"] = data.pop("preparation", None)
        return data


class Workers(Lines):
    def clean(self):
        super().clean()
        people = [form.cleaned_data.get("person") for form in self.filled]
        if len(set(people)) < len(people):
            raise ValidationError("La même personne est nommée deux fois : n'en gardez qu'une.")


class CoFacilitatorLine(LineForm):
    """Who runs it with the team: an officer, a partner, a provider."""

    typed = ("organisation", "name", "role")

    organisation = StructureField(
        label="Structure",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        required=False,
    )
    name = LineField(label="Nom", max_length=200, required=False)
    role = LineField(label="Rôle", max_length=200, required=False)

    def __init__(self, *args, directory: Any, listed: Sequence[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        search_in(
            self.fields["organisation"],
            directory,
            listed=listed,
            typed=self["organisation"].value() if self.is_bound else None,
        )

    def clean(self):
        data = super().clean()
        if not data.get("organisation") and not data.get("name") and not self.errors:
            self.add_error("name", "Donnez une structure ou un nom.")
        return data


DateLines = lines_of(DateLine)
ShareLines = lines_of(ShareLine, Shares)
WorkerLines = lines_of(WorkerLine, Workers)
CoFacilitatorLines = lines_of(CoFacilitatorLine)
