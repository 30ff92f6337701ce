"""The settlement of a convention: simulated, proposed, discussed, decided."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from partnership.actions import settlements
from partnership.forms.fields import refuse
from partnership.models import Convention, Settlement
from partnership.permissions import (
    can_agree,
    can_keep_money,
    can_settle,
    check_can_agree,
    check_can_keep_money,
    check_can_settle,
)
from partnership.settlement import EXAMPLES
from partnership.views.conventions import visible_convention
from reporting.accounts import Accounts, accounts_of
from reporting.money_forms import (
    DecisionForm,
    ObservationForm,
    ProposalForm,
    SimulationForm,
    WithdrawalForm,
)
from reporting.money_page import current_settlement, settlement_words, still_expected


@require_GET
def settlement(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, visible_convention(request, reference))


@require_POST
def propose(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_settle(request.user, convention)
    outcome = accounts_of(convention).outcome
    form = ProposalForm(request.POST, due=outcome.due, today=timezone.localdate())
    return _answer(
        request,
        convention,
        {"proposal": form},
        lambda: settlements.propose_settlement(
            convention=convention,
            outcome=outcome,
            by=request.user,
            observations_until=form.cleaned_data["observations_until"],
        ),
        "Le solde est proposé : l'association est prévenue et peut faire ses observations.",
    )


@require_POST
def observe(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_agree(request.user, convention)
    row = _current(convention)
    form = ObservationForm(request.POST)
    return _answer(
        request,
        convention,
        {"observation": form},
        lambda: settlements.observe(
            settlement=row, text=form.cleaned_data["text"], by=request.user
        ),
        "Votre observation est enregistrée, l'autre partie est prévenue.",
    )


@require_POST
def no_observation(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_keep_money(request.user, convention)
    row = _current(convention)
    form = forms.Form(request.POST)
    return _answer(
        request,
        convention,
        {"no_observation": form},
        lambda: settlements.have_no_observation(settlement=row, by=request.user),
        "C'est noté : vous n'avez pas d'observation, le financeur peut décider.",
    )


@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_settle(request.user, convention)
    row = _current(convention)
    form = WithdrawalForm(request.POST)
    return _answer(
        request,
        convention,
        {"withdrawal": form},
        lambda: settlements.withdraw_settlement(
            settlement=row, reason=form.cleaned_data["reason"], by=request.user
        ),
        "La proposition est retirée. Vous pouvez en faire une autre.",
    )


@require_POST
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_settle(request.user, convention)
    row = _current(convention)
    form = DecisionForm(request.POST, settlement=row)
    return _answer(
        request,
        convention,
        {"decision": form},
        lambda: settlements.decide_settlement(
            settlement=row,
            decided_due=form.cleaned_data["decided_due"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
        "Le solde est décidé et la convention soldée : l'association est prévenue.",
    )


def _current(convention: Convention) -> Settlement:
    row = current_settlement(convention)
    if row is None:
        raise Http404
    return row


def _answer(
    request: HttpRequest,
    convention: Convention,
    bound: dict[str, forms.Form],
    act: Callable[[], object],
    words: str,
) -> HttpResponse:
    """Do it and come back to the page; a refusal stands in the form, with all that was typed."""
    [form] = bound.values()
    if form.is_valid():
        try:
            act()
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, words)
            return redirect("reporting:settlement", convention.reference)
    return _page(request, convention, bound)


def _page(
    request: HttpRequest, convention: Convention, bound: dict[str, forms.Form] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    accounts = accounts_of(convention)
    row = current_settlement(convention)
    given = bound or {}
    return render(
        request,
        "reporting/settlement.html",
        {
            "convention": convention,
            "accounts": accounts,
            "outcome": accounts.outcome,
            "settlement": row,
            "settlement_text": settlement_words(row) if row else "",
            "has_changed": row is not None and settlements.has_changed_since(row, accounts.outcome),
            "still_expected": still_expected(row, accounts) if row else "",
            "observations": row.observations.select_related("by") if row else [],
            "withdrawn": convention.settlements.filter(state="withdrawn"),
            "is_period_over": today > convention.terms().ends_on,
            "examples": EXAMPLES,
            **_simulation(request, accounts),
            **_forms(request, convention, accounts, row, today),
            **given,
        },
        status=422 if bound else 200,
    )


def _simulation(request: HttpRequest, accounts: Accounts) -> dict:
    """« Et si les dépenses étaient de… », when the address asks it."""
    asked = request.GET if "depenses" in request.GET else None
    form = SimulationForm(asked)
    simulated = None
    if form.is_bound and form.is_valid():
        simulated = accounts.simulated(form.cleaned_data["depenses"])
    return {"simulation": form, "simulated": simulated}


def _forms(
    request: HttpRequest,
    convention: Convention,
    accounts: Accounts,
    row: Settlement | None,
    today: datetime.date,
) -> dict:
    """The gestures open to this person on that day; None for the others."""
    may_settle = can_settle(request.user, convention)
    due = accounts.outcome.due
    is_signed = convention.state in settlements.MAY_BE_SETTLED
    open_now = row is not None and settlements.is_open(row, today)
    return {
        "may_settle": may_settle,
        "is_signed": is_signed,
        "proposal": ProposalForm(due=due, today=today)
        if may_settle and is_signed and row is None and due is not None
        else None,
        "observation": ObservationForm()
        if open_now and can_agree(request.user, convention)
        else None,
        "no_observation": forms.Form()
        if open_now and can_keep_money(request.user, convention)
        else None,
        "withdrawal": WithdrawalForm()
        if may_settle and row is not None and row.state == "proposed"
        else None,
        "decision": DecisionForm(settlement=row)
        if may_settle and row is not None and settlements.may_be_decided(row, today)
        else None,
    }
