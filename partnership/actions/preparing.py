"""What every change of a proposal goes through: whose turn it is, and who must know of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from partnership import journal, mailing
from partnership.enums import ConventionState, Verb
from partnership.findings import obstacles, programme_of
from partnership.models import Convention, User
from partnership.standing import BEFORE_THE_VOTE

VOTED = "Cette convention est votée : ses conditions changent par un avenant."
CLOSED_STATES = {ConventionState.SETTLED, ConventionState.REFUSED, ConventionState.TERMINATED}


@dataclass
class Change:
    """Set `made` once something was written."""

    made: bool = False


def held(convention: Convention) -> Convention:
    """The convention as it stands now, kept from others until the end of the transaction."""
    return Convention.objects.select_for_update().get(pk=convention.pk)


def is_before_the_vote(convention: Convention) -> bool:
    return convention.state in BEFORE_THE_VOTE


def check_before_the_vote(convention: Convention) -> None:
    """Raises ValidationError once voted: an amendment changes it then."""
    if not is_before_the_vote(convention):
        raise ValidationError(VOTED)


def is_closed(convention: Convention) -> bool:
    return convention.state in CLOSED_STATES


@contextmanager
def changing(convention: Convention, *, by: User | None, what: str) -> Iterator[Change]:
    """Around a change of what the proposal says, on a convention that is held.

    A proposal already sent is to be sent again. Before the commission it may not become
    incomplete (ValidationError), and the funder is told that `what` changed."""
    before_commission = convention.state == ConventionState.BEFORE_COMMISSION
    lacked = _lacking(convention) if before_commission else {}
    change = Change()
    yield change
    if not change.made:
        return
    if convention.state == ConventionState.PROPOSED and convention.proposal_sent_on:
        take_back_the_sending(convention, by=by)
    elif before_commission:
        missing = [words for code, words in _lacking(convention).items() if code not in lacked]
        if missing:
            raise ValidationError(
                "La commission est saisie de cette proposition : elle doit rester complète. "
                f"{missing[0]}"
            )
        tell_the_funder(convention, f"{convention.reference} : {what} depuis l'envoi.")


def _lacking(convention: Convention) -> dict[str, str]:
    return {one.code: one.words for one in obstacles(programme_of(convention))}


def take_back_the_sending(convention: Convention, *, by: User | None) -> None:
    """The proposal is no longer the one that was sent."""
    sent_on, convention.proposal_sent_on = convention.proposal_sent_on, None
    convention.save(update_fields=["proposal_sent_on"])
    journal.record(Verb.CHANGED, convention, by=by, changes={"proposal_sent_on": [sent_on, None]})


def tell_the_funder(convention: Convention, text: str) -> None:
    """A notice to each officer of the funder, with the page of the programme."""
    officers = User.objects.officers_of(convention.funder_id, timezone.localdate())
    address = reverse("partnership:programme", args=[convention.reference])
    mailing.notify_all(convention=convention, people=officers, text=text, address=address)
