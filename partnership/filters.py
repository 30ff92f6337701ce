"""What the lists of the partnership can be filtered by, in their address."""

from __future__ import annotations

import django_filters
from django import forms

from partnership import subjects
from partnership.enums import ConventionState, ThreadState
from partnership.models import Convention, Thread

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
