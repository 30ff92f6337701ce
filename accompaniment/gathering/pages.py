"""One gathering as its page tells it to one reader: an officer reads their own conventions, and the
other funders as a share without a name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from accompaniment.gathering.counts import (
    People,
    counted_dates,
    is_contradicted,
    people_of,
    preparation_of,
)
from accompaniment.models import CoFacilitator, Gathering, GatheringDate, GatheringShare
from partnership.models import Commitment, Convention, Organisation, User
from partnership.wording import counted, long_date, number

OTHER_FUNDERS = "Autres financeurs"
ANOTHER_FUNDER = "Un autre financeur"


@dataclass(frozen=True)
class ShownShare:
    """A convention served, for its share; `convention` None: other funders', added up.
    `is_outside`: none of the dates lies in its period, so that it counts nothing."""

    percent: Decimal
    convention: Convention | None = None
    commitment: Commitment | None = None
    is_outside: bool = False


@dataclass(frozen=True)
class ShownDate:
    """A date, or one put off with what became of it."""

    row: GatheringDate
    then: str = ""


@dataclass(frozen=True)
class Heads:
    """Participants of a funder's territory; None where no row says where anybody is from."""

    funder: Organisation
    people: int | None


class GatheringPage:
    """Reads what `GatheringQuerySet.for_page` read, with one query for the other funders."""

    def __init__(self, gathering: Gathering, user: User):
        self.gathering, self.user = gathering, user
        self.sees_all = gathering.owner_id in user.access.networks

    @cached_property
    def _readable(self) -> list[GatheringShare]:
        funders = self.user.access.funders
        every = sorted(self.gathering.shares.all(), key=lambda one: one.pk)
        return [one for one in every if self.sees_all or one.convention.funder_id in funders]

    @cached_property
    def conventions(self) -> list[Convention]:
        return [one.convention for one in self._readable]

    @cached_property
    def shares(self) -> list[ShownShare]:
        shown = []
        for one in self._readable:
            terms = one.convention.terms()
            kept = counted_dates(self.gathering, terms.starts_on, terms.ends_on)
            outside = bool(self.gathering.standing_dates) and not kept
            shown.append(ShownShare(one.percent, one.convention, one.commitment, outside))
        hidden = [one.percent for one in self.gathering.shares.all() if one not in self._readable]
        if hidden:
            shown.append(ShownShare(sum(hidden, Decimal(0))))
        return shown

    @cached_property
    def dates(self) -> list[ShownDate]:
        """In the order of days, those put off among them."""
        rows = sorted(self.gathering.dates.all(), key=lambda one: (one.date, one.pk))
        return [ShownDate(one, _then(one)) for one in rows]

    @cached_property
    def next_postponable(self) -> list[GatheringDate]:
        """Those that may be put off: that stand, or were put off without a new day."""
        return [one.row for one in self.dates if one.row.postponed_to_id is None]

    @cached_property
    def people(self) -> People:
        return people_of(self.gathering)

    @property
    def preparation(self) -> int | None:
        return preparation_of(self.gathering)

    @cached_property
    def differences(self) -> list[str]:
        """« 13 participants annoncés, 12 d'après les lignes »."""
        people, gathering = self.people, self.gathering
        participants, structures = people.participants, people.organisations_count
        adults = participants and participants - people.young_people
        found = (
            ("participant annoncé", gathering.stated_participants, participants, adults),
            ("structure annoncée", gathering.stated_organisations, structures, structures),
        )
        return [
            f"{counted(stated, words)}, {number(given)} d'après les lignes"
            for words, stated, given, otherwise in found
            if is_contradicted(stated, given, otherwise)
        ]

    @cached_property
    def territories(self) -> list[Heads]:
        """The funders of the conventions that the reader sees, each with its own participants."""
        funders = dict.fromkeys(one.funder for one in self.conventions)
        return [Heads(one, self.people.of(one.territory)) for one in funders if one.territory]

    @cached_property
    def co_facilitators(self) -> list[str]:
        """« Alix Exemple (Département du Pas-de-Calais), ouverture »."""
        others = other_funders(self.gathering, self.user)
        rows = sorted(self.gathering.co_facilitators.all(), key=lambda one: one.pk)
        return [_words(one, others) for one in rows]


def other_funders(gathering: Gathering, user: User) -> set[int]:
    """Bodies that fund the same association, and that an officer of another never reads; none are
    kept from the association itself."""
    if gathering.owner_id in user.access.networks:
        return set()
    funded = Convention.objects.filter(owner=gathering.owner_id)
    theirs = funded.exclude(funder__in=user.access.funders).order_by("pk")
    return set(theirs.values_list("funder", flat=True))


def _then(one: GatheringDate) -> str:
    if not one.is_postponed:
        return ""
    to = f"reportée au {long_date(one.postponed_to.date)}" if one.postponed_to else "reportée"
    return f"{to} : {one.postponed_reason}"


def _words(one: CoFacilitator, others: set[int]) -> str:
    if one.organisation_id in others:
        return ANOTHER_FUNDER
    body = str(one.organisation or "")
    who = f"{one.name} ({body})" if one.name and body else one.name or body
    return f"{who}, {one.role}" if one.role else who
