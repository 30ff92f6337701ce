"""Lists of entries, and one entry: read it, correct it, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from accompaniment import actions, tables
from accompaniment.filters import SessionFilter, WorkFilter
from accompaniment.following.flagging import flagged
from accompaniment.forms import RemoveForm, SessionForm, WorkForm
from accompaniment.log.corrections import corrections_of
from accompaniment.log.recent import recent_entries
from accompaniment.models import AccompanimentSession, WorkEntry
from accompaniment.permissions import can_change, check_can_change
from partnership.forms.fields import refuse
from partnership.models import User
from partnership.permissions import can_keep_time, check_can_keep_time
from partnership.rendering.tables import table_response

PER_PAGE = 50
LISTS = {
    "sessions": (AccompanimentSession, SessionFilter, tables.sessions, "Échanges"),
    "work": (WorkEntry, WorkFilter, tables.work, "Travail sans porteur"),
}


@require_GET
def entries(request: HttpRequest, which: str) -> HttpResponse:
    model, filter_class, columns, title = LISTS[which]
    found = filter_class(
        request.GET,
        queryset=model.objects.visible_to(request.user).standing().for_list().newest_first(),
        request=request,
    )
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        name = "echanges" if which == "sessions" else "travail-sans-porteur"
        return table_response(export, columns(), found.qs.iterator(chunk_size=500), name=name)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accompaniment/entries.html",
        {
            "which": which,
            "is_session": which == "sessions",
            "title": title,
            "filter": found,
            "page": page,
            "rows": flagged(page.object_list),
            "can_log": can_keep_time(request.user),
        },
    )


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, which: str, uid) -> HttpResponse:
    """One entry: read by those who see it, corrected by the team that keeps it."""
    model = LISTS[which][0]
    form_class, change, said = CORRECTIONS[which]
    row = get_object_or_404(model.objects.visible_to(request.user).for_list(), uid=uid)
    sent = request.method == "POST"
    if sent:
        check_can_change(request.user, row)
    form = None
    if can_change(request.user, row) and not row.is_cancelled:
        form = form_class(request.POST if sent else None, row=row, user=request.user)
        if sent and form.is_valid():
            try:
                change(row, form.cleaned_data, request.user)
            except ValidationError as error:
                refuse(form, error)
                return _detail(request, row, form)
            messages.success(request, said)
            return redirect(row)
    return _detail(request, row, form)


def _change_session(row: AccompanimentSession, data: dict, by: User) -> None:
    actions.change_session(
        session=row,
        by=by,
        channels=data["channels"],
        staff=data["staff"],
        convention=data["convention"],
        organisation=data["organisation"],
        helps=data["helps"],
        **{name: data[name] for name in _CHANGED},
    )


def _change_work(row: WorkEntry, data: dict, by: User) -> None:
    actions.change_work(
        work=row,
        by=by,
        staff=data["staff"],
        convention=data["convention"],
        commitment=data["commitment"],
        organisation=data["organisation"],
        promotion=data["promotion"],
        **{name: data[name] for name in _CHANGED},
    )


_CHANGED = ("date", "date_precision", "kind", "minutes", "line", "internal_note")
CORRECTIONS = {
    "sessions": (SessionForm, _change_session, "L'échange est corrigé."),
    "work": (WorkForm, _change_work, "La ligne est corrigée."),
}


def _detail(request: HttpRequest, row, form, remove: RemoveForm | None = None) -> HttpResponse:
    refused = (form is not None and form.is_bound) or (remove is not None and remove.is_bound)
    return render(
        request,
        "accompaniment/entry.html",
        {
            "row": flagged([row])[0],
            "form": form,
            "remove": remove or RemoveForm(),
            "corrections": corrections_of(row) if can_change(request.user, row) else [],
            "can_delete": actions.can_be_deleted(row),
            "can_change": can_change(request.user, row),
        },
        status=422 if refused else 200,
    )


@require_POST
def remove(request: HttpRequest, which: str, uid) -> HttpResponse:
    """Take back an entry: deleted when it is fresh, cancelled with a reason otherwise.

    Asked from a list by htmx, the row disappears, or the page that asks for the reason opens."""
    check_can_keep_time(request.user)
    model = LISTS[which][0]
    row = get_object_or_404(model.objects.visible_to(request.user).for_list(), uid=uid)
    check_can_change(request.user, row)
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, None, form)
    try:
        deleted = actions.remove_entry(row=row, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as error:
        if request.htmx:
            return HttpResponseClientRedirect(row.get_absolute_url())
        refuse(form, error)
        return _detail(request, row, None, form)
    if request.htmx:
        month = recent_entries(request.user).month_text
        return render(request, "accompaniment/_undone.html", {"month": month, "undone": row})
    messages.success(
        request,
        "La ligne est retirée." if deleted else "La ligne est annulée : elle ne compte plus.",
    )
    return redirect("reporting:today")
