"""The conventions of one partnership, year beside year."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from partnership.models import Convention
from partnership.views.conventions import visible_convention
from reporting.years import CONVENTIONS_SHOWN, compare


@require_GET
def years(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    found = (
        Convention.objects.visible_to(request.user)
        .of_the_same_partnership(convention)
        .for_list()
        .newest_first()
    )
    page = Paginator(found, CONVENTIONS_SHOWN).get_page(request.GET.get("page"))
    return render(
        request,
        "reporting/years.html",
        {
            "convention": convention,
            "page": page,
            "comparison": compare(list(reversed(page.object_list)), timezone.localdate()),
        },
    )
