"""Writes about a proposal: prepare a convention, change its terms, send it to the funder."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import journal
from partnership.actions.continuing import continue_from
from partnership.actions.preparing import (
    changing,
    check_before_the_vote,
    held,
    tell_the_funder,
)
from partnership.enums import ConventionState, Verb
from partnership.findings import obstacles, programme_of
from partnership.models import Convention, Network, User
from partnership.permissions import check_can_create_convention, check_can_prepare_convention

ALREADY_MADE = (
    "Cette page a déjà servi à préparer la convention %(reference)s. Pour en préparer une autre, "
    "envoyez à nouveau ce formulaire."
)


def made_by(*, uid: object, owner: Network, reference: str) -> Convention | None:
    """The convention that this very form made before; None when it is new.

    Raises ValidationError when the form made another one."""
    known = Convention.objects.filter(uid=uid).first()
    if known is None:
        return None
    if known.owner_id == owner.pk and known.reference == reference.strip():
        return known
    raise ValidationError(ALREADY_MADE, params={"reference": known.reference})


@transaction.atomic
def create_convention(
    *,
    owner: Network,
    uid: uuid.UUID,
    reference: str,
    by: User,
    previous: Convention | None = None,
    **terms: Any,
) -> Convention:
    """Prepare a convention, once: the same `uid` again gives back the first one. With `previous`,
    its programme, budget, chapters, links, duties and visas are copied.

    Raises ValidationError for terms that do not hold together or a reference already taken."""
    check_can_create_convention(by)
    if owner.pk not in by.access.administered:
        raise PermissionDenied("Vous n'administrez pas ce réseau.")
    Network.objects.select_for_update().get(pk=owner.pk)
    known = made_by(uid=uid, owner=owner, reference=reference)
    if known is not None:
        return known
    convention = Convention(owner=owner, uid=uid, reference=reference, **terms)
    convention.full_clean()
    convention.save(force_insert=True)
    journal.record(
        Verb.CREATED,
        convention,
        by=by,
        changes={"reference": reference, "continues": previous} | terms,
    )
    if previous is not None:
        continue_from(previous, convention, by=by)
    return convention


@transaction.atomic
def change_convention(*, convention: Convention, by: User, **terms: Any) -> Convention:
    """Change the terms of a proposal. Raises ValidationError once the convention is voted."""
    convention = held(convention)
    check_can_prepare_convention(by, convention)
    check_before_the_vote(convention)
    before = {name: getattr(convention, name) for name in terms}
    with changing(convention, by=by, what="les conditions ont changé") as change:
        for name, value in terms.items():
            setattr(convention, name, value)
        convention.full_clean()
        if changes := journal.differences(before, terms):
            convention.save()
            journal.record(Verb.CHANGED, convention, by=by, changes=changes)
            change.made = True
    return convention


@transaction.atomic
def send_proposal(
    *, convention: Convention, by: User, today: datetime.date | None = None
) -> Convention:
    """Send the proposal to the funder, whose officers are told. Sent already, nothing happens.

    Raises ValidationError with all that it still lacks."""
    convention = held(convention)
    check_can_prepare_convention(by, convention)
    if convention.state != ConventionState.PROPOSED:
        raise ValidationError(
            "Cette convention n'est plus une proposition : elle ne s'envoie plus."
        )
    if convention.proposal_sent_on:
        return convention
    lacking = obstacles(programme_of(convention))
    if lacking:
        raise ValidationError([one.words for one in lacking])
    convention.proposal_sent_on = today or timezone.localdate()
    convention.save(update_fields=["proposal_sent_on"])
    journal.record(
        Verb.SENT, convention, by=by, changes={"proposal_sent_on": convention.proposal_sent_on}
    )
    tell_the_funder(
        convention,
        f"{convention.beneficiary.name} vous envoie sa proposition de convention "
        f"{convention.reference}.",
    )
    return convention
