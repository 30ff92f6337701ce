"""What the list of collective times can be filtered by, in its address."""

from __future__ import annotations

import django_filters
from django.utils import timezone

from accompaniment.enums import GatheringKind, GatheringState, PlaceKind
from accompaniment.filters import seen_conventions
from accompaniment.models import Gathering, GatheringDate
from partnership.filters import FilterForm, ListFilter


class GatheringFilter(ListFilter):
    q = django_filters.CharFilter(label="Intitulé, lieu ou commune", method="search")
    kind = django_filters.ChoiceFilter(
        label="Type", choices=GatheringKind, empty_label="Tous les types"
    )
    state = django_filters.ChoiceFilter(
        label="État", choices=GatheringState, empty_label="Tous les états"
    )
    convention = django_filters.ModelChoiceFilter(
        label="Convention",
        queryset=seen_conventions,
        to_field_name="reference",
        empty_label="Toutes les conventions",
        method="of_convention",
    )
    year = django_filters.ChoiceFilter(
        label="Année", method="of_year", empty_label="Toutes les années"
    )
    place = django_filters.ChoiceFilter(
        label="Lieu", field_name="place_kind", choices=PlaceKind, empty_label="Tous les lieux"
    )
    missing = django_filters.ChoiceFilter(
        label="À compléter",
        method="to_complete",
        choices=[("oui", "Passés, sans présence notée")],
        empty_label="Tout montrer",
    )

    class Meta:
        model = Gathering
        fields = ["q", "kind", "state", "convention", "year", "place", "missing"]
        form = FilterForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dates = GatheringDate.objects.filter(gathering__in=self.queryset.order_by().values("pk"))
        years = dates.order_by("-date__year").values_list("date__year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def search(self, queryset, name, value):
        return queryset.matching(value)

    def of_convention(self, queryset, name, value):
        return queryset.serving(value)

    def of_year(self, queryset, name, value):
        dates = GatheringDate.objects.filter(date__year=int(value))
        return queryset.filter(pk__in=dates.values("gathering"))

    def to_complete(self, queryset, name, value):
        return queryset.to_complete(timezone.localdate())
