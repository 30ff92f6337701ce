"""What an hour of each person costs: the list, a new rate, its last day. The administration's."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from partnership.actions import staff_rates as actions
from partnership.forms.fields import refuse
from partnership.forms.staff_rates import EndRateForm, StaffRateForm
from partnership.models import StaffRate
from partnership.permissions import check_can_keep_rates

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
def staff_rates(request: HttpRequest) -> HttpResponse:
    check_can_keep_rates(request.user)
    form = StaffRateForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            row = actions.add_staff_rate(owner=form.owner, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"Le coût horaire de {row.person} est noté.")
            return redirect("partnership:staff-rates")
    return _page(request, form)


@require_POST
def staff_rate_end(request: HttpRequest, uid) -> HttpResponse:
    check_can_keep_rates(request.user)
    row = get_object_or_404(_administered(request), uid=uid)
    form = EndRateForm(request.POST)
    if form.is_valid():
        try:
            actions.end_staff_rate(rate=row, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"La période du coût horaire de {row.person} est corrigée.")
            return redirect("partnership:staff-rates")
    return _page(request, StaffRateForm(user=request.user), refused=(row.pk, form))


def _administered(request: HttpRequest):
    return StaffRate.objects.filter(owner__in=request.user.access.administered).select_related(
        "person"
    )


def _page(request: HttpRequest, form: StaffRateForm, refused=None) -> HttpResponse:
    """`refused`: the rate whose last day was not taken, and its form."""
    rows = _administered(request).order_by(
        "person__last_name", "person__first_name", "person", "-from_on", "pk"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(row, refused) for row in page]
    return render(
        request,
        "partnership/staff_rates.html",
        {"form": form, "page": page, "lines": lines},
        status=422 if form.is_bound or refused else 200,
    )


@dataclass(frozen=True)
class Line:
    """A rate of the list: its period in words, its last day as typed, what was refused of it."""

    row: StaffRate
    period: str
    last_day: str
    error: str = ""


def _line(row: StaffRate, refused) -> Line:
    period = actions.period_text(row)
    if refused and refused[0] == row.pk:
        form = refused[1]
        errors = [words for found in form.errors.values() for words in found]
        return Line(row, period, form.data.get("until_on", ""), " ".join(errors))
    return Line(row, period, row.until_on.isoformat() if row.until_on else "")
