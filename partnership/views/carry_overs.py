"""The requests to carry an action into the next convention."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partnership.actions import carry_overs as actions
from partnership.enums import CarryOverState
from partnership.forms.carry_overs import CarryOverForm, DecisionForm
from partnership.forms.fields import refuse
from partnership.models import CarryOver
from partnership.permissions import (
    can_settle,
    check_can_prepare_convention,
    check_can_settle,
)
from partnership.views.conventions import visible_convention


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_prepare_convention(request.user, convention)
    form = CarryOverForm(
        request.POST if request.method == "POST" else None,
        convention=convention,
        initial={"commitment": request.GET.get("action"), "uid": uuid.uuid4()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask_carry_over(
                by=request.user, asked_on=timezone.localdate(), **form.cleaned_data
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "Le report est demandé : le financeur peut y répondre ici.")
            return redirect(row)
    return render(
        request,
        "partnership/carry_over_new.html",
        {
            "convention": convention,
            "form": form,
            "has_following": form.fields["to_convention"].queryset.exists(),
        },
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
def carry_over(request: HttpRequest, uid) -> HttpResponse:
    row = get_object_or_404(CarryOver.objects.visible_to(request.user).for_list(), uid=uid)
    convention = row.commitment.convention
    if request.method == "POST":
        check_can_settle(request.user, convention)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_carry_over(
                carry_over=row,
                accept=form.cleaned_data["accept"] == "oui",
                decided_on=form.cleaned_data["decided_on"],
                decision=form.cleaned_data["decision"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "Votre réponse est notée ; elle se lit dans les deux années.")
            return redirect(row)
    may_decide = row.state == CarryOverState.ASKED and can_settle(request.user, convention)
    return render(
        request,
        "partnership/carry_over.html",
        {"row": row, "convention": convention, "form": form, "may_decide": may_decide},
        status=422 if form.is_bound else 200,
    )
