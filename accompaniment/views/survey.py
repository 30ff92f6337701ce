"""The public page of a survey: whoever has its link answers, without an account and without a
name."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accompaniment.attendance.sign_up_mails import host_of
from accompaniment.forms.after import ReplyForm
from accompaniment.gathering import surveying
from accompaniment.models import Survey
from accompaniment.views.sign_up import HOUR, public
from partnership.accounts import client_address
from partnership.forms.fields import refuse
from partnership.rate_limits import counts_within

TOO_MANY = (
    "Beaucoup de réponses viennent d'arriver de cet endroit : la vôtre n'est pas enregistrée. "
    "Recommencez dans une heure."
)


def _survey(key: str) -> Survey:
    found = Survey.objects.filter(gathering__cancelled_at__isnull=True)
    return get_object_or_404(found.select_related("gathering__owner"), key=key)


@public
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, key: str) -> HttpResponse:
    row = _survey(key)
    shown = {"gathering": row.gathering, "survey": row, "host": host_of(row.gathering)}
    sent, today = request.method == "POST", timezone.localdate()
    if not surveying.is_open(row, today):
        status = 409 if sent else 200
        return render(request, "accompaniment/public/survey_closed.html", shown, status=status)
    form = ReplyForm(request.POST if sent else None, survey=row, initial={"uid": uuid.uuid4()})
    status = 200
    if sent:
        status = 422
        if form.is_valid():
            if not _within_the_limit(request):
                form.add_error(None, TOO_MANY)
                status = 429
            elif _kept(row, form, today):
                return redirect("accompaniment:survey-thanks", row.key)
    given = shown | {"form": form}
    return render(request, "accompaniment/public/survey.html", given, status=status)


def _kept(row: Survey, form: ReplyForm, today) -> bool:
    try:
        surveying.reply(survey=row, uid=form.cleaned_data["uid"], answers=form.answers, today=today)
    except ValidationError as error:
        refuse(form, error)
        return False
    return True


def _within_the_limit(request: HttpRequest) -> bool:
    address = client_address(request)
    most = settings.SIGN_UPS_PER_ADDRESS
    return address is None or counts_within("survey", address, limit=most, seconds=HOUR)


@public
@require_GET
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    row = _survey(key)
    shown = {"gathering": row.gathering, "survey": row, "host": host_of(row.gathering)}
    return render(request, "accompaniment/public/survey_thanks.html", shown)
