"""The money of a convention: planned and realised, and the financial report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from partnership.permissions import can_produce_report, check_can_produce_report
from partnership.rendering.tables import XLSX
from partnership.views.conventions import visible_convention
from reporting import actions, financial
from reporting.money_forms import AttestationForm
from reporting.money_page import page_of


@require_GET
def money(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    page = page_of(convention, reader=request.user, today=timezone.localdate())
    return render(request, "reporting/money.html", {"convention": convention, "page": page})


@require_http_methods(["GET", "POST"])
def financial_report(request: HttpRequest, reference: str) -> HttpResponse:
    """Read it, take it as a workbook, ask for its PDF."""
    convention = visible_convention(request, reference)
    if request.method == "POST" or request.GET.get("export"):
        check_can_produce_report(request.user, convention)
    form = AttestationForm(
        request.POST if request.method == "POST" else None, convention=convention
    )
    if request.method == "POST" and form.is_valid():
        job = actions.request_financial_report(
            convention=convention, attestation=form.cleaned_data, by=request.user
        )
        return redirect("partnership:job", job.uid)
    report = financial.report_of(convention)
    if request.GET.get("export") == "xlsx":
        response = HttpResponse(financial.workbook(report), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{report.file_name}.xlsx"'
        return response
    return render(
        request,
        "reporting/financial_report.html",
        {
            "convention": convention,
            "report": report,
            "form": form,
            "can_produce": can_produce_report(request.user, convention),
        },
        status=422 if form.is_bound else 200,
    )
