"""The table of a convention's accompaniments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from partnership.permissions import can_write_report
from partnership.rendering.tables import table_response
from partnership.views.conventions import visible_convention
from reporting import requests
from reporting.follow_up_table import COLUMNS, flat_rows, table_of


@require_GET
def follow_up_table(request: HttpRequest, reference: str) -> HttpResponse:
    """Read by both sides; who writes the bilan reads what is still missing."""
    convention = visible_convention(request, reference)
    table = table_of(convention, request.user)
    export = request.GET.get("export")
    if export in {"csv", "xlsx"}:
        return table_response(export, COLUMNS, flat_rows(table), name=table.file_name)
    return render(
        request,
        "reporting/follow_up_table.html",
        {
            "convention": convention,
            "table": table,
            "can_write": can_write_report(request.user, convention),
        },
    )


@require_POST
def follow_up_table_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    job = requests.request_follow_up_table(convention=convention, by=request.user)
    return redirect("partnership:job", job.uid)
