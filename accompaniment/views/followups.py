"""Follow-ups: the list of a year's accompaniments, and one holder over the years."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accompaniment import actions
from accompaniment.filters import FollowUpFilter
from accompaniment.forms import FollowUpForm
from accompaniment.models import Accompaniment, AccompanimentSession, FollowUpYear
from accompaniment.permissions import can_change, check_can_change
from accompaniment.tables import FOLLOW_UPS
from partnership.permissions import can_keep_time, check_can_keep_time
from partnership.rendering.tables import table_response

PER_PAGE = 50


@require_GET
def follow_ups(request: HttpRequest) -> HttpResponse:
    found = FollowUpFilter(
        request.GET,
        queryset=FollowUpYear.objects.visible_to(request.user)
        .for_list()
        .order_by("accompaniment__organisation__search_text", "pk"),
        request=request,
    )
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        return table_response(export, FOLLOW_UPS, found.qs.iterator(500), name="accompagnements")
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accompaniment/follow_ups.html",
        {"filter": found, "page": page, "can_log": can_keep_time(request.user)},
    )


@require_GET
def accompaniment(request: HttpRequest, uid) -> HttpResponse:
    """One holder: their years, and their exchanges, the latest first."""
    row = get_object_or_404(
        Accompaniment.objects.visible_to(request.user).select_related("organisation"), uid=uid
    )
    sessions = (
        AccompanimentSession.objects.visible_to(request.user)
        .filter(follow_up__accompaniment=row)
        .standing()
        .for_list()
        .newest_first()
    )
    years = (
        FollowUpYear.objects.visible_to(request.user)
        .filter(accompaniment=row)
        .for_list()
        .order_by("-pk")
    )
    return render(
        request,
        "accompaniment/accompaniment.html",
        {
            "row": row,
            "years": years,
            "is_session": True,
            "page": Paginator(sessions, PER_PAGE).get_page(request.GET.get("page")),
            "can_change": can_change(request.user, row),
        },
    )


@require_http_methods(["GET", "POST"])
def follow_up(request: HttpRequest, uid) -> HttpResponse:
    """The mode and the kinds of project of one year."""
    check_can_keep_time(request.user)
    row = get_object_or_404(FollowUpYear.objects.visible_to(request.user).for_list(), uid=uid)
    check_can_change(request.user, row)
    form = FollowUpForm(request.POST if request.method == "POST" else None, follow_up=row)
    if request.method == "POST" and form.is_valid():
        actions.set_follow_up(
            follow_up=row,
            mode=form.cleaned_data["mode"],
            kinds=form.cleaned_data["kinds"],
            by=request.user,
            today=timezone.localdate(),
        )
        messages.success(request, "Le suivi est à jour.")
        return redirect("accompaniment:accompaniment", row.accompaniment.uid)
    return render(
        request,
        "accompaniment/follow_up.html",
        {"row": row, "form": form},
        status=422 if form.is_bound else 200,
    )
