"""Noting without network: what the device keeps at hand, and where it sends what waited."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accompaniment.forms import QuickLogForm
from accompaniment.log.recent import structures_at_hand
from accompaniment.views.log import network_of, note
from partnership.forms.fields import refuse
from partnership.permissions import check_can_keep_time

SCRIPT = "js/service_worker.js"


@login_not_required
@require_GET
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the site while there is no network. It is served from the root,
    so that it may answer for every page."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


def _script() -> str:
    found = finders.find(SCRIPT)
    if found:
        with open(found, encoding="utf-8") as script:
            return script.read()
    with staticfiles_storage.open(SCRIPT) as script:
        return script.read().decode()


@login_not_required
@require_GET
def without_network(request: HttpRequest) -> HttpResponse:
    """The page that stands in for the others while there is no network. It holds nobody's data."""
    return render(request, "accompaniment/without_network.html")


@require_GET
def at_hand(request: HttpRequest) -> JsonResponse:
    """The structures that one may name without network: those followed lately."""
    check_can_keep_time(request.user)
    found = structures_at_hand(request.user)
    return JsonResponse(
        {"results": [{"value": str(one.uid), "text": one.name_and_town} for one in found]}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> JsonResponse:
    """Where a device sends what waited on it. GET says who is logged in, with a fresh token: what
    somebody else noted on the same device is not sent in this person's name."""
    check_can_keep_time(request.user)
    if request.method == "GET":
        return JsonResponse({"person": str(request.user.uid), "token": get_token(request)})
    form = QuickLogForm(request.POST, user=request.user, owner=network_of(request.user))
    if not form.is_valid():
        return _refused(form)
    try:
        noted = note(request, form)
    except ValidationError as error:
        refuse(form, error)
        return _refused(form)
    return JsonResponse({"noted": str(noted.row.uid)})


def _refused(form: QuickLogForm) -> JsonResponse:
    """What is wrong, by the label of its field."""
    said = [
        {"field": form.fields[name].label if name in form.fields else "", "words": " ".join(words)}
        for name, words in form.errors.items()
    ]
    return JsonResponse({"errors": said}, status=422)
