"""What the participants of a gathering can be filtered by, in the address."""

from __future__ import annotations

import django_filters

from accompaniment.enums import Presence
from accompaniment.models import Attendance
from partnership.enums import ProjectKind
from partnership.filters import FilterForm, ListFilter


class AttendanceFilter(ListFilter):
    q = django_filters.CharFilter(label="Nom ou structure", method="search")
    state = django_filters.ChoiceFilter(
        label="Présence", choices=Presence, empty_label="Toutes les présences"
    )
    project_kind = django_filters.ChoiceFilter(
        label="Type de projet", choices=ProjectKind, empty_label="Tous les types"
    )

    class Meta:
        model = Attendance
        fields = ["q", "state", "project_kind"]
        form = FilterForm

    def search(self, queryset, name, value):
        return queryset.matching(value)
