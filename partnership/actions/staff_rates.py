"""Writes about what an hour of each person costs."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from partnership import journal
from partnership.enums import Verb
from partnership.models import Network, StaffRate, User
from partnership.permissions import check_can_keep_rates
from partnership.staff_costs import Rate
from partnership.wording import euros, long_date, period

ALREADY_KEPT = "Ce formulaire a déjà servi pour un autre coût horaire : vérifiez la liste."


def rate_of(row: StaffRate) -> Rate:
    """The row as the arithmetic reads it; reads `person`."""
    return Rate(str(row.uid), str(row.person.uid), row.from_on, row.until_on, row.hourly_rate)


def period_text(row: StaffRate) -> str:
    if row.until_on is None:
        return f"depuis le {long_date(row.from_on)}"
    return period(row.from_on, row.until_on)


@transaction.atomic
def add_staff_rate(
    *,
    owner: Network,
    person: User,
    from_on: datetime.date,
    hourly_rate: Decimal,
    by: User | None,
    until_on: datetime.date | None = None,
    uid: uuid.UUID | None = None,
) -> StaffRate:
    """What an hour of a person costs for a time; sent twice, kept once. `by` None: a command.

    Raises PermissionDenied, and ValidationError where another rate of the person holds one of
    these days, or for somebody who never was of the team."""
    _check(by, owner.pk)
    _hold(person)
    known = StaffRate.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        said = (known.owner_id, known.person_id, known.from_on, known.hourly_rate)
        if said == (owner.pk, person.pk, from_on, hourly_rate):
            return known
        raise ValidationError(ALREADY_KEPT)
    if not User.objects.of_the_team_ever(owner).filter(pk=person.pk).exists():
        raise ValidationError({"person": "Choisissez une personne de l'équipe."})
    row = StaffRate(
        uid=uid or uuid.uuid4(),
        owner=owner,
        person=person,
        from_on=from_on,
        until_on=until_on,
        hourly_rate=hourly_rate,
    )
    _check_no_overlap(row)
    row.full_clean()
    row.save(force_insert=True)
    journal.record(
        Verb.CREATED,
        row,
        by=by,
        changes={
            "person": person.uid,
            "from_on": from_on,
            "until_on": until_on,
            "hourly_rate": hourly_rate,
        },
    )
    return row


@transaction.atomic
def end_staff_rate(*, rate: StaffRate, until_on: datetime.date | None, by: User) -> StaffRate:
    """Give a rate its last day; None lets it run again.

    Raises PermissionDenied, and ValidationError where it would meet another rate or end before it
    begins."""
    _check(by, rate.owner_id)
    _hold(rate.person)
    row = StaffRate.objects.select_for_update(of=("self",)).select_related("person").get(pk=rate.pk)
    before, row.until_on = row.until_on, until_on
    _check_no_overlap(row)
    row.full_clean()
    if before != until_on:
        row.save(update_fields=["until_on"])
        journal.record(Verb.CHANGED, row, by=by, changes={"until_on": [before, until_on]})
    return row


def _check(by: User | None, owner_id: int) -> None:
    if by is None:
        return
    check_can_keep_rates(by)
    if owner_id not in by.access.administered:
        raise PermissionDenied("Ce coût horaire est celui d'une autre association.")


def _hold(person: User) -> None:
    """One write at a time on the rates of a person."""
    User.objects.select_for_update().get(pk=person.pk)


def _check_no_overlap(row: StaffRate) -> None:
    others = (
        StaffRate.objects.filter(owner=row.owner_id, person=row.person_id)
        .exclude(pk=row.pk)
        .select_related("person")
        .order_by("from_on", "pk")
    )
    for other in others:
        if rate_of(other).overlaps(row.from_on, row.until_on):
            raise ValidationError(
                f"{other.person} a déjà un coût horaire de {euros(other.hourly_rate)} "
                f"{period_text(other)} : terminez-le d'abord, ou changez les dates."
            )
