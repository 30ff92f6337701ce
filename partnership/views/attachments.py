"""Attaching files to a row of any registered type, and taking them away."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from partnership import files, subjects, uploads
from partnership.actions import files as actions
from partnership.attachments import check_can_attach
from partnership.wording import listed


def way_back(request: HttpRequest, row: Model) -> str:
    """The page that the person came from, when it is one of ours; else the row's own."""
    asked = request.POST.get("next", "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    address = subjects.get(subjects.key_of(row)).address(row)
    return address or reverse("partnership:home")


def say(request: HttpRequest, sending: actions.Sending) -> None:
    """Tell what was kept, what was there already, and what the sender should know."""
    if sending.kept:
        names = listed([f"« {one.name} »" for one in sending.kept])
        joined = "est joint" if len(sending.kept) == 1 else "sont joints"
        messages.success(request, f"{names} {joined}.")
    if any(one.content_type in uploads.IMAGES for one in sending.kept):
        messages.info(
            request, "Le lieu et l'appareil des prises de vue ont été effacés des photos jointes."
        )
    for name in sending.known:
        messages.info(request, f"« {name} » est déjà là : il n'est pas joint une seconde fois.")
    for name, remark in sending.remarks:
        messages.warning(request, f"« {name} » : {remark}.")


@require_POST
def add(request: HttpRequest, subject_type: str, uid) -> HttpResponse:
    """Attach what is sent. Where something is refused, a page says what and why, and takes it
    again; what was accepted is kept."""
    row = subjects.visible_row(subject_type, uid, request.user)
    if row is None:
        raise Http404
    check_can_attach(request.user, row)
    back, error, sending = way_back(request, row), "", actions.Sending()
    try:
        sending = actions.attach(
            subject=row, brought=request.FILES.getlist("files"), by=request.user
        )
    except ValidationError as refusal:
        error = " ".join(refusal.messages)
    if not error and not sending.refused:
        say(request, sending)
        return redirect(back)
    return render(
        request,
        "partnership/files_refused.html",
        {
            "row": row,
            "subject_type": subject_type,
            "subject_label": subjects.get(subject_type).label,
            "sending": sending,
            "error": error,
            "back": back,
            "chooser": uploads.CHOOSER,
            "largest": settings.ATTACHMENT_LARGEST_MB,
        },
        status=422,
    )


@require_POST
def withdraw(request: HttpRequest, uid) -> HttpResponse:
    stored = files.visible_file(uid, request.user)
    if stored is None:
        raise Http404
    actions.withdraw(stored=stored, by=request.user)
    messages.success(request, f"« {stored.name} » est retiré.")
    row = subjects.visible_row(stored.subject_type, stored.subject_uid, request.user)
    return redirect(way_back(request, row))
