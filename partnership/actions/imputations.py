"""Writes about where the subsidy stands in the funder's budget."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from partnership import citations, journal
from partnership.actions.amendments import FRESH
from partnership.attachments import counts_for
from partnership.enums import Verb
from partnership.models import BudgetImputation, Convention, User
from partnership.permissions import check_can_write_papers


@transaction.atomic
def add_imputation(
    *, convention: Convention, by: User, fields: dict[str, Any], uid: uuid.UUID | None = None
) -> BudgetImputation:
    """Add a line after the others, once: the same `uid` again gives back the first one."""
    check_can_write_papers(by, convention)
    Convention.objects.select_for_update().get(pk=convention.pk)
    known = BudgetImputation.objects.filter(convention=convention, uid=uid).first() if uid else None
    if known is not None:
        return known
    last = convention.imputations.aggregate(last=Max("position"))["last"] or 0
    row = BudgetImputation(
        uid=uid or uuid.uuid4(), convention=convention, position=last + 1, **fields
    )
    row.full_clean()
    row.save(force_insert=True)
    changes = {name: value for name, value in fields.items() if value not in (None, "")}
    journal.record(Verb.CREATED, row, by=by, changes=changes)
    return row


@transaction.atomic
def change_imputation(
    *, imputation: BudgetImputation, by: User, fields: dict[str, Any]
) -> BudgetImputation:
    check_can_write_papers(by, imputation.convention)
    row = BudgetImputation.objects.select_for_update().get(pk=imputation.pk)
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    changed = {name: value for name, value in fields.items() if value != before[name]}
    if changed:
        journal.record(Verb.CHANGED, row, by=by, changes=journal.differences(before, changed))
    return row


@transaction.atomic
def remove_imputation(*, imputation: BudgetImputation, by: User) -> None:
    """Take back a line under ten minutes old that nothing cites.

    Raises ValidationError otherwise: it is then corrected."""
    check_can_write_papers(by, imputation.convention)
    row = BudgetImputation.objects.select_for_update().get(pk=imputation.pk)
    if not can_be_removed(row):
        raise ValidationError(
            "Cette ligne a plus de dix minutes, ou un document y est joint ou la cite : "
            "corrigez-la plutôt."
        )
    journal.record(
        Verb.DELETED, row, by=by, changes={"code": row.operation_code, "position": row.position}
    )
    row.delete()


def can_be_removed(row: BudgetImputation) -> bool:
    return (
        timezone.now() - row.created_at < FRESH
        and not citations.is_cited(row)
        and not counts_for([row])[row.uid]
    )
