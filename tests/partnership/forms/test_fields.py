"""The fields that every form uses, and how a form says what was refused."""

import datetime
import importlib
import pkgutil
import uuid

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError

from partnership.forms.fields import DayField, refuse
from partnership.forms.papers import LegalReferenceForm


class NoteForm(forms.Form):
    uid = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField()


def sent(**more):
    return NoteForm({"uid": str(uuid.uuid4()), "text": "typed"} | more)


def test_a_refusal_stands_beside_its_field_and_the_form_gets_a_new_name():
    form = sent()
    before = form.data["uid"]
    refuse(form, ValidationError({"text": "Trop long."}))
    assert form.errors == {"text": ["Trop long."]}
    assert form["text"].value() == "typed"
    assert form["uid"].value() != before


@pytest.mark.parametrize("told", ["Non.", {"uid": "Non."}, {"elsewhere": "Non."}])
def test_what_no_visible_field_bears_is_said_above(told):
    form = sent()
    refuse(form, ValidationError(told))
    assert form.non_field_errors() == ["Non."]
    assert list(form.errors) == ["__all__"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1999-12-31", "L'année 1999 est trop ancienne"),
        ("2101-01-01", "L'année 2101 est trop lointaine"),
        ("2026-03-03", "Le 3 mars 2026 n'est pas encore passé"),
        ("2026-02-30", "n'est pas comprise"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(day, words):
    with time_machine.travel("2026-03-02"), pytest.raises(ValidationError, match=words):
        DayField(past=True).clean(day)


def test_a_day_to_come_is_refused_only_where_it_must_be_past():
    with time_machine.travel("2026-03-02"):
        assert DayField().clean("03/03/2026") == datetime.date(2026, 3, 3)
        assert DayField(past=True).clean("2026-03-02") == datetime.date(2026, 3, 2)


def test_a_text_that_acts_cite_may_be_older_than_anybody():
    form = LegalReferenceForm({"title": "loi du 1er juillet 1901", "adopted_on": "1901-07-01"})
    assert form.is_valid()


def _every_form():
    """The forms of every app, those that they are made of included."""
    for app in ("partnership", "accompaniment", "reporting"):
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if "form" in module.name:
                importlib.import_module(module.name)
    waiting = [forms.BaseForm]
    while waiting:
        found = waiting.pop().__subclasses__()
        waiting += found
        yield from (one for one in found if not one.__module__.startswith("django"))


def test_a_row_gone_since_the_page_was_made_is_refused_in_words_of_the_house():
    """What is chosen among rows may be gone: Django's own words would print a reference."""
    fields = [
        (form, name, field)
        for form in _every_form()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField)
    ]
    assert fields
    djangos = {
        str(kind.default_error_messages["invalid_choice"])
        for kind in (forms.ModelChoiceField, forms.ModelMultipleChoiceField)
    }
    silent = [
        f"{form.__name__}.{name}"
        for form, name, field in fields
        if str(field.error_messages["invalid_choice"]) in djangos
    ]
    assert silent == []
