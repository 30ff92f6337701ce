"""What the lists of accompaniment can be filtered by, in their address."""

from __future__ import annotations

import django_filters

from accompaniment.enums import (
    Channel,
    EntryState,
    HelpPoint,
    Mode,
    PromotionKind,
    SessionKind,
    WorkKind,
)
from accompaniment.models import AccompanimentSession, FollowUpYear, WorkEntry
from partnership.filters import FilterForm, ListFilter
from partnership.forms.fields import DayInput
from partnership.models import Commitment, Convention, User


def _conventions(request):
    return Convention.objects.visible_to(request.user).newest_first()


def _people(model):
    """Who took part in the rows that the reader sees."""

    def people(request):
        seen = model.objects.visible_to(request.user).standing()
        return User.objects.filter(pk__in=seen.order_by().values("staff")).for_choice()

    return people


def _commitments(request):
    visible = Commitment.objects.visible_to(request.user).select_related("convention")
    return visible.order_by("-convention__pk", "number", "part")


class _CommitmentField(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.convention.reference} · {obj.label} · {obj.text[:60]}"


class _CommitmentFilter(django_filters.ModelChoiceFilter):
    field_class = _CommitmentField


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
    help = django_filters.ChoiceFilter(
        label="Point d'aide",
        choices=HelpPoint,
        field_name="helps__point",
        empty_label="Tous les points d'aide",
    )
    person = django_filters.ModelChoiceFilter(
        label="Salarié·e",
        field_name="staff",
        queryset=_people(AccompanimentSession),
        to_field_name="uid",
        empty_label="Toute l'équipe",
    )
    state = django_filters.ChoiceFilter(
        label="État", choices=EntryState, empty_label="Tous les états"
    )

    class Meta:
        model = AccompanimentSession
        fields = ["q", "convention", "kind", "channel", "help", "person", "state", "start", "end"]
        form = FilterForm


class WorkFilter(EntryFilter):
    kind = django_filters.ChoiceFilter(
        label="Nature", choices=WorkKind, empty_label="Toutes les natures"
    )
    promotion = django_filters.ChoiceFilter(
        label="Forme de la valorisation", choices=PromotionKind, empty_label="Toutes les formes"
    )
    commitment = _CommitmentFilter(
        label="Action du programme",
        queryset=_commitments,
        to_field_name="uid",
        empty_label="Toutes les actions",
    )
    person = django_filters.ModelChoiceFilter(
        label="Salarié·e",
        field_name="staff",
        queryset=_people(WorkEntry),
        to_field_name="uid",
        empty_label="Toute l'équipe",
    )

    class Meta:
        model = WorkEntry
        fields = ["q", "convention", "kind", "promotion", "commitment", "person", "start", "end"]
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
