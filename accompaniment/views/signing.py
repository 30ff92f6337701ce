"""Signing on a tablet, and the papers: sign-in sheet, certificates."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accompaniment.attendance import attending, certificates, sign_in_sheet
from accompaniment.attendance import signing as actions
from accompaniment.enums import Presence
from accompaniment.forms.attendance import HereForm
from accompaniment.models import Attendance
from accompaniment.permissions import check_can_bring_to_gathering, check_can_run
from accompaniment.views.attendance import visible_row
from accompaniment.views.gatherings import visible_gathering
from partnership.forms.fields import refuse

MAY_SIGN = (
    Presence.INVITED,
    Presence.NO_REPLY,
    Presence.REGISTERED,
    Presence.WAITING,
    Presence.PRESENT,
)


@never_cache
@require_GET
def signing(request: HttpRequest, uid) -> HttpResponse:
    """The whole screen: tap one's name to sign. Only names and structures are shown."""
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    rows = Attendance.objects.filter(gathering=gathering, state__in=MAY_SIGN).for_list()
    named = [row for row in rows if row.full_name]
    date = actions.date_to_sign(gathering, timezone.localdate())
    signed = actions.who_signed(gathering, date)
    return render(
        request,
        "accompaniment/signing/list.html",
        {
            "gathering": gathering,
            "rows": named,
            "signed": sum(row.pk in signed for row in named),
            "who_signed": signed,
            "date": date if len(gathering.standing_dates) > 1 else None,
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, uid) -> HttpResponse:
    """Somebody who was not expected writes their name, then signs."""
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    form = HereForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            row = attending.enter(gathering=gathering, by=request.user, **form.values())
        except ValidationError as error:
            refuse(form, error)
        else:
            return redirect("accompaniment:sign", gathering.uid, row.uid)
    return render(
        request,
        "accompaniment/signing/add.html",
        {"gathering": gathering, "form": form},
        status=422 if form.is_bound else 200,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, uid, row) -> HttpResponse:
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    found = visible_row(request, gathering, row)
    date = actions.date_to_sign(gathering, timezone.localdate())
    error = ""
    if request.method == "POST":
        without = "without" in request.POST
        drawn = None if without else request.POST.get("signature", "")
        try:
            actions.sign(row=found, by=request.user, data_url=drawn)
        except ValidationError as refusal:
            error = " ".join(refusal.messages)
        else:
            thanks = "vous êtes noté présent" if without else "votre signature est gardée"
            messages.success(request, f"Merci {found.full_name} : {thanks}.")
            return redirect("accompaniment:signing", gathering.uid)
    return render(
        request,
        "accompaniment/signing/sign.html",
        {
            "gathering": gathering,
            "row": found,
            "has_signed": found.pk in actions.who_signed(gathering, date),
            "error": error,
        },
        status=422 if error else 200,
    )


@require_POST
def withdraw_signature(request: HttpRequest, uid, row) -> HttpResponse:
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    found = visible_row(request, gathering, row)
    actions.withdraw_signature(row=found, by=request.user)
    messages.success(request, f"La signature de « {found} » est retirée.")
    return redirect("accompaniment:attendance-row", gathering.uid, found.uid)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def sheet(request: HttpRequest, uid) -> HttpResponse:
    """The sign-in sheet, to print: for the team and for the officers of the funders served."""
    gathering = visible_gathering(request, uid)
    check_can_bring_to_gathering(request.user, gathering)
    made = sign_in_sheet.sheet_of(gathering, request.user)
    return _pdf(sign_in_sheet.render(made).content, made.file_name)


@require_http_methods(["GET", "POST"])
def all_certificates(request: HttpRequest, uid) -> HttpResponse:
    """Who gets a certificate; asked, they are made in one document."""
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    found = certificates.certificates_of(gathering, request.user)
    if request.method == "POST":
        if not found.each:
            messages.error(request, "Personne n'est noté présent par son nom.")
            return redirect("accompaniment:certificates", gathering.uid)
        job = certificates.request(gathering=gathering, by=request.user)
        return redirect("partnership:job", job.uid)
    return render(
        request,
        "accompaniment/gatherings/attendance/certificates.html",
        {"gathering": gathering, "certificates": found},
    )


@require_GET
def certificate(request: HttpRequest, uid, row) -> HttpResponse:
    """One person's; 404 for somebody who was not there, or whose name nobody wrote."""
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    found = visible_row(request, gathering, row)
    made = certificates.certificates_of(gathering, request.user, only=found)
    if not made.each:
        raise Http404
    return _pdf(certificates.render(made).content, made.file_name)
