"""The form of every entry, and those that correct one or take it back."""

from __future__ import annotations

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accompaniment.enums import (
    TIMED_KINDS,
    Channel,
    DatePrecision,
    HelpPoint,
    PromotionKind,
    SessionKind,
    WorkKind,
)
from accompaniment.forms.commitments import (
    NOT_OF_THE_CONVENTION,
    commitment_select,
    find_commitment,
)
from accompaniment.log.noting import default_convention
from accompaniment.models import AccompanimentSession, WorkEntry
from partnership import durations
from partnership.cell_texts import without_controls
from partnership.forms.fields import DayField
from partnership.forms.structures import StructureField, search_in
from partnership.models import Convention, Network, Organisation, User
from partnership.wording import hours, long_date

TO_ATTACH = "aucune"
LONGEST_TOTAL = 366 * durations.MINUTES_A_DAY


def written_duration(minutes: int | None) -> str:
    """As a person would type it; nothing where it is unknown."""
    return hours(minutes).replace("\u00a0", " ") if minutes else ""


class DurationField(forms.Field):
    """A duration as people write it; a bare number is minutes. Cleans to whole minutes or None."""

    longest = durations.MINUTES_A_DAY

    def to_python(self, value):
        text = (value or "").strip()
        if not text:
            return None
        try:
            return durations.parse(text, longest=self.longest)
        except durations.DurationError as error:
            raise ValidationError(str(error)) from error


def people_field() -> forms.ModelMultipleChoiceField:
    """Who was there, among the team. An entry may be sent long after it was typed."""
    return forms.ModelMultipleChoiceField(
        label="Salarié·es",
        queryset=User.objects.none(),
        to_field_name="uid",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Une des personnes cochées n'est plus de l'équipe : cochez de "
            "nouveau qui était là."
        },
    )


class EntryForm(forms.Form):
    """What every entry has, a new one or one corrected."""

    channels = forms.MultipleChoiceField(
        label="Canaux",
        choices=Channel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce canal n'existe pas."},
    )
    helps = forms.MultipleChoiceField(
        label="Sur quoi",
        choices=HelpPoint,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce point d'aide n'existe pas."},
    )
    promotion = forms.ChoiceField(
        label="Forme de la valorisation",
        choices=[("", "Non renseignée"), *PromotionKind.choices],
        required=False,
        error_messages={"invalid_choice": "Cette forme n'existe pas : choisissez-en une."},
    )
    duration = DurationField(label="Durée", required=False)
    line = forms.CharField(
        label="De quoi il s'agissait",
        required=False,
        max_length=500,
        help_text="Lu par le financeur",
    )
    internal_note = forms.CharField(
        label="Note interne (jamais transmise)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    date = DayField(
        label="Date",
        past=True,
        error_messages={
            "required": "Donnez la date de l'échange.",
            "future": "Le {said} n'est pas encore passé : on note ce qui a eu lieu.",
        },
    )
    convention = forms.CharField(label="Convention", required=False)
    staff = people_field()

    def __init__(self, *args, user: User, owner: Network, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.owner = user, owner
        self.fields["staff"].queryset = User.objects.in_the_team_of(
            owner, timezone.localdate()
        ).for_choice()
        self.conventions = list(Convention.objects.filter(owner=owner).newest_first())
        self.fields["convention"].widget = forms.Select(
            choices=[
                ("", "Selon la date"),
                *((one.reference, one.reference) for one in self.conventions),
                (TO_ATTACH, "À rattacher plus tard"),
            ]
        )

    def clean_line(self):
        return " ".join(without_controls(self.cleaned_data["line"]).split())

    def clean_internal_note(self):
        return without_controls(self.cleaned_data["internal_note"])

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

    @property
    def day(self) -> datetime.date | None:
        """The date as it stands in the form; None while it is not one."""
        value = self["date"].value()
        try:
            return self.fields["date"].to_python(value)
        except ValidationError:
            return None

    def check_promotion(self, data: dict) -> None:
        if data.get("promotion") and data.get("kind") != WorkKind.PROMOTION:
            self.add_error("promotion", "Seule une valorisation a une forme (stand, relais…).")

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


class CorrectionForm(EntryForm):
    """Correct an entry: the form holds what is noted."""

    def __init__(self, *args, row: AccompanimentSession | WorkEntry, initial=None, **kwargs):
        noted = {
            "date": row.date,
            "kind": row.kind,
            "duration": written_duration(row.minutes),
            "line": row.line,
            "internal_note": row.internal_note,
            "convention": row.convention.reference if row.convention else TO_ATTACH,
            "staff": [person.uid for person in row.staff.all()],
        }
        super().__init__(*args, initial=noted | (initial or {}), owner=row.owner, **kwargs)
        self.row = row
        team = self.fields["staff"].queryset
        self.fields["staff"].queryset = User.objects.filter(
            Q(pk__in=team.values("pk")) | Q(pk__in=row.staff.all().values("pk"))
        ).for_choice()
        if row.taken_over:
            self.fields["duration"].longest = LONGEST_TOTAL

    def clean(self):
        data = super().clean()
        data["minutes"] = data.get("duration")
        same_date = data.get("date") == self.row.date
        data["date_precision"] = self.row.date_precision if same_date else DatePrecision.DAY
        data["convention"] = self.find_convention(self.row.organisation)
        return data

    def _offer_the_structure(self, current: Organisation | None) -> None:
        """The field lists the one chosen only: the others are found by typing."""
        typed = self["organisation"].value() if self.is_bound else None
        search_in(
            self.fields["organisation"],
            Organisation.objects.visible_to(self.user).filter(owner=self.owner),
            listed=[current] if current else [],
            typed=typed,
        )
        self.initial["organisation"] = str(current.uid) if current else ""


class SessionForm(CorrectionForm):
    """Correct an exchange."""

    organisation = StructureField(
        label="Structure",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        required=False,
    )
    promotion = None
    kind = forms.ChoiceField(label="Nature", choices=SessionKind)
    field_order = [
        *("organisation", "date", "kind", "channels", "duration", "line", "helps"),
        "internal_note",
    ]

    def __init__(self, *args, row: AccompanimentSession, **kwargs):
        noted = {"channels": list(row.channel_codes), "helps": list(row.help_codes)}
        super().__init__(*args, row=row, initial=noted, **kwargs)
        self._offer_the_structure(row.organisation)
        self.fields["date"].past = row.is_held
        self.stays_unknown = row.is_timed and row.minutes is None

    def clean(self):
        data = super().clean()
        data["organisation"] = data.get("organisation") or self.row.organisation
        if data["minutes"] is not None or not self.stays_unknown:
            self.check_timed(data)
        return data


class WorkForm(CorrectionForm):
    """Correct work without a holder."""

    channels = helps = None
    organisation = StructureField(
        label="Structure (facultative)",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        required=False,
    )
    kind = forms.ChoiceField(label="Nature", choices=WorkKind)
    commitment = forms.CharField(label="Action du programme", required=False)
    field_order = [
        *("date", "kind", "promotion", "duration", "line", "organisation", "convention"),
        *("commitment", "staff", "internal_note"),
    ]

    def __init__(self, *args, row: WorkEntry, **kwargs):
        noted = {
            "promotion": row.promotion,
            "commitment": str(row.commitment.uid) if row.commitment else "",
        }
        super().__init__(*args, row=row, initial=noted, **kwargs)
        self._offer_the_structure(row.organisation)
        self.fields["commitment"].widget = commitment_select(
            self.owner, self.conventions, self.day or row.date
        )

    def clean(self):
        data = super().clean()
        self.check_promotion(data)
        chosen = data.get("commitment")
        data["commitment"] = None
        if chosen and "convention" not in self.errors:
            data["commitment"] = find_commitment(self.user, data["convention"], chosen)
            if data["commitment"] is None:
                self.add_error("commitment", NOT_OF_THE_CONVENTION)
        return data


class RemoveForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi cette ligne est annulée",
        max_length=300,
        required=False,
        help_text="Le motif reste dans le journal ; la ligne sort des chiffres.",
    )
