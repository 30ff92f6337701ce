"""Several lines in one form, with more of them asked by a plain button.

`Rows` are values written beside each other, of which the empty ones are left out. `Lines` are those
that exist and empty ones to fill: each bears the uid of the row that it is or that it will make, so
that the same page sent twice makes no second row.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict

MOST = 200
ADD = "ajouter"


def asks_for_more(data) -> bool:
    """Whether the page was sent for one more line, and not to be kept."""
    return data is not None and ADD in data


class GrowingFormSet(BaseFormSet):
    """Gives more empty rows when the page was sent for that, under this prefix."""

    more = 3  # how many come at a time

    def __init__(self, data=None, **kwargs):
        if asks_for_more(data) and data[ADD] == kwargs["prefix"]:
            data = self._longer(data, kwargs["prefix"])
        super().__init__(data, **kwargs)

    def _longer(self, data, prefix: str):
        """What was typed, with room for more; a count that is none is left for Django to refuse."""
        longer, count = data.copy(), data.get(f"{prefix}-TOTAL_FORMS", "")
        if count.isdecimal() and len(count) < 5:
            longer[f"{prefix}-TOTAL_FORMS"] = str(min(int(count) + self.more, MOST))
        return longer


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


class Rows(GrowingFormSet):
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


class LineForm(forms.Form):
    """One line. `typed` names the fields that make it something; a new line where all of them are
    empty is left aside, one that exists is never lost by emptying it."""

    typed: tuple[str, ...] = ()

    uid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(label="Retirer cette ligne", required=False)

    def __init__(self, *args, known: frozenset[str] = frozenset(), **kwargs):
        kwargs["empty_permitted"], kwargs["use_required_attribute"] = True, False
        super().__init__(*args, **kwargs)
        self.known = known

    @property
    def reference(self) -> str:
        return str(self["uid"].value() or "")

    @property
    def exists(self) -> bool:
        return self.reference in self.known

    def _given(self, name: str) -> Any:
        return self.fields[name].widget.value_from_datadict(
            self.data, self.files, self.add_prefix(name)
        )

    def has_changed(self) -> bool:
        """Whether there is a line here at all."""
        return self.exists or any(self._given(name) for name in self.typed if name in self.fields)

    def full_clean(self):
        super().full_clean()
        if self.is_removed:
            self._errors = ErrorDict()

    @property
    def is_removed(self) -> bool:
        return self.is_bound and bool(self._given("remove"))


class Lines(GrowingFormSet):
    """The lines of one part of a page."""

    more = 1

    def __init__(self, data=None, *, rows: Sequence[dict[str, Any]] = (), blank: int = 2, **kwargs):
        """`rows` are the values of the lines that exist, uid among them."""
        self.known = frozenset(str(row["uid"]) for row in rows)
        self.blank = blank
        form_kwargs = {"known": self.known} | kwargs.pop("form_kwargs", {})
        initial = [*rows, *({"uid": uuid.uuid4()} for _ in range(blank))]
        super().__init__(
            data, initial=None if data is not None else initial, form_kwargs=form_kwargs, **kwargs
        )

    def _longer(self, data, prefix: str):
        longer, count = super()._longer(data, prefix), data.get(f"{prefix}-TOTAL_FORMS", "")
        longer[f"{prefix}-{count}-uid"] = str(uuid.uuid4())
        return longer

    @property
    def filled(self) -> list[LineForm]:
        """The valid lines to keep, in the order of the page."""
        return [form for form in self.forms if form.has_changed() and not form.is_removed]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What they say; a line sent without its uid receives one."""
        return [
            form.cleaned_data | {"uid": form.cleaned_data.get("uid") or uuid.uuid4()}
            for form in self.filled
        ]

    @property
    def removed(self) -> list[str]:
        """The uids of the lines to take away, of those that exist."""
        return [form.reference for form in self.forms if form.is_removed and form.exists]


def lines_of(
    form: type[forms.Form], formset: type[GrowingFormSet] = Lines, extra: int = 0
) -> type[GrowingFormSet]:
    """The formset of these lines, with `extra` empty rows to start from."""
    return formset_factory(form, formset=formset, extra=extra, max_num=MOST, absolute_max=MOST)
