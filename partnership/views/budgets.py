"""The budget: read side by side, written, balanced as one types, imported and exported."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership import budgets
from partnership.actions.budgets import CLOSED, write_budget
from partnership.actions.preparing import is_before_the_vote, is_closed
from partnership.budget_tables import columns
from partnership.forms.budgets import BudgetFileForm, BudgetForm
from partnership.forms.lines import asks_for_more
from partnership.import_kinds import ImportResult
from partnership.importing.budget import import_budget
from partnership.importing.uploads import plain_name
from partnership.models import Convention
from partnership.permissions import check_can_keep_money
from partnership.rendering.tables import table_response
from partnership.sheets import SheetError
from partnership.views.conventions import visible_convention
from partnership.views.preparing import preparing, say_saved
from partnership.wording import counted


@require_GET
def budget(request: HttpRequest, reference: str) -> HttpResponse:
    """Both sides, with their shares. An officer reads other funders under one name."""
    convention = visible_convention(request, reference)
    context = preparing(request, convention)
    lines = [one.line for one in context["programme"].lines]
    if not request.user.access.networks & {convention.owner_id}:
        lines = budgets.as_a_funder_reads(lines)
    export = request.GET.get("export")
    if export in {"csv", "xlsx"}:
        return table_response(export, columns(export), lines, name=f"budget-{reference}")
    return render(request, "partnership/budget.html", context | {"budget": budgets.budget(lines)})


def _form(request: HttpRequest, convention: Convention) -> BudgetForm:
    return BudgetForm(
        request.POST if request.method == "POST" else None,
        convention=convention,
        user=request.user,
        rows=convention.budget_lines.in_order(),
        voted=not is_before_the_vote(convention),
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_keep_money(request.user, convention)
    if request.method == "GET" and is_closed(convention):
        messages.info(request, CLOSED)
        return redirect("partnership:budget", reference)
    form, status = _form(request, convention), 200
    if form.is_bound and not asks_for_more(request.POST):
        status = 422
        if form.is_valid():
            try:
                write_budget(
                    convention=convention,
                    lines=form.lines,
                    removed=form.removed,
                    by=request.user,
                    reason=form.why,
                )
            except ValidationError as error:
                form.refuse(error)
            else:
                say_saved(request, convention, "Le budget est enregistré.")
                return redirect("partnership:budget", reference)
    return render(
        request,
        "partnership/budget_edit.html",
        preparing(request, convention) | {"form": form, "budget": form.typed_budget()},
        status=status,
    )


@require_POST
def balance(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether what is being typed balances. Writes nothing."""
    convention = visible_convention(request, reference)
    check_can_keep_money(request.user, convention)
    form = _form(request, convention)
    return render(request, "partnership/_balance.html", {"budget": form.typed_budget()})


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Lines from a spreadsheet: all of them, or none with the reasons."""
    convention = visible_convention(request, reference)
    check_can_keep_money(request.user, convention)
    sent = request.method == "POST"
    form = BudgetFileForm(request.POST if sent else None, request.FILES if sent else None)
    result = None
    if sent and form.is_valid():
        try:
            result = _import(request, convention, form.cleaned_data["file"])
        except SheetError as error:
            form.add_error("file", str(error))
        else:
            if result.written:
                _say_imported(request, convention, result)
                return redirect("partnership:budget", reference)
    return render(
        request,
        "partnership/budget_import.html",
        preparing(request, convention) | {"form": form, "result": result},
        status=422 if sent else 200,
    )


def _import(request: HttpRequest, convention: Convention, file) -> ImportResult:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / plain_name(file.name)
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        return import_budget(path=path, convention=convention, by=request.user)


def _say_imported(request: HttpRequest, convention: Convention, result: ImportResult) -> None:
    parts = [
        f"{counted(count, 'ligne')} {word}{'s' if count > 1 else ''}"
        for count, word in (
            (result.created, "créée"),
            (result.updated, "corrigée"),
            (result.unchanged, "inchangée"),
        )
        if count
    ]
    ignored = ""
    if result.ignored_columns:
        ignored = f" Colonnes ignorées : {', '.join(result.ignored_columns)}."
    say_saved(request, convention, f"{', '.join(parts) or 'Aucune ligne'}.{ignored}")
    for question in result.questions:
        messages.warning(request, question)
