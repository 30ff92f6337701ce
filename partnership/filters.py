"""What the lists of the partnership can be filtered by, in their address."""

import django_filters

from partnership.enums import ConventionState
from partnership.models import Convention


class ConventionFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Référence ou objet", method="search")
    state = django_filters.ChoiceFilter(
        label="État", choices=ConventionState, empty_label="Tous les états"
    )

    class Meta:
        model = Convention
        fields = ["q", "state"]

    def search(self, queryset, name, value):
        return queryset.matching(value)
