"""Writes of a settlement: proposed, discussed, decided by people; never by itself."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from partnership import journal, mailing
from partnership.actions.conventions import move_convention
from partnership.enums import ConventionState, SettlementState, Verb
from partnership.models import Convention, Observation, Settlement, User
from partnership.permissions import check_can_agree, check_can_keep_money, check_can_settle
from partnership.settlement import Outcome
from partnership.wording import euros, long_date

OBSERVATION_DAYS = 30
# What was paid under a convention that ended early is settled too; it stays terminated.
MAY_BE_SETTLED = {ConventionState.SIGNED, ConventionState.TERMINATED}
OVER = "Les observations étaient attendues jusqu'au {day} : la période est close."
CLOSED = "Ce solde n'est plus en discussion : il est {state}."


@transaction.atomic
def propose_settlement(
    *,
    convention: Convention,
    outcome: Outcome,
    by: User,
    observations_until: datetime.date | None = None,
    today: datetime.date | None = None,
) -> Settlement:
    """Propose what the rule gives, with its steps and figures as they are now.

    Raises PermissionDenied for anybody but the funder, and ValidationError where the convention is
    not signed, where a part of the calculation is unknown, or where a settlement stands already."""
    today = today or timezone.localdate()
    convention = Convention.objects.select_for_update().get(pk=convention.pk)
    check_can_settle(by, convention)
    if convention.state not in MAY_BE_SETTLED:
        raise ValidationError("Un solde se propose une fois la convention signée, ou résiliée.")
    if outcome.due is None:
        raise ValidationError(f"Le solde ne peut pas être calculé. {outcome.missing_text}")
    settlement = Settlement(
        convention=convention,
        rule=outcome.basis.rule,
        granted=outcome.basis.granted,
        projected_cost=outcome.basis.projected_cost,
        realised=outcome.basis.realised,
        paid=outcome.basis.paid,
        due=outcome.due,
        steps=[step.plain() for step in outcome.steps],
        proposed_on=today,
        proposed_by=by,
        observations_until=observations_until or today + datetime.timedelta(days=OBSERVATION_DAYS),
    )
    settlement.full_clean()
    settlement.save()
    until = long_date(settlement.observations_until)
    journal.record(
        Verb.PROPOSED,
        settlement,
        by=by,
        changes={
            "due": settlement.due,
            "realised": settlement.realised,
            "paid": settlement.paid,
            "observations_until": settlement.observations_until,
        },
    )
    _tell(
        User.objects.administrators_of(convention.owner, today),
        convention,
        f"{convention.reference} : un solde de {euros(settlement.due)} est proposé. "
        f"Vos observations sont attendues jusqu'au {until}.",
    )
    return settlement


@transaction.atomic
def observe(
    *, settlement: Settlement, text: str, by: User, today: datetime.date | None = None
) -> Observation:
    """Say something of a proposed settlement, either side, until its day.

    Raises ValidationError once the period is over or the settlement is decided."""
    today = today or timezone.localdate()
    settlement = _proposed(settlement)
    check_can_agree(by, settlement.convention)
    _check_is_open(settlement, today)
    observation = Observation(settlement=settlement, by=by, text=text.strip())
    observation.full_clean()
    observation.save()
    journal.record(Verb.CREATED, observation, by=by, changes={"text": observation.text})
    convention = settlement.convention
    others = (
        User.objects.administrators_of(convention.owner, today)
        if convention.funder_id in by.access.funders
        else User.objects.officers_of(convention.funder, today)
    )
    _tell(others, convention, f"{convention.reference} : une observation sur le solde proposé.")
    return observation


@transaction.atomic
def have_no_observation(
    *, settlement: Settlement, by: User, today: datetime.date | None = None
) -> Settlement:
    """The association has nothing to say: the funder may decide at once."""
    today = today or timezone.localdate()
    settlement = _proposed(settlement)
    check_can_keep_money(by, settlement.convention)
    _check_is_open(settlement, today)
    settlement.no_observation = True
    settlement.save(update_fields=["no_observation"])
    journal.record(Verb.ACCEPTED, settlement, by=by, changes={"no_observation": True})
    convention = settlement.convention
    _tell(
        User.objects.officers_of(convention.funder, today),
        convention,
        f"{convention.reference} : l'association n'a pas d'observation sur le solde proposé.",
    )
    return settlement


@transaction.atomic
def withdraw_settlement(
    *, settlement: Settlement, reason: str, by: User, today: datetime.date | None = None
) -> Settlement:
    """Take a proposal back, with its reason; another one may follow."""
    today = today or timezone.localdate()
    settlement = _proposed(settlement)
    check_can_settle(by, settlement.convention)
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi : l'association le lira."})
    settlement.state, settlement.decision = SettlementState.WITHDRAWN, reason.strip()
    settlement.save(update_fields=["state", "decision"])
    journal.record(Verb.CANCELLED, settlement, by=by, changes={"reason": settlement.decision})
    convention = settlement.convention
    _tell(
        User.objects.administrators_of(convention.owner, today),
        convention,
        f"{convention.reference} : le solde proposé est retiré. {settlement.decision}",
    )
    return settlement


@transaction.atomic
def decide_settlement(
    *,
    settlement: Settlement,
    decided_due: Decimal,
    by: User,
    reason: str = "",
    today: datetime.date | None = None,
) -> Settlement:
    """Decide what is due, and settle the convention; one that was terminated stays so.

    Raises ValidationError before the end of the observations (unless there is none), and where an
    amount that differs from the proposal has no reason."""
    today = today or timezone.localdate()
    settlement = _proposed(settlement)
    convention = settlement.convention
    check_can_settle(by, convention)
    if not may_be_decided(settlement, today):
        raise ValidationError(
            f"Les observations sont attendues jusqu'au {long_date(settlement.observations_until)} "
            "compris : décidez ensuite, ou dès que l'association répond qu'elle n'en a pas."
        )
    reason = reason.strip()
    if decided_due != settlement.due and not reason:
        raise ValidationError(
            {"reason": "Le montant n'est pas celui qui était proposé : dites pourquoi."}
        )
    settlement.state = SettlementState.DECIDED
    settlement.decided_due, settlement.decision = decided_due, reason
    settlement.decided_on, settlement.decided_by = today, by
    settlement.full_clean()
    settlement.save()
    journal.record(
        Verb.ACCEPTED,
        settlement,
        by=by,
        changes={"proposed": settlement.due, "decided_due": decided_due, "reason": reason},
    )
    if convention.state != ConventionState.TERMINATED:
        move_convention(convention=convention, to=ConventionState.SETTLED, by=by, reason=reason)
    _tell(
        User.objects.administrators_of(convention.owner, today),
        convention,
        f"{convention.reference} : le solde est décidé, {euros(decided_due)} de subvention due.",
    )
    return settlement


def has_changed_since(settlement: Settlement, outcome: Outcome) -> bool:
    """Whether the figures that the proposal was made from are no longer those of today."""
    basis = outcome.basis
    return settlement.state == SettlementState.PROPOSED and (
        (settlement.granted, settlement.projected_cost, settlement.realised, settlement.paid)
        != (basis.granted, basis.projected_cost, basis.realised, basis.paid)
    )


def is_open(settlement: Settlement, today: datetime.date) -> bool:
    """Whether observations may still be made."""
    return (
        settlement.state == SettlementState.PROPOSED
        and not settlement.no_observation
        and today <= settlement.observations_until
    )


def may_be_decided(settlement: Settlement, today: datetime.date) -> bool:
    """After the last day of the observations, or as soon as the association has none."""
    return settlement.state == SettlementState.PROPOSED and (
        settlement.no_observation or today > settlement.observations_until
    )


def _proposed(settlement: Settlement) -> Settlement:
    """The settlement, held until the end of the transaction, the convention first.

    Raises ValidationError for one that was decided or withdrawn."""
    Convention.objects.select_for_update().get(pk=settlement.convention_id)
    settlement = Settlement.objects.select_for_update().get(pk=settlement.pk)
    if settlement.state != SettlementState.PROPOSED:
        raise ValidationError(CLOSED.format(state=settlement.get_state_display().lower()))
    return settlement


def _check_is_open(settlement: Settlement, today: datetime.date) -> None:
    if settlement.no_observation:
        raise ValidationError("L'association a répondu qu'elle n'a pas d'observation.")
    if not is_open(settlement, today):
        raise ValidationError(OVER.format(day=long_date(settlement.observations_until)))


def _tell(people: QuerySet[User], convention: Convention, text: str) -> None:
    address = reverse("reporting:settlement", args=[convention.reference])
    mailing.notify_all(convention=convention, people=people, text=text, address=address)
