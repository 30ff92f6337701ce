"""A few rows of the same form on one page, with more of them asked by a plain button."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

MORE = "more"
EXTRA = 3
MOST = 200


class RowForm(forms.Form):
    """A row that may stay empty, or be emptied; once begun, it needs what `needed` says, with its
    words."""

    needed: ClassVar[dict[str, str]] = {}

    def clean(self):
        data = super().clean()
        begun = any(value not in (None, "") for value in data.values())
        for name, words in self.needed.items():
            if begun and not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        return data


class Rows(forms.BaseFormSet):
    """Rows of which the empty ones are left out."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.empty_permitted = True
        form.use_required_attribute = False

    def filled(self) -> Iterator[dict[str, Any]]:
        """What was written, row by row, in order."""
        for form in self.forms:
            if any(value not in (None, "") for value in form.cleaned_data.values()):
                yield form.cleaned_data


def rows(form: type[RowForm], *, formset: type[Rows] = Rows, extra: int = EXTRA) -> type[Rows]:
    return forms.formset_factory(form, formset=formset, extra=extra, max_num=MOST)


def asks_for_more(data) -> str:
    """The prefix of the rows that the person wants more of, empty when the form was sent."""
    return data.get(MORE, "") if data else ""


def with_more(data, prefix: str):
    """What was typed, with room for more rows of that prefix."""
    copy = data.copy()
    key = f"{prefix}-TOTAL_FORMS"
    try:
        copy[key] = str(min(int(copy.get(key, 0)) + EXTRA, MOST))
    except ValueError:
        copy[key] = str(EXTRA)
    return copy
