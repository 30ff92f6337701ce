"""What becomes of a collective time: held, postponed, cancelled, planned again, taken back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accompaniment.forms.gathering_states import PostponeForm, ReasonForm
from accompaniment.gathering.actions import keeping, states
from accompaniment.gathering.pages import GatheringPage
from accompaniment.models import Gathering
from accompaniment.permissions import check_can_run
from accompaniment.views.gatherings import detail, visible_gathering
from partnership.forms.fields import refuse


def _running(request: HttpRequest, uid) -> Gathering:
    row = visible_gathering(request, uid)
    check_can_run(request.user, row)
    return row


@require_POST
def hold(request: HttpRequest, uid) -> HttpResponse:
    row = _running(request, uid)
    said = "C'est noté : il a eu lieu. Dites maintenant qui est venu."
    return _moved(request, row, states.hold_gathering, said)


@require_POST
def plan(request: HttpRequest, uid) -> HttpResponse:
    row = _running(request, uid)
    return _moved(request, row, states.plan_again, "Il est de nouveau prévu.")


def _moved(
    request: HttpRequest, row: Gathering, move: Callable[..., Gathering], said: str
) -> HttpResponse:
    try:
        move(gathering=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(row)


@require_POST
def postpone(request: HttpRequest, uid) -> HttpResponse:
    row = _running(request, uid)
    form = PostponeForm(request.POST, dates=GatheringPage(row, request.user).next_postponable)
    if form.is_valid():
        try:
            states.postpone_date(by=request.user, **form.said)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "Le report est noté, avec son motif.")
            return redirect(row)
    return detail(request, row, postpone=form)


@require_POST
def call_off(request: HttpRequest, uid) -> HttpResponse:
    row = _running(request, uid)
    form = ReasonForm(request.POST, prefix="annulation")
    if form.is_valid():
        try:
            states.cancel_gathering(
                gathering=row, reason=form.cleaned_data["reason"], by=request.user
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "L'annulation est notée, avec son motif.")
            return redirect(row)
    return detail(request, row, call_off=form)


@require_POST
def remove(request: HttpRequest, uid) -> HttpResponse:
    """Take back one noted by mistake: deleted when it is fresh and empty, kept with a reason
    otherwise."""
    row = _running(request, uid)
    form = ReasonForm(request.POST, prefix="retrait")
    if form.is_valid():
        try:
            keeping.remove_gathering(
                gathering=row, by=request.user, reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"« {row.title} » est retiré : il ne compte plus.")
            return redirect("accompaniment:gatherings")
    return detail(request, row, remove=form)
