"""The administrative life of a convention: its page, and the moves along it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from partnership import attachments, imputations, life, standing, transitions
from partnership.actions import amendments, conventions, votes
from partnership.as_of import reading_of
from partnership.enums import ConventionState
from partnership.forms.fields import refuse
from partnership.forms.life import AsOfForm, move_form
from partnership.forms.lines import asks_for_more
from partnership.forms.votes import GroupVoteRows, RefusalDeliberationForm
from partnership.models import Convention, Deliberation, User
from partnership.permissions import can_agree, can_write_papers, check_can_move_convention
from partnership.transitions import Transition
from partnership.views.conventions import visible_convention
from partnership.wording import long_date

ELSEWHERE = {ConventionState.VOTED, ConventionState.SETTLED}
SAID = {
    ConventionState.BEFORE_COMMISSION: "La proposition est devant la commission.",
    ConventionState.PROPOSED: "La proposition est rendue à l'association.",
    ConventionState.REFUSED: "Le refus est noté.",
    ConventionState.SIGNED: "La signature est notée.",
    ConventionState.TERMINATED: "La résiliation est notée.",
}


def _with_files(convention: Convention, user: User) -> list[tuple[Deliberation, list]]:
    """Each deliberation with the files attached to it, read in one query."""
    rows = list(convention.deliberations.all())
    files = attachments.lists_for(rows, user)
    return [(row, files[row.uid]) for row in rows]


@require_GET
def papers(request: HttpRequest, reference: str) -> HttpResponse:
    """Where the convention is, its votes, its imputation, and what it says on a day."""
    convention = visible_convention(request, reference)
    votes_told = Deliberation.objects.select_related("amendment").prefetch_related("group_votes")
    prefetch_related_objects(
        [convention], Prefetch("deliberations", votes_told.order_by("voted_on", "pk"))
    )
    user, today = request.user, timezone.localdate()
    as_of = AsOfForm(request.GET if "le" in request.GET else None)
    moves = life.moves_of(convention)
    imputation_rows = list(convention.imputations.all())
    return render(
        request,
        "partnership/life/papers.html",
        {
            "convention": convention,
            "report_standing": convention.report_standing(today),
            "report_is_late": convention.report_is_late(today),
            "sentence": life.state_sentence(convention, user),
            "steps": life.steps_of(convention, moves),
            "offered": life.offered_moves(convention, user),
            "moves": moves,
            "termination": life.termination_of(convention),
            "deliberations": _with_files(convention, user),
            "imputations": imputation_rows,
            "contradictions": imputations.contradictions(imputation_rows),
            "as_of": as_of,
            "reading": reading_of(convention, day=as_of.day, today=today, user=user),
            "can_write_papers": can_write_papers(user, convention),
            "can_amend": can_agree(user, convention) and amendments.can_be_amended(convention),
        },
    )


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """One move with its form. Where the convention is elsewhere by now, its page says so."""
    convention = visible_convention(request, reference)
    steps = [one for one in transitions.called(slug) if one.target not in ELSEWHERE]
    if not steps:
        raise Http404
    check_can_move_convention(request.user, convention, steps[0])
    transition = next((one for one in steps if one.source == convention.state), None)
    if transition is None:
        state = convention.get_state_display().lower()
        messages.warning(
            request, f"La convention est « {state} » : « {steps[0].label} » n'est plus à faire."
        )
        return redirect("partnership:papers", reference)
    if transition.target == ConventionState.REFUSED:
        return _refusal(request, convention, transition)
    form = move_form(transition)(
        request.POST if request.method == "POST" else None, transition=transition
    )
    if form.is_bound and form.is_valid():
        try:
            moved = conventions.move_convention(
                convention=convention,
                to=transition.target,
                by=request.user,
                reason=form.cleaned_data["reason"],
                **form.facts,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            return _moved(request, moved)
    return _form(request, convention, transition, form)


def _refusal(request: HttpRequest, convention: Convention, transition: Transition) -> HttpResponse:
    """A refusal has a reason, and its deliberation where there is one."""
    data = request.POST if request.method == "POST" else None
    more = asks_for_more(data)
    form = move_form(transition)(data, transition=transition)
    deliberation = RefusalDeliberationForm(data, prefix="vote")
    groups = GroupVoteRows(data, prefix="groups")
    parts = {"deliberation": deliberation, "groups": groups}
    if data and not more and all([one.is_valid() for one in (form, deliberation, groups)]):
        if groups.groups and not deliberation.has_changed():
            deliberation.empty_permitted = False
            deliberation.full_clean()
            return _form(request, convention, transition, form, **parts)
        try:
            moved = votes.record_refusal(
                convention=convention,
                by=request.user,
                reason=form.cleaned_data["reason"],
                fields=deliberation.cleaned_data if deliberation.has_changed() else None,
                groups=groups.groups,
            )
        except ValidationError as error:
            refuse(deliberation, error)
        else:
            return _moved(request, moved)
    return _form(request, convention, transition, form, asked_more=more, **parts)


def _moved(request: HttpRequest, convention: Convention) -> HttpResponse:
    messages.success(request, SAID[convention.state])
    if standing.notice_is_short(convention.terminated_on, convention.notice_given_on):
        earliest = standing.earliest_end(convention.notice_given_on)
        messages.warning(
            request,
            "Le préavis est plus court qu'un mois franc, qui mènerait au "
            f"{long_date(earliest)}. Les conventions ne s'en passent qu'en cas de déclaration "
            "inexacte : vérifiez les dates.",
        )
    return redirect("partnership:papers", convention.reference)


def _form(
    request: HttpRequest,
    convention: Convention,
    transition: Transition,
    form,
    *,
    asked_more: bool = False,
    **parts: Any,
) -> HttpResponse:
    parts = {"deliberation": None, "groups": None} | parts
    return render(
        request,
        "partnership/life/move.html",
        {
            "convention": convention,
            "transition": transition,
            "stops": transition.target in life.STOPPED,
            "form": form,
            **parts,
        },
        status=422 if form.is_bound and not asked_more else 200,
    )
