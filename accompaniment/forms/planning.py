"""The forms of a session to come: planning it, then saying what became of it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accompaniment.enums import TIMED_KINDS, Channel, EntryState, SessionKind
from accompaniment.forms.entries import DurationField, people_field, written_duration
from accompaniment.forms.quick_log import NewEntryForm
from accompaniment.log.planning import check_ahead
from accompaniment.models import AccompanimentSession
from partnership.forms.fields import DayField, LineField
from partnership.models import User

NO_CHANNEL = "Dites comment : téléphone, mail, visio, présentiel."


def _time_field() -> forms.TimeField:
    return forms.TimeField(
        label="Heure de début",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Cette heure n'est pas comprise : écrivez-la comme 14:30."},
    )


class PlanForm(NewEntryForm):
    """A session to come."""

    helps = promotion = None
    kind = forms.ChoiceField(
        label="Nature",
        choices=[(kind.value, kind.label) for kind in TIMED_KINDS],
        initial=SessionKind.MEETING,
    )
    line = LineField(
        label="De quoi il s'agira",
        required=False,
        max_length=500,
        help_text="Lu par le financeur",
    )
    date = DayField(label="Date", error_messages={"required": "Donnez le jour prévu."})
    starts_at = _time_field()
    duration = DurationField(
        label="Durée prévue", required=False, help_text="Facultative : 1h30, 90, 1,5 h"
    )
    field_order = [
        *("uid", "organisation", "date", "starts_at", "duration", "channels", "kind", "line"),
        *("staff", "convention", "internal_note"),
    ]

    def clean(self):
        data = super().clean()
        if data.get("date"):
            try:
                check_ahead(data["date"], timezone.localdate())
            except ValidationError as error:
                self.add_error(None, error)
        organisation = data.get("organisation")
        if not (organisation or self.created_name or "organisation" in self.errors):
            self.add_error("organisation", "Choisissez la structure que vous allez rencontrer.")
        data["convention"] = self.find_convention(organisation)
        return data


class HoldForm(forms.Form):
    """What really took place: the form holds what was planned."""

    duration = DurationField(
        label="Durée",
        error_messages={"required": "Donnez la durée, par exemple 1h30 ou 45 min."},
    )
    channels = forms.MultipleChoiceField(
        label="Comment",
        choices=Channel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ce canal n'existe pas."},
    )
    line = LineField(
        label="De quoi il s'agissait",
        required=False,
        max_length=500,
        help_text="Lu par le financeur",
    )
    staff = people_field()

    def __init__(self, *args, row: AccompanimentSession, **kwargs):
        planned = {
            "duration": written_duration(row.minutes),
            "channels": list(row.channel_codes),
            "line": row.line,
            "staff": [person.uid for person in row.staff.all()],
        }
        super().__init__(*args, initial=planned, **kwargs)
        self.row = row
        team = User.objects.in_the_team_of(row.owner, timezone.localdate())
        self.fields["staff"].queryset = User.objects.filter(
            Q(pk__in=team.values("pk")) | Q(pk__in=row.staff.all().values("pk"))
        ).for_choice()

    def clean(self):
        data = super().clean()
        is_meeting = self.row.kind == SessionKind.MEETING
        if is_meeting and not data.get("channels") and "channels" not in self.errors:
            self.add_error("channels", NO_CHANNEL)
        return data


class _ReasonForm(forms.Form):
    reason = LineField(
        label="Pourquoi",
        required=False,
        max_length=300,
        help_text="Facultatif ; lu par l'équipe seulement.",
    )

    def __init__(self, *args, row: AccompanimentSession, **kwargs):
        super().__init__(*args, **kwargs)
        self.row = row


class DropForm(_ReasonForm):
    """It was cancelled, or somebody did not come."""


class PutOffForm(_ReasonForm):
    """It is planned for another day."""

    date = DayField(label="Nouvelle date", error_messages={"required": "Donnez le nouveau jour."})
    starts_at = _time_field()
    field_order = ["date", "starts_at", "reason"]

    def __init__(self, *args, row: AccompanimentSession, **kwargs):
        super().__init__(*args, row=row, initial={"starts_at": row.starts_at}, **kwargs)


OUTCOMES = {
    "tenu": (HoldForm, EntryState.HELD),
    "annule": (DropForm, EntryState.CANCELLED),
    "manque": (DropForm, EntryState.MISSED),
    "reporte": (PutOffForm, EntryState.PLANNED),
}
