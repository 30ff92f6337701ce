"""What the page of one follow-up under one convention says, read once for whoever reads it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.db.models import Count
from django.urls import NoReverseMatch

from accompaniment.enums import HelpPoint
from accompaniment.models import FollowUpYear, SessionHelp
from partnership.eligibility import Eligibility, judge
from partnership.models import Project, User


@dataclass(frozen=True)
class Linked:
    """A project, and where it is read."""

    project: Project
    address: str


@dataclass(frozen=True)
class FollowUpPage:
    """`eligibility` is None where no convention says a territory to judge by; `helps` are the
    points of help of the exchanges held, the most frequent first."""

    year: FollowUpYear
    projects: tuple[Linked, ...]
    eligibility: Eligibility | None
    helps: tuple[tuple[str, int], ...]


def page_of(year: FollowUpYear, user: User) -> FollowUpPage:
    """A constant number of queries. An officer reads of its projects those of their schemes."""
    projects = list(
        Project.objects.visible_to(user)
        .standing()
        .filter(follow_ups=year)
        .select_related("excluded_purpose", "scheme")
        .order_by("pk")
    )
    return FollowUpPage(
        year=year,
        projects=tuple(Linked(one, project_address(one)) for one in projects),
        eligibility=eligibility_of(year, projects),
        helps=helps_of(year),
    )


def eligibility_of(year: FollowUpYear, projects: list[Project]) -> Eligibility | None:
    """The verdict on the holder's place and on what its projects are for."""
    organisation = year.accompaniment.organisation
    if year.convention is None or organisation is None:
        return None
    excluded = [str(one.excluded_purpose) for one in projects if one.excluded_purpose_id]
    return judge(
        department=organisation.department,
        town=organisation.town,
        territory=year.convention.funder.territory,
        excluded_purpose=", ".join(dict.fromkeys(excluded)),
        waived=year.waived_reason,
    )


def helps_of(year: FollowUpYear) -> tuple[tuple[str, int], ...]:
    counts = (
        SessionHelp.objects.filter(
            session__follow_up=year, session__state="held", session__cancelled_at__isnull=True
        )
        .order_by("point")
        .values("point")
        .annotate(times=Count("pk"))
        .values_list("point", "times")
    )
    ranked = sorted(counts, key=lambda one: (-one[1], HelpPoint.values.index(one[0])))
    return tuple((HelpPoint(point).label, times) for point, times in ranked)


def project_address(project: Project) -> str:
    """Empty where projects have no page."""
    with suppress(NoReverseMatch):
        return project.get_absolute_url()
    return ""
