"""Writes about expenses: what was paid, and who bears which part of it."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import citations, journal
from partnership.enums import BudgetSide, SettlementState, Verb
from partnership.figures import HUNDRED
from partnership.models import (
    BudgetLine,
    Convention,
    Expense,
    ExpenseShare,
    Network,
    Settlement,
    StoredFile,
    Thread,
    User,
)
from partnership.permissions import check_can_keep_expense
from partnership.wording import percent as percent_text

DELETED_WITHIN = datetime.timedelta(minutes=10)
KEPT = ("label", "supplier", "amount", "invoiced_on", "paid_on", "voucher", "account")
COUNTED = {"amount", "paid_on"}  # what decides of how much a convention bears
ALREADY_KEPT = (
    "Ce formulaire a déjà servi pour une autre dépense : vérifiez la liste, puis enregistrez "
    "de nouveau si celle-ci manque."
)


@dataclass(frozen=True)
class Part:
    """The part of an expense that somebody bears, in per cent: a convention, on one of its budget
    lines or on none, or another funder by name."""

    percent: Decimal
    convention: Convention | None = None
    budget_line: BudgetLine | None = None
    funder_name: str = ""

    @classmethod
    def of(cls, share: ExpenseShare) -> Part:
        return cls(share.percent, share.convention, share.budget_line, share.funder_name)

    @property
    def payer(self) -> tuple[int | None, int | None, str]:
        return (
            self.convention.pk if self.convention else None,
            self.budget_line.pk if self.budget_line else None,
            self.funder_name,
        )

    def __str__(self):
        who = self.convention.reference if self.convention else self.funder_name
        line = f" · {self.budget_line.label}" if self.budget_line else ""
        return f"{who}{line} : {percent_text(self.percent)}"


def check_parts(parts: Sequence[Part], owner_id: int) -> None:
    """Raises ValidationError above 100 % in all, for a payer named twice, for no convention at
    all, and for a convention or a line from elsewhere."""
    total = sum((one.percent for one in parts), Decimal(0))
    if total > HUNDRED:
        raise ValidationError(
            f"Les parts de cette dépense font {percent_text(total)} en tout : elles ne dépassent "
            "jamais 100 %. Baissez l'une d'elles.",
            code="above_hundred",
        )
    payers = [one.payer for one in parts]
    if len(set(payers)) < len(payers):
        raise ValidationError("Le même poste ou financeur est nommé deux fois : n'en gardez qu'un.")
    conventions = [one.convention for one in parts if one.convention]
    if not conventions:
        raise ValidationError("Imputez cette dépense à une convention au moins.")
    if any(one.owner_id != owner_id for one in conventions):
        raise ValidationError("Cette convention n'est pas de votre réseau.")
    for one in parts:
        line = one.budget_line
        if line and (one.convention is None or line.convention_id != one.convention.pk):
            raise ValidationError("Ce poste du budget est celui d'une autre convention.")
        if line and line.side != BudgetSide.EXPENSE:
            raise ValidationError("Ce poste du budget est une recette : choisissez une dépense.")


def check_not_settled(
    before: Sequence[Part], after: Sequence[Part], *, whole: bool = False
) -> None:
    """Once a settlement is decided, what it was made of stays: raises ValidationError where such a
    convention's parts change, or all of the expense does (`whole`). Holds the conventions, so that
    nobody decides meanwhile."""
    conventions = {one.convention.pk: one.convention for one in [*before, *after] if one.convention}
    list(Convention.objects.select_for_update().filter(pk__in=conventions).order_by("pk"))
    decided = Settlement.objects.filter(
        convention__in=conventions, state=SettlementState.DECIDED
    ).order_by("pk")
    for pk in decided.values_list("convention", flat=True):
        if whole or _borne_by(pk, before) != _borne_by(pk, after):
            raise ValidationError(
                f"Le solde de {conventions[pk].reference} est décidé : ce qui lui est imputé ne "
                "change plus. Un libellé ou un fournisseur se corrige encore."
            )


def _borne_by(convention: int, parts: Sequence[Part]) -> set[tuple[Any, Decimal]]:
    return {
        (one.payer, one.percent)
        for one in parts
        if one.convention and one.convention.pk == convention
    }


@transaction.atomic
def create_expense(
    *,
    owner: Network,
    parts: Sequence[Part],
    by: User | None,
    uid: uuid.UUID | None = None,
    **fields: Any,
) -> Expense:
    """Keep an expense with who bears it, once: the same `uid` with the same words gives back the
    first row. `by` None: a command.

    Raises PermissionDenied, and ValidationError when the parts do not hold (`check_parts`) or the
    `uid` names another expense already."""
    known = Expense.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        same = known.owner_id == owner.pk and all(
            getattr(known, name) == value for name, value in fields.items()
        )
        if same:
            return known
        raise ValidationError(ALREADY_KEPT)
    expense = Expense(owner=owner, uid=uid or uuid.uuid4(), **fields)
    if by is not None:
        check_can_keep_expense(by, expense)
    check_parts(parts, owner.pk)
    check_not_settled([], parts)
    expense.full_clean()
    expense.save(force_insert=True)
    _write(expense, parts, [])
    said = {name: _plain(value) for name, value in fields.items() if name in KEPT and value}
    journal.record(Verb.CREATED, expense, by=by, changes=said | {"shares": _words(parts)})
    return expense


@transaction.atomic
def change_expense(
    *,
    expense: Expense,
    by: User | None,
    parts: Sequence[Part] | None = None,
    **fields: Any,
) -> Expense:
    """Correct an expense, and who bears it where `parts` are given (all of them).

    Raises ValidationError for one that was cancelled meanwhile, for parts that do not hold, for
    what a decided settlement counted (`check_not_settled`), and for the amount of working time,
    which is computed."""
    expense = _held(expense, by)
    if expense.is_computed and fields.get("amount", expense.amount) != expense.amount:
        raise ValidationError(
            {"amount": "Le montant d'un temps valorisé est calculé : il ne se corrige pas ici."}
        )
    before = {name: _plain(getattr(expense, name)) for name in fields}
    for name, value in fields.items():
        setattr(expense, name, value)
    expense.full_clean()
    changes = journal.differences(before, {name: _plain(value) for name, value in fields.items()})
    if changes:
        if COUNTED & set(changes):
            known = [Part.of(one) for one in shares_of(expense)]
            check_not_settled(known, known, whole=True)
        expense.save()
    if parts is not None:
        changes |= _change_parts(expense, list(parts))
    if changes:
        journal.record(Verb.CHANGED, expense, by=by, changes=changes)
    return expense


@transaction.atomic
def charge(
    *,
    expense: Expense,
    convention: Convention,
    percent: Decimal,
    by: User | None,
    budget_line: BudgetLine | None = None,
    instead_of: ExpenseShare | None = None,
) -> Expense:
    """Charge a part of an expense to a convention, beside the others or `instead_of` one of them.

    Read again under the expense's lock: two people who add a part at once never go above 100 %
    together. Raises ValidationError as `change_expense` does."""
    expense = _held(expense, by)
    replaced = instead_of.pk if instead_of else None
    others = [Part.of(one) for one in shares_of(expense) if one.pk != replaced]
    parts = [*others, Part(percent, convention, budget_line)]
    if changes := _change_parts(expense, parts):
        journal.record(Verb.CHANGED, expense, by=by, changes=changes)
    return expense


def shares_of(expense: Expense) -> list[ExpenseShare]:
    """As they are now, with the convention and the line of each."""
    return list(expense.shares.select_related("convention", "budget_line").order_by("pk"))


def _held(expense: Expense, by: User | None) -> Expense:
    """The expense as it stands now, kept from others until the end of the transaction."""
    held = (
        Expense.objects.select_for_update(of=("self",)).select_related("account").get(pk=expense.pk)
    )
    if by is not None:
        check_can_keep_expense(by, held)
    if held.is_cancelled:
        raise ValidationError("Cette dépense vient d'être annulée : elle ne se corrige plus.")
    return held


def _change_parts(expense: Expense, parts: list[Part]) -> dict[str, Any]:
    check_parts(parts, expense.owner_id)
    existing = shares_of(expense)
    before = _words(Part.of(one) for one in existing)
    after = _words(parts)
    if sorted(before) == sorted(after):
        return {}
    check_not_settled([Part.of(one) for one in existing], parts)
    _write(expense, parts, existing)
    return {"shares": [before, after]}


def _write(expense: Expense, parts: Sequence[Part], existing: list[ExpenseShare]) -> None:
    """A payer that stays keeps its row."""
    rows = {Part.of(one).payer: one for one in existing}
    kept = {one.payer for one in parts}
    for payer, row in rows.items():
        if payer not in kept:
            row.delete()
    for one in parts:
        share = rows.get(one.payer) or ExpenseShare(expense=expense)
        share.convention, share.budget_line = one.convention, one.budget_line
        share.funder_name, share.percent = one.funder_name, one.percent
        share.full_clean()
        share.save()


def _words(parts: Iterable[Part]) -> list[str]:
    return [str(one) for one in parts]


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "pk") else journal.plain(value)


@transaction.atomic
def remove_expense(*, expense: Expense, by: User, reason: str = "") -> bool:
    """Take back an expense. Fresh and cited by nothing, it is deleted and journaled: True.
    Otherwise it stays, cancelled with its reason, and counts no more: False.

    Raises ValidationError when it cannot be deleted and no reason is given."""
    held = Expense.objects.select_for_update().filter(pk=expense.pk).first()
    if held is None:
        return True
    check_can_keep_expense(by, held)
    if held.is_cancelled:
        return False
    known = [Part.of(one) for one in shares_of(held)]
    check_not_settled(known, known, whole=True)
    if can_be_deleted(held):
        said = {"label": held.label, "amount": held.amount, "paid_on": held.paid_on}
        journal.record(Verb.DELETED, held, by=by, changes=said)
        held.delete()
        return True
    if not reason.strip():
        raise ValidationError(
            {"reason": "Dites pourquoi : la dépense reste, annulée avec ce motif."}
        )
    held.cancelled_at, held.cancelled_by = timezone.now(), by
    held.cancel_reason = reason.strip()
    held.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    journal.record(Verb.CANCELLED, held, by=by, changes={"reason": held.cancel_reason})
    return False


def can_be_deleted(expense: Expense) -> bool:
    """Under ten minutes old, and nothing speaks of it: no file, no question, nothing frozen."""
    if timezone.now() - expense.created_at >= DELETED_WITHIN or citations.is_cited(expense):
        return False
    about = {"subject_type": "expense", "subject_uid": expense.uid}
    return not (
        StoredFile.objects.filter(**about).exists() or Thread.objects.filter(**about).exists()
    )
