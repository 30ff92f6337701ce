"""A convention before its vote: prepare it, change its terms, send it to the funder."""

from __future__ import annotations

import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from partnership.actions import proposals
from partnership.actions.preparing import VOTED, is_before_the_vote
from partnership.forms.fields import refuse
from partnership.forms.proposals import ConventionForm, NewConventionForm
from partnership.forms.structures import is_uuid
from partnership.models import Convention, Network
from partnership.permissions import (
    can_prepare_convention,
    check_can_create_convention,
    check_can_prepare_convention,
)
from partnership.views.conventions import visible_convention
from partnership.views.preparing import preparing, say_saved
from partnership.views.programme import programme_page


@never_cache  # a page from the cache would send again a form that has served
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a convention, from nothing or from another one."""
    check_can_create_convention(request.user)
    owner = Network.objects.get(pk=min(request.user.access.administered))
    others = Convention.objects.filter(owner=owner).for_list().newest_first()
    sent = request.POST if request.method == "POST" else None
    wanted = request.GET.get("reprendre") if sent is None else sent.get("previous")
    previous = others.filter(reference=wanted).first() if wanted else None
    form = NewConventionForm(sent, owner=owner, user=request.user, previous=previous)
    status = 200
    if sent is not None:
        made = _made(form, owner)
        if made is None and form.is_valid():
            made = _create(request, form, owner, previous)
        if made is not None:
            return redirect("partnership:programme", made.reference)
        status = 422
    return render(
        request,
        "partnership/convention_new.html",
        {"form": form, "others": others, "previous": previous},
        status=status,
    )


def _made(form: NewConventionForm, owner: Network) -> Convention | None:
    """The convention that this very page made already, when it is sent twice."""
    uid = form.data.get("uid")
    if not uid or not is_uuid(uid):
        return None
    try:
        return proposals.made_by(uid=uid, owner=owner, reference=form.data.get("reference", ""))
    except ValidationError as error:
        refuse(form, error)
        return None


def _create(request, form, owner, previous) -> Convention | None:
    data = dict(form.terms)
    try:
        made = proposals.create_convention(
            owner=owner,
            uid=form.cleaned_data["uid"],
            reference=data.pop("reference"),
            by=request.user,
            previous=previous,
            **data,
        )
    except ValidationError as error:
        refuse(form, error)
        return None
    taken = f" Tout est repris de {previous.reference} : relisez-le." if previous else ""
    messages.success(request, f"La convention {made.reference} est prête à être complétée.{taken}")
    return made


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """The terms: read by both sides, changed by the administration until the vote."""
    convention = visible_convention(request, reference)
    sent = request.POST if request.method == "POST" else None
    if sent is not None:
        check_can_prepare_convention(request.user, convention)
    status, form = 200, None
    if is_before_the_vote(convention) and can_prepare_convention(request.user, convention):
        form = ConventionForm(
            sent, instance=copy.copy(convention), owner=convention.owner, user=request.user
        )
        if sent is not None and form.is_valid():
            try:
                kept = proposals.change_convention(
                    convention=convention, by=request.user, **form.terms
                )
            except ValidationError as error:
                refuse(form, error)
            else:
                say_saved(request, convention, "Les conditions sont enregistrées.")
                return redirect("partnership:convention-edit", kept.reference)
    if sent is not None:
        status = 422
        if form is None:
            messages.error(request, VOTED)
    return render(
        request,
        "partnership/convention_edit.html",
        preparing(request, convention) | {"form": form},
        status=status,
    )


@require_POST
def send(request: HttpRequest, reference: str) -> HttpResponse:
    convention = visible_convention(request, reference)
    try:
        proposals.send_proposal(convention=convention, by=request.user)
    except ValidationError as error:
        messages.error(request, "La proposition n'est pas partie. " + " ".join(error.messages))
        return programme_page(request, convention, status=422)
    messages.success(
        request,
        "La proposition est envoyée au financeur, qui en est averti.",
    )
    return redirect("partnership:programme", reference)
