"""A structure in a form: found by typing, known by its uid."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from partnership.models import Organisation


def is_uuid(text) -> bool:
    try:
        uuid.UUID(str(text))
    except ValueError:
        return False
    return True


class StructureField(forms.ModelChoiceField):
    """A structure by its uid; anything else is refused in the same words."""

    default_error_messages = {
        "invalid_choice": "Cette structure n'est pas connue : choisissez-la dans la liste."
    }

    def to_python(self, value):
        if value and not is_uuid(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


def search_in(
    field: StructureField,
    found_in: QuerySet[Organisation],
    *,
    listed: Iterable[Organisation] = (),
    typed: object = None,
) -> None:
    """Let the field find any structure of `found_in` by typing. It lists some, with the one whose
    uid was `typed`; the others are searched as one types."""
    field.queryset = found_in
    offered = {str(one.uid): one.name_and_town for one in listed}
    if typed and is_uuid(typed) and str(typed) not in offered:
        shown = found_in.filter(uid=typed).first()
        if shown is not None:
            offered[str(shown.uid)] = shown.name_and_town
    field.widget = forms.Select(
        choices=[("", ""), *offered.items()],
        attrs={
            "class": "form-select",
            "data-structure-search": "",
            "data-search": reverse("partnership:organisation-search"),
            "aria-label": field.label,
        },
    )
    field.widget.is_required = field.required
