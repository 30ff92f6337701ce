"""What the pages of a proposal share: the convention, what it lacks, what does not hold."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from partnership.actions.preparing import is_before_the_vote, is_closed
from partnership.enums import ConventionState
from partnership.findings import Programme, find, obstacles, programme_of
from partnership.models import Convention
from partnership.permissions import can_agree, can_keep_money, can_prepare_convention

SENT_AGAIN = " La proposition avait été envoyée : envoyez-la de nouveau quand elle est prête."


def preparing(
    request: HttpRequest, convention: Convention, programme: Programme | None = None
) -> dict[str, Any]:
    """The context of each page of a proposal."""
    programme = programme or programme_of(convention)
    is_open = is_before_the_vote(convention)
    return {
        "convention": convention,
        "terms": convention.terms(),
        "programme": programme,
        "findings": find(programme),
        "lacking": obstacles(programme) if is_open else [],
        "is_open": is_open,
        "is_closed": is_closed(convention),
        "is_proposed": convention.state == ConventionState.PROPOSED,
        "can_prepare": can_prepare_convention(request.user, convention),
        "can_agree": can_agree(request.user, convention),
        "can_keep_money": can_keep_money(request.user, convention),
    }


def say_saved(request: HttpRequest, before: Convention, text: str) -> None:
    """Say that it is saved, and that a proposal already sent must be sent again."""
    now = Convention.objects.only("proposal_sent_on").get(pk=before.pk)
    unsent = before.proposal_sent_on is not None and now.proposal_sent_on is None
    messages.success(request, text + (SENT_AGAIN if unsent else ""))
