"""The form of a gathering: what it is, its dates, whom it serves, who runs it."""

from __future__ import annotations

import datetime
import uuid
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment.enums import DatePrecision, GatheringKind, GatheringState, PlaceKind
from accompaniment.forms.entries import DurationField, written_duration
from accompaniment.forms.gathering_lines import (
    CoFacilitatorLines,
    DateLines,
    ShareLines,
    WorkerLines,
    served_by,
)
from accompaniment.gathering.actions.parts import Lines, Parts
from accompaniment.log.noting import default_convention
from accompaniment.models import Gathering
from partnership.cell_texts import without_controls
from partnership.forms.fields import EurosField, LineField, refuse
from partnership.forms.lines import Lines as FormLines
from partnership.models import Network, Organisation, Project, User

LONGEST_PREPARATION = 400 * 60  # minutes
PLAIN = (
    "kind",
    "title",
    "aim",
    "place_kind",
    "place",
    "town",
    "link",
    "capacity",
    "cost",
    "stated_participants",
    "stated_organisations",
    "internal_note",
)


class LongDurationField(DurationField):
    """Time that is not that of one day."""

    longest = LONGEST_PREPARATION


class GatheringForm(forms.Form):
    """What a gathering is, one noted or one corrected."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="Type", choices=GatheringKind)
    title = LineField(
        label="Intitulé",
        max_length=300,
        help_text="Lu par le financeur.",
        error_messages={"required": "Donnez un intitulé."},
    )
    is_held = forms.BooleanField(label="Il a déjà eu lieu", required=False)
    aim = forms.CharField(
        label="Objectif", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    place_kind = forms.ChoiceField(
        label="En ligne ou sur place", choices=PlaceKind, initial=PlaceKind.UNKNOWN
    )
    place = LineField(label="Lieu", max_length=200, required=False)
    town = LineField(label="Commune", max_length=120, required=False)
    link = forms.URLField(
        label="Lien de la visio",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Ce lien n'est pas complet : il commence par https://."},
    )
    capacity = forms.IntegerField(
        label="Nombre de places",
        min_value=1,
        max_value=100_000,
        required=False,
        error_messages={"min_value": "Il faut au moins une place."},
    )
    preparation = LongDurationField(
        label="Préparation en tout",
        required=False,
        help_text="Par exemple 6h ; vide, c'est la somme de celle des salarié·es.",
    )
    cost = EurosField(label="Coût (€)", required=False)
    projects = forms.ModelMultipleChoiceField(
        label="Projets concernés",
        queryset=Project.objects.none(),
        to_field_name="uid",
        required=False,
        error_messages={
            "invalid_choice": "Ce projet n'est pas dans la liste : prenez-en un autre."
        },
    )
    stated_participants = forms.IntegerField(
        label="Participants annoncés",
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text="Le nombre noté ; la liste des présents le remplace quand elle est tenue.",
    )
    stated_organisations = forms.IntegerField(
        label="Structures annoncées", min_value=0, max_value=1_000_000, required=False
    )
    serves_none = forms.BooleanField(label="Ne sert aucune convention", required=False)
    internal_note = forms.CharField(
        label="Note interne (jamais transmise)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, user: User, owner: Network, gathering: Gathering | None, **kwargs):
        super().__init__(*args, initial=_noted(gathering), **kwargs)
        self.fields["projects"].queryset = (
            Project.objects.visible_to(user)
            .filter(owner=owner)
            .standing()
            .select_related("organisation")
            .order_by("title", "pk")
        )
        self.fields["projects"].label_from_instance = lambda one: (
            f"{one.title} · {one.organisation}"
        )
        logged = GatheringKind.LOGGED_FOLLOW_UP
        if gathering is None or gathering.kind != logged:
            kinds = [choice for choice in GatheringKind.choices if choice[0] != logged]
            self.fields["kind"].choices = kinds
        if gathering is not None:
            for name in ("uid", "is_held", "serves_none"):
                del self.fields[name]

    def clean_aim(self):
        return without_controls(self.cleaned_data["aim"])

    def clean_internal_note(self):
        return without_controls(self.cleaned_data["internal_note"])

    @property
    def said(self) -> dict[str, Any]:
        """The fields of the row."""
        data = self.cleaned_data
        return {name: data[name] for name in PLAIN} | {"preparation_minutes": data["preparation"]}


def _noted(gathering: Gathering | None) -> dict[str, Any]:
    if gathering is None:
        return {"uid": uuid.uuid4(), "kind": GatheringKind.WORKSHOP}
    said = {name: getattr(gathering, name) for name in PLAIN}
    return said | {
        "preparation": written_duration(gathering.preparation_minutes),
        "projects": [one.uid for one in gathering.projects.order_by("pk")],
    }


class GatheringForms:
    """The whole page of a gathering: what it is and all its lines. `gathering` None: a new one."""

    def __init__(self, data, *, user: User, owner: Network, gathering: Gathering | None = None):
        self.is_bound, self.owner, self.gathering = data is not None, owner, gathering
        self.form = GatheringForm(data, user=user, owner=owner, gathering=gathering)
        team = list(User.objects.in_the_team_of(owner, timezone.localdate()).for_choice())
        rows = _Rows(gathering, user)
        self.dates = DateLines(
            data,
            prefix="dates",
            rows=rows.dates,
            blank=0 if rows.dates else 1,
            form_kwargs={"kept": rows.precisions},
        )
        self.shares = ShareLines(
            data,
            prefix="parts",
            rows=rows.shares,
            blank=0 if rows.shares else 1,
            form_kwargs={"served": served_by(owner)},
        )
        self.workers = WorkerLines(
            data,
            prefix="salaries",
            rows=rows.workers,
            blank=0 if rows.workers else 1,
            form_kwargs={"people": [*team, *(one for one in rows.people if one not in team)]},
        )
        self.co_facilitators = CoFacilitatorLines(
            data,
            prefix="partenaires",
            rows=rows.co_facilitators,
            blank=0 if rows.co_facilitators else 1,
            form_kwargs={
                "directory": Organisation.objects.visible_to(user).filter(owner=owner),
                "listed": rows.structures,
            },
        )

    @property
    def all_lines(self) -> list[FormLines]:
        return [self.dates, self.shares, self.workers, self.co_facilitators]

    def is_valid(self) -> bool:
        """All are checked, so that each says what is wrong at once."""
        valid = [self.form.is_valid(), *(lines.is_valid() for lines in self.all_lines)]
        if not all(valid):
            return False
        if self.gathering is None:
            self._check_new()
        return self.form.is_valid()

    def _check_new(self) -> None:
        if not self.dates.filled:
            self.form.add_error(None, "Donnez au moins une date.")
        if self.shares.filled and self.form.cleaned_data["serves_none"]:
            self.form.add_error(
                "serves_none", "Une convention est choisie plus haut : gardez l'un ou l'autre."
            )

    @property
    def said(self) -> dict[str, Any]:
        said = self.form.said
        if self.gathering is None and self.form.cleaned_data["is_held"]:
            said["state"] = GatheringState.HELD
        return said

    @cached_property
    def uid(self) -> uuid.UUID:
        return self.form.cleaned_data.get("uid") or uuid.uuid4()

    @property
    def parts(self) -> Parts:
        """Raises ValidationError where several conventions could be meant."""
        return Parts(
            dates=self._lines(self.dates),
            shares=self._shares(),
            workers=self._lines(self.workers),
            co_facilitators=self._lines(self.co_facilitators),
            projects=list(self.form.cleaned_data["projects"]),
        )

    def _shares(self) -> Lines:
        chosen = self.shares.filled or self.gathering is not None
        if chosen or self.form.cleaned_data["serves_none"]:
            return self._lines(self.shares)
        first = min(line["date"] for line in self.dates.lines)
        attachment = default_convention(owner=self.owner, organisation=None, date=first)
        if attachment.must_ask:
            names = ", ".join(one.reference for one in attachment.candidates)
            raise ValidationError(
                f"Plusieurs conventions couvrent cette date ({names}) : choisissez celle que ce "
                "temps collectif sert, ou cochez « Ne sert aucune convention »."
            )
        if attachment.convention is None:
            return Lines()
        # Named after the row, so that the same page sent twice makes one share.
        uid = uuid.uuid5(self.uid, str(attachment.convention.uid))
        return Lines(kept=[{"uid": uid, "convention": attachment.convention}])

    def _lines(self, formset: FormLines) -> Lines:
        """Those of a new gathering are named after it: refused, it gets a new name, and so do
        they."""
        kept = [
            {name: value for name, value in line.items() if name != "remove"}
            for line in formset.lines
        ]
        if self.gathering is None:
            kept = [line | {"uid": uuid.uuid5(self.uid, str(line["uid"]))} for line in kept]
        return Lines(kept=kept, removed=formset.removed)

    def refuse(self, error: ValidationError) -> None:
        refuse(self.form, error)


class _Rows:
    """The lines that exist, as initial values; nothing for a new gathering."""

    def __init__(self, gathering: Gathering | None, user: User):
        self.dates, self.shares, self.workers, self.co_facilitators = [], [], [], []
        self.precisions: dict[str, tuple[datetime.date, DatePrecision]] = {}
        self.people: list[User] = []
        self.structures: list[Organisation] = []
        if gathering is None:
            self.workers = [{"uid": uuid.uuid4(), "person": str(user.uid)}]
            return
        for one in gathering.standing_dates:
            self.precisions[str(one.uid)] = one.date, one.date_precision
            self.dates.append(
                {
                    "uid": one.uid,
                    "date": one.date,
                    "starts_at": one.starts_at,
                    "ends_at": one.ends_at,
                    "duration": written_duration(one.minutes),
                }
            )
        for one in gathering.shares.select_related("convention", "commitment").order_by("pk"):
            serves = f"action:{one.commitment.uid}" if one.commitment else ""
            serves = serves or f"convention:{one.convention.uid}"
            self.shares.append({"uid": one.uid, "serves": serves, "percent": one.percent})
        for one in gathering.workers.select_related("person").order_by("pk"):
            self.people.append(one.person)
            minutes = written_duration(one.preparation_minutes)
            line = {"uid": one.uid, "person": str(one.person.uid), "preparation": minutes}
            self.workers.append(line)
        for one in gathering.co_facilitators.select_related("organisation").order_by("pk"):
            structure = str(one.organisation.uid) if one.organisation else ""
            if one.organisation:
                self.structures.append(one.organisation)
            self.co_facilitators.append(
                {"uid": one.uid, "organisation": structure, "name": one.name, "role": one.role}
            )
