"""The bilan: read it, write its texts, freeze a version, ask for its PDF."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership.filters import ConventionFilter
from partnership.models import Convention
from partnership.permissions import (
    can_produce_report,
    check_can_keep_time,
    check_can_write_report,
)
from partnership.views.conventions import visible_convention
from reporting import actions, production
from reporting.forms import NarrativeForm
from reporting.models import ReportVersion

PER_PAGE = 50


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """The bilans that one may write."""
    check_can_keep_time(request.user)
    found = ConventionFilter(
        request.GET,
        queryset=Convention.objects.filter(owner__in=request.user.access.networks)
        .for_list()
        .newest_first(),
        request=request,
    )
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    last = ReportVersion.objects.visible_to(request.user).last_numbers(page.object_list)
    lines = [(row, last.get(row.pk)) for row in page.object_list]
    return render(
        request, "reporting/reports.html", {"filter": found, "page": page, "lines": lines}
    )


@require_GET
def report(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_write_report(request.user, convention)
    versions = (
        ReportVersion.objects.filter(report__convention=convention).for_list().order_by("-number")
    )
    return render(
        request,
        "reporting/report.html",
        {
            "convention": convention,
            "report": production.draft(convention),
            "versions": versions,
            "next_number": actions.next_number(convention),
            "can_produce": can_produce_report(request.user, convention),
        },
    )


@require_GET
def version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_write_report(request.user, convention)
    row = get_object_or_404(
        ReportVersion.objects.select_related("pdf", "frozen_by"),
        report__convention=convention,
        number=number,
    )
    return render(
        request,
        "reporting/version.html",
        {
            "convention": convention,
            "version": row,
            "report": production.frozen(row),
            "can_produce": can_produce_report(request.user, convention),
        },
    )


@require_http_methods(["GET", "POST"])
def narrative(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_write_report(request.user, convention)
    form = NarrativeForm(request.POST if request.method == "POST" else None, convention=convention)
    if request.method == "POST" and form.is_valid():
        actions.write_narrative(convention=convention, texts=form.cleaned_data, by=request.user)
        messages.success(request, "Les textes du bilan sont enregistrés.")
        return redirect("reporting:report", reference)
    return render(
        request,
        "reporting/narrative.html",
        {"convention": convention, "form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def freeze(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    frozen = actions.freeze(convention=convention, by=request.user)
    messages.success(
        request,
        f"La version {frozen.number} est arrêtée : elle ne changera plus. "
        "Vous pouvez en demander le PDF.",
    )
    return redirect(frozen)


@require_POST
def request_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    job = actions.request_pdf(convention=convention, by=request.user)
    return redirect("partnership:job", job.uid)


@require_POST
def request_version_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    convention = visible_convention(request, reference)
    row = get_object_or_404(
        ReportVersion.objects.visible_to(request.user), report__convention=convention, number=number
    )
    job = actions.request_pdf(convention=convention, by=request.user, version=row.number)
    return redirect("partnership:job", job.uid)
