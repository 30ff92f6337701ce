"""What was written to a person, and what they want to be told."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from partnership import mailing
from partnership.actions.people import set_preferences
from partnership.forms.conversation import PreferencesForm
from partnership.sending import ATTEMPTS

PER_PAGE = 20


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """One's own messages, the latest first, readable whether they left or not."""
    page = Paginator(mailing.readable_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "partnership/mails.html", {"page": page, "attempts": ATTEMPTS})


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    form = PreferencesForm(
        request.POST if request.method == "POST" else None, instance=request.user
    )
    if request.method == "POST" and form.is_valid():
        set_preferences(by=request.user, **form.cleaned_data)
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("partnership:preferences")
    return render(
        request,
        "partnership/preferences.html",
        {"form": form},
        status=422 if form.is_bound else 200,
    )
