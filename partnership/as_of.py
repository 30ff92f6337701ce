"""A convention as it reads on a day, and what each of its amendments changed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import pairwise

from partnership import amending
from partnership.actions.amendments import removable
from partnership.models import Amendment, Convention, Deliberation, User
from partnership.permissions import can_agree
from partnership.standing import BEFORE_THE_VOTE
from partnership.terms import Terms


@dataclass(frozen=True)
class ProgrammeLine:
    """An action as it reads on that day: its number, its text, how many."""

    label: str
    text: str
    quantity: str


@dataclass(frozen=True)
class AmendmentReading:
    """An amendment, what it changed, whether it is in force that day, and whether this person may
    still take it back."""

    amendment: Amendment
    changes: list[amending.TermChange]
    is_in_force: bool
    can_be_removed: bool
    deliberation: Deliberation | None


@dataclass(frozen=True)
class Reading:
    """The terms on a day. `is_today` says whether it is this one; `amount_label` never lets a
    proposed amount pass for a voted one."""

    day: datetime.date
    is_today: bool
    terms: Terms
    amount_label: str
    programme: list[ProgrammeLine]
    amendments: list[AmendmentReading]


def reading_of(
    convention: Convention, *, day: datetime.date, today: datetime.date, user: User
) -> Reading:
    """Everything in a constant number of queries, however many the amendments."""
    chain = convention.chain()
    terms = [link for link in chain if link[0] is None or link[0].in_force_on <= day][-1][1]
    own = removable(convention, user) if len(chain) > 1 and can_agree(user, convention) else set()
    last = max((one.pk for one, _ in chain if one), default=None)
    votes = {one.amendment_id: one for one in convention.deliberations.all()}
    steps = [
        AmendmentReading(
            amendment=amendment,
            changes=amending.term_changes(before, after),
            is_in_force=amendment.in_force_on <= day,
            can_be_removed=amendment.pk == last and amendment.uid in own,
            deliberation=votes.get(amendment.pk),
        )
        for (_, before), (amendment, after) in pairwise(chain)
    ]
    return Reading(
        day=day,
        is_today=day == today,
        terms=terms,
        amount_label=(
            "Subvention proposée, non votée"
            if convention.state in BEFORE_THE_VOTE
            else "Subvention"
        ),
        programme=[
            ProgrammeLine(one.label, one.text, amending.quantity(one)) for one in terms.commitments
        ],
        amendments=steps,
    )
