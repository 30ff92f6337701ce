"""What the lists of accompaniment can be filtered by, in their address."""

from __future__ import annotations

import django_filters

from accompaniment.enums import Channel, Mode, ProposalSource, ProposalState, SessionKind, WorkKind
from accompaniment.models import AccompanimentSession, FollowUpYear, ProposedEntry, WorkEntry
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


class ProposedEntryFilter(ListFilter):
    state = django_filters.ChoiceFilter(
        label="État", choices=ProposalState, empty_label="Tous les états"
    )
    source = django_filters.ChoiceFilter(
        label="Vient de", choices=ProposalSource, empty_label="Mails et agenda"
    )

    class Meta:
        model = ProposedEntry
        fields = ["state", "source"]
        form = FilterForm
