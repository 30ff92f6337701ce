"""The déroulé of a collective time: reading it, printing it, writing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniment.forms.agenda import GESTURE, AgendaForm, rearranged
from accompaniment.gathering.actions.agenda import keep_agenda
from accompaniment.gathering.agenda_pdf import request_agenda
from accompaniment.gathering.agenda_reading import agenda_of
from accompaniment.gathering.pages import GatheringPage
from accompaniment.models import Gathering
from accompaniment.permissions import can_run, check_can_run
from accompaniment.views.gatherings import visible_gathering
from partnership.forms.lines import asks_for_more


@require_GET
def gathering_agenda(request: HttpRequest, uid) -> HttpResponse:
    row = visible_gathering(request, uid)
    return render(
        request,
        "accompaniment/gatherings/agenda.html",
        {
            "gathering": row,
            "page": GatheringPage(row, request.user),
            "told": agenda_of(row),
            "can_run": can_run(request.user, row),
        },
    )


@require_POST
def agenda_pdf(request: HttpRequest, uid) -> HttpResponse:
    row = visible_gathering(request, uid)
    return redirect("partnership:job", request_agenda(gathering=row, by=request.user).uid)


def _form(row: Gathering, data=None) -> AgendaForm:
    first = next(iter(row.standing_dates), None)
    items = row.agenda.order_by("position", "pk")
    return AgendaForm(data, rows=items, starts_at=first.starts_at if first else None)


@never_cache
@require_http_methods(["GET", "POST"])
def agenda_edit(request: HttpRequest, uid) -> HttpResponse:
    """A button of a line rearranges what is typed and keeps nothing yet."""
    row = visible_gathering(request, uid)
    check_can_run(request.user, row)
    status, data = 200, request.POST if request.method == "POST" else None
    moves = data is not None and GESTURE in data
    form = _form(row, rearranged(data) if moves else data)
    if data is not None and not moves and not asks_for_more(data):
        status = 422
        if form.is_valid():
            try:
                keep_agenda(gathering=row, lines=form.kept, removed=form.removed, by=request.user)
            except ValidationError as error:
                form.refuse(error)
            else:
                messages.success(request, "Le déroulé est enregistré.")
                return redirect("accompaniment:gathering-agenda", row.uid)
    return render(
        request,
        "accompaniment/gatherings/agenda_edit.html",
        {"gathering": row, "form": form, "told": agenda_of(row, form.timed())},
        status=status,
    )


@require_POST
def agenda_preview(request: HttpRequest, uid) -> HttpResponse:
    """The times of what is being typed. Writes nothing."""
    row = visible_gathering(request, uid)
    check_can_run(request.user, row)
    form = _form(row, request.POST)
    return render(
        request,
        "accompaniment/gatherings/_agenda_table.html",
        {"told": agenda_of(row, form.timed()), "gathering": row},
    )
