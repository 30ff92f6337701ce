"""Why a line of the budget was spent otherwise than planned."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from partnership.actions import gaps
from partnership.forms.gaps import GapForm
from partnership.models import BudgetLine
from partnership.permissions import check_can_keep_money


@require_http_methods(["GET", "POST"])
def gap_explanation(request: HttpRequest, reference: str, uid) -> HttpResponse:
    line = get_object_or_404(
        BudgetLine.objects.visible_to(request.user).select_related("convention"),
        convention__reference=reference,
        uid=uid,
    )
    check_can_keep_money(request.user, line.convention)
    form = GapForm(request.POST if request.method == "POST" else None, line=line)
    if request.method == "POST" and form.is_valid():
        gaps.explain_gap(line=line, explanation=form.cleaned_data["explanation"], by=request.user)
        messages.success(request, f"L'explication de « {line.label} » est enregistrée.")
        return redirect("reporting:money", reference)
    return render(
        request,
        "partnership/gap_explanation.html",
        {"line": line, "convention": line.convention, "form": form},
        status=422 if form.is_bound else 200,
    )
