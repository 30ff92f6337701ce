"""A project as each side may read it: its outcome, its eligibility, the money of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from partnership.eligibility import Eligibility, judge
from partnership.enums import ProjectStage
from partnership.models import Project, ProjectFunding, ProjectStep, User
from partnership.project_permissions import can_keep_project
from partnership.subjects import read_by

OUTCOMES = (ProjectStage.SELECTED, ProjectStage.NOT_SELECTED)
DEPOSITS = (ProjectStage.SUBMITTED, ProjectStage.LATE)
STATES = {
    ProjectStage.IDEA: "draft",
    ProjectStage.BEING_BUILT: "running",
    ProjectStage.SUBMITTED: "waiting",
    ProjectStage.LATE: "late",
    ProjectStage.SELECTED: "ok",
    ProjectStage.NOT_SELECTED: "neutral",
    ProjectStage.REALISED: "ok",
    ProjectStage.REPORT_RETURNED: "frozen",
}


def readers_of(project: Project) -> str:
    """Who opens its files."""
    return read_by([project.scheme.funder.name]) if project.scheme else read_by([])


def in_order(steps: Iterable[ProjectStep]) -> list[ProjectStep]:
    """The earliest first; of one day, as they were said."""
    return sorted(steps, key=lambda step: (step.on, step.pk))


def latest(steps: Iterable[ProjectStep], stages: tuple[ProjectStage, ...]) -> ProjectStep | None:
    """The last step among these stages."""
    found = [step for step in in_order(steps) if step.stage in stages]
    return found[-1] if found else None


def outcome_of(project: Project) -> str:
    """« Retenu », « Non retenu », or nothing yet. Reads the prefetched `steps`."""
    said = latest(project.steps.all(), OUTCOMES)
    return said.get_stage_display() if said else ""


def eligibility_of(project: Project) -> Eligibility:
    """Reads the holder, and the scheme with its funder."""
    funder = project.scheme.funder if project.scheme else None
    excluded = project.excluded_purpose
    return judge(
        department=project.organisation.department,
        town=project.organisation.town,
        territory=funder.territory if funder else "",
        excluded_purpose=excluded.text if excluded else "",
        waived=project.waived_reason,
    )


@dataclass(frozen=True)
class OtherFunding:
    """The other money of a project, in euros: by name for its association, in sum for a funder.
    None where nothing is known."""

    lines: tuple[ProjectFunding, ...]
    count: int
    sought: Decimal | None
    obtained: Decimal | None


def other_funding(project: Project, user: User) -> OtherFunding:
    rows = list(project.fundings.order_by("pk"))
    return OtherFunding(
        lines=tuple(rows) if can_keep_project(user, project) else (),
        count=len(rows),
        sought=_sum([row.sought for row in rows]),
        obtained=_sum([row.obtained for row in rows]),
    )


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None
