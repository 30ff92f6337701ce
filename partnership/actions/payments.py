"""Writes about the money that went from one side to the other."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import journal
from partnership.attachments import counts_for
from partnership.enums import Verb
from partnership.models import Convention, Payment, User
from partnership.permissions import check_can_keep_money

KEPT = ("kind", "amount", "received_on", "reference")


@transaction.atomic
def record_payment(
    *, convention: Convention, by: User | None, uid: uuid.UUID | None = None, **fields: Any
) -> Payment:
    """Keep a payment, once: the same `uid` with the same words gives back the first row. `by`
    None: a command.

    Raises PermissionDenied, and ValidationError for an amount that is not above zero or a `uid`
    that names another payment already."""
    if by is not None:
        check_can_keep_money(by, convention)
    known = Payment.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if known.convention_id == convention.pk and all(
            getattr(known, name) == value for name, value in fields.items()
        ):
            return known
        raise ValidationError(
            "Ce formulaire a déjà servi pour un autre versement : vérifiez la liste, puis "
            "enregistrez de nouveau si celui-ci manque."
        )
    payment = Payment(convention=convention, uid=uid or uuid.uuid4(), **fields)
    payment.full_clean()
    payment.save(force_insert=True)
    journal.record(Verb.CREATED, payment, by=by, changes=fields | {"convention": convention})
    return payment


@transaction.atomic
def remove_payment(*, payment: Payment, by: User) -> None:
    """Delete a payment noted by mistake; the journal keeps what it said. Raises PermissionDenied,
    and ValidationError where files are attached to it: they would be lost with it.

    One that is gone already changes nothing."""
    held = (
        Payment.objects.select_for_update(of=("self",))
        .select_related("convention")
        .filter(pk=payment.pk)
        .first()
    )
    if held is None:
        return
    check_can_keep_money(by, held.convention)
    if counts_for([held])[held.uid]:
        raise ValidationError("Des fichiers sont joints à ce versement : retirez-les d'abord.")
    said = {name: getattr(held, name) for name in KEPT} | {"convention": held.convention}
    journal.record(Verb.DELETED, held, by=by, changes=said)
    held.delete()
