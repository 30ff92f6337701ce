"""The forms of accompaniment: they keep what was typed and say beside the field what is wrong."""

from __future__ import annotations

import datetime
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment.enums import (
    TIMED_KINDS,
    Channel,
    Mode,
    ProjectKind,
    SessionKind,
    WorkKind,
)
from accompaniment.models import AccompanimentSession, FollowUpYear, WorkEntry
from accompaniment.noting import default_convention
from partnership import durations
from partnership.models import Commitment, Convention, Network, Organisation, User
from partnership.text import normalise
from partnership.wording import hours, long_date

DURATION_CHOICES = [(str(minutes), hours(minutes)) for minutes in (15, 30, 45, 60, 90, 120)]
NEW_PREFIX = "+"
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
        if chosen:
            found = next((one for one in self.conventions if one.reference == chosen), None)
            if found is None:
                self.add_error("convention", "Cette convention n'existe pas : choisissez-en une.")
            return found
        day = self.cleaned_data.get("date")
        if day is None:
            return None
        attachment = default_convention(owner=self.owner, organisation=organisation, date=day)
        if attachment.must_ask:
            names = ", ".join(one.reference for one in attachment.candidates)
            self.add_error(
                "convention", f"Plusieurs conventions couvrent cette date ({names}) : choisissez."
            )
        return attachment.convention

    def check_timed(self, data: dict) -> None:
        """A timed exchange needs its duration, an untimed one has none."""
        kind, minutes = data.get("kind"), data.get("minutes")
        if "duration" in self.errors or kind not in SessionKind.values:
            return
        if kind in TIMED_KINDS and minutes is None:
            self.add_error("duration", "Donnez la durée, par exemple 1h30 ou 45 min.")
        elif kind not in TIMED_KINDS and minutes is not None:
            self.add_error(
                "duration",
                "Un mail, un envoi ou une relance n'a pas de durée : laissez-la vide, "
                "ou choisissez la nature « Entretien ».",
            )


class QuickLogForm(EntryForm):
    """One form for all that staff live: an exchange with a holder, or work without one."""

    field_order = ["uid", "organisation", "channels", "preset", "duration", "line"]

    uid = forms.UUIDField(widget=forms.HiddenInput)
    organisation = forms.CharField(label="Structure", required=False, max_length=240)
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
        self.created_name = ""
        self.fields["kind"].widget.attrs["class"] = "form-select"
        self.fields["convention"].widget.attrs["class"] = "form-select"
        self.fields["internal_note"].widget.attrs["class"] = "form-control"
        commitments = Commitment.objects.filter(convention__in=self.conventions).select_related(
            "convention"
        )
        self.fields["commitment"].widget = forms.Select(
            choices=[
                ("", "Aucune en particulier"),
                *(
                    (
                        str(one.uid),
                        f"{one.convention.reference} · {one.label} · {one.text[:70]}",
                    )
                    for one in commitments.order_by("-convention__pk", "number", "part")
                ),
            ],
            attrs={"class": "form-select"},
        )

    @property
    def date_value(self) -> str:
        """The date as the browser's field wants it; what was typed when it is no date."""
        value = self["date"].value()
        return value.isoformat() if isinstance(value, datetime.date) else value or ""

    @property
    def folded_has_errors(self) -> bool:
        return any(name in self.errors for name in ("kind", "convention", "commitment", "staff"))

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
        return Organisation.objects.visible_to(self.user).filter(owner=self.owner, uid=uid).first()

    def clean_organisation(self):
        """An existing structure; or None with `created_name` set when it is new; or nothing."""
        value = self.cleaned_data["organisation"].strip()
        if not value:
            return None
        found = self._organisation(value)
        if found is not None:
            return found
        name = " ".join(value.removeprefix(NEW_PREFIX).split())
        same = [
            one
            for one in Organisation.objects.filter(owner=self.owner).matching(name)
            if normalise(one.name) == normalise(name)
        ]
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
        if len(normalise(name)) < 2:
            raise ValidationError("Donnez le nom de la structure, en deux lettres au moins.")
        self.created_name = name[:200]
        return None

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
        if not is_work and not (organisation or self.created_name or self.errors):
            self.add_error(
                "organisation",
                "Choisissez la structure, ou une nature de travail sans porteur.",
            )
        if is_work and self.created_name:
            self.add_error(
                "organisation",
                "Cette structure n'existe pas encore : elle se crée avec un premier échange. "
                "Laissez vide pour un travail sans porteur.",
            )
        if not is_work:
            self.check_timed(data)
            if data.get("kind") == SessionKind.MEETING and not channels:
                self.add_error("channels", "Dites comment : téléphone, mail, visio, présentiel.")
        data["convention"] = self.find_convention(organisation)
        data["commitment"] = self._commitment(data, is_work)
        return data

    def _commitment(self, data: dict, is_work: bool) -> Commitment | None:
        chosen = data.get("commitment")
        if not chosen or not is_work:
            return None
        convention = data["convention"]
        found = (
            Commitment.objects.visible_to(self.user)
            .filter(convention=convention, uid=chosen)
            .first()
            if convention and _is_uuid(chosen)
            else None
        )
        if found is None:
            self.add_error(
                "commitment", "Cette action n'est pas celle de la convention : choisissez-en une."
            )
        return found

    @property
    def is_work(self) -> bool:
        return self.cleaned_data["kind"] in WorkKind.values


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


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


class FollowUpForm(forms.Form):
    """The mode and the kinds of project of one year of a follow-up."""

    mode = forms.ChoiceField(
        label="Mode",
        choices=[choice for choice in Mode.choices if choice[0] != Mode.UNKNOWN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez le mode."},
    )
    kinds = forms.MultipleChoiceField(
        label="Types de projet",
        choices=ProjectKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Plusieurs à la fois s'il le faut.",
    )

    def __init__(self, *args, follow_up: FollowUpYear, **kwargs):
        initial = {"mode": follow_up.mode, "kinds": list(follow_up.kind_codes)}
        super().__init__(*args, initial=initial, **kwargs)
