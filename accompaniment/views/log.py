"""The quick log."""

from __future__ import annotations

import datetime
import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accompaniment.enums import SessionKind
from accompaniment.forms import QuickLogForm, written_duration
from accompaniment.log.noting import Noted, note_session, note_work
from accompaniment.log.recent import recent_entries
from accompaniment.models import AccompanimentSession, WorkEntry
from partnership.forms.fields import refuse
from partnership.models import Network
from partnership.permissions import check_can_keep_time

REMEMBERED = "quick_log"


def network_of(user) -> Network:
    """The network in which the person logs: the first they work for."""
    return Network.objects.get(pk=min(user.access.networks))


def fresh_form(request: HttpRequest, **initial) -> QuickLogForm:
    """A form for the next entry: today, with the last choices remembered."""
    remembered = request.session.get(REMEMBERED, {})
    return QuickLogForm(
        user=request.user,
        owner=network_of(request.user),
        initial={
            "uid": uuid.uuid4(),
            "date": timezone.localdate(),
            "kind": SessionKind.MEETING,
            "channels": remembered.get("channels", []),
            "staff": remembered.get("staff", [str(request.user.uid)]),
        }
        | initial,
    )


def _copied(request: HttpRequest) -> dict:
    """What an earlier entry gives to the next one, when its address asks for it."""
    wanted = request.GET.get("reprendre", "")
    try:
        uid = uuid.UUID(wanted)
    except ValueError:
        return {}
    here = {"uid": uid, "owner": network_of(request.user)}
    row = (
        AccompanimentSession.objects.filter(**here).for_list().first()
        or WorkEntry.objects.filter(**here).for_list().first()
    )
    if row is None:
        return {}
    copied = {
        "kind": row.kind,
        "duration": written_duration(row.minutes),
        "line": row.line,
        "staff": [str(person.uid) for person in row.staff.all()],
    }
    if row.organisation:
        copied["organisation"] = str(row.organisation.uid)
    if isinstance(row, AccompanimentSession):
        copied |= {"channels": list(row.channel_codes), "helps": list(row.help_codes)}
    else:
        copied["promotion"] = row.promotion
        copied["commitment"] = str(row.commitment.uid) if row.commitment else ""
    return copied


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """The quick log as a page of its own, and where its form is sent."""
    check_can_keep_time(request.user)
    if request.method == "GET":
        return _page(request, fresh_form(request, **_copied(request) | _asked(request)))
    form = QuickLogForm(request.POST, user=request.user, owner=network_of(request.user))
    if not form.is_valid():
        return _answer(request, form, status=422)
    try:
        noted = note(request, form)
    except ValidationError as error:
        refuse(form, error)
        return _answer(request, form, status=422)
    remember(request, form)
    goes_on = "continue" in request.POST
    kept = {}
    if goes_on and noted.row.organisation_id:
        kept = {
            "organisation": str(noted.row.organisation.uid),
            "date": noted.row.date,
            "convention": request.POST.get("convention", ""),
        }
    if request.htmx:
        return _answer(request, fresh_form(request, **kept), noted=noted)
    messages.success(
        request,
        format_html(
            'C\'est noté : {}. <a href="{}">Voir la ligne</a>',
            noted.row.organisation.name
            if noted.row.organisation
            else noted.row.get_kind_display().lower(),
            noted.row.get_absolute_url(),
        ),
    )
    if noted.advice_flag:
        messages.warning(
            request,
            format_html(
                '{}. <a href="{}">Passer ce suivi en accompagnement renforcé</a>',
                noted.advice_flag,
                reverse("accompaniment:convert", args=[noted.row.follow_up.uid]),
            ),
        )
    if not goes_on:
        return redirect("reporting:today")
    asked = f"?structure={kept['organisation']}" if kept else ""
    return redirect(f"{request.path}{asked}")


def asked_day(request: HttpRequest) -> datetime.date | None:
    """The day that the address names, if it is one."""
    try:
        return datetime.date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        return None


def _asked(request: HttpRequest) -> dict:
    structure, day = request.GET.get("structure"), asked_day(request)
    return ({"organisation": structure} if structure else {}) | ({"date": day} if day else {})


def note(request: HttpRequest, form: QuickLogForm) -> Noted:
    """Write what a valid form says, in the person's own name; the same form again writes nothing
    more. Raises ValidationError."""
    data = form.cleaned_data
    common = {
        "owner": form.owner,
        "organisation": data["organisation"],
        "new_name": form.created_name,
        "convention": data["convention"],
        "kind": data["kind"],
        "date": data["date"],
        "minutes": data["minutes"],
        "line": data["line"],
        "internal_note": data["internal_note"],
        "staff": data["staff"],
        "uid": data["uid"],
        "by": request.user,
    }
    if form.is_work:
        return note_work(commitment=data["commitment"], promotion=data["promotion"], **common)
    return note_session(channels=data["channels"], helps=data["helps"], **common)


def remember(request: HttpRequest, form: QuickLogForm) -> None:
    """The channels and the people; never a duration, which nobody should repeat by accident.
    Work has no channel: those of the last exchange stay."""
    earlier = request.session.get(REMEMBERED, {}).get("channels", [])
    request.session[REMEMBERED] = {
        "channels": earlier if form.is_work else form.cleaned_data["channels"],
        "staff": [str(person.uid) for person in form.cleaned_data["staff"]],
    }


def _answer(
    request: HttpRequest, form: QuickLogForm, *, noted: Noted | None = None, status: int = 200
) -> HttpResponse:
    if request.htmx:
        return render(
            request,
            "accompaniment/_log_answer.html",
            {"form": form, "noted": noted, "month": recent_entries(request.user).month_text},
            status=status,
        )
    return _page(request, form, status=status)


def _page(request: HttpRequest, form: QuickLogForm, status: int = 200) -> HttpResponse:
    return render(
        request,
        "accompaniment/log.html",
        {"form": form, "recent": recent_entries(request.user)},
        status=status,
    )
