"""The list of conventions, and the one that a page is about."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from partnership.filters import ConventionFilter
from partnership.models import Convention
from partnership.permissions import can_create_convention

PER_PAGE = 50


def visible_convention(request: HttpRequest, reference: str) -> Convention:
    """The convention of an address. Raises Http404 when it is not the person's to see."""
    return get_object_or_404(
        Convention.objects.visible_to(request.user).for_list(), reference=reference
    )


@require_GET
def conventions(request: HttpRequest) -> HttpResponse:
    found = ConventionFilter(
        request.GET,
        queryset=Convention.objects.visible_to(request.user).for_list().newest_first(),
        request=request,
    )
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    return render(
        request,
        "partnership/conventions.html",
        {
            "filter": found,
            "page": page,
            "can_create": can_create_convention(request.user),
            "lines": [(row, row.report_standing(today), row.report_is_late(today)) for row in page],
        },
    )
