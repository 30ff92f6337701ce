"""The time of a convention, the salary expenses made of it, and their time sheets."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership.actions.financial_accounts import share_staff_time
from partnership.models import Convention, Expense
from partnership.permissions import (
    can_keep_money,
    can_keep_rates,
    check_can_keep_money,
    check_can_read_time_sheet,
    check_can_see_staff_time,
)
from partnership.rendering.tables import XLSX
from partnership.wording import counted, euros
from reporting import requests, time_sheets
from reporting.salaries import plan_of, record_salaries
from reporting.salary_forms import SalaryChoiceForm, SalaryForm
from reporting.staff_time import StaffTime, staff_time_of
from reporting.views.conventions import visible_convention


@require_GET
def staff_time(request: HttpRequest, reference: str) -> HttpResponse:
    """The association reads who worked; its funder, where it may, only hours by kind and their
    value."""
    convention = visible_convention(request, reference)
    check_can_see_staff_time(request.user, convention)
    is_internal = convention.owner_id in request.user.access.networks
    return render(
        request,
        "reporting/staff_time.html" if is_internal else "reporting/staff_time_shared.html",
        {
            "convention": convention,
            "time": staff_time_of(convention),
            "salaries": _salaries(convention) if is_internal else (),
            "can_keep": can_keep_money(request.user, convention),
            "can_keep_rates": can_keep_rates(request.user),
        },
    )


def _salaries(convention: Convention) -> list[Expense]:
    return list(
        Expense.objects.filter(shares__convention=convention, minutes__isnull=False)
        .select_related("person")
        .distinct()
        .order_by("-paid_on", "-pk")
    )


@require_POST
def sharing(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    shared = request.POST.get("shared") == "oui"
    share_staff_time(convention=convention, shared=shared, by=request.user)
    words = "lit maintenant" if shared else "ne lit plus"
    messages.success(request, f"Le financeur {words} les heures par nature et leur valeur totale.")
    return redirect("reporting:staff-time", reference)


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def salary_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose the time, read what it is worth, record it."""
    convention = visible_convention(request, reference)
    check_can_keep_money(request.user, convention)
    time = staff_time_of(convention)
    data = request.POST if request.method == "POST" else None
    chosen = data if data is not None else (request.GET if "first" in request.GET else None)
    form = SalaryChoiceForm(chosen, time=time)
    if chosen is None or not form.is_valid():
        return _salary_page(request, convention, time, form, refused=chosen is not None)
    plan = plan_of(time, form.choice)
    record = SalaryForm(data, convention=convention, choice=form.choice, mark=plan.mark)
    if data is not None and record.is_valid():
        try:
            made = record_salaries(
                plan=plan, convention=convention, by=request.user, **record.cleaned_data
            )
        except ValidationError as error:
            record.refuse(error, plan.mark)
        else:
            total = sum(one.amount for one in made)
            words = counted(len(made), "dépense")
            messages.success(request, f"C'est enregistré : {words}, {euros(total)} en tout.")
            return redirect("reporting:staff-time", reference)
    return _salary_page(
        request, convention, time, form, plan=plan, record=record, refused=record.is_bound
    )


def _salary_page(
    request: HttpRequest,
    convention: Convention,
    time: StaffTime,
    form: SalaryChoiceForm,
    *,
    refused: bool,
    plan=None,
    record=None,
) -> HttpResponse:
    return render(
        request,
        "reporting/salary_new.html",
        {
            "convention": convention,
            "time": time,
            "form": form,
            "plan": plan,
            "record": record,
        },
        status=422 if refused else 200,
    )


def _visible_sheet(request: HttpRequest, uid) -> time_sheets.TimeSheet:
    """404 for what one does not see and for an expense without a sheet, 403 for whoever may not
    read this one."""
    expense = get_object_or_404(
        Expense.objects.visible_to(request.user).select_related("person", "owner"), uid=uid
    )
    sheet = time_sheets.time_sheet_of(expense)
    if sheet is None:
        raise Http404
    check_can_read_time_sheet(request.user, expense)
    return sheet


@require_GET
def time_sheet(request: HttpRequest, uid) -> HttpResponse:
    sheet = _visible_sheet(request, uid)
    if request.GET.get("export") == "xlsx":
        response = HttpResponse(time_sheets.workbook(sheet), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{sheet.file_name}.xlsx"'
        return response
    return render(request, "reporting/time_sheet.html", {"sheet": sheet})


@require_POST
def time_sheet_pdf(request: HttpRequest, uid) -> HttpResponse:
    sheet = _visible_sheet(request, uid)
    job = requests.request_time_sheet(expense=sheet.expense, by=request.user)
    return redirect("partnership:job", job.uid)
