"""The form of a project: what the holder wants to do, with whom, with what money, in one page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django_countries import countries

from partnership.actions.projects import Lines as KeptLines
from partnership.actions.projects import Parts
from partnership.enums import FactorSense, PriorityPublic, ProjectKind, ProjectStage
from partnership.forms.fields import DayField, EurosField, LineField, refuse
from partnership.forms.lines import LineForm, Lines, lines_of
from partnership.forms.structures import StructureField, search_in
from partnership.models import Call, FundingScheme, Organisation, Project, SchemeExclusion, User
from partnership.models.projects import GOAL_CHOICES

OWN = (
    "organisation", "title", "summary", "scheme", "call", "year", "priority_public",
    "young_people", "youngest", "oldest", "requested", "granted", "excluded_purpose",
    "internal_note",
)  # fmt: skip
NOT_LISTED = "Ce choix n'est pas dans la liste : prenez-en un autre."


def _chosen(label: str, empty: str, **kwargs) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=FundingScheme.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label=empty,
        error_messages={"invalid_choice": NOT_LISTED},
        **kwargs,
    )


class CountriesField(forms.MultipleChoiceField):
    """Countries by their French names, found by typing where the page has scripts."""

    def __init__(self, **kwargs):
        kwargs.setdefault("choices", lambda: list(countries))
        kwargs.setdefault(
            "widget",
            forms.SelectMultiple(
                attrs={
                    "data-choices": "",
                    "class": "form-select",
                    "size": 6,
                    "aria-label": kwargs["label"],
                }
            ),
        )
        super().__init__(**kwargs)


class ProjectForm(forms.Form):
    """The project itself."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    organisation = StructureField(
        label="Porteur",
        queryset=Organisation.objects.none(),
        to_field_name="uid",
        error_messages={"required": "Choisissez la structure qui porte ce projet."},
    )
    title = LineField(
        label="Intitulé",
        max_length=200,
        error_messages={"required": "Donnez un intitulé au projet."},
    )
    summary = forms.CharField(
        label="Résumé",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lu par le financeur du dispositif.",
    )
    kinds = forms.MultipleChoiceField(
        label="Types de projet",
        choices=ProjectKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    countries = CountriesField(label="Pays", required=False)
    goals = forms.TypedMultipleChoiceField(
        label="Objectifs de développement durable",
        choices=GOAL_CHOICES,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    scheme = _chosen("Dispositif", "Aucun pour l'instant")
    call = _chosen(
        "Appel à projets", "Aucun pour l'instant", help_text="Il donne son dispositif et son année."
    )
    year = forms.IntegerField(label="Année", min_value=1990, max_value=2100, required=False)
    excluded_purpose = _chosen(
        "Objet exclu par le dispositif",
        "Aucun",
        help_text="Si le projet en relève, il n'est pas éligible : on peut passer outre, en disant "
        "pourquoi.",
    )
    requested = EurosField(label="Montant demandé au dispositif (€)", required=False)
    granted = EurosField(label="Montant accordé (€)", required=False)
    priority_public = forms.ChoiceField(
        label="Public prioritaire", choices=PriorityPublic, required=False
    )
    young_people = forms.IntegerField(
        label="Nombre de jeunes", min_value=0, max_value=100_000, required=False
    )
    youngest = forms.IntegerField(
        label="Âge du plus jeune", min_value=0, max_value=120, required=False
    )
    oldest = forms.IntegerField(label="Âge du plus âgé", min_value=0, max_value=120, required=False)
    internal_note = forms.CharField(
        label="Note interne",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Jamais transmise.",
    )
    stage = forms.ChoiceField(label="Où en est-il ?", choices=ProjectStage, required=False)
    on = DayField(
        label="Depuis le",
        past=True,
        required=False,
        help_text="Vide : le projet est une idée, sans date.",
    )

    def __init__(self, *args, user: User, project: Project | None = None, **kwargs):
        kwargs["initial"] = _initial(project) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        networks = user.access.networks
        directory = Organisation.objects.filter(owner__in=networks).standing()
        typed = self["organisation"].value()
        search_in(self.fields["organisation"], directory, typed=typed)
        self.fields["scheme"].queryset = FundingScheme.objects.filter(owner__in=networks)
        self.fields["call"].queryset = Call.objects.filter(
            scheme__owner__in=networks
        ).select_related("scheme")
        excluded = self.fields["excluded_purpose"]
        excluded.queryset = SchemeExclusion.objects.filter(
            scheme__owner__in=networks
        ).select_related("scheme")
        excluded.label_from_instance = lambda one: f"{one.scheme.name} : {one.text}"
        if project is not None:
            for name in ("uid", "stage", "on"):
                del self.fields[name]

    def clean(self):
        data = super().clean()
        youngest, oldest = data.get("youngest"), data.get("oldest")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error(
                "oldest", "Le plus âgé est plus jeune que le plus jeune : vérifiez les deux âges."
            )
        if "priority_public" not in self.errors:
            data["priority_public"] = data.get("priority_public") or PriorityPublic.UNKNOWN
        if "stage" in self.fields and "stage" not in self.errors:
            data["stage"] = data.get("stage") or ProjectStage.IDEA
        stage = data.get("stage")
        if stage and stage != ProjectStage.IDEA and not data.get("on") and "on" not in self.errors:
            self.add_error("on", "Donnez la date de cette étape.")
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The project's own columns."""
        return {name: self.cleaned_data[name] for name in OWN}


def _initial(project: Project | None) -> dict[str, Any]:
    if project is None:
        return {
            "uid": uuid.uuid4(),
            "priority_public": PriorityPublic.UNKNOWN,
            "stage": ProjectStage.IDEA,
        }
    return {name: getattr(project, name) for name in OWN} | {
        "organisation": project.organisation.uid,
        "scheme": project.scheme.uid if project.scheme else None,
        "call": project.call.uid if project.call else None,
        "excluded_purpose": project.excluded_purpose.uid if project.excluded_purpose else None,
        "kinds": list(project.kind_codes),
        "countries": [one.country.code for one in project.countries.all()],
        "goals": [one.goal for one in project.goals.all()],
    }


class PartnerForm(LineForm):
    """A partner abroad."""

    typed = ("name", "town", "role", "country")

    name = LineField(
        label="Nom",
        max_length=200,
        error_messages={"required": "Donnez le nom de ce partenaire, ou videz la ligne."},
    )
    country = forms.ChoiceField(
        label="Pays", required=False, choices=lambda: [("", "non renseigné"), *countries]
    )
    town = LineField(label="Ville", max_length=120, required=False)
    role = LineField(label="Ce qu'il fait", max_length=300, required=False)


class FundingForm(LineForm):
    """Other funding, sought and obtained."""

    typed = ("source", "sought", "obtained")

    source = LineField(
        label="Financeur",
        max_length=200,
        error_messages={"required": "Dites quel financeur, ou videz la ligne."},
    )
    sought = EurosField(label="Demandé (€)", required=False)
    obtained = EurosField(
        label="Obtenu (€)", required=False, help_text="0 si refusé ; vide si inconnu."
    )


class FactorForm(LineForm):
    """A brake or a lever, and its line."""

    typed = ("name", "line")

    sense = forms.ChoiceField(label="Sens", choices=FactorSense)
    name = LineField(
        label="Frein ou levier",
        max_length=120,
        error_messages={"required": "Nommez ce frein ou ce levier, ou videz la ligne."},
        widget=forms.TextInput(attrs={"list": "freins-et-leviers", "autocomplete": "off"}),
    )
    line = LineField(label="En une ligne", max_length=300, required=False)


PARTS = (
    ("partners", "partenaires", "Partenaires à l'étranger", "Ajouter un partenaire", PartnerForm),
    ("fundings", "financements", "Autres financements", "Ajouter un financement", FundingForm),
    ("factors", "freins", "Freins et leviers", "Ajouter un frein ou un levier", FactorForm),
)
NOTES = {
    "partners": "Les structures avec qui le projet se fait, là-bas.",
    "fundings": "Le financeur du dispositif n'en lit que les totaux, sans aucun nom.",
    "factors": "Ce qui retient ou porte ce projet. Reste à l'association.",
}


class Part:
    """The lines of one part of the page, with its words."""

    def __init__(self, name: str, prefix: str, title: str, more: str, lines: Lines):
        self.name, self.prefix, self.title, self.more, self.lines = name, prefix, title, more, lines
        self.note = NOTES[name]

    @property
    def kept(self) -> KeptLines:
        """What was typed, as the action takes it."""
        kept = [
            {name: value for name, value in line.items() if name != "remove"}
            for line in self.lines.lines
        ]
        return KeptLines(kept, self.lines.removed)


class ProjectPage:
    """One form for the page: the project and the lines of its three parts."""

    def __init__(self, data, *, user: User, project: Project | None = None, initial=None):
        self.is_bound = data is not None
        self.form = ProjectForm(data, user=user, project=project, initial=initial)
        rows = _rows(project)
        self.parts = [
            Part(
                name,
                prefix,
                title,
                more,
                lines_of(line)(data, rows=rows[name], blank=1, prefix=prefix),
            )
            for name, prefix, title, more, line in PARTS
        ]

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(part.lines.is_valid() for part in self.parts)])

    @property
    def given(self) -> Parts:
        data = self.form.cleaned_data
        lines = {part.name: part.kept for part in self.parts}
        return Parts(data["kinds"], data["countries"], data["goals"], **lines)

    def refuse(self, error: ValidationError) -> None:
        refuse(self.form, error)

    @property
    def has_errors(self) -> bool:
        return bool(self.form.errors) or any(part.lines.total_error_count() for part in self.parts)


def _rows(project: Project | None) -> dict[str, Iterable[dict[str, Any]]]:
    if project is None:
        return {"partners": (), "fundings": (), "factors": ()}
    return {
        "partners": [
            {
                "uid": one.uid,
                "name": one.name,
                "country": one.country.code or "",
                "town": one.town,
                "role": one.role,
            }
            for one in project.partners.order_by("pk")
        ],
        "fundings": [
            {"uid": one.uid, "source": one.source, "sought": one.sought, "obtained": one.obtained}
            for one in project.fundings.order_by("pk")
        ],
        "factors": [
            {"uid": one.uid, "sense": one.factor.sense, "name": one.factor.name, "line": one.line}
            for one in project.factors.select_related("factor").order_by("pk")
        ],
    }


class WithdrawForm(forms.Form):
    reason = LineField(
        label="Pourquoi ce projet est retiré",
        max_length=300,
        help_text="Par exemple : noté deux fois. Le projet reste, avec ce motif, et ne compte "
        "plus ; le financeur ne le voit plus.",
        error_messages={"required": "Dites pourquoi ce projet est retiré."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="withdraw_%s", **kwargs)


class WaiveForm(forms.Form):
    reason = LineField(
        label="Pourquoi on passe outre",
        max_length=300,
        required=False,
        help_text="Visible des deux parties, avec votre nom et la date. Vide : on ne passe plus "
        "outre.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="waive_%s", **kwargs)
