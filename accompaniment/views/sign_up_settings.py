"""What the public page of a gathering says, and until when it is open."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accompaniment.attendance import attending
from accompaniment.attendance import sign_up_rules as rules
from accompaniment.attendance.participants import roll_of
from accompaniment.forms.attendance import SignUpSettingsForm
from accompaniment.models import Gathering
from accompaniment.permissions import check_can_run
from accompaniment.views.gatherings import visible_gathering
from partnership import mailing
from partnership.forms.fields import refuse
from partnership.models import Mail

MAILS_PER_PAGE = 10


@require_http_methods(["GET", "POST"])
def sign_up_settings(request: HttpRequest, uid) -> HttpResponse:
    gathering = visible_gathering(request, uid)
    check_can_run(request.user, gathering)
    sent = request.method == "POST"
    initial = {name: getattr(gathering, name) for name in attending.SIGN_UP}
    form = SignUpSettingsForm(request.POST if sent else None, initial=initial)
    if sent and form.is_valid():
        try:
            attending.set_sign_up(gathering=gathering, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, "La page d'inscription est enregistrée.")
            return redirect("accompaniment:sign-up-settings", gathering.uid)
    address = reverse("accompaniment:sign-up", args=[gathering.sign_up_key])
    return render(
        request,
        "accompaniment/gatherings/attendance/sign_up_settings.html",
        {
            "gathering": gathering,
            "form": form,
            "address": mailing.absolute(address),
            "preview": f"{address}?apercu=1",
            "closed": rules.closed_because(gathering, timezone.localdate()),
            "left": rules.places_left(gathering),
            "roll": roll_of(gathering, request.user),
            "confirmed": gathering.attendances.filter(confirmed_at__isnull=False).count(),
            "handed_in": gathering.attendances.filter(handed_in__isnull=False).count(),
            "mails": _mails(request, gathering),
        },
        status=422 if sent else 200,
    )


def _mails(request: HttpRequest, gathering: Gathering):
    """In a demonstration no mail leaves: what was written to participants is read here."""
    if not settings.DEMONSTRATION:
        return None
    found = Mail.objects.filter(
        owner=gathering.owner_id, to__isnull=True, body__contains=gathering.sign_up_key
    )
    return Paginator(found, MAILS_PER_PAGE).get_page(request.GET.get("page"))
