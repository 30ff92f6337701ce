"""What the lists of accompaniment can be filtered by, in their address."""

from __future__ import annotations

import django_filters
from django import forms
from django.utils import timezone

from accompaniment.enums import (
    Channel,
    EntryState,
    HelpPoint,
    Mode,
    PromotionKind,
    ProposalSource,
    ProposalState,
    SessionKind,
    WorkKind,
)
from accompaniment.following.callbacks import soon
from accompaniment.models import AccompanimentSession, FollowUpYear, ProposedEntry, WorkEntry
from partnership.enums import ProjectKind
from partnership.filters import FilterForm, ListFilter
from partnership.forms.fields import DayInput
from partnership.models import Commitment, Convention, User

WHOLE_TEAM, OLDEST_FIRST = "equipe", "ancien"


def seen_conventions(request):
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
        queryset=seen_conventions,
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


def _leads(request):
    """Who leads a follow-up that the person sees."""
    seen = FollowUpYear.objects.visible_to(request.user).filter(lead__isnull=False)
    return User.objects.filter(pk__in=seen.order_by().values("lead")).for_choice()


class FollowUpFilter(ListFilter):
    q = django_filters.CharFilter(label="Chercher", method="search")
    convention = django_filters.ModelChoiceFilter(
        label="Convention",
        queryset=seen_conventions,
        to_field_name="reference",
        empty_label="Toutes les conventions",
    )
    mode = django_filters.ChoiceFilter(label="Mode", choices=Mode, empty_label="Tous les modes")
    kind = django_filters.ChoiceFilter(
        label="Type de projet",
        choices=ProjectKind,
        field_name="kinds__kind",
        empty_label="Tous les types",
    )
    lead = django_filters.ModelChoiceFilter(
        label="Suivi par", queryset=_leads, to_field_name="uid", empty_label="Toute l'équipe"
    )
    state = django_filters.ChoiceFilter(
        label="À regarder",
        choices=[
            ("rappel", "À rappeler dans les 7 jours"),
            ("signale", "Appui-conseil au-delà de 3 rendez-vous"),
            ("sans", "Suivi par personne"),
        ],
        method="of_state",
        empty_label="Tous les suivis",
    )

    class Meta:
        model = FollowUpYear
        fields = ["q", "convention", "mode", "kind", "lead", "state"]
        form = FilterForm

    def search(self, queryset, name, value):
        return queryset.matching(value)

    def of_state(self, queryset, name, value):
        if value == "rappel":
            return queryset.to_call_back(soon(timezone.localdate()))
        if value == "signale":
            return queryset.past_their_advice()
        return queryset.filter(lead__isnull=True)


class CallbackFilter(ListFilter):
    """Mine unless another is asked for."""

    lead = django_filters.ChoiceFilter(
        label="Suivis de", method="leave", choices=[], empty_label="Moi"
    )
    convention = django_filters.ModelChoiceFilter(
        label="Convention",
        queryset=seen_conventions,
        to_field_name="reference",
        empty_label="Toutes les conventions",
    )

    class Meta:
        model = FollowUpYear
        fields = ["lead", "convention"]
        form = FilterForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        others = _leads(self.request).exclude(pk=self.request.user.pk)
        self.filters["lead"].extra["choices"] = [
            (WHOLE_TEAM, "Toute l'équipe"),
            *((str(one.uid), str(one)) for one in others),
        ]

    def leave(self, queryset, name, value):
        return queryset

    def filter_queryset(self, queryset):
        found = super().filter_queryset(queryset)
        wanted = self.form.cleaned_data.get("lead")
        if wanted == WHOLE_TEAM:
            return found
        if wanted:
            return found.filter(lead__uid=wanted)
        return found.filter(lead=self.request.user)


class StoryFilter(forms.Form):
    """What part of a holder's story is shown, and in which order. What the address says wrongly is
    left aside."""

    year = forms.ChoiceField(label="Année", required=False)
    convention = forms.ChoiceField(label="Convention", required=False)
    order = forms.ChoiceField(
        label="Ordre",
        required=False,
        choices=[("", "Le plus récent d'abord"), (OLDEST_FIRST, "Le plus ancien d'abord")],
    )

    def __init__(self, data, *, years):
        super().__init__(data)
        self._conventions = {
            one.reference: one
            for one in Convention.objects.filter(
                pk__in=years.filter(convention__isnull=False).order_by().values("convention")
            ).newest_first()
        }
        self.fields["convention"].choices = [
            ("", "Toutes les conventions"),
            *((one, one) for one in self._conventions),
        ]

    @property
    def is_used(self) -> bool:
        return bool(self.chosen_year or self.chosen_convention or self.oldest_first)

    @property
    def oldest_first(self) -> bool:
        return self.data.get("order") == OLDEST_FIRST

    def offer_years(self, years: list[int]) -> None:
        self.fields["year"].choices = [
            ("", "Toutes les années"),
            *((str(y), str(y)) for y in years),
        ]

    @property
    def chosen_year(self) -> int | None:
        asked = self.data.get("year", "")
        known = {value for value, _ in self.fields["year"].choices}
        return int(asked) if asked and asked in known else None

    @property
    def chosen_convention(self) -> Convention | None:
        return self._conventions.get(self.data.get("convention", ""))


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
