"""Projects of holders: their list, their board, one of them, what holds them back."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from partnership import brakes_and_levers
from partnership.forms.project_steps import StepForm
from partnership.forms.projects import WaiveForm, WithdrawForm
from partnership.models import Project
from partnership.permissions import allowed, can_keep_organisation, check_can_import
from partnership.project_board import board_of
from partnership.project_filters import BoardFilter, FactorFilter, ProjectFilter
from partnership.project_permissions import (
    can_keep_project,
    can_keep_projects,
    can_say_step,
    check_can_keep_projects,
    side_of,
)
from partnership.project_reading import STATES, eligibility_of, in_order, other_funding
from partnership.project_tables import PROJECTS
from partnership.rendering.tables import table_response

PER_PAGE = 50


def visible_project(request: HttpRequest, uid) -> Project:
    """Raises Http404 when it is not the person's to see."""
    return get_object_or_404(
        Project.objects.visible_to(request.user)
        .for_list()
        .select_related("excluded_purpose", "waived_by", "cancelled_by"),
        uid=uid,
    )


@require_GET
def projects(request: HttpRequest) -> HttpResponse:
    seen = Project.objects.visible_to(request.user).standing()
    found = ProjectFilter(request.GET, queryset=seen.for_list().newest_first(), request=request)
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        rows = found.qs.for_export().iterator(500)
        return table_response(export, PROJECTS, rows, name="projets")
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "partnership/projects/list.html",
        {
            "filter": found,
            "page": page,
            "lines": [(row, STATES[row.stage]) for row in page],
            "can_keep": can_keep_projects(request.user),
            "can_import": allowed(check_can_import, request.user),
        },
    )


@never_cache  # each card bears the name of the step that it may make
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    seen = Project.objects.visible_to(request.user).standing()
    found = BoardFilter(request.GET, queryset=seen, request=request)
    kept = request.GET.copy()
    for name in ("stage", "page"):
        kept.pop(name, None)
    return render(
        request,
        "partnership/projects/board.html",
        {
            "filter": found,
            "stages": board_of(found.qs, request.user),
            "count": found.qs.count(),
            "kept": f"&{kept.urlencode()}" if kept else "",
            "today": timezone.localdate(),
            "can_keep": can_keep_projects(request.user),
            "new_uid": uuid.uuid4,
        },
    )


@require_GET
def project(request: HttpRequest, uid) -> HttpResponse:
    return project_page(request, visible_project(request, uid))


def project_page(
    request: HttpRequest,
    row: Project,
    *,
    withdraw: WithdrawForm | None = None,
    waive: WaiveForm | None = None,
) -> HttpResponse:
    """One project as its reader may read it; `withdraw` or `waive` when it was refused."""
    keeps, user = can_keep_project(request.user, row), request.user
    stands = row.cancelled_at is None
    says = can_say_step(user, row) and stands
    side = side_of(user, row)
    steps = in_order(row.steps.select_related("by"))
    return render(
        request,
        "partnership/projects/project.html",
        {
            "project": row,
            "state": STATES[row.stage],
            "steps": [(step, says and step.side == side) for step in steps],
            "current": steps[-1] if steps else None,
            "eligibility": eligibility_of(row),
            "can_mend": can_keep_organisation(user, row.organisation),
            "funding": other_funding(row, user),
            "partners": row.partners.order_by("pk"),
            "goals": row.goals.order_by("goal"),
            "factors": row.factors.select_related("factor") if keeps else [],
            "can_keep": keeps,
            "can_change": keeps and stands,
            "can_say": says,
            "form": StepForm(side=side) if says else None,
            "waive": waive or WaiveForm(initial={"reason": row.waived_reason}),
            "withdraw": withdraw or WithdrawForm(),
        },
        status=422 if withdraw or waive else 200,
    )


@require_GET
def brakes(request: HttpRequest) -> HttpResponse:
    """The « fiche-type » of each kind of holder, on a page, on paper, in a spreadsheet."""
    check_can_keep_projects(request.user)
    found = FactorFilter(
        request.GET, queryset=brakes_and_levers.rows_for(request.user), request=request
    )
    sheets = brakes_and_levers.sheets(found.qs)
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        rows = [one for sheet in sheets for one in (*sheet.brakes, *sheet.levers)]
        name = "freins-et-leviers"
        return table_response(export, brakes_and_levers.COLUMNS, rows, name=name)
    return render(request, "partnership/projects/brakes.html", {"filter": found, "sheets": sheets})
