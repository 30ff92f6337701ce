"""The forms of who takes part: a person, several of a structure, a row corrected, the settings of
the public page."""

from __future__ import annotations

import uuid

from django import forms

from accompaniment.attendance.attending import OFFICERS_MAY_SAY
from accompaniment.enums import Presence
from accompaniment.models import Attendance
from partnership.enums import ProjectKind
from partnership.forms.fields import DayField, LineField
from partnership.forms.structures import StructureField, search_in
from partnership.models import Organisation, User

WALK_IN = "walk_in"
STAFF_MAY_SAY = (
    Presence.PRESENT,
    Presence.REGISTERED,
    Presence.INVITED,
    Presence.NO_REPLY,
    Presence.EXCUSED,
    Presence.ABSENT,
)
MOST_PEOPLE = 5000


def _no_structure() -> LineField:
    return LineField(
        label="Structure",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AttendanceForm(forms.Form):
    """What every new row has. `coming` says whether and how they came."""

    uid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    organisation_name = _no_structure()
    town = LineField(label="Commune", required=False, max_length=120)
    coming = forms.ChoiceField(label="Présence")
    reason = LineField(
        label="Motif", required=False, max_length=200, help_text="Pour un absent excusé."
    )

    starts_as: str = WALK_IN

    def __init__(self, *args, by_the_team: bool, is_over: bool = True, **kwargs):
        initial = {"uid": uuid.uuid4()}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        choices = STAFF_MAY_SAY if by_the_team else OFFICERS_MAY_SAY
        said = [(one.value, one.label) for one in choices]
        if by_the_team and self.starts_as == WALK_IN:
            said.insert(0, (WALK_IN, "Présent, venu sans inscription"))
        self.fields["coming"].choices = said
        if by_the_team:
            self.initial.setdefault("coming", said[0][0] if is_over else Presence.REGISTERED)

    def values(self) -> dict:
        """The row's own columns."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "coming"}
        coming = self.cleaned_data["coming"]
        data["is_walk_in"] = coming == WALK_IN
        data["state"] = Presence.PRESENT if coming == WALK_IN else coming
        return data


class PersonForm(AttendanceForm):
    """Somebody by name, in one short form."""

    first_name = LineField(label="Prénom", required=False, max_length=80)
    last_name = LineField(
        label="Nom", max_length=80, error_messages={"required": "Donnez au moins le nom."}
    )
    role = LineField(label="Fonction", required=False, max_length=120)
    field_order = ["uid", "first_name", "last_name", "organisation_name", "town", "role", "coming"]


class HereForm(PersonForm):
    """Somebody who adds themselves on the tablet."""

    reason = None
    field_order = ["uid", "first_name", "last_name", "organisation_name", "town", "role"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, by_the_team=False, **kwargs)
        del self.fields["coming"]

    def values(self) -> dict:
        return self.cleaned_data | {"state": Presence.PRESENT, "is_walk_in": True}


class GroupForm(AttendanceForm):
    """Several people of a structure, or somebody by their role, without names."""

    starts_as = Presence.PRESENT
    role = LineField(
        label="Fonction",
        required=False,
        max_length=120,
        help_text="Par exemple : présidente du comité de jumelage.",
    )
    people = forms.IntegerField(
        label="Nombre de personnes", min_value=0, max_value=MOST_PEOPLE, initial=1
    )
    young_people = forms.IntegerField(
        label="Jeunes, comptés à part",
        min_value=0,
        max_value=MOST_PEOPLE,
        initial=0,
        required=False,
    )
    field_order = ["uid", "organisation_name", "town", "people", "young_people", "role", "coming"]

    def clean_young_people(self):
        return self.cleaned_data["young_people"] or 0

    def clean(self):
        data = super().clean()
        if data.get("people") == 0 and data.get("young_people") == 0:
            self.add_error("people", "Il faut au moins une personne.")
        if not (data.get("organisation_name") or data.get("role")):
            self.add_error("organisation_name", "Donnez une structure ou une fonction.")
        return data


class RowForm(forms.ModelForm):
    """A row, to correct."""

    organisation = StructureField(
        label="Structure de l'annuaire",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        required=False,
    )
    organisation_name = _no_structure()
    first_name = LineField(label="Prénom", required=False, max_length=80)
    last_name = LineField(label="Nom", required=False, max_length=80)
    role = LineField(label="Fonction", required=False, max_length=120)
    town = LineField(label="Commune indiquée", required=False, max_length=120)
    reason = LineField(label="Motif", required=False, max_length=200)

    class Meta:
        model = Attendance
        fields = [
            "organisation",
            "organisation_name",
            "first_name",
            "last_name",
            "role",
            "town",
            "email",
            "phone",
            "project_kind",
            "state",
            "reason",
            "people",
            "young_people",
        ]

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_ours = self.instance.gathering.owner_id in user.access.networks
        self.fields["organisation_name"].label = "Structure, telle qu'elle a été écrite"
        if self.is_ours:
            self._offer_the_structure(user)
        else:  # the directory and people's addresses are the association's
            for name in ("organisation", "email", "phone"):
                del self.fields[name]
            may_say = {*OFFICERS_MAY_SAY, self.instance.state}
            self.fields["state"].choices = [
                (value, label) for value, label in Presence.choices if value in may_say
            ]
        if self.instance.is_walk_in:
            del self.fields["state"]

    def _offer_the_structure(self, user: User) -> None:
        current = self.instance.organisation
        typed = self["organisation"].value() if self.is_bound else None
        search_in(
            self.fields["organisation"],
            Organisation.objects.visible_to(user).filter(owner=self.instance.gathering.owner_id),
            listed=[current] if current else [],
            typed=typed,
        )
        self.initial["organisation"] = str(current.uid) if current else ""

    def _post_clean(self):
        """The action checks the row, under its lock; the instance stays as it is noted."""

    def values(self) -> dict:
        return dict(self.cleaned_data)


class SignUpSettingsForm(forms.Form):
    """What the public page says."""

    sign_up_opens = forms.BooleanField(
        label="L'inscription en ligne est ouverte",
        required=False,
        help_text="À qui connaît l'adresse ci-dessus, sans compte.",
    )
    sign_up_until_on = DayField(label="Jusqu'au", required=False)
    sign_up_words = forms.CharField(
        label="Présentation",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ce que lisent les personnes qui s'inscrivent, sous le titre.",
    )
    asked_file = LineField(
        label="Fichier demandé aux inscrits",
        required=False,
        max_length=120,
        help_text="Par exemple : la fiche projet. Laissez vide si rien n'est demandé.",
    )
    asked_file_by_on = DayField(label="À remettre au plus tard le", required=False)


class StructureChoiceForm(forms.Form):
    """Which structure a typed name is; « nouvelle » puts it into the directory."""

    NEW = "nouvelle"
    name = LineField(max_length=200)
    chosen = forms.CharField(max_length=40)

    def clean_chosen(self):
        chosen = self.cleaned_data["chosen"]
        if chosen == self.NEW:
            return None
        try:
            return uuid.UUID(chosen)
        except ValueError:
            raise forms.ValidationError("Choisissez une structure dans la liste.") from None


def project_kinds() -> list[tuple[str, str]]:
    return [("", "Je ne sais pas encore"), *ProjectKind.choices]
