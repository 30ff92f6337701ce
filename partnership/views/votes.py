"""Noting what the funder deliberated, and correcting it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from partnership import transitions
from partnership.actions import votes as actions
from partnership.enums import ConventionState
from partnership.forms.fields import refuse
from partnership.forms.lines import asks_for_more
from partnership.forms.votes import DeliberationForm, GroupVoteRows
from partnership.models import Convention, Deliberation
from partnership.permissions import check_can_write_papers
from partnership.views.conventions import visible_convention


@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, reference: str) -> HttpResponse:
    """The vote: the deliberation, and with it the convention is voted."""
    convention = visible_convention(request, reference)
    check_can_write_papers(request.user, convention)
    open_to_it = transitions.find(convention.state, ConventionState.VOTED) is not None
    if request.method == "GET" and not open_to_it:
        state = convention.get_state_display().lower()
        messages.warning(request, f"La convention est « {state} » : aucun vote n'est attendu.")
        return redirect("partnership:papers", reference)
    return _note(
        request,
        convention,
        title="Noter le vote",
        said="Le vote est noté : la convention est votée.",
        write=lambda fields, groups: actions.record_vote(
            convention=convention, by=request.user, fields=fields, groups=groups
        ),
    )


@require_http_methods(["GET", "POST"])
def amendment_vote(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The deliberation of an amendment; already noted, it is corrected."""
    convention = visible_convention(request, reference)
    check_can_write_papers(request.user, convention)
    amendment = get_object_or_404(
        convention.amendments.select_related("convention", "deliberation"), number=number
    )
    if hasattr(amendment, "deliberation"):
        return redirect("partnership:deliberation", reference, amendment.deliberation.uid)
    return _note(
        request,
        convention,
        title=f"Noter la délibération de l'{amendment}",
        said=f"La délibération de l'{amendment} est notée.",
        write=lambda fields, groups: actions.record_amendment_vote(
            amendment=amendment, by=request.user, fields=fields, groups=groups
        ),
    )


@require_http_methods(["GET", "POST"])
def deliberation(request: HttpRequest, reference: str, uid) -> HttpResponse:
    convention = visible_convention(request, reference)
    check_can_write_papers(request.user, convention)
    row = get_object_or_404(convention.deliberations.select_related("convention"), uid=uid)
    return _note(
        request,
        convention,
        row=row,
        title=f"Corriger la {row}",
        said=f"La {row} est corrigée.",
        write=lambda fields, groups: actions.correct_deliberation(
            deliberation=row, by=request.user, fields=fields, groups=groups
        ),
    )


def _note(
    request: HttpRequest,
    convention: Convention,
    *,
    title: str,
    said: str,
    write: Callable[[dict, list], Deliberation],
    row: Deliberation | None = None,
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    more = asks_for_more(data)
    known = row.group_votes.all() if row else []
    form = DeliberationForm(data, instance=row)
    groups = GroupVoteRows(
        data,
        prefix="groups",
        initial=[{"group": one.group, "vote": one.vote} for one in known],
    )
    if data and not more and all([form.is_valid(), groups.is_valid()]):
        try:
            write(form.cleaned_data, groups.groups)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, said)
            return redirect("partnership:papers", convention.reference)
    return render(
        request,
        "partnership/life/deliberation.html",
        {
            "convention": convention,
            "title": title,
            "form": form,
            "groups": groups,
            "is_correction": row is not None,
        },
        status=422 if form.is_bound and not more else 200,
    )
