"""The countdown to the bilan, and the convention's other dates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from partnership.forms.deadlines import InChargeForm
from partnership.permissions import can_agree, can_prepare_convention, can_settle
from partnership.schedule import schedule_of
from partnership.views.conventions import visible_convention
from reporting.countdown import countdown_of


@require_GET
def countdown(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    today = timezone.localdate()
    found = countdown_of(convention, today)
    dues = schedule_of([convention])
    form = InChargeForm(convention=convention)
    return render(
        request,
        "reporting/countdown.html",
        {
            "convention": convention,
            "report_standing": convention.report_standing(today),
            "report_is_late": convention.report_is_late(today),
            "countdown": found,
            "dues": [(due, due.standing(today), due.is_late(today)) for due in dues],
            "team": list(form.fields["person"].queryset),
            "can_note": can_agree(request.user, convention),
            "can_extend": can_settle(request.user, convention) and convention.report_due_on,
            "can_put_in_charge": can_prepare_convention(request.user, convention),
        },
    )
