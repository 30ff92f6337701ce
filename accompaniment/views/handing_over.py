"""Passing one's follow-ups to a colleague, and what the colleague reads of them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accompaniment import actions
from accompaniment.following.handing_over import passed_in, short_stories
from accompaniment.forms import HandOverForm
from accompaniment.models import FollowUpYear
from accompaniment.views.log import network_of
from partnership.forms.fields import refuse
from partnership.forms.structures import is_uuid
from partnership.models import User
from partnership.permissions import check_can_keep_time
from partnership.wording import counted


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest) -> HttpResponse:
    """One's own follow-ups, or those of the colleague that the address names (`de`)."""
    check_can_keep_time(request.user)
    network = network_of(request.user)
    team = User.objects.in_the_team_of(network, timezone.localdate()).for_choice()
    givers = User.objects.filter(
        pk__in=FollowUpYear.objects.filter(accompaniment__owner=network)
        .exclude(lead=None)
        .order_by()
        .values("lead")
    ).for_choice()
    giver = _giver(request, givers)
    rows = (
        FollowUpYear.objects.filter(accompaniment__owner=network, lead=giver)
        .for_list()
        .with_last_exchange()
        .order_by("accompaniment__organisation__search_text", "pk")
    )
    sent = request.method == "POST"
    form = HandOverForm(
        request.POST if sent else None,
        initial={"uid": uuid.uuid4()},
        giver=giver,
        team=team,
        follow_ups=rows,
    )
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            passed = actions.hand_over(by=request.user, **data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                f"C'est fait : {data['to']} a {counted(len(passed), 'suivi')} de plus.",
            )
            return redirect("accompaniment:handed-over", data["uid"])
    chosen = form["follow_ups"].value() if sent else [str(row.uid) for row in rows]
    return render(
        request,
        "accompaniment/hand_over.html",
        {
            "form": form,
            "giver": giver,
            "givers": givers,
            "rows": rows,
            "chosen": {str(one) for one in chosen},
        },
        status=422 if sent else 200,
    )


def _giver(request: HttpRequest, givers) -> User:
    asked = request.GET.get("de", "")
    found = givers.filter(uid=asked).first() if is_uuid(asked) else None
    return found or request.user


@require_GET
def handed_over(request: HttpRequest, uid) -> HttpResponse:
    """Each story in ten lines at most, to read or to print."""
    check_can_keep_time(request.user)
    passing = passed_in(uid, request.user)
    if passing is None:
        raise Http404
    return render(
        request,
        "accompaniment/handed_over.html",
        {"passing": passing, "stories": short_stories(passing.rows, request.user)},
    )
