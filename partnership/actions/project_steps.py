"""The steps of a project: where it is, since when, and which of the two sides says so."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import journal
from partnership.enums import ProjectStage, Side, Verb
from partnership.models import Project, ProjectStep, User
from partnership.project_permissions import check_can_say_step, side_of
from partnership.wording import long_date

FUNDER_STAGES = (
    ProjectStage.SUBMITTED,
    ProjectStage.LATE,
    ProjectStage.SELECTED,
    ProjectStage.NOT_SELECTED,
)
ALREADY_SAID = (
    "Ce formulaire a déjà servi pour une autre étape : vérifiez la liste, puis notez de nouveau si "
    "celle-ci manque."
)
NOT_MINE = "Une étape est corrigée par ceux qui l'ont notée."


def stages_for(side: Side) -> list[tuple[str, str]]:
    """What a side may say: the funder notes deposits and outcomes, the association every stage."""
    kept = FUNDER_STAGES if side == Side.FUNDER else ProjectStage
    return [(stage.value, stage.label) for stage in kept]


@transaction.atomic
def say_step(
    *,
    project: Project,
    stage: str,
    on: datetime.date,
    by: User,
    comment: str = "",
    details_asked: str = "",
    granted: Decimal | None = None,
    uid: uuid.UUID | None = None,
) -> ProjectStep:
    """Say where a project is since a day, once for its `uid`, on behalf of the person's side. A day
    before other steps takes its place among them.

    Raises PermissionDenied, and ValidationError for a day to come, a stage that is not that side's
    to say, an amount granted without a project selected."""
    row = Project.objects.select_for_update().get(pk=project.pk)
    check_can_say_step(by, row)
    known = ProjectStep.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if (known.project_id, known.stage, known.on) == (row.pk, stage, on):
            return known
        raise ValidationError(ALREADY_SAID)
    side = side_of(by, row)
    _check(side, stage, on, granted)
    step = add_step(
        project=row,
        stage=stage,
        on=on,
        side=side,
        by=by,
        comment=comment,
        details_asked=details_asked,
        uid=uid,
    )
    _grant(row, granted, by)
    return step


def add_step(
    *,
    project: Project,
    stage: str,
    on: datetime.date,
    side: Side,
    by: User | None,
    year_only: bool = False,
    comment: str = "",
    details_asked: str = "",
    uid: uuid.UUID | None = None,
) -> ProjectStep:
    """Write a step as it is known: what a command, an import or another action takes over. With
    `year_only` the day is the last of its year, or today. Call it in a transaction that holds the
    project.

    Raises ValidationError for a project that was withdrawn."""
    if project.cancelled_at is not None:
        raise ValidationError("Ce projet a été retiré : il ne change plus.")
    if year_only:
        on = min(datetime.date(on.year, 12, 31), timezone.localdate())
    step = ProjectStep(
        project=project,
        stage=stage,
        on=on,
        year_only=year_only,
        side=side,
        by=by,
        comment=comment,
        details_asked=details_asked,
        uid=uid or uuid.uuid4(),
    )
    step.full_clean()
    step.save()
    before = project.stage
    _follow(project)
    said = {"step": step.uid, "said": stage, "on": on, "side": side}
    if project.stage != before:
        said |= {"stage": [before, project.stage]}
    journal.record(Verb.MOVED, project, by=by, changes=said)
    return step


@transaction.atomic
def change_step(
    *,
    step: ProjectStep,
    stage: str,
    on: datetime.date | None,
    by: User,
    comment: str = "",
    details_asked: str = "",
    granted: Decimal | None = None,
) -> ProjectStep:
    """Correct a step that one's own side said. Without `on`, only the year stays known where it was
    so.

    Raises PermissionDenied, ValidationError."""
    row, project = _mine(step, by)
    if on is None and not row.year_only:
        raise ValidationError({"on": "Donnez la date de cette étape."})
    _check(row.side, stage, on or row.on, granted)
    before = _values(row)
    row.stage, row.comment, row.details_asked = stage, comment, details_asked
    row.on, row.year_only = on or row.on, on is None
    row.full_clean()
    row.save()
    _follow(project)
    if changes := journal.differences(before, _values(row)):
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
    _grant(project, granted, by)
    return row


@transaction.atomic
def remove_step(*, step: ProjectStep, by: User) -> Project:
    """Take back a step that one's own side said; the project is where its latest step says.

    Raises PermissionDenied."""
    row, project = _mine(step, by)
    journal.record(Verb.DELETED, row, by=by, changes=_values(row))
    row.delete()
    _follow(project)
    return project


def check_is_mine(step: ProjectStep, by: User) -> None:
    """Raises PermissionDenied for a step that the other side said."""
    if step.side != side_of(by, step.project):
        raise PermissionDenied(NOT_MINE)


def _mine(step: ProjectStep, by: User) -> tuple[ProjectStep, Project]:
    project = Project.objects.select_for_update().get(pk=step.project_id)
    check_can_say_step(by, project)
    row = ProjectStep.objects.get(pk=step.pk)
    check_is_mine(row, by)
    if project.cancelled_at is not None:
        raise ValidationError("Ce projet a été retiré : il ne change plus.")
    return row, project


def _check(side: str, stage: str, on: datetime.date, granted: Decimal | None) -> None:
    if stage not in dict(stages_for(Side(side))):
        raise ValidationError({"stage": "Le financeur note les dépôts et ses décisions."})
    if on > timezone.localdate():
        raise ValidationError(
            {"on": f"Le {long_date(on)} n'est pas encore passé : notez-le une fois que c'est fait."}
        )
    if granted is not None and stage != ProjectStage.SELECTED:
        raise ValidationError(
            {"granted": "Un montant accordé va avec un projet retenu : videz-le, ou changez."}
        )


def _follow(project: Project) -> None:
    """The project is where its latest step says; an idea without any."""
    latest = project.steps.order_by("-on", "-pk").first()
    project.stage = latest.stage if latest else ProjectStage.IDEA
    project.save(update_fields=["stage"])


def _grant(project: Project, granted: Decimal | None, by: User) -> None:
    if granted is None or granted == project.granted:
        return
    before, project.granted = project.granted, granted
    project.save(update_fields=["granted"])
    journal.record(Verb.CHANGED, project, by=by, changes={"granted": [before, granted]})


def _values(step: ProjectStep) -> dict:
    return {
        "stage": step.stage,
        "on": step.on,
        "year_only": step.year_only,
        "comment": step.comment,
        "details_asked": step.details_asked,
    }
