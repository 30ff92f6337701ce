"""The compte rendu financier by accounts: read it, write its texts, take it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership.actions.financial_accounts import write_financial_account
from partnership.permissions import can_keep_money, check_can_keep_money
from partnership.rendering.tables import XLSX
from reporting import requests
from reporting.account_forms import AccountTextsForm
from reporting.financial_account import account_of, workbook
from reporting.views.conventions import visible_convention


@require_GET
def cerfa(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    export = request.GET.get("export") == "xlsx"
    if export:
        check_can_keep_money(request.user, convention)
    report = account_of(convention, reader=request.user)
    if export:
        response = HttpResponse(workbook(report), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{report.file_name}.xlsx"'
        return response
    return render(
        request,
        "reporting/cerfa.html",
        {
            "convention": convention,
            "report": report,
            "can_keep": can_keep_money(request.user, convention),
        },
    )


@require_http_methods(["GET", "POST"])
def cerfa_texts(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_keep_money(request.user, convention)
    report = account_of(convention, reader=request.user)
    form = AccountTextsForm(request.POST if request.method == "POST" else None, texts=report.texts)
    if form.is_bound and form.is_valid():
        write_financial_account(convention=convention, texts=form.cleaned_data, by=request.user)
        messages.success(request, "Les textes du compte rendu financier sont enregistrés.")
        return redirect("reporting:cerfa", reference)
    return render(
        request,
        "reporting/cerfa_texts.html",
        {"convention": convention, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def cerfa_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    job = requests.request_financial_account(convention=convention, by=request.user)
    return redirect("partnership:job", job.uid)
