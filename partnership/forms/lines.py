"""Several lines in one form: those that exist, and empty ones to fill.

A line bears the uid of the row that it is or that it will make, so that the same page sent twice
makes no second row.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict

MOST = 200
ADD = "ajouter"


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


class Lines(BaseFormSet):
    """The lines of one part of a page."""

    def __init__(self, data=None, *, rows: Sequence[dict[str, Any]] = (), blank: int = 2, **kwargs):
        """`rows` are the values of the lines that exist, uid among them."""
        self.known = frozenset(str(row["uid"]) for row in rows)
        self.blank = blank
        form_kwargs = {"known": self.known} | kwargs.pop("form_kwargs", {})
        initial = [*rows, *({"uid": uuid.uuid4()} for _ in range(blank))]
        if data is not None and ADD in data:
            data = self._longer(data, kwargs["prefix"])
        super().__init__(
            data, initial=None if data is not None else initial, form_kwargs=form_kwargs, **kwargs
        )

    @staticmethod
    def _longer(data, prefix: str):
        """One more empty line, when the page without script asks for it under this prefix."""
        if data.get(ADD) != prefix:
            return data
        longer = data.copy()
        count = longer.get(f"{prefix}-TOTAL_FORMS", "")
        if count.isdigit():
            longer[f"{prefix}-TOTAL_FORMS"] = str(int(count) + 1)
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


def lines_of(form: type[LineForm], formset: type[Lines] = Lines) -> type[Lines]:
    """The formset of these lines."""
    return formset_factory(form, formset=formset, extra=0, max_num=MOST, absolute_max=MOST)
