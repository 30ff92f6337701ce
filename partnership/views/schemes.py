"""Schemes, what they exclude, their calls for projects."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership.actions import schemes as actions
from partnership.forms.fields import refuse
from partnership.forms.lines import asks_for_more
from partnership.forms.schemes import CallForm, SchemeForm, exclusion_lines
from partnership.models import Call, FundingScheme, Network
from partnership.project_permissions import (
    can_keep_projects,
    can_keep_scheme,
    check_can_keep_projects,
    check_can_keep_scheme,
)

PER_PAGE = 50
STANDING = Count("projects", filter=Q(projects__cancelled_at__isnull=True))


@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    seen = FundingScheme.objects.visible_to(request.user).select_related("funder")
    page = Paginator(
        seen.annotate(project_count=STANDING).order_by("is_closed", "search_text", "pk"), PER_PAGE
    ).get_page(request.GET.get("page"))
    return render(
        request,
        "partnership/projects/schemes.html",
        {"page": page, "can_keep": can_keep_projects(request.user)},
    )


def _visible(request: HttpRequest, uid) -> FundingScheme:
    found = FundingScheme.objects.visible_to(request.user).select_related("funder")
    return get_object_or_404(found, uid=uid)


@require_GET
def scheme(request: HttpRequest, uid) -> HttpResponse:
    row = _visible(request, uid)
    return render(
        request,
        "partnership/projects/scheme.html",
        {
            "scheme": row,
            "exclusions": row.exclusions.order_by("pk"),
            "calls": row.calls.annotate(project_count=STANDING).order_by("-year", "pk"),
            "can_keep": can_keep_scheme(request.user, row),
        },
    )


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    check_can_keep_projects(request.user)
    return _write(request, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uid) -> HttpResponse:
    row = _visible(request, uid)
    check_can_keep_scheme(request.user, row)
    return _write(request, row)


def _write(request: HttpRequest, row: FundingScheme | None) -> HttpResponse:
    sent = request.method == "POST"
    data = request.POST if sent else None
    form = SchemeForm(data, user=request.user, scheme=row)
    lines = exclusion_lines(data, row)
    grows = asks_for_more(data)
    if sent and not grows and all([form.is_valid(), lines.is_valid()]):
        try:
            kept = _keep(request, row, form, lines)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"Le dispositif « {kept.name} » est enregistré.")
            return redirect(kept)
    return render(
        request,
        "partnership/projects/scheme_form.html",
        {"form": form, "lines": lines, "scheme": row, "refused": sent and not grows},
        status=422 if sent and not grows else 200,
    )


def _keep(request, row: FundingScheme | None, form: SchemeForm, lines) -> FundingScheme:
    if row is None:
        return actions.create_scheme(
            owner=Network.objects.get(pk=form.cleaned_data["funder"].owner_id),
            values=form.values,
            exclusions=lines.lines,
            by=request.user,
            uid=form.cleaned_data["uid"],
        )
    actions.change_scheme(
        scheme=row,
        values=form.values,
        exclusions=lines.lines,
        removed=lines.removed,
        by=request.user,
    )
    return FundingScheme.objects.get(pk=row.pk)


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def call_new(request: HttpRequest, uid) -> HttpResponse:
    row = _visible(request, uid)
    check_can_keep_scheme(request.user, row)
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.create_call(
                scheme=row, values=form.values, by=request.user, uid=form.cleaned_data["uid"]
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "L'appel à projets est noté.")
            return redirect(row)
    return _call_page(request, row, None, form)


def _visible_call(request: HttpRequest, uid) -> Call:
    found = Call.objects.visible_to(request.user).select_related("scheme__funder")
    row = get_object_or_404(found, uid=uid)
    check_can_keep_scheme(request.user, row)
    return row


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, uid) -> HttpResponse:
    row = _visible_call(request, uid)
    form = CallForm(request.POST if request.method == "POST" else None, call=row)
    if form.is_bound and form.is_valid():
        try:
            actions.change_call(call=row, values=form.values, by=request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "L'appel à projets est corrigé.")
            return redirect(row.scheme)
    return _call_page(request, row.scheme, row, form)


def _call_page(request, row: FundingScheme, known: Call | None, form: CallForm) -> HttpResponse:
    return render(
        request,
        "partnership/projects/call_form.html",
        {
            "scheme": row,
            "call": known,
            "form": form,
            "can_remove": known is not None and not known.projects.exists(),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
def call_remove(request: HttpRequest, uid) -> HttpResponse:
    row = _visible_call(request, uid)
    try:
        actions.remove_call(call=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "L'appel à projets est retiré.")
    return redirect(row.scheme)
