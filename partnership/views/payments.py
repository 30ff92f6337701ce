"""The money that the funder paid, and what was paid back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnership import spending
from partnership.actions import payments as actions
from partnership.forms.fields import refuse
from partnership.forms.payments import PaymentForm
from partnership.models import Payment
from partnership.permissions import can_keep_money, check_can_keep_money
from partnership.views.conventions import visible_convention
from partnership.wording import euros


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def payments(request: HttpRequest, reference: str) -> HttpResponse:
    """Read by both sides, kept by the association's administration."""
    convention = visible_convention(request, reference)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        check_can_keep_money(request.user, convention)
    form = PaymentForm(data)
    if data is not None and form.is_valid():
        try:
            paid = actions.record_payment(
                convention=convention, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"Le versement de {euros(paid.amount)} est enregistré.")
            return redirect("partnership:payments", convention.reference)
    rows = list(convention.payments.order_by("received_on", "pk"))
    terms = convention.terms()
    return render(
        request,
        "partnership/payments.html",
        {
            "convention": convention,
            "terms": terms,
            "payments": rows,
            "received": spending.received(rows, terms),
            "form": form,
            "can_keep": can_keep_money(request.user, convention),
        },
        status=200 if data is None else 422,
    )


@require_POST
def payment_remove(request: HttpRequest, reference: str, uid) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_keep_money(request.user, convention)
    payment = get_object_or_404(Payment, convention=convention, uid=uid)
    try:
        actions.remove_payment(payment=payment, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Le versement est retiré ; le journal garde ce qu'il disait.")
    return redirect("partnership:payments", convention.reference)
