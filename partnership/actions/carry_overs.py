"""Carrying an unmet action into the next convention: asked by one side, decided by the other."""

from __future__ import annotations

import datetime
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import journal
from partnership.enums import CarryOverState, Verb
from partnership.models import CarryOver, Commitment, Convention, User
from partnership.permissions import check_can_prepare_convention, check_can_settle


@transaction.atomic
def ask_carry_over(
    *,
    commitment: Commitment,
    to_convention: Convention,
    what: str,
    reason: str,
    asked_on: datetime.date | None,
    by: User | None,
    quantity: int | None = None,
    uid: uuid.UUID | None = None,
) -> CarryOver:
    """Ask that an action be carried into a later convention of the same two sides; the same
    request sent twice is made once. `by` is None for what a published bilan tells.

    Raises PermissionDenied, and ValidationError for a convention that does not follow or a request
    that stands already."""
    if by is not None:
        check_can_prepare_convention(by, commitment.convention)
    known = CarryOver.objects.filter(uid=uid).first() if uid else None
    if known is not None and known.commitment_id == commitment.pk:
        return known
    followers = Convention.objects.following(commitment.convention)
    if not followers.filter(pk=to_convention.pk).exists():
        raise ValidationError(
            {"to_convention": "Choisissez une convention suivante des deux mêmes partenaires."}
        )
    row = CarryOver(
        uid=uid or uuid.uuid4(),
        commitment=commitment,
        to_convention=to_convention,
        quantity=quantity,
        what=what.strip(),
        reason=reason.strip(),
        asked_on=asked_on,
        asked_by=by,
    )
    row.full_clean()
    row.save()
    journal.record(
        Verb.ASKED,
        row,
        by=by,
        changes={"commitment": commitment.uid, "to": to_convention.reference, "what": row.what},
    )
    return row


@transaction.atomic
def decide_carry_over(
    *, carry_over: CarryOver, accept: bool, decided_on: datetime.date, by: User, decision: str = ""
) -> CarryOver:
    """The funder's answer. Raises PermissionDenied, and ValidationError for a request decided
    already or a refusal without its reason."""
    row = CarryOver.objects.select_for_update(of=("self",)).for_list().get(pk=carry_over.pk)
    check_can_settle(by, row.commitment.convention)
    if row.state != CarryOverState.ASKED:
        raise ValidationError("Ce report a déjà reçu une réponse.")
    if not accept and not decision.strip():
        raise ValidationError({"decision": "Dites pourquoi le report est refusé."})
    row.state = CarryOverState.ACCEPTED if accept else CarryOverState.REFUSED
    row.decided_on, row.decided_by, row.decision = decided_on, by, decision.strip()
    row.full_clean()
    row.save()
    verb = Verb.ACCEPTED if accept else Verb.REFUSED
    journal.record(verb, row, by=by, changes={"decision": row.decision})
    return row
