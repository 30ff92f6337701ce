"""The expenses charged to a convention, and one expense: read it, correct it, take it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership import expense_tables, spending
from partnership.actions import expenses as actions
from partnership.charge_filters import ChargeFilter
from partnership.forms.expenses import CancelForm, ExpenseForm, PartFormSet, PayerChoices
from partnership.forms.fields import refuse
from partnership.models import Convention, Expense
from partnership.permissions import (
    can_keep_expense,
    can_keep_money,
    can_read_time_sheet,
    check_can_keep_expense,
    check_can_keep_money,
)
from partnership.rendering.tables import table_response
from partnership.views.conventions import visible_convention

PER_PAGE = 50


@require_GET
def expenses(request: HttpRequest, reference: str) -> HttpResponse:
    """What is charged to a convention, its total over the whole list found, and its export."""
    convention = visible_convention(request, reference)
    terms = convention.terms()
    found = ChargeFilter(
        request.GET,
        queryset=spending.shares_on(convention),
        request=request,
        convention=convention,
    )
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        name = f"depenses-{convention.reference}"
        rows = found.qs.iterator(chunk_size=500)
        return table_response(export, expense_tables.charges(terms), rows, name=name)
    shares = spending.with_warnings(found.qs, request.user)
    page = Paginator(shares, PER_PAGE).get_page(request.GET.get("page"))
    totals = spending.totals(found.qs, terms)
    return render(
        request,
        "partnership/expenses.html",
        {
            "convention": convention,
            "filter": found,
            "page": page,
            "lines": spending.shown(page.object_list, terms),
            "totals": totals,
            "standing": spending.counted_words(totals),
            "can_keep": can_keep_money(request.user, convention),
        },
    )


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def expense_new(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_keep_money(request.user, convention)
    data = request.POST if request.method == "POST" else None
    form = ExpenseForm(data)
    parts = PartFormSet(
        data,
        choices=PayerChoices(request.user, convention.owner_id, convention),
        parts=[actions.Part(percent=actions.HUNDRED, convention=convention)],
    )
    if data is not None and _are_valid(form, parts):
        try:
            expense = actions.create_expense(
                owner=convention.owner, parts=parts.parts, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"La dépense « {expense.label} » est enregistrée.")
            return redirect("partnership:expenses", convention.reference)
    return render(
        request,
        "partnership/expense_new.html",
        {"convention": convention, "form": form, "parts": parts},
        status=200 if data is None else 422,
    )


def _are_valid(form: ExpenseForm, parts: PartFormSet) -> bool:
    """Both are checked, so that each says what is wrong at once."""
    valid = [form.is_valid(), parts.is_valid()]
    return all(valid)


@require_http_methods(["GET", "POST"])
def expense(request: HttpRequest, uid) -> HttpResponse:
    """One expense: read by those who see it, corrected by the administration that keeps it."""
    row = _visible_expense(request, uid)
    data = request.POST if request.method == "POST" else None
    if data is not None:
        check_can_keep_expense(request.user, row)
    form = parts = None
    if can_keep_expense(request.user, row) and not row.is_cancelled:
        shares = actions.shares_of(row)
        form = ExpenseForm(data, expense=row)
        parts = PartFormSet(
            data,
            choices=PayerChoices(request.user, row.owner_id, _convention_of(request, row)),
            parts=[actions.Part.of(one) for one in shares],
        )
        if data is not None and _are_valid(form, parts):
            try:
                actions.change_expense(
                    expense=row, by=request.user, parts=parts.parts, **form.cleaned_data
                )
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, "La dépense est corrigée.")
                return redirect(row)
    return _detail(request, row, form=form, parts=parts)


@require_POST
def expense_cancel(request: HttpRequest, uid) -> HttpResponse:
    """Take back an expense: deleted when it is fresh, cancelled with a reason otherwise."""
    row = _visible_expense(request, uid)
    check_can_keep_expense(request.user, row)
    convention = _convention_of(request, row)
    cancel = CancelForm(request.POST)
    if not cancel.is_valid():
        return _detail(request, row, cancel=cancel)
    try:
        deleted = actions.remove_expense(
            expense=row, by=request.user, reason=cancel.cleaned_data["reason"]
        )
    except ValidationError as error:
        refuse(cancel, error)
        return _detail(request, row, cancel=cancel)
    messages.success(
        request,
        "La dépense est retirée."
        if deleted
        else "La dépense est annulée : elle n'est plus comptée.",
    )
    if convention is None:
        return redirect("partnership:conventions")
    return redirect("partnership:expenses", convention.reference)


def _visible_expense(request: HttpRequest, uid) -> Expense:
    return get_object_or_404(
        Expense.objects.visible_to(request.user).select_related("account", "person"), uid=uid
    )


def _convention_of(request: HttpRequest, row: Expense) -> Convention | None:
    """The convention whose tabs the page bears: the first that the person may read of it."""
    readable = [one for one in spending.readable_shares(row, request.user) if one.convention]
    if not readable:
        return None
    return Convention.objects.for_list().get(pk=readable[0].convention_id)


def _detail(
    request: HttpRequest,
    row: Expense,
    *,
    form: ExpenseForm | None = None,
    parts: PartFormSet | None = None,
    cancel: CancelForm | None = None,
) -> HttpResponse:
    refused = (form is not None and form.is_bound) or cancel is not None
    shares = spending.shown_shares(row, request.user)
    return render(
        request,
        "partnership/expense.html",
        {
            "convention": _convention_of(request, row),
            "expense": row,
            "shares": shares,
            "advice": spending.advice_on(row, shares, request.user),
            "history": spending.history_of(row, request.user),
            "shows_time": row.is_computed and can_read_time_sheet(request.user, row),
            "is_internal": spending.is_of_the_association(request.user, row),
            "can_keep": can_keep_expense(request.user, row),
            "can_delete": actions.can_be_deleted(row),
            "form": form,
            "parts": parts,
            "cancel": cancel or CancelForm(),
        },
        status=422 if refused else 200,
    )
