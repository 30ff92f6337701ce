"""The programme as its page shows it: each action, how it is counted, what it is tied to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from partnership import catalogue
from partnership.actions.programme import may_accept
from partnership.findings import Programme
from partnership.models import Commitment, CommitmentReading, Convention, User
from partnership.permissions import can_agree


@dataclass(frozen=True)
class ReadingCard:
    """A reading in words, and what the person may do with it."""

    reading: CommitmentReading
    figure: str
    rule: str
    filters: list[str]
    beside: list[str]
    proposed_by: str
    accepted_by: str
    may_accept: bool
    may_withdraw: bool


@dataclass(frozen=True)
class ActionCard:
    commitment: Commitment
    continues: list[str]
    chapters: list[str]
    lines: list[str]
    readings: list[ReadingCard]


def cards_of(convention: Convention, programme: Programme, user: User) -> list[ActionCard]:
    """Each action of the programme in force, in a constant number of queries."""
    commitments = list(convention.terms().commitments)
    prior = (
        Commitment.objects.filter(convention__funder=convention.funder_id)
        .select_related("convention")
        .order_by("convention_id", "pk")
    )
    prefetch_related_objects(commitments, Prefetch("continues", prior))
    agrees = can_agree(user, convention)
    return [
        ActionCard(
            commitment=one,
            continues=[
                f"{prior.convention.reference} · {prior.label}" for prior in one.continues.all()
            ],
            chapters=[
                f"{chapter.position}. {chapter.title}"
                for chapter in programme.chapters
                if str(one.uid) in chapter.actions
            ],
            lines=[
                f"{paid.rank}. {paid.line.label}"
                for paid in programme.lines
                if str(one.uid) in paid.actions
            ],
            readings=[
                _reading(reading, convention, user if agrees else None)
                for reading in one.readings.all()
            ],
        )
        for one in commitments
    ]


def _reading(reading: CommitmentReading, convention: Convention, user: User | None) -> ReadingCard:
    declaration = catalogue.get(reading.figure_id, reading.rule_version)
    accepts = user is not None and may_accept(user, convention, reading)
    return ReadingCard(
        reading=reading,
        figure=declaration.label,
        rule=declaration.sentence,
        filters=catalogue.filter_texts(declaration, reading.filters),
        beside=[catalogue.get(figure_id).label for figure_id in reading.beside],
        proposed_by=_party(convention, reading.proposed_by_id),
        accepted_by=_party(convention, reading.accepted_by_id),
        may_accept=accepts and not reading.is_accepted,
        may_withdraw=user is not None
        and not reading.is_accepted
        and reading.proposed_by_id is not None
        and not accepts,
    )


def _party(convention: Convention, pk: int | None) -> str:
    if pk is None:
        return ""
    return (convention.funder if pk == convention.funder_id else convention.beneficiary).name
