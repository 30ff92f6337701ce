"""Noting a signed amendment, and taking back one's own at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from partnership.actions import amendments as actions
from partnership.forms.amendments import AmendmentForms
from partnership.forms.fields import refuse
from partnership.forms.lines import asks_for_more
from partnership.permissions import check_can_agree
from partnership.views.conventions import visible_convention


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_agree(request.user, convention)
    if request.method == "GET" and not actions.can_be_amended(convention):
        state = convention.get_state_display().lower()
        messages.warning(
            request, f"La convention est « {state} » : un avenant modifie une convention votée."
        )
        return redirect("partnership:papers", reference)
    data = request.POST if request.method == "POST" else None
    more = asks_for_more(data)
    forms = AmendmentForms(data, convention)
    if data and not more and forms.is_valid():
        try:
            amendment = actions.record_amendment(
                convention=convention,
                by=request.user,
                changed=forms.changed,
                added=forms.new,
                **forms.main.cleaned_data,
            )
        except ValidationError as error:
            refuse(forms.main, error)
        else:
            messages.success(request, f"L'{amendment} est noté.")
            return redirect("partnership:papers", reference)
    return render(
        request,
        "partnership/life/amendment.html",
        {"convention": convention, "forms": forms},
        status=422 if forms.is_bound and not more else 200,
    )


@require_POST
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take back an amendment that one has just noted."""
    convention = visible_convention(request, reference)
    check_can_agree(request.user, convention)
    amendment = get_object_or_404(convention.amendments.select_related("convention"), number=number)
    try:
        actions.remove_amendment(amendment=amendment, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"L'avenant n° {number} est retiré.")
    return redirect("partnership:papers", reference)
