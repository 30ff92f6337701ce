"""Aujourd'hui."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accompaniment.following.callbacks import my_callbacks
from accompaniment.gathering.coming import coming_gatherings
from accompaniment.log.recent import recent_entries
from accompaniment.log.week import awaiting
from accompaniment.views.log import fresh_form
from partnership.permissions import can_keep_time


@never_cache  # a page from the cache would send again a form that has served
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The quick log and what one noted; an officer goes to their conventions."""
    if not can_keep_time(request.user):
        return redirect("partnership:conventions")
    return render(
        request,
        "reporting/today.html",
        {
            "form": fresh_form(request),
            "recent": recent_entries(request.user),
            "awaiting": awaiting(request.user, timezone.localdate()),
            "callbacks": my_callbacks(request.user),
            "coming": coming_gatherings(request.user, timezone.localdate()),
        },
    )
