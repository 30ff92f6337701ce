"""Collective times: the list, and one of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accompaniment.models import Gathering
from accompaniment.permissions import can_run

PER_PAGE = 50


def visible_gathering(request: HttpRequest, uid) -> Gathering:
    """The gathering of an address, where the person sees it and nobody took it back; else 404."""
    seen = Gathering.objects.visible_to(request.user).standing()
    return get_object_or_404(seen.dated().for_list(), uid=uid)


@require_GET
def gatherings(request: HttpRequest) -> HttpResponse:
    found = Gathering.objects.visible_to(request.user).standing().for_list().newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accompaniment/gatherings/list.html", {"page": page})


@require_GET
def gathering(request: HttpRequest, uid) -> HttpResponse:
    row = visible_gathering(request, uid)
    return render(
        request,
        "accompaniment/gatherings/gathering.html",
        {"gathering": row, "can_run": can_run(request.user, row)},
    )
