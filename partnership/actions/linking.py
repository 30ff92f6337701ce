"""Writes about the chapters of the bilan, and what ties actions, chapters and budget lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from partnership import journal
from partnership.actions.preparing import held
from partnership.enums import BudgetSide, Verb
from partnership.models import Chapter, Convention, FundedCommitment, User
from partnership.permissions import check_can_prepare_convention

ASIDE = 10_000


@transaction.atomic
def write_chapters(
    *,
    convention: Convention,
    lines: Sequence[dict[str, Any]],
    removed: Iterable[str] = (),
    by: User,
) -> None:
    """Keep the chapters in the order given: each line has its uid and title; `removed` are uids.

    Raises ValidationError for one that the database's rules refuse."""
    convention = held(convention)
    check_can_prepare_convention(by, convention)
    rows = {str(one.uid): one for one in convention.chapters.all()}
    for uid in removed:
        if uid in rows:
            row = rows.pop(uid)
            journal.record(Verb.DELETED, row, by=by, changes={"title": row.title})
            row.delete()
    for rank, row in enumerate(rows.values(), 1):
        Chapter.objects.filter(pk=row.pk).update(position=ASIDE + rank)
    for position, line in enumerate(lines, 1):
        row = rows.get(str(line["uid"]))
        said = {"position": position, "title": line["title"]}
        before = {name: getattr(row, name) for name in said} if row else {}
        verb = Verb.CHANGED if row else Verb.CREATED
        row = row or Chapter(convention=convention, uid=line["uid"])
        for name, value in said.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
        if changes := journal.differences(before, said):
            journal.record(verb, row, by=by, changes=changes)


@transaction.atomic
def write_links(
    *,
    convention: Convention,
    told: Mapping[str, Iterable[str]],
    paid: Mapping[str, Mapping[str, int | None]],
    by: User,
) -> None:
    """Keep which actions each chapter tells (`told`: chapter → actions) and each line of the
    expenses pays for (`paid`: line → action → what the budget says of its quantity), by uids.
    A chapter or a line that is not named stays as it is; uids of another convention are left
    aside."""
    convention = held(convention)
    check_can_prepare_convention(by, convention)
    actions = {str(one.uid): one for one in convention.terms().commitments}
    changes: dict[str, Any] = {}
    for chapter in convention.chapters.prefetch_related("commitments"):
        if str(chapter.uid) not in told:
            continue
        had = {str(one.uid) for one in chapter.commitments.all()}
        wanted = set(told[str(chapter.uid)]) & actions.keys()
        if had != wanted:
            chapter.commitments.set([actions[uid] for uid in sorted(wanted)])
            changes[f"chapter {chapter.uid}"] = [sorted(had), sorted(wanted)]
    for line in convention.budget_lines.filter(side=BudgetSide.EXPENSE).in_order():
        if str(line.uid) in paid:
            wanted = {
                uid: quantity for uid, quantity in paid[str(line.uid)].items() if uid in actions
            }
            if said := _pay(line, wanted, actions):
                changes[f"budget line {line.uid}"] = said
    if changes:
        journal.record(Verb.CHANGED, convention, by=by, changes=changes)


def _pay(line, wanted: dict[str, int | None], actions) -> list[dict[str, int | None]]:
    """The links of one line, before and after; nothing where they are the same."""
    rows = {str(one.commitment.uid): one for one in line.funded_commitments.all()}
    had = {uid: row.quantity for uid, row in rows.items()}
    if had == wanted:
        return []
    for uid, row in rows.items():
        if uid not in wanted:
            row.delete()
    for uid, quantity in wanted.items():
        row = rows.get(uid) or FundedCommitment(budget_line=line, commitment=actions[uid])
        row.quantity = quantity
        row.full_clean()
        row.save()
    return [had, wanted]
