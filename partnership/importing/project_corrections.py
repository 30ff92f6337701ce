"""What an import corrects of a project: its fields, its kinds, its countries, the steps that it
says; read in plain values, given back when the import is undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils import translation
from django_countries import countries

from partnership import journal
from partnership.enums import ProjectKind, Verb
from partnership.importing import plain_rows
from partnership.models import Project, ProjectCountry, ProjectKindChoice, ProjectStep, User
from partnership.wording import listed

_CHOSEN = {"kinds": (ProjectKindChoice, "kind"), "countries": (ProjectCountry, "country")}


def codes_of(project: Project, name: str) -> list[str]:
    """Its kinds or its countries."""
    return sorted(str(getattr(one, _CHOSEN[name][1])) for one in getattr(project, name).all())


def steps_of(project: Project) -> list[str]:
    """What names its steps, read again."""
    found = ProjectStep.objects.filter(project=project).order_by("pk")
    return sorted(str(uid) for uid in found.values_list("uid", flat=True))


def chosen(project: Project, name: str, codes: Iterable[str]) -> list[Model]:
    """The rows that give a project these kinds or countries."""
    model, field = _CHOSEN[name]
    return [model(project=project, **{field: code}) for code in codes]


def choose(project: Project, name: str, codes: Iterable[str]) -> None:
    """Give a project these kinds or countries, and no other."""
    model, _ = _CHOSEN[name]
    model.objects.filter(project=project).delete()
    model.objects.bulk_create(chosen(project, name, codes))


def read(row: Project, names: Iterable[str]) -> dict[str, Any]:
    """What a line can correct of a project, in plain values."""
    found: dict[str, Any] = {}
    for name in names:
        if name in _CHOSEN:
            found[name] = codes_of(row, name)
        elif name == "steps":
            found[name] = steps_of(row)
        else:
            found |= plain_rows.read(row, [name])
    return found


def give_back(row: Project, values: dict[str, Any], *, by: User | None) -> None:
    """Write a project as it was, without the steps that the import said. Raises ValidationError
    when it cannot be any more."""
    parts = {name: values[name] for name in (*_CHOSEN, "steps") if name in values}
    plain_rows.give_back(row, {k: v for k, v in values.items() if k not in parts}, by=by)
    before = read(row, parts)
    for name in _CHOSEN:
        if name in parts:
            choose(row, name, parts[name])
    if "steps" in parts:
        ProjectStep.objects.filter(project=row).exclude(uid__in=parts["steps"]).delete()
    if changes := journal.differences(before, parts):
        journal.record(Verb.CHANGED, row, by=by, changes=changes)


def _kinds_in_words(codes: list[str]) -> str:
    return listed([str(ProjectKind(code).label) for code in codes])


def _countries_in_words(codes: list[str]) -> str:
    with translation.override("fr"):
        return listed([str(countries.name(code)) for code in codes])


def _steps_in_words(uids: list[str]) -> str:
    found: Iterable[Model] = ProjectStep.objects.filter(uid__in=uids).order_by("on", "pk")
    return listed([str(one) for one in found])


plain_rows.say(Project, "kinds", "Types", _kinds_in_words)
plain_rows.say(Project, "countries", "Pays", _countries_in_words)
plain_rows.say(Project, "steps", "Étapes", _steps_in_words)
