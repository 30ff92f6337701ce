"""My week: a session to come, what became of it, and the week as a calendar that others read."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accompaniment.enums import EntryState, SessionKind
from accompaniment.forms import PlanForm
from accompaniment.forms.planning import OUTCOMES
from accompaniment.log import planning
from accompaniment.log.week import awaiting, code_of, monday_of, week_of
from accompaniment.log.week_feed import moments_of
from accompaniment.models import AccompanimentSession
from accompaniment.permissions import check_can_change
from accompaniment.views.log import asked_day, network_of
from partnership.forms.fields import refuse
from partnership.forms.structures import is_uuid
from partnership.models import User
from partnership.permissions import check_can_keep_time
from partnership.rendering.calendars import ICS, calendar_bytes
from partnership.wording import long_date

TITLES = {
    "tenu": "Noter cet échange comme tenu",
    "annule": "Noter cet échange comme annulé",
    "manque": "Noter cet échange comme manqué",
    "reporte": "Reporter cet échange",
}


def asked_person(request: HttpRequest, team) -> User:
    """Oneself, or the member of the team that the address names; 404 for somebody else."""
    wanted = request.GET.get("personne", "")
    if not wanted or wanted == str(request.user.uid):
        return request.user
    if not is_uuid(wanted):
        raise Http404
    return get_object_or_404(team, uid=wanted)


@require_GET
def week(request: HttpRequest) -> HttpResponse:
    """A week of one's own, or of somebody of the team."""
    check_can_keep_time(request.user)
    today = timezone.localdate()
    team = User.objects.of_the_team_ever(network_of(request.user)).for_choice()
    person = asked_person(request, team)
    start = monday_of(request.GET.get("semaine", ""), today)
    key = request.user.calendar_key
    return render(
        request,
        "accompaniment/week.html",
        {
            "week": week_of(person, request.user, start, today),
            "code": code_of(start),
            "this_code": code_of(today),
            "person": person,
            "is_mine": person == request.user,
            "team": team,
            "awaiting": awaiting(request.user, today) if person == request.user else [],
            "calendar": settings.BASE_URL + reverse("accompaniment:week-feed", args=[key])
            if key
            else "",
        },
    )


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a session with a holder."""
    check_can_keep_time(request.user)
    today = timezone.localdate()
    first = {
        "uid": uuid.uuid4(),
        "date": asked_day(request) or today,
        "kind": SessionKind.MEETING,
        "organisation": request.GET.get("structure", ""),
        "staff": [str(request.user.uid)],
    }
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        owner=network_of(request.user),
        initial=first,
    )
    if form.is_bound and form.is_valid():
        try:
            planned = _plan(request, form, today)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"C'est prévu le {long_date(planned.row.date)}.")
            address = reverse("accompaniment:week")
            return redirect(f"{address}?semaine={code_of(planned.row.date)}")
    return render(
        request, "accompaniment/plan.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _plan(request: HttpRequest, form: PlanForm, today: datetime.date):
    data = form.cleaned_data
    names = ("organisation", "convention", "kind", "date", "starts_at", "channels", "line")
    return planning.plan_session(
        owner=form.owner,
        new_name=form.created_name,
        minutes=data["duration"],
        by=request.user,
        today=today,
        **{name: data[name] for name in (*names, "internal_note", "staff", "uid")},
    )


@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, uid, outcome: str) -> HttpResponse:
    """What became of a session that was planned: held, cancelled, missed, put off."""
    check_can_keep_time(request.user)
    seen = AccompanimentSession.objects.visible_to(request.user).standing()
    row = get_object_or_404(seen.for_list(), uid=uid)
    check_can_change(request.user, row)
    form_class, state = OUTCOMES[outcome]
    if row.is_held:
        messages.info(request, "Cet échange est déjà noté comme tenu.")
        return redirect(row)
    form = form_class(request.POST if request.method == "POST" else None, row=row)
    if form.is_bound and form.is_valid():
        try:
            said = _say(row, outcome, state, form.cleaned_data, request.user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, said)
            day = form.cleaned_data.get("date", row.date)
            return redirect(f"{reverse('accompaniment:week')}?semaine={code_of(day)}")
    return render(
        request,
        "accompaniment/outcome.html",
        {"row": row, "form": form, "title": TITLES[outcome], "outcome": outcome},
        status=422 if form.is_bound else 200,
    )


def _say(row: AccompanimentSession, outcome: str, state: EntryState, data: dict, by: User) -> str:
    """Write it; what to tell the person."""
    today = timezone.localdate()
    if outcome == "tenu":
        planning.hold_session(
            session=row,
            minutes=data["duration"],
            by=by,
            today=today,
            **{name: data[name] for name in ("line", "channels", "staff")},
        )
        return "C'est noté : l'échange est tenu et compte désormais."
    if outcome == "reporte":
        planning.put_off_session(session=row, by=by, today=today, **data)
        return f"L'échange est reporté au {long_date(data['date'])}."
    planning.drop_session(session=row, state=state, reason=data["reason"], by=by)
    return f"C'est noté : l'échange est {state.label.lower()}, il ne compte pas."


@login_not_required
@require_GET
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The week of the person who holds this address, as a calendar; calendars cannot log in."""
    person = User.objects.filter(calendar_key=key, is_active=True).first() if key else None
    if person is None:
        raise Http404
    moments = moments_of(person, timezone.localdate(), timezone.now())
    answer = HttpResponse(calendar_bytes(moments, name="Ma semaine Trame"), content_type=ICS)
    answer["Content-Disposition"] = 'inline; filename="ma-semaine.ics"'
    return answer
