"""What the lists of the partnership can be filtered by, in their address."""

from __future__ import annotations

import django_filters
from django import forms

from partnership import import_kinds, subjects
from partnership.enums import ConventionState, OrganisationKind, ThreadState
from partnership.models import Convention, Import, Organisation, Theme, Thread
from partnership.text import normalise

WORDS = {
    "invalid_choice": (
        "Ce choix n'est pas dans la liste\u00a0: prenez-en un autre, ou «\u00a0Tout montrer\u00a0»."
    ),
    "invalid": "Cette date n'est pas comprise\u00a0: écrivez-la comme 02/03/2026.",
}


class FilterForm(forms.Form):
    """The filters of a list: what is wrong, then what to do."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= WORDS

    def clean(self):
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error(
                "end",
                "La fin vient avant le début\u00a0: inversez les deux dates, ou videz-en une.",
            )
        return data


class ListFilter(django_filters.FilterSet):
    """Where a filter is wrong nothing is listed: everything would pass for the answer."""

    @property
    def qs(self):
        if self.is_bound and not self.form.is_valid():
            return self.queryset.none()
        return super().qs


class ConventionFilter(ListFilter):
    q = django_filters.CharFilter(label="Référence ou objet", method="search")
    state = django_filters.ChoiceFilter(
        label="État", choices=ConventionState, empty_label="Tous les états"
    )

    class Meta:
        model = Convention
        fields = ["q", "state"]
        form = FilterForm

    def search(self, queryset, name, value):
        return queryset.matching(value)


class OrganisationFilter(ListFilter):
    """The words are searched apart, so that a typing error is forgiven."""

    q = django_filters.CharFilter(label="Nom, sigle ou commune", method="leave")
    kind = django_filters.ChoiceFilter(
        label="Type", choices=OrganisationKind, empty_label="Tous les types"
    )
    town = django_filters.CharFilter(label="Commune", method="in_town")
    theme = django_filters.ModelChoiceFilter(
        label="Thématique",
        field_name="themes",
        queryset=lambda request: Theme.objects.filter(owner__in=request.user.access.networks),
        to_field_name="uid",
        empty_label="Toutes les thématiques",
    )
    year = django_filters.NumberFilter(
        label="Adhérente en", field_name="yearly_memberships__year", min_value=1950, max_value=2100
    )

    class Meta:
        model = Organisation
        fields = ["q", "kind", "town", "theme", "year"]
        form = FilterForm

    def leave(self, queryset, name, value):
        return queryset

    def in_town(self, queryset, name, value):
        towns = {
            town
            for town in queryset.order_by("town").values_list("town", flat=True).distinct()
            if normalise(value) in normalise(town)
        }
        return queryset.filter(town__in=towns)


def _funders(request):
    """Who funds a convention that the person sees."""
    funded = Convention.objects.visible_to(request.user).granted()
    return Organisation.objects.filter(pk__in=funded.values("funder")).order_by("search_text", "pk")


class OpenDataFilter(ListFilter):
    year = django_filters.ChoiceFilter(
        label="Année", method="of_year", empty_label="Toutes les années"
    )
    funder = django_filters.ModelChoiceFilter(
        label="Financeur",
        queryset=_funders,
        to_field_name="uid",
        empty_label="Tous les financeurs",
    )

    class Meta:
        model = Convention
        fields = ["year", "funder"]
        form = FilterForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = self.queryset.years()
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def of_year(self, queryset, name, value):
        return queryset.of_year(int(value))


def _discussed_types() -> list[tuple[str, str]]:
    return [(subject.key, subject.label) for subject in subjects.discussed()]


class ThreadFilter(ListFilter):
    state = django_filters.ChoiceFilter(
        label="État", choices=ThreadState, empty_label="Tous les états"
    )
    subject_type = django_filters.ChoiceFilter(
        label="À propos de", choices=_discussed_types, empty_label="Tout"
    )

    class Meta:
        model = Thread
        fields = ["state", "subject_type"]
        form = FilterForm


class ImportFilter(ListFilter):
    q = django_filters.CharFilter(
        label="Nom du fichier", field_name="file_name", lookup_expr="icontains"
    )
    kind = django_filters.ChoiceFilter(
        label="Contenu",
        choices=lambda: list(import_kinds.labels().items()),
        empty_label="Tous les contenus",
    )
    undone = django_filters.ChoiceFilter(
        label="État",
        choices=[("en-place", "En place"), ("defaits", "Défaits")],
        empty_label="Tous",
        method="by_state",
    )

    class Meta:
        model = Import
        fields = ["q", "kind", "undone"]
        form = FilterForm

    def by_state(self, queryset, name, value):
        return queryset.filter(undone_at__isnull=value == "en-place")
