"""The essential data of the conventions, for whoever publishes them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from partnership import open_data as data
from partnership.filters import OpenDataFilter
from partnership.models import Convention

PER_PAGE = 50


@require_GET
def open_data(request: HttpRequest) -> HttpResponse:
    found = _found(request)
    entries = data.entries_of(found.qs)
    ready = [entry for entry in entries if entry.row]
    return render(
        request,
        "partnership/open_data.html",
        {
            "filter": found,
            "page": Paginator(ready, PER_PAGE).get_page(request.GET.get("page")),
            "ready": ready,
            "left_out": [entry for entry in entries if not entry.row],
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def open_data_csv(request: HttpRequest) -> HttpResponse:
    found = _found(request)
    if not found.form.is_valid():
        page = reverse("partnership:open-data")
        return redirect(f"{page}?{request.GET.urlencode()}")
    response = HttpResponse(
        data.csv_text(data.entries_of(found.qs)), content_type="text/csv; charset=utf-8"
    )
    year = found.form.cleaned_data["year"]
    name = f"subventions-{year}.csv" if year else "subventions.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(request: HttpRequest) -> OpenDataFilter:
    seen = Convention.objects.visible_to(request.user).for_open_data().newest_first()
    return OpenDataFilter(request.GET, queryset=seen, request=request)
