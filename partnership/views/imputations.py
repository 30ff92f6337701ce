"""Where the subsidy stands in the funder's budget."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from partnership.actions import imputations as actions
from partnership.forms.fields import refuse
from partnership.forms.imputations import ImputationForm
from partnership.models import BudgetImputation
from partnership.permissions import check_can_write_papers
from partnership.views.conventions import visible_convention


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, reference: str) -> HttpResponse:
    return _write(request, reference, None)


@require_http_methods(["GET", "POST"])
def imputation(request: HttpRequest, reference: str, uid) -> HttpResponse:
    return _write(request, reference, uid)


def _write(request: HttpRequest, reference: str, uid) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_write_papers(request.user, convention)
    row = _row(convention, uid) if uid else None
    data = request.POST if request.method == "POST" else None
    form = ImputationForm(data, instance=row, initial={"uid": row.uid if row else uuid.uuid4()})
    if form.is_bound and form.is_valid():
        try:
            if row is None:
                actions.add_imputation(
                    convention=convention,
                    by=request.user,
                    fields=form.written,
                    uid=form.cleaned_data["uid"],
                )
            else:
                actions.change_imputation(imputation=row, by=request.user, fields=form.written)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "L'imputation est enregistrée.")
            return redirect("partnership:papers", reference)
    return render(
        request,
        "partnership/life/imputation.html",
        {
            "convention": convention,
            "form": form,
            "row": row,
            "can_be_removed": row is not None and actions.can_be_removed(row),
        },
        status=422 if form.is_bound else 200,
    )


@require_POST
def remove(request: HttpRequest, reference: str, uid) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_write_papers(request.user, convention)
    row = _row(convention, uid)
    try:
        actions.remove_imputation(imputation=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "La ligne est retirée.")
    return redirect("partnership:papers", reference)


def _row(convention, uid) -> BudgetImputation:
    return get_object_or_404(convention.imputations.select_related("convention"), uid=uid)
