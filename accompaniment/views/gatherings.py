"""Collective times: the list, one of them, noting and correcting one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accompaniment.forms.gathering_states import PostponeForm, ReasonForm
from accompaniment.forms.gatherings import GatheringForms
from accompaniment.gathering.actions import keeping
from accompaniment.gathering.filters import GatheringFilter
from accompaniment.gathering.pages import GatheringPage
from accompaniment.gathering.tables import GATHERINGS
from accompaniment.models import Attendance, Gathering
from accompaniment.permissions import can_run, check_can_run
from accompaniment.views.log import network_of
from partnership.forms.lines import asks_for_more
from partnership.permissions import can_import, can_keep_time, check_can_keep_time
from partnership.rendering.tables import table_response
from partnership.wording import counted, plural

PER_PAGE = 50


def visible_gathering(request: HttpRequest, uid) -> Gathering:
    """The gathering of an address, where the person sees it and nobody took it back; else 404."""
    seen = Gathering.objects.visible_to(request.user).standing()
    return get_object_or_404(seen.for_page(), uid=uid)


@require_GET
def gatherings(request: HttpRequest) -> HttpResponse:
    """The list found, with how many of all are still to complete."""
    seen = Gathering.objects.visible_to(request.user).standing()
    found = GatheringFilter(
        request.GET,
        queryset=seen.for_list_of(request.user).newest_first(),
        request=request,
    )
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        rows = found.qs.iterator(chunk_size=500)
        return table_response(export, GATHERINGS, rows, name="temps-collectifs")
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    can_note = can_keep_time(request.user)
    return render(
        request,
        "accompaniment/gatherings/list.html",
        {
            "filter": found,
            "page": page,
            "can_note": can_note,
            "can_import": can_import(request.user),
            "to_complete": seen.to_complete(timezone.localdate()).count() if can_note else 0,
        },
    )


@require_GET
def gathering(request: HttpRequest, uid) -> HttpResponse:
    return detail(request, visible_gathering(request, uid))


def detail(
    request: HttpRequest,
    row: Gathering,
    *,
    postpone: PostponeForm | None = None,
    call_off: ReasonForm | None = None,
    remove: ReasonForm | None = None,
) -> HttpResponse:
    """The page of one; with the form that was refused, open."""
    refused = any(form is not None for form in (postpone, call_off, remove))
    page = GatheringPage(row, request.user)
    may_run = can_run(request.user, row)
    return render(
        request,
        "accompaniment/gatherings/gathering.html",
        {
            "gathering": row,
            "page": page,
            "can_run": may_run,
            "may_be_held": may_run and keeping.may_be_held(row),
            "can_delete": may_run and keeping.can_be_deleted(row),
            "postpone": postpone or PostponeForm(dates=page.next_postponable),
            "call_off": call_off or ReasonForm(prefix="annulation"),
            "remove": remove or ReasonForm(prefix="retrait"),
        },
        status=422 if refused else 200,
    )


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def gathering_new(request: HttpRequest) -> HttpResponse:
    check_can_keep_time(request.user)
    owner = network_of(request.user)
    forms = GatheringForms(_sent(request), user=request.user, owner=owner)
    if forms.is_bound and not asks_for_more(request.POST) and forms.is_valid():
        try:
            row = keeping.create_gathering(
                owner=owner, by=request.user, uid=forms.uid, parts=forms.parts, **forms.said
            )
        except ValidationError as error:
            forms.refuse(error)
        else:
            messages.success(request, f"« {row.title} » est noté.")
            return redirect(row)
    return _form_page(request, forms)


@never_cache
@require_http_methods(["GET", "POST"])
def gathering_edit(request: HttpRequest, uid) -> HttpResponse:
    row = visible_gathering(request, uid)
    check_can_run(request.user, row)
    forms = GatheringForms(_sent(request), user=request.user, owner=row.owner, gathering=row)
    if forms.is_bound and not asks_for_more(request.POST) and forms.is_valid():
        try:
            called = keeping.change_gathering(
                gathering=row, by=request.user, parts=forms.parts, **forms.said
            )
        except ValidationError as error:
            forms.refuse(error)
        else:
            messages.success(request, f"Le temps collectif est corrigé.{_said_of(called)}")
            return redirect(row)
    return _form_page(request, forms)


def _said_of(called: list[Attendance]) -> str:
    if not called:
        return ""
    people, verb = counted(len(called), "personne"), plural(len(called), "inscrite")
    told = plural(len(called), "prévenue")
    return f" {people} de la liste d'attente : {verb}, et {told} par mail."


def _sent(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _form_page(request: HttpRequest, forms: GatheringForms) -> HttpResponse:
    refused = forms.is_bound and not asks_for_more(request.POST)
    return render(
        request,
        "accompaniment/gatherings/form.html",
        {"forms": forms, "gathering": forms.gathering},
        status=422 if refused else 200,
    )
