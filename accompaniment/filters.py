"""What the lists of accompaniment can be filtered by, in their address."""

from __future__ import annotations

import django_filters
from django.utils import timezone

from accompaniment.enums import (
    Channel,
    GatheringKind,
    GatheringState,
    Mode,
    PlaceKind,
    SessionKind,
    WorkKind,
)
from accompaniment.models import (
    AccompanimentSession,
    FollowUpYear,
    Gathering,
    GatheringDate,
    WorkEntry,
)
from partnership.filters import FilterForm, ListFilter
from partnership.forms.fields import DayInput
from partnership.models import Convention


def _conventions(request):
    return Convention.objects.visible_to(request.user).newest_first()


class EntryFilter(ListFilter):
    q = django_filters.CharFilter(label="Chercher", method="search")
    convention = django_filters.ModelChoiceFilter(
        label="Convention",
        queryset=_conventions,
        to_field_name="reference",
        empty_label="Toutes les conventions",
    )
    start = django_filters.DateFilter(
        label="Du", field_name="date", lookup_expr="gte", widget=DayInput
    )
    end = django_filters.DateFilter(
        label="Au", field_name="date", lookup_expr="lte", widget=DayInput
    )

    def search(self, queryset, name, value):
        return queryset.matching(value)


class SessionFilter(EntryFilter):
    kind = django_filters.ChoiceFilter(
        label="Nature", choices=SessionKind, empty_label="Toutes les natures"
    )
    channel = django_filters.ChoiceFilter(
        label="Canal",
        choices=Channel,
        field_name="channels__channel",
        empty_label="Tous les canaux",
    )

    class Meta:
        model = AccompanimentSession
        fields = ["q", "convention", "kind", "channel", "start", "end"]
        form = FilterForm


class WorkFilter(EntryFilter):
    kind = django_filters.ChoiceFilter(
        label="Nature", choices=WorkKind, empty_label="Toutes les natures"
    )

    class Meta:
        model = WorkEntry
        fields = ["q", "convention", "kind", "start", "end"]
        form = FilterForm


class FollowUpFilter(ListFilter):
    q = django_filters.CharFilter(label="Chercher", method="search")
    convention = django_filters.ModelChoiceFilter(
        label="Convention",
        queryset=_conventions,
        to_field_name="reference",
        empty_label="Toutes les conventions",
    )
    mode = django_filters.ChoiceFilter(label="Mode", choices=Mode, empty_label="Tous les modes")

    class Meta:
        model = FollowUpYear
        fields = ["q", "convention", "mode"]
        form = FilterForm

    def search(self, queryset, name, value):
        return queryset.matching(value)


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
        queryset=_conventions,
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
