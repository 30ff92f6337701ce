"""Writes about a convention as a whole: its life, the totals taken over from its papers."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import journal, transitions
from partnership.enums import ConventionState, Verb
from partnership.models import Convention, TakenOverValue, User
from partnership.permissions import check_can_move_convention
from partnership.wording import long_date

# What a step writes on the convention beside its state.
FACTS = {
    ConventionState.SIGNED: ("signed_on",),
    ConventionState.TERMINATED: ("notice_given_on", "terminated_on", "heard"),
}


@transaction.atomic
def move_convention(
    *,
    convention: Convention,
    to: ConventionState,
    by: User,
    reason: str = "",
    **facts: Any,
) -> Convention:
    """Move a convention along its life; `facts` are those of `FACTS` for that step.

    Raises ValidationError where the table has no such step, a reason or a fact is missing or does
    not fit, and PermissionDenied where the step belongs to the other side."""
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
        raise ValidationError({"reason": "Dites pourquoi : le motif est gardé dans le journal."})
    if transition.needs_proposal and convention.proposal_sent_on is None:
        raise ValidationError(
            "L'association n'a pas encore envoyé sa proposition : elle la complète et l'envoie "
            "d'abord."
        )
    told = _vote_behind(convention, to)
    _check_facts(convention, to, facts)
    if to == ConventionState.PROPOSED:  # given back, it can be sent anew
        told |= {"proposal_sent_on": [convention.proposal_sent_on, None]}
        facts |= {"proposal_sent_on": None}
    before, convention.state = convention.state, to
    for name, value in facts.items():
        setattr(convention, name, value)
    others = {field.name for field in Convention._meta.fields} - set(facts)
    convention.clean_fields(exclude=others)
    convention.validate_constraints()
    convention.save(update_fields=["state", *facts])
    journal.record(
        Verb.MOVED,
        convention,
        by=by,
        changes={"state": [before, to], "reason": reason.strip()} | facts | told,
    )
    return convention


def _vote_behind(convention: Convention, to: str) -> dict[str, Any]:
    """What the journal says of the vote that decides of the convention."""
    vote = convention.vote if to in {ConventionState.VOTED, ConventionState.REFUSED} else None
    if to == ConventionState.VOTED and vote is None:
        raise ValidationError(
            "Notez la délibération avec le vote : sans elle, la convention n'est pas votée."
        )
    return {"deliberation": vote.number, "voted_on": vote.voted_on} if vote else {}


def _check_facts(convention: Convention, to: str, facts: dict[str, Any]) -> None:
    expected = FACTS.get(to, ())
    if set(facts) - set(expected):
        raise TypeError(f"{to} takes {expected}, not {sorted(facts)}.")
    errors = {
        name: MISSING[name]
        for name in expected
        if not (facts[name].strip() if isinstance(facts.get(name), str) else facts.get(name))
    }
    if errors:
        raise ValidationError(errors)
    today = timezone.localdate()
    for name in {"signed_on", "notice_given_on"} & set(facts):
        if facts[name] > today:
            raise ValidationError({name: "Cette date n'est pas encore passée : vérifiez-la."})
    vote = convention.vote if to == ConventionState.SIGNED else None
    if vote is not None and facts["signed_on"] < vote.voted_on:
        raise ValidationError(
            {
                "signed_on": f"La signature ne peut pas précéder le vote, le "
                f"{long_date(vote.voted_on)} : vérifiez la date."
            }
        )
    if to == ConventionState.TERMINATED and facts["terminated_on"] < facts["notice_given_on"]:
        raise ValidationError(
            {"terminated_on": "La résiliation prend effet après sa notification : vérifiez-la."}
        )


MISSING = {
    "signed_on": "Donnez la date de la signature.",
    "notice_given_on": "Donnez la date à laquelle le préavis a été notifié.",
    "terminated_on": "Donnez la date à laquelle la convention prend fin.",
    "heard": "Dites qui a été entendu avant la résiliation.",
}


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
