"""Whom to call back, and that they were."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accompaniment import actions
from accompaniment.filters import CallbackFilter
from accompaniment.following.callbacks import to_call_back
from accompaniment.forms import ReminderForm
from accompaniment.permissions import check_can_change
from accompaniment.tables import CALLBACKS
from accompaniment.views.followups import visible_follow_up
from partnership.permissions import check_can_keep_time
from partnership.rendering.tables import table_response
from partnership.wording import long_date

PER_PAGE = 50


@require_GET
def callbacks(request: HttpRequest) -> HttpResponse:
    """One's own by default, the whole team's or a colleague's by the filter."""
    check_can_keep_time(request.user)
    today = timezone.localdate()
    found = CallbackFilter(request.GET, queryset=to_call_back(request.user, today), request=request)
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.form.is_valid():
        return table_response(export, CALLBACKS, found.qs.iterator(500), name="a-rappeler")
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "accompaniment/callbacks.html", {"filter": found, "page": page, "today": today}
    )


@require_http_methods(["GET", "POST"])
def reminded(request: HttpRequest, uid) -> HttpResponse:
    """Called back today, and when to look at it again."""
    row = visible_follow_up(request, uid)
    check_can_change(request.user, row)
    sent, today = request.method == "POST", timezone.localdate()
    form = ReminderForm(request.POST if sent else None)
    if sent and form.is_valid():
        review_on = form.cleaned_data["review_on"]
        actions.remind(follow_up=row, on=today, review_on=review_on, by=request.user)
        again = f"à revoir le {long_date(review_on)}" if review_on else "sans nouvelle date"
        messages.success(request, f"{row.accompaniment} : relancé aujourd'hui, {again}.")
        return redirect("accompaniment:callbacks")
    return render(
        request,
        "accompaniment/reminded.html",
        {"row": row, "form": form},
        status=422 if sent else 200,
    )
