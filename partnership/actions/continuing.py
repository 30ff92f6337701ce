"""A convention that takes up the one before it: what is copied, and what continues what."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from partnership import funding, journal
from partnership.enums import BudgetSide, Verb
from partnership.models import (
    BudgetLine,
    Chapter,
    Commitment,
    CommitmentReading,
    CommunicationDuty,
    Convention,
    FundedCommitment,
    User,
    Visa,
)


def continue_from(previous: Convention, convention: Convention, *, by: User | None) -> None:
    """Copy what the previous convention says into a new one: actions of the programme (each
    continues its model, under the same funder), lines of the budget, chapters, links, duties,
    visas. The readings in force are proposed anew by the side that prepares."""
    actions = _programme(previous, convention, by)
    lines = _budget(previous, convention, actions)
    chapters = _chapters(previous, convention, actions)
    copied = [(CommunicationDuty, ("duty", "support", "wording"))]
    if previous.funder_id == convention.funder_id:  # another funder's papers are not theirs
        copied.append((Visa, ("reference", "position")))
    for model, names in copied:
        model.objects.bulk_create(
            model(convention=convention, **{name: getattr(one, name) for name in names})
            for one in model.objects.filter(convention=previous).order_by("pk")
        )
    journal.record(
        Verb.CHANGED,
        convention,
        by=by,
        changes={
            "taken up from": previous.reference,
            "commitments": len(actions),
            "budget_lines": lines,
            "chapters": chapters,
        },
    )


def _programme(
    previous: Convention, convention: Convention, by: User | None
) -> dict[int, Commitment]:
    """The new actions, by the key of those that they continue."""
    made, starts_on = {}, convention.terms().starts_on
    last_day = previous.terms().ends_on
    for one in previous.terms(on=max(last_day, timezone.localdate())).commitments:
        copy = Commitment.objects.create(
            convention=convention,
            number=one.number,
            part=one.part,
            text=one.text,
            target=one.target,
            unit=one.unit,
        )
        if previous.funder_id == convention.funder_id:  # another funder's year is not theirs
            copy.continues.add(one.pk)
        journal.record(
            Verb.CREATED,
            copy,
            by=by,
            changes={"number": copy.number, "text": copy.text, "continues": [one]},
        )
        _reading(one, copy, starts_on, convention)
        made[one.pk] = copy
    return made


def _reading(one: Commitment, copy: Commitment, starts_on, convention: Convention) -> None:
    accepted = [reading for reading in one.readings.all() if reading.is_accepted]
    if accepted:
        last = accepted[-1]
        CommitmentReading.objects.create(
            commitment=copy,
            figure_id=last.figure_id,
            rule_version=last.rule_version,
            filters=last.filters,
            beside=last.beside,
            valid_from=starts_on,
            proposed_by=convention.beneficiary,
        )


def _budget(previous: Convention, convention: Convention, actions: dict[int, Commitment]) -> int:
    lines = previous.budget_lines.prefetch_related("funded_commitments").order_by(
        "side", "position"
    )
    for rank, one in enumerate(lines, 1):
        copy = BudgetLine.objects.create(
            convention=convention,
            side=one.side,
            position=rank,
            amount=one.amount,
            account_id=one.account_id,
            **_from(one, previous, convention),
        )
        FundedCommitment.objects.bulk_create(
            FundedCommitment(
                budget_line=copy,
                commitment=actions[funded.commitment_id],
                quantity=funded.quantity,
            )
            for funded in one.funded_commitments.all()
            if funded.commitment_id in actions
        )
    return len(lines)


def _from(one: BudgetLine, previous: Convention, convention: Convention) -> dict[str, Any]:
    """The words of a line, and its funder: the subsidy is asked of the new funder, in whose budget
    nothing says who the one before was."""
    is_the_subsidy = one.side == BudgetSide.INCOME and funding.is_of(one, previous.funder)
    if is_the_subsidy and previous.funder_id != convention.funder_id:
        return {"label": convention.funder.name, "funder_id": convention.funder_id}
    return {"label": one.label, "description": one.description, "funder_id": one.funder_id}


def _chapters(previous: Convention, convention: Convention, actions: dict[int, Commitment]) -> int:
    chapters = previous.chapters.prefetch_related("commitments")
    for one in chapters:
        copy = Chapter.objects.create(convention=convention, position=one.position, title=one.title)
        copy.commitments.set(
            [actions[told.pk] for told in one.commitments.all() if told.pk in actions]
        )
    return len(chapters)
