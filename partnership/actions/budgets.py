"""Writes about the budget: its lines, on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from partnership import journal
from partnership.actions.preparing import (
    changing,
    held,
    is_before_the_vote,
    is_closed,
    tell_the_funder,
)
from partnership.enums import BudgetSide, Verb
from partnership.models import BudgetLine, Convention, User
from partnership.permissions import check_can_keep_money
from partnership.wording import counted

AGREED = ("side", "label", "description", "amount")  # what both sides read at the vote
KEPT = (*AGREED, "account", "funder", "received")
ASIDE = 10_000
CLOSED = "Cette convention est close : son budget ne change plus."
WHY = "Le budget est voté : dites ce qui autorise ce changement, par exemple l'avenant n° 1."


@transaction.atomic
def write_budget(
    *,
    convention: Convention,
    lines: Sequence[dict[str, Any]],
    removed: Iterable[str] = (),
    by: User | None,
    reason: str = "",
) -> dict[str, int]:
    """Keep the lines of the budget in the order given, side by side: each has its uid and the
    fields that change (KEPT, those that it lacks stay). Lines that are not named stay, after
    the others. Returns how many were created, changed, removed.

    Once voted, what both sides agreed on changes only with a reason, and the funder is told.
    Raises ValidationError where it is missing, for a closed convention, for a line that expenses
    cite, and for one that the database's rules refuse."""
    convention = held(convention)
    if by is not None:
        check_can_keep_money(by, convention)
    if is_closed(convention):
        raise ValidationError(CLOSED)
    writing = _Writing(convention, by, reason.strip())
    with changing(convention, by=by, what="le budget a changé") as change:
        for uid in removed:
            writing.remove(uid)
        writing.write(lines)
        change.made = writing.proposal_changed
    if writing.agreed_changed and not is_before_the_vote(convention):
        if not writing.reason:
            raise ValidationError({"reason": WHY})
        tell_the_funder(
            convention,
            f"{convention.reference} : le budget voté a changé. Motif : {writing.reason}",
        )
    return writing.counts


class _Writing:
    """The lines of one convention being written."""

    def __init__(self, convention: Convention, by: User | None, reason: str):
        self.convention, self.by, self.reason = convention, by, reason
        self.proposal_changed = self.agreed_changed = False
        self.counts = {"created": 0, "changed": 0, "removed": 0}
        rows = convention.budget_lines.select_related("account", "funder").annotate(
            expense_count=Count("expense_shares")
        )
        self.rows = {str(row.uid): row for row in rows.order_by("side", "position")}

    def remove(self, uid: str) -> None:
        row = self.rows.get(uid)
        if row is None:
            return
        if row.expense_count:
            raise ValidationError(
                f"La ligne « {row.label} » porte {counted(row.expense_count, 'dépense')} : "
                "rattachez-les d'abord à une autre ligne, ou gardez celle-ci."
            )
        del self.rows[uid]
        self._record(Verb.DELETED, row, {name: getattr(row, name) for name in AGREED})
        row.delete()
        self.counts["removed"] += 1
        self.proposal_changed = self.agreed_changed = True

    def write(self, lines: Sequence[dict[str, Any]]) -> None:
        named = {str(line["uid"]) for line in lines}
        order = [*lines, *({"uid": uid} for uid in self.rows if uid not in named)]
        ranks: dict[str, int] = {}
        places = []
        for line in order:
            row = self.rows.get(str(line["uid"]))
            side = line.get("side") or row.side
            ranks[side] = ranks.get(side, 0) + 1
            places.append((row, line | {"side": side}, ranks[side]))
        for rank, row in enumerate(self.rows.values(), 1):
            BudgetLine.objects.filter(pk=row.pk).update(position=ASIDE + rank)
        for row, line, position in places:
            self._write(row, line, position)

    def _write(self, row: BudgetLine | None, line: dict[str, Any], position: int) -> None:
        said = {name: line[name] for name in KEPT if name in line}
        before = {name: getattr(row, name) for name in said} if row else {}
        verb = Verb.CHANGED if row else Verb.CREATED
        row = row or BudgetLine(convention=self.convention, uid=line["uid"])
        changes = journal.differences(before, said)
        for name, value in said.items():
            setattr(row, name, value)
        if row.side == BudgetSide.EXPENSE:
            row.funder = row.received = None
        row.position = position
        row.full_clean()
        row.save()
        if changes:
            self._record(verb, row, changes)
            self.counts["changed" if before else "created"] += 1
            self.agreed_changed |= bool(set(changes) & set(AGREED))
            self.proposal_changed |= bool(set(changes) & {*AGREED, "funder"})

    def _record(self, verb: Verb, row: BudgetLine, changes: dict[str, Any]) -> None:
        why = {"reason": self.reason} if self.reason else {}
        journal.record(verb, row, by=self.by, changes=changes | why)
