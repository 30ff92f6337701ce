"""What the lists of projects, and what held them back or carried them, can be filtered by."""

from __future__ import annotations

import django_filters
from django_countries import countries

from partnership.enums import OrganisationKind, PriorityPublic, ProjectKind, ProjectStage
from partnership.filters import FilterForm, ListFilter
from partnership.models import Call, FundingScheme, Organisation, Project, ProjectFactor


def _schemes(request):
    return FundingScheme.objects.visible_to(request.user)


def _calls(request):
    return Call.objects.visible_to(request.user).select_related("scheme")


def _holders(request):
    """Those who hold a project that the person sees."""
    seen = Project.objects.visible_to(request.user).standing()
    return Organisation.objects.filter(pk__in=seen.values("organisation")).order_by(
        "search_text", "pk"
    )


class ProjectFilter(ListFilter):
    q = django_filters.CharFilter(label="Intitulé ou porteur", method="search")
    stage = django_filters.ChoiceFilter(
        label="Étape", choices=ProjectStage, empty_label="Toutes les étapes"
    )
    scheme = django_filters.ModelChoiceFilter(
        label="Dispositif",
        queryset=_schemes,
        to_field_name="uid",
        empty_label="Tous les dispositifs",
    )
    call = django_filters.ModelChoiceFilter(
        label="Appel à projets",
        queryset=_calls,
        to_field_name="uid",
        empty_label="Tous les appels",
    )
    year = django_filters.NumberFilter(label="Année", min_value=1990, max_value=2100)
    kind = django_filters.ChoiceFilter(
        label="Type de projet",
        choices=ProjectKind,
        field_name="kinds__kind",
        empty_label="Tous les types",
    )
    country = django_filters.ChoiceFilter(
        label="Pays",
        choices=lambda: list(countries),
        field_name="countries__country",
        empty_label="Tous les pays",
    )
    priority = django_filters.ChoiceFilter(
        label="Public prioritaire",
        choices=PriorityPublic,
        field_name="priority_public",
        empty_label="Tous les publics",
    )
    holder = django_filters.ModelChoiceFilter(
        label="Porteur",
        field_name="organisation",
        queryset=_holders,
        to_field_name="uid",
        empty_label="Tous les porteurs",
    )

    class Meta:
        model = Project
        fields = [
            "q", "stage", "scheme", "call", "year", "kind", "country", "priority", "holder",
        ]  # fmt: skip
        form = FilterForm

    def search(self, queryset, name, value):
        return queryset.matching(value)


class BoardFilter(ProjectFilter):
    """The board shows every stage."""

    stage = None

    class Meta(ProjectFilter.Meta):
        fields = ["q", "scheme", "call", "year", "kind", "country", "priority", "holder"]


class FactorFilter(ListFilter):
    holder_kind = django_filters.ChoiceFilter(
        label="Type de porteur",
        choices=OrganisationKind,
        field_name="project__organisation__kind",
        empty_label="Tous les types",
    )
    scheme = django_filters.ModelChoiceFilter(
        label="Dispositif",
        field_name="project__scheme",
        queryset=_schemes,
        to_field_name="uid",
        empty_label="Tous les dispositifs",
    )
    year = django_filters.NumberFilter(
        label="Année", field_name="project__year", min_value=1990, max_value=2100
    )

    class Meta:
        model = ProjectFactor
        fields = ["holder_kind", "scheme", "year"]
        form = FilterForm
