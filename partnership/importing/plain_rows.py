"""What an import corrects in a row, field by field: read in plain values, told in words, given back
when the import is undone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateField, Field, Model

from partnership import journal
from partnership.enums import Verb
from partnership.models import User
from partnership.wording import hours

NOTHING = "rien"
_Said = Callable[[Any], str]
# What is not a field of the row: how people call it, and how its values are said.
_others: dict[tuple[type[Model], str], tuple[str, _Said]] = {}


def say(model: type[Model], name: str, label: str, said: _Said) -> None:
    """How people call what an import corrects of a row besides its fields."""
    _others[model, name] = (label, said)


def read(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """Fields of a row, in plain values."""
    return {name: journal.plain(getattr(row, name)) for name in names}


def give_back(row: Model, values: dict[str, Any], *, by: User | None) -> None:
    """Write the fields of a row as they were; ValidationError when they cannot be any more."""
    before = read(row, values)
    for name, value in values.items():
        setattr(row, name, _from_plain(row, row._meta.get_field(name), value))
    row.full_clean()
    row.save()
    changes = journal.differences(before, values)
    if changes:
        journal.record(Verb.CHANGED, row, by=by, changes=changes)


def _from_plain(row: Model, field: Field, value: Any) -> Any:
    if value is None:
        return None
    if field.is_relation:
        found = field.related_model._base_manager.filter(uid=value).first()
        if found is None:
            raise ValidationError(f"{_label(row, field.name)} : ce qui était noté n'existe plus.")
        return found
    return datetime.date.fromisoformat(value) if isinstance(field, DateField) else value


def in_words(
    row: Model, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """What changed, as people say it."""
    for name, value in after.items():
        if before[name] != value:
            yield _label(row, name), _said(row, name, before[name]), _said(row, name, value)


def _label(row: Model, name: str) -> str:
    if (type(row), name) in _others:
        return _others[type(row), name][0]
    label = str(row._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _said(row: Model, name: str, value: Any) -> str:
    if value in (None, "", []):
        return NOTHING
    if (type(row), name) in _others:
        return _others[type(row), name][1](value)
    field = row._meta.get_field(name)
    if field.is_relation:
        return str(_from_plain(row, field, value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, DateField):
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    return hours(value) if name == "minutes" else str(value)
