"""Writes about a convention as a whole: its life, the totals taken over from its papers."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import journal, transitions
from partnership.enums import ConventionState, Verb
from partnership.models import Convention, TakenOverValue, User
from partnership.permissions import check_can_move_convention


@transaction.atomic
def move_convention(
    *, convention: Convention, to: ConventionState, by: User, reason: str = ""
) -> Convention:
    """Move a convention along its life.

    Raises ValidationError where the table has no such step or a reason is missing, and
    PermissionDenied where the step belongs to the other side."""
    convention = Convention.objects.select_for_update().get(pk=convention.pk)
    transition = transitions.find(convention.state, to)
    if transition is None:
        raise ValidationError(
            "Une convention « %(source)s » ne peut pas devenir « %(target)s ».",
            params={
                "source": convention.get_state_display().lower(),
                "target": ConventionState(to).label.lower(),
            },
        )
    check_can_move_convention(by, convention, transition)
    if transition.needs_reason and not reason.strip():
        raise ValidationError("Dites pourquoi : le motif est gardé dans le journal.")
    if transition.needs_proposal and convention.proposal_sent_on is None:
        raise ValidationError(
            "L'association n'a pas encore envoyé sa proposition : elle la complète et l'envoie "
            "d'abord."
        )
    before, convention.state = convention.state, to
    changes = {"state": [before, to], "reason": reason.strip()}
    if to == ConventionState.PROPOSED:  # given back, it can be sent anew
        changes["proposal_sent_on"] = [convention.proposal_sent_on, None]
        convention.proposal_sent_on = None
    convention.save(update_fields=["state", "proposal_sent_on"])
    journal.record(Verb.MOVED, convention, by=by, changes=changes)
    return convention


@transaction.atomic
def take_over_value(
    *,
    convention: Convention,
    figure_id: str,
    value: Decimal,
    source: str,
    page: str,
    by: User | None,
    quotation: str = "",
    today: datetime.date | None = None,
) -> TakenOverValue:
    """Keep a total that a published document gives without rows; the same again changes nothing.

    Raises ValidationError for a year that is not over (there, rows make the figures) and for a
    figure that has another total already."""
    if convention.terms().ends_on >= (today or timezone.localdate()):
        raise ValidationError(
            "L'année de cette convention n'est pas terminée : notez les échanges eux-mêmes, "
            "une valeur reprise ne vaut que pour une année passée."
        )
    known = TakenOverValue.objects.filter(convention=convention, figure_id=figure_id).first()
    if known is not None and (known.value, known.source, known.page) == (value, source, page):
        return known
    taken = TakenOverValue(
        convention=convention,
        figure_id=figure_id,
        value=value,
        source=source,
        page=page,
        quotation=quotation,
    )
    taken.full_clean()
    taken.save()
    journal.record(
        Verb.CREATED, convention, by=by, changes={"taken over": figure_id, "value": value}
    )
    return taken
