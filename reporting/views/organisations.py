"""A structure, and everything that was ever done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from partnership.models import Organisation
from partnership.permissions import can_keep_directory, can_merge
from reporting.organisations import story_of


@require_GET
def organisation(request: HttpRequest, uid) -> HttpResponse:
    """A structure that was merged leads to its survivor."""
    row = get_object_or_404(
        Organisation.objects.visible_to(request.user).select_related("merged_into").for_list(),
        uid=uid,
    )
    if row.merged_into:
        return redirect(row.merged_into)
    keeps = can_keep_directory(request.user) and row.owner_id in request.user.access.networks
    return render(
        request,
        "reporting/organisation.html",
        {
            "row": row,
            "story": story_of(row, request.user),
            "can_keep": keeps,
            "can_merge": keeps and can_merge(request.user),
        },
    )
