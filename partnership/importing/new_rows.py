"""Rows that the lines of a file make: built line after line, written together."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.db.models import Model

from partnership.models import Import, Network, Organisation


@dataclass
class NewRow:
    """A row to write, the uid of the structure that it names, and its parts, which point to it."""

    row: Model
    organisation: uuid.UUID | None = None
    parts: list[Model] = field(default_factory=list)


def check_fields(row: Model) -> None:
    """Raises ValidationError for what the fields of the row itself refuse, without asking the
    database: what it points to was read from there."""
    row.clean_fields(exclude=[one.name for one in row._meta.fields if one.is_relation])


def break_rule(model: type[Model], name: str) -> NoReturn:
    """Raises ValidationError with the words of one of the model's constraints."""
    rule = next(one for one in model._meta.constraints if one.name == name)
    raise ValidationError({"__all__": rule.violation_error_message})


def new_structure(owner: Network, name: str, **fields: str) -> Organisation:
    """A structure to write. Raises ValidationError for what its fields refuse."""
    made = Organisation(owner=owner, name=" ".join(name.split()), **fields)
    check_fields(made)
    made.search_text = made.searched_by()
    return made


def write(several: Sequence[NewRow], structures: Sequence[Organisation], run: Import) -> None:
    """Write these structures, then the rows with theirs, then their parts."""
    for made in structures:
        made.import_run = run
    Organisation.objects.bulk_create(structures)
    uids = {one.organisation for one in several} - {None}
    named = {one.uid: one for one in Organisation.objects.filter(uid__in=uids).order_by("pk")}
    for one in several:
        one.row.import_run = run
        if one.organisation is not None:
            one.row.organisation = named[one.organisation]
        one.row.search_text = one.row.searched_by()
    _write_by_type(one.row for one in several)
    _write_by_type(part for one in several for part in one.parts)


def _write_by_type(rows: Iterable[Model]) -> None:
    by_type: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        by_type[type(row)].append(row)
    for model, some in by_type.items():
        model._base_manager.bulk_create(some)
