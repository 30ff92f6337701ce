"""Undoing an import of a budget: the lines that it made go, those that it corrected say again what
they said, by the same writes as on the page of the budget and as long as it is not voted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from partnership.actions.budgets import write_budget
from partnership.actions.preparing import is_before_the_vote
from partnership.importing import plain_rows
from partnership.models import AccountHeading, BudgetLine, Convention, Import, User
from partnership.wording import euros

VOTED = "le budget de {} n'est plus une proposition : il change sur sa page, avec un motif."
UNDONE = "import défait"
_TOLD = ("label", "amount", "description", "account")


def read(row: BudgetLine, names: Iterable[str] = ()) -> dict[str, Any]:
    """What a line of a file can correct of a line of the budget, in plain values."""
    return plain_rows.read(row, names or _TOLD)


def give_back(row: BudgetLine, values: dict[str, Any], *, by: User | None) -> None:
    """Write a line as it was. Raises ValidationError when it cannot be any more."""
    convention = row.convention
    if not is_before_the_vote(convention):
        raise ValidationError(VOTED.format(convention.reference))
    said = dict(values)
    if said.get("amount") is not None:
        said["amount"] = Decimal(said["amount"])
    if said.get("account") is not None:
        said["account"] = AccountHeading.objects.get(uid=said["account"])
    lines = [
        {"uid": uid} | (said if uid == row.uid else {})
        for uid in convention.budget_lines.in_order().values_list("uid", flat=True)
    ]
    write_budget(convention=convention, lines=lines, by=by, reason=UNDONE)


def made_by(run: Import) -> QuerySet[BudgetLine]:
    """The lines that an import made, which it names."""
    named = run.counts.get("lines", {}).values()
    return BudgetLine.objects.filter(convention__owner=run.owner_id, uid__in=list(named))


def delete(run: Import, *, by: User | None) -> None:
    """Raises ValidationError for lines that the budget cannot lose."""
    uids = [str(uid) for uid in made_by(run).order_by("pk").values_list("uid", flat=True)]
    for convention in Convention.objects.filter(budget_lines__uid__in=uids).distinct():
        write_budget(convention=convention, lines=[], removed=uids, by=by, reason=UNDONE)


def hindrance(run: Import, model: type[Model], keys: list[int]) -> list[str]:
    """Why the lines that an import made stay: they are voted."""
    if model is not BudgetLine:
        return []
    found = Convention.objects.filter(budget_lines__in=keys).distinct().order_by("pk")
    words = [VOTED.format(one.reference) for one in found if not is_before_the_vote(one)]
    return [one[:1].upper() + one[1:] for one in words]


plain_rows.say(BudgetLine, "amount", "Montant prévu", lambda value: euros(Decimal(value)))
