"""Communication: what the convention asks to show, what shows it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership import communication, files
from partnership.actions import communication as actions
from partnership.attachments import Attached, lists_for
from partnership.enums import ConventionState, Duty, Support
from partnership.forms.communication import CancelEvidenceForm, DutiesForm, EvidenceForm
from partnership.forms.fields import refuse
from partnership.models import CommunicationEvidence, Convention
from partnership.permissions import (
    can_prepare_convention,
    can_show_evidence,
    check_can_prepare_convention,
    check_can_show_evidence,
)
from partnership.views.attachments import say
from partnership.views.conventions import visible_convention

PER_PAGE = 30


@dataclass(frozen=True)
class Line:
    """An evidence as its list shows it."""

    row: CommunicationEvidence
    files: list[Attached]
    opens_document: bool
    shown: list[str]
    not_shown: list[str]


def _evidence(request: HttpRequest, reference: str, uid) -> CommunicationEvidence:
    convention = visible_convention(request, reference)
    return get_object_or_404(
        convention.communication_evidence.select_related("document", "added_by"), uid=uid
    )


def _lines(convention: Convention, rows: list[CommunicationEvidence], asked, user) -> list[Line]:
    attached = lists_for(rows, user)
    opened = files.visible_among([row.document for row in rows if row.document], user)
    state = ConventionState(convention.state)
    lines = []
    for row in rows:
        shown = {Duty(one.duty) for one in row.duties.all()}
        due = communication.duties_of(asked, Support(row.support), state)
        lines.append(
            Line(
                row,
                attached[row.uid],
                row.document is not None and row.document.uid in opened,
                [duty.label for duty in Duty if duty in shown],
                [duty.label for duty in due if duty not in shown],
            )
        )
    return lines


def _asked(convention: Convention) -> list[communication.Asked]:
    return [
        communication.Asked(Duty(one.duty), Support(one.support), one.wording)
        for one in convention.communication_duties.all()
    ]


@require_GET
def evidence(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    rows = list(
        convention.communication_evidence.select_related("document", "added_by").prefetch_related(
            "duties"
        )
    )
    standing = [row for row in rows if not row.is_cancelled]
    asked = _asked(convention)
    shown = [
        communication.Shown(
            Support(row.support),
            row.shown_on,
            frozenset(Duty(one.duty) for one in row.duties.all()),
        )
        for row in standing
    ]
    page = Paginator(standing, PER_PAGE).get_page(request.GET.get("page"))
    can_write = can_show_evidence(request.user, convention)
    awaited = not (convention.report_submitted_on or convention.report_publication)
    return render(
        request,
        "partnership/evidence.html",
        {
            "convention": convention,
            "review": communication.review(asked, shown, ConventionState(convention.state)),
            "time_left": communication.time_left(
                convention.report_due_on if awaited else None, timezone.localdate()
            ),
            "page": page,
            "lines": _lines(convention, page.object_list, asked, request.user),
            "cancelled": [row for row in rows if row.is_cancelled] if can_write else [],
            "can_write": can_write,
            "can_prepare": can_prepare_convention(request.user, convention),
        },
    )


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_show_evidence(request.user, convention)
    sent = request.method == "POST"
    form = EvidenceForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        convention=convention,
        today=timezone.localdate(),
    )
    if sent and form.is_valid():
        try:
            row, sending = actions.add_evidence(
                convention=convention,
                by=request.user,
                brought=form.cleaned_data["files"],
                uid=form.cleaned_data["uid"],
                **form.values(),
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"La preuve est notée : {row.title}.")
            say(request, sending)
            for name, reason in sending.refused:
                messages.warning(request, f"« {name} » n'est pas joint. {reason}")
            return redirect("partnership:evidence", reference)
    return render(
        request,
        "partnership/evidence_add.html",
        {"convention": convention, "form": form, "had_files": bool(request.FILES)},
        status=422 if sent else 200,
    )


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, reference: str, uid) -> HttpResponse:
    """One evidence: read by both sides, corrected by the association's team."""
    row = _evidence(request, reference, uid)
    sent = request.method == "POST"
    if sent:
        check_can_show_evidence(request.user, row.convention)
    form = None
    if can_show_evidence(request.user, row.convention) and not row.is_cancelled:
        form = EvidenceForm(
            request.POST if sent else None,
            convention=row.convention,
            today=timezone.localdate(),
            evidence=row,
        )
        if sent and form.is_valid():
            try:
                actions.change_evidence(evidence=row, by=request.user, **form.values())
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, "La preuve est corrigée.")
                return redirect(row)
    return _item(request, row, form, CancelEvidenceForm(), status=422 if sent else 200)


def _item(request, row, form, cancel, *, status: int) -> HttpResponse:
    asked = _asked(row.convention)
    return render(
        request,
        "partnership/evidence_item.html",
        {
            "convention": row.convention,
            "line": _lines(row.convention, [row], asked, request.user)[0],
            "form": form,
            "cancel": cancel,
            "can_write": can_show_evidence(request.user, row.convention),
        },
        status=status,
    )


@require_POST
def cancel(request: HttpRequest, reference: str, uid) -> HttpResponse:
    row = _evidence(request, reference, uid)
    check_can_show_evidence(request.user, row.convention)
    form = CancelEvidenceForm(request.POST)
    if form.is_valid():
        try:
            actions.cancel_evidence(
                evidence=row, reason=form.cleaned_data["reason"], by=request.user
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(
                request, f"La preuve « {row.title} » est annulée : elle ne compte plus."
            )
            return redirect("partnership:evidence", reference)
    return _item(request, row, None, form, status=422)


@require_http_methods(["GET", "POST"])
def duties(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_prepare_convention(request.user, convention)
    sent = request.method == "POST"
    form = DutiesForm(request.POST if sent else None, convention=convention)
    if sent and form.is_valid():
        changed = actions.set_duties(convention=convention, duties=form.duties(), by=request.user)
        said = "Les obligations sont enregistrées." if changed else "Rien n'a changé."
        messages.success(request, said)
        return redirect("partnership:evidence", reference)
    return render(
        request,
        "partnership/duties.html",
        {"convention": convention, "form": form, "duties": list(Duty)},
        status=422 if sent else 200,
    )
