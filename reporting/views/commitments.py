"""One action of the programme: what was promised, what is done, what is said of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from partnership import catalogue, conversation, standing
from partnership.actions.commitments import mark_commitment
from partnership.catalogue import filter_texts
from partnership.enums import CommitmentState
from partnership.forms.commitments import MarkForm
from partnership.forms.fields import refuse
from partnership.models import Convention
from partnership.permissions import can_show_evidence, check_can_show_evidence
from partnership.views.conventions import visible_convention
from reporting import gatherings, programme
from reporting.progress import CommitmentProgress, progress_of


def _found(request: HttpRequest, reference: str, label: str):
    convention = visible_convention(request, reference)
    one = programme.find(progress_of(convention), label)
    if one is None:
        raise Http404
    return convention, one


@never_cache  # a page from the cache would send again a form that has served
@require_GET
def commitment(request: HttpRequest, reference: str, label: str) -> HttpResponse:
    convention, one = _found(request, reference, label)
    return _page(request, convention, one)


@require_POST
def mark(request: HttpRequest, reference: str, label: str) -> HttpResponse:
    """The association says that the action is done, or takes it back."""
    convention, one = _found(request, reference, label)
    check_can_show_evidence(request.user, convention)
    form = MarkForm(request.POST, commitment=one.commitment)
    if not form.is_valid():
        return _page(request, convention, one, form)
    try:
        mark_commitment(commitment=one.commitment, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        refuse(form, error)
        return _page(request, convention, one, form)
    messages.success(
        request,
        f"L'action {one.commitment.label} est notée comme réalisée : "
        f"{standing.side(convention.funder)} peut la valider."
        if form.cleaned_data["done"]
        else f"L'action {one.commitment.label} est de nouveau en cours.",
    )
    return redirect("reporting:commitment", reference, label)


def _page(
    request: HttpRequest,
    convention: Convention,
    one: CommitmentProgress,
    form: MarkForm | None = None,
) -> HttpResponse:
    refused = form is not None
    state = CommitmentState(one.commitment.state)
    if (
        not refused
        and state != CommitmentState.VALIDATED
        and can_show_evidence(request.user, convention)
    ):
        form = MarkForm(commitment=one.commitment)
    reading = one.main.reading if one.main else None
    return render(
        request,
        "reporting/commitment.html",
        {
            "convention": convention,
            "one": one,
            "line": programme.line_of(
                convention,
                one,
                conversation.counts_for(convention),
                timezone.localdate(),
                gatherings.by_commitment(convention).get(one.commitment.pk, ()),
            ),
            "reading": programme.reading_text(one),
            "filter_texts": filter_texts(catalogue.get(reading.figure_id), reading.filters)
            if reading
            else [],
            "association": standing.side(convention.beneficiary),
            "form": form,
            "is_done": state == CommitmentState.DONE,
        },
        status=422 if refused else 200,
    )
