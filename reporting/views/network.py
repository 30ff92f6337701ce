"""A network's year: what its collective times give, and their rows. The association's own."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accompaniment.permissions import check_can_read_network
from partnership.permissions import allowed, check_can_import
from partnership.rendering.tables import XLSX, table_response, workbook_bytes
from reporting import network_page
from reporting.network_page import NetworkFilterForm, NetworkPage, page_of
from reporting.network_rows import meetings_of, trips_of, years_of
from reporting.network_year import Chosen

PER_PAGE = 50


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """The latest year in which something was held."""
    check_can_read_network(request.user)
    found = years_of(request.user)
    if found:
        return redirect("reporting:network-year", found[0])
    return render(
        request,
        "reporting/network_empty.html",
        {"can_import": allowed(check_can_import, request.user)},
    )


@require_GET
def year(request: HttpRequest, year: int) -> HttpResponse:
    check_can_read_network(request.user)
    form, page = _read(request, year)
    export = request.GET.get("export")
    name = f"reseau-{year}"
    if page is not None and export == "xlsx":
        response = HttpResponse(workbook_bytes(network_page.sheets_of(page)), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response
    if page is not None and export == "csv":
        return table_response("csv", *network_page.flat_rows(page), name=name)
    return render(
        request,
        "reporting/network_year.html",
        _context(form, page, year)
        | {"years": years_of(request.user), "can_import": allowed(check_can_import, request.user)},
    )


@require_GET
def rows(request: HttpRequest, year: int) -> HttpResponse:
    """The collective times that make the figures of the page."""
    check_can_read_network(request.user)
    form, network = _read(request, year)
    meetings = network.counted.meetings if network else ()
    export = request.GET.get("export")
    if network is not None and export in {"csv", "xlsx"}:
        return table_response(
            export, network_page.MEETING_COLUMNS, meetings, name=f"temps-collectifs-{year}"
        )
    page = Paginator(meetings, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "reporting/network_rows.html", _context(form, network, year) | {"page": page}
    )


def _read(request: HttpRequest, year: int) -> tuple[NetworkFilterForm, NetworkPage | None]:
    """The filters and what they leave; nothing where a filter is wrong."""
    if not datetime.MINYEAR < year < datetime.MAXYEAR:
        raise Http404
    meetings, trips = meetings_of(request.user, year), trips_of(request.user, year)
    form = NetworkFilterForm(request.GET, meetings, trips)
    if not form.is_valid():
        return form, None
    return form, page_of(year, meetings, trips, form.chosen)


def _context(form: NetworkFilterForm, network: NetworkPage | None, year: int) -> dict[str, Any]:
    narrowed = network is not None and network.chosen != Chosen()
    return {"filter": {"form": form}, "network": network, "year": year, "narrowed": narrowed}
