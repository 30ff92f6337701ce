"""One line is enough: what it says, as chips to correct. Nothing is written here."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accompaniment.forms.chips import ChipForm, fields_of
from accompaniment.log.recent import recent_entries
from accompaniment.proposals.naming import read_line
from accompaniment.proposals.one_line import LONGEST_TEXT
from accompaniment.views.log import fresh_form, network_of
from partnership.cell_texts import without_controls
from partnership.forms.structures import is_uuid
from partnership.permissions import check_can_keep_time


@never_cache  # a page from the cache would send again a form that has served
@require_GET
def one_line(request: HttpRequest) -> HttpResponse:
    """The chips of a line; without a script, the page of the quick log with its form filled."""
    check_can_keep_time(request.user)
    owner, today = network_of(request.user), timezone.localdate()
    text = " ".join(without_controls(request.GET.get("texte", "")).split())[:LONGEST_TEXT]
    said = read_line(text, owner=owner, today=today)
    asked = request.GET.get("uid", "")
    # The line goes on being written: it is the same entry, noted once.
    fields = fields_of(said, today) | {"uid": asked if is_uuid(asked) else uuid.uuid4()}
    form = fresh_form(request, **fields)
    chips = ChipForm(
        user=request.user,
        owner=owner,
        initial=form.initial,
        choices=said.organisations if said.is_choice else (),
        unsure=said.unsure,
    )
    answer = {"text": text, "chips": chips if text else None}
    if request.htmx:
        return render(request, "accompaniment/_one_line_answer.html", {"answer": answer})
    recent = recent_entries(request.user)
    return render(
        request, "accompaniment/log.html", {"form": form, "recent": recent, "answer": answer}
    )
