"""Writing on projects: a new one, a correction, a step, a waiver, a withdrawal."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnership.actions import project_steps as step_actions
from partnership.actions import projects as actions
from partnership.forms.fields import refuse
from partnership.forms.lines import asks_for_more
from partnership.forms.project_steps import StepForm
from partnership.forms.projects import ProjectPage, WaiveForm, WithdrawForm
from partnership.models import Factor, Network, Project, ProjectStep
from partnership.project_permissions import (
    check_can_keep_project,
    check_can_keep_projects,
    check_can_say_step,
    side_of,
)
from partnership.views.attachments import way_back
from partnership.views.projects import project_page, visible_project


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    check_can_keep_projects(request.user)
    sent = request.method == "POST"
    asked = {"organisation": request.GET.get("structure", "")}
    page = ProjectPage(request.POST if sent else None, user=request.user, initial=asked)
    grows = asks_for_more(request.POST if sent else None)
    if sent and not grows and page.is_valid():
        data = page.form.cleaned_data
        try:
            row = actions.create_project(
                owner=Network.objects.get(pk=data["organisation"].owner_id),
                values=page.form.values,
                parts=page.given,
                by=request.user,
                uid=data["uid"],
                stage=data["stage"],
                on=data["on"],
            )
        except ValidationError as error:
            page.refuse(error)
        else:
            messages.success(request, f"Le projet « {row.title} » est enregistré.")
            return redirect(row)
    return _form_page(request, page, None, refused=sent and not grows)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uid) -> HttpResponse:
    row = visible_project(request, uid)
    check_can_keep_project(request.user, row)
    if row.cancelled_at is not None:
        messages.info(request, actions.WITHDRAWN)
        return redirect(row)
    sent = request.method == "POST"
    page = ProjectPage(request.POST if sent else None, user=request.user, project=row)
    grows = asks_for_more(request.POST if sent else None)
    if sent and not grows and page.is_valid():
        try:
            actions.change_project(
                project=row, values=page.form.values, parts=page.given, by=request.user
            )
        except ValidationError as error:
            page.refuse(error)
        else:
            messages.success(request, "Le projet est à jour.")
            return redirect(row)
    return _form_page(request, page, row, refused=sent and not grows)


def _form_page(request, page: ProjectPage, row: Project | None, *, refused: bool) -> HttpResponse:
    known = Factor.objects.filter(owner__in=request.user.access.networks)
    return render(
        request,
        "partnership/projects/form.html",
        {"page": page, "project": row, "known_factors": known, "refused": refused},
        status=422 if refused else 200,
    )


@require_POST
def remove(request: HttpRequest, uid) -> HttpResponse:
    row = visible_project(request, uid)
    check_can_keep_project(request.user, row)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_project(
                project=row, reason=form.cleaned_data["reason"], by=request.user
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"Le projet « {row.title} » est retiré : il ne compte plus.")
            return redirect("partnership:projects")
    return project_page(request, row, withdraw=form)


@require_POST
def waive(request: HttpRequest, uid) -> HttpResponse:
    row = visible_project(request, uid)
    check_can_say_step(request.user, row)
    form = WaiveForm(request.POST)
    if form.is_valid():
        try:
            row = actions.waive(project=row, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            said = (
                "On passe outre : c'est noté." if row.waived_reason else "On ne passe plus outre."
            )
            messages.success(request, said)
            return redirect(row)
    return project_page(request, row, waive=form)


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, uid) -> HttpResponse:
    """Say a step, from the project's page or from the board."""
    row = visible_project(request, uid)
    check_can_say_step(request.user, row)
    sent = request.method == "POST"
    form = StepForm(request.POST if sent else None, side=side_of(request.user, row))
    if sent and form.is_valid():
        try:
            said = step_actions.say_step(project=row, by=request.user, **form.values)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(
                request, f"« {row.title} » : {said.get_stage_display().lower()} {said.when}."
            )
            return redirect(way_back(request, row))
    return _step_page(request, row, form, None)


def _my_step(request: HttpRequest, uid) -> ProjectStep:
    found = ProjectStep.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("project__organisation", "project__scheme__funder"), uid=uid
    )


@require_http_methods(["GET", "POST"])
def step_edit(request: HttpRequest, uid) -> HttpResponse:
    row = _my_step(request, uid)
    check_can_say_step(request.user, row.project)
    step_actions.check_is_mine(row, request.user)
    sent = request.method == "POST"
    side = side_of(request.user, row.project)
    form = StepForm(request.POST if sent else None, side=side, step=row)
    if sent and form.is_valid():
        try:
            step_actions.change_step(step=row, by=request.user, **form.values)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "L'étape est corrigée.")
            return redirect(row.project)
    return _step_page(request, row.project, form, row)


@require_POST
def step_remove(request: HttpRequest, uid) -> HttpResponse:
    row = _my_step(request, uid)
    try:
        step_actions.remove_step(step=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "L'étape est retirée.")
    return redirect(row.project)


def _step_page(request, row: Project, form: StepForm, known: ProjectStep | None) -> HttpResponse:
    return render(
        request,
        "partnership/projects/step.html",
        {"project": row, "form": form, "step": known, "back": way_back(request, row)},
        status=422 if form.is_bound else 200,
    )
