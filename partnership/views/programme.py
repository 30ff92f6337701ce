"""The programme: its actions, how each is counted, the chapters and the links."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership import catalogue
from partnership.actions import linking
from partnership.actions import programme as actions
from partnership.actions.preparing import VOTED, is_before_the_vote
from partnership.findings import programme_of
from partnership.forms.fields import refuse
from partnership.forms.lines import asks_for_more
from partnership.forms.programme import (
    LinksForm,
    ReadingForm,
    action_lines,
    chapter_lines,
    latest_declarations,
)
from partnership.models import Commitment, CommitmentReading, Convention
from partnership.permissions import check_can_agree, check_can_prepare_convention
from partnership.programme_cards import cards_of
from partnership.views.conventions import visible_convention
from partnership.views.preparing import preparing, say_saved


@require_GET
def programme(request: HttpRequest, reference: str) -> HttpResponse:
    return programme_page(request, visible_convention(request, reference))


def programme_page(
    request: HttpRequest, convention: Convention, *, status: int = 200
) -> HttpResponse:
    said = programme_of(convention)
    return render(
        request,
        "partnership/programme.html",
        preparing(request, convention, said) | {"cards": cards_of(convention, said, request.user)},
        status=status,
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The actions of a proposal, to be written."""
    convention = visible_convention(request, reference)
    check_can_prepare_convention(request.user, convention)
    if request.method == "GET" and not is_before_the_vote(convention):
        messages.info(request, VOTED)
        return redirect("partnership:programme", reference)
    sent = request.POST if request.method == "POST" else None
    lines, errors, status = action_lines(sent, convention), [], 200
    if sent is not None and not asks_for_more(sent):
        status = 422
        if lines.is_valid():
            try:
                actions.write_programme(
                    convention=convention,
                    lines=lines.lines,
                    removed=lines.removed,
                    by=request.user,
                )
            except ValidationError as error:
                errors = error.messages
            else:
                say_saved(request, convention, "Le programme est enregistré.")
                return redirect("partnership:programme", reference)
    return render(
        request,
        "partnership/programme_edit.html",
        preparing(request, convention) | {"lines": lines, "errors": errors},
        status=status,
    )


@require_http_methods(["GET", "POST"])
def reading(request: HttpRequest, reference: str, uid) -> HttpResponse:
    """Propose how an action is counted: the figure first, then its filters."""
    convention = visible_convention(request, reference)
    check_can_agree(request.user, convention)
    commitment = get_object_or_404(
        Commitment.objects.select_related("convention"), convention=convention, uid=uid
    )
    sent = request.POST if request.method == "POST" else None
    declarations = {one.id: one for one in latest_declarations()}
    chosen = declarations.get((sent or request.GET).get("figure", ""))
    form = ReadingForm(sent, commitment=commitment, declaration=chosen) if chosen else None
    if form is not None and sent is not None and form.is_valid():
        try:
            actions.propose_reading(
                commitment=commitment,
                figure_id=chosen.id,
                filters=form.filters,
                beside=form.cleaned_data["beside"],
                valid_from=form.cleaned_data["valid_from"],
                by=request.user,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(
                request, "La lecture est proposée : l'autre partie l'accepte sur cette page."
            )
            return redirect("partnership:programme", reference)
    return render(
        request,
        "partnership/reading.html",
        {
            "convention": convention,
            "commitment": commitment,
            "declarations": declarations.values(),
            "chosen": chosen,
            "form": form,
        },
        status=200 if sent is None else 422,
    )


def _reading(request: HttpRequest, reference: str, uid) -> CommitmentReading:
    return get_object_or_404(
        CommitmentReading.objects.select_related("commitment"),
        commitment__convention=visible_convention(request, reference),
        uid=uid,
    )


@require_POST
def accept(request: HttpRequest, reference: str, uid) -> HttpResponse:
    row = _reading(request, reference, uid)
    actions.accept_reading(reading=row, by=request.user)
    label = catalogue.get(row.figure_id, row.rule_version).label
    messages.success(request, f"La lecture « {label} » est acceptée.")
    return redirect("partnership:programme", reference)


@require_POST
def withdraw(request: HttpRequest, reference: str, uid) -> HttpResponse:
    convention = visible_convention(request, reference)
    row = CommitmentReading.objects.filter(commitment__convention=convention, uid=uid).first()
    try:
        if row is not None:
            actions.withdraw_reading(reading=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return programme_page(request, convention, status=422)
    messages.success(request, "La lecture proposée est retirée.")
    return redirect("partnership:programme", reference)


@require_http_methods(["GET", "POST"])
def chapters(request: HttpRequest, reference: str) -> HttpResponse:
    """The chapters of the bilan, to be named."""
    convention = visible_convention(request, reference)
    check_can_prepare_convention(request.user, convention)
    sent = request.POST if request.method == "POST" else None
    lines, errors, status = chapter_lines(sent, convention), [], 200
    if sent is not None and not asks_for_more(sent):
        status = 422
        if lines.is_valid():
            try:
                linking.write_chapters(
                    convention=convention,
                    lines=lines.lines,
                    removed=lines.removed,
                    by=request.user,
                )
            except ValidationError as error:
                errors = error.messages
            else:
                messages.success(request, "Les chapitres du bilan sont enregistrés.")
                return redirect("partnership:links", reference)
    return render(
        request,
        "partnership/chapters.html",
        preparing(request, convention) | {"lines": lines, "errors": errors},
        status=status,
    )


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, reference: str) -> HttpResponse:
    """One grid: what each chapter tells, what each line of the budget pays for."""
    convention = visible_convention(request, reference)
    sent = request.POST if request.method == "POST" else None
    if sent is not None:
        check_can_prepare_convention(request.user, convention)
    said = programme_of(convention)
    form = LinksForm(sent, programme=said)
    if sent is not None and form.is_valid():
        linking.write_links(convention=convention, told=form.told, paid=form.paid, by=request.user)
        messages.success(request, "Les liens sont enregistrés.")
        return redirect("partnership:links", reference)
    return render(
        request,
        "partnership/links.html",
        preparing(request, convention, said) | {"form": form},
        status=200 if sent is None else 422,
    )
