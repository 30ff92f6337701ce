"""Writes about projects of holders: what they want to do, with whom, with what money."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import journal
from partnership.actions.project_steps import add_step
from partnership.enums import ProjectStage, Side, Verb
from partnership.models import (
    Factor,
    Network,
    Project,
    ProjectCountry,
    ProjectFactor,
    ProjectFunding,
    ProjectGoal,
    ProjectKindChoice,
    ProjectPartner,
    User,
)
from partnership.project_permissions import (
    check_can_keep_project,
    check_can_keep_projects,
    check_can_say_step,
)
from partnership.text import normalise

ALREADY_KEPT = (
    "Ce formulaire a déjà servi pour un autre projet : vérifiez la liste, puis enregistrez de "
    "nouveau si celui-ci manque."
)
WITHDRAWN = "Ce projet a été retiré : il ne change plus."
SAID_ELSEWHERE = (
    "Le financeur de ce dispositif a déjà noté une étape : ouvrez un autre projet pour un autre "
    "financeur."
)


@dataclass(frozen=True)
class Lines:
    """Lines to keep, each with its `uid`, and the uids of those to take away. What neither names
    stays as it is."""

    kept: Sequence[dict[str, Any]] = ()
    removed: Sequence[str] = ()


@dataclass(frozen=True)
class Parts:
    """What a project is made of; None leaves that part as it is."""

    kinds: Iterable[str] | None = None
    countries: Iterable[str] | None = None
    goals: Iterable[int] | None = None
    partners: Lines | None = None
    fundings: Lines | None = None
    factors: Lines | None = None


@transaction.atomic
def create_project(
    *,
    owner: Network,
    values: dict[str, Any],
    parts: Parts,
    by: User | None,
    uid: uuid.UUID | None = None,
    stage: ProjectStage = ProjectStage.IDEA,
    on: datetime.date | None = None,
    year_only: bool = False,
    side: Side = Side.ASSOCIATION,
) -> Project:
    """A project, once for its `uid`, with its first step where `on` says when (else it is an idea,
    without a date). `by` None: a command.

    Raises PermissionDenied, ValidationError."""
    if by is not None:
        check_can_keep_projects(by)
    known = Project.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if (known.owner_id, known.title) == (owner.pk, values.get("title")):
            return known
        raise ValidationError(ALREADY_KEPT)
    row = Project(owner=owner, uid=uid or uuid.uuid4())
    if by is not None:
        check_can_keep_project(by, row)
    _set(row, values)
    row.save(force_insert=True)
    _write_parts(row, parts)
    journal.record(Verb.CREATED, row, by=by, changes=_portrait(row, values))
    if on is not None:
        add_step(project=row, stage=stage, on=on, year_only=year_only, side=side, by=by)
    return row


@transaction.atomic
def change_project(
    *, project: Project, values: dict[str, Any], parts: Parts, by: User | None
) -> bool:
    """Correct a project. Whether anything changed.

    Raises PermissionDenied, ValidationError."""
    row = _held(project)
    if by is not None:
        check_can_keep_project(by, row)
    before, scheme, funder = _portrait(row, values), row.scheme_id, _funder_of(row)
    _set(row, values)
    if scheme != row.scheme_id:  # what was waived were the reasons of another scheme
        row.waived_reason, row.waived_on, row.waived_by = "", None, None
    if funder != _funder_of(row) and row.steps.filter(side=Side.FUNDER).exists():
        raise ValidationError({"scheme": SAID_ELSEWHERE})
    row.save()
    _write_parts(row, parts)
    changes = journal.differences(before, _portrait(Project.objects.get(pk=row.pk), values))
    if changes:
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
    return bool(changes)


@transaction.atomic
def withdraw_project(*, project: Project, reason: str, by: User) -> Project:
    """A project noted by mistake: it stays, with its reason, and counts no more.

    Raises PermissionDenied, and ValidationError without a reason."""
    row = _held(project)
    check_can_keep_project(by, row)
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi ce projet est retiré."})
    row.cancelled_at, row.cancelled_by = timezone.now(), by
    row.cancelled_reason = reason.strip()
    row.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason"])
    journal.record(Verb.CANCELLED, row, by=by, changes={"reason": row.cancelled_reason})
    return row


@transaction.atomic
def waive(
    *,
    project: Project,
    reason: str,
    by: User | None,
    on: datetime.date | None = None,
) -> Project:
    """Go on although the project is not eligible: why, who says so, when. Without a reason, the
    waiver is taken back. Raises PermissionDenied, ValidationError."""
    row = _held(project)
    if by is not None:
        check_can_say_step(by, row)
    before, row.waived_reason = row.waived_reason, reason.strip()
    row.waived_on = (on or timezone.localdate()) if row.waived_reason else None
    row.waived_by = by if row.waived_reason else None
    row.full_clean()
    row.save()
    changes = journal.differences({"waived": before}, {"waived": row.waived_reason})
    if changes:
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
    return row


def _held(project: Project) -> Project:
    row = Project.objects.select_for_update().get(pk=project.pk)
    if row.cancelled_at is not None:
        raise ValidationError(WITHDRAWN)
    return row


def _funder_of(row: Project) -> int | None:
    return row.scheme.funder_id if row.scheme else None


def _set(row: Project, values: dict[str, Any]) -> None:
    """A call gives its scheme and its year. Raises ValidationError for what is from elsewhere."""
    for name, value in values.items():
        setattr(row, name, value)
    if row.call is not None:
        if row.scheme is not None and row.scheme_id != row.call.scheme_id:
            raise ValidationError({"call": "Cet appel à projets est celui d'un autre dispositif."})
        row.scheme, row.year = row.call.scheme, row.call.year
    excluded = row.excluded_purpose
    if excluded is not None and excluded.scheme_id != row.scheme_id:
        raise ValidationError(
            {"excluded_purpose": "Cet objet est exclu par un autre dispositif que le sien."}
        )
    if row.organisation_id and row.organisation.owner_id != row.owner_id:
        raise ValidationError({"organisation": "Cette structure est d'un autre réseau."})
    if row.scheme is not None and row.scheme.owner_id != row.owner_id:
        raise ValidationError({"scheme": "Ce dispositif est d'un autre réseau."})
    row.full_clean()


def _write_parts(row: Project, parts: Parts) -> None:
    for model, name, values in (
        (ProjectKindChoice, "kind", parts.kinds),
        (ProjectCountry, "country", parts.countries),
        (ProjectGoal, "goal", parts.goals),
    ):
        if values is not None:
            _choose(row, model, name, list(dict.fromkeys(values)))
    if parts.partners is not None:
        _keep(row, ProjectPartner, parts.partners)
    if parts.fundings is not None:
        _keep(row, ProjectFunding, parts.fundings)
    if parts.factors is not None:
        named = [_with_factor(row, line) for line in parts.factors.kept]
        _keep(row, ProjectFactor, Lines(named, parts.factors.removed))


def _choose(row: Project, model, name: str, values: list) -> None:
    found = model.objects.filter(project=row).order_by("pk")
    known = {getattr(one, name): one for one in found}
    for value, one in known.items():
        if value not in values:
            one.delete()
    for value in values:
        if value not in known:
            made = model(project=row, **{name: value})
            made.full_clean()
            made.save()


def _keep(row: Project, model, lines: Lines) -> None:
    model.objects.filter(project=row, uid__in=lines.removed).delete()
    known = {one.uid: one for one in model.objects.filter(project=row).order_by("pk")}
    for line in lines.kept:
        one = known.get(line["uid"]) or model(project=row, uid=line["uid"])
        for name, value in line.items():
            setattr(one, name, value)
        one.full_clean()
        one.save()


def _with_factor(row: Project, line: dict[str, Any]) -> dict[str, Any]:
    """The brake or lever of these words, in the network's list, beside its line."""
    factor, _ = Factor.objects.get_or_create(
        owner_id=row.owner_id,
        sense=line["sense"],
        search_text=normalise(line["name"])[:130],
        defaults={"name": line["name"]},
    )
    return {"uid": line["uid"], "factor": factor, "line": line.get("line", "")}


def _portrait(row: Project, values: dict[str, Any]) -> dict[str, Any]:
    """What the journal tells: the values given, and the parts as they are."""
    told = {name: getattr(row, name) for name in (*values, "scheme", "year", "waived_reason")}
    return {name: value for name, value in told.items() if name != "internal_note"} | {
        "internal note": bool(row.internal_note),
        "kinds": sorted(one.kind for one in row.kinds.order_by("pk")),
        "countries": sorted(one.country.code for one in row.countries.order_by("pk")),
        "goals": sorted(one.goal for one in row.goals.order_by("pk")),
        "partners": [one.name for one in row.partners.order_by("pk")],
        "fundings": [
            f"{one.source} : {one.sought} / {one.obtained}" for one in row.fundings.order_by("pk")
        ],
        "factors": [
            f"{one.factor.name} : {one.line}"
            for one in row.factors.select_related("factor").order_by("pk")
        ],
    }
