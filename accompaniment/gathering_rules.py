"""The counting rules of gatherings and trainings: each sentence with its function. Plain functions
on plain facts: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from accompaniment.dimensions import GATHERING_KIND, MONTH, PLACE, PROJECT_KIND
from accompaniment.enums import UNCOUNTED_GATHERINGS, GatheringKind
from accompaniment.facts import Facts, GatheringFact
from accompaniment.figures import Count, Rule, total
from partnership.catalogue import Declaration
from partnership.figures import RowRef
from partnership.wording import counted, number

_BY_GATHERING = (GATHERING_KIND, PLACE, PROJECT_KIND, MONTH)
_BY_TRAINING = (PLACE, PROJECT_KIND, MONTH)
Kept = Callable[[Facts], list[GatheringFact]]


def gatherings_of(facts: Facts) -> list[GatheringFact]:
    """Trainings apart; a follow-up written in a network's log is none."""
    return [fact for fact in facts.gatherings if fact.kind not in UNCOUNTED_GATHERINGS]


def trainings_of(facts: Facts) -> list[GatheringFact]:
    return [fact for fact in facts.gatherings if fact.kind == GatheringKind.TRAINING]


def _refs(facts: Iterable[GatheringFact]) -> tuple[RowRef, ...]:
    return tuple(RowRef("gathering", fact.uid) for fact in facts)


def _has_a_list(fact: GatheringFact) -> bool:
    """Whether rows say who was asked or came."""
    return bool(fact.invited or fact.organisations)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _lacking(facts: list, what: str) -> str:
    return f"{counted(len(facts), 'temps collectif')} {what}" if facts else ""


def counting(kept_of: Kept) -> Callable[[Facts], Count]:
    def count(facts: Facts) -> Count:
        kept = kept_of(facts)
        return Count(len(kept), _refs(kept))

    return count


def counting_minutes(kept_of: Kept) -> Callable[[Facts], Count]:
    def count(facts: Facts) -> Count:
        kept = kept_of(facts)
        return total(kept, _refs(kept))

    return count


def counting_participants(kept_of: Kept) -> Callable[[Facts], Count]:
    """Unknown where there are gatherings and nobody said of any who came. Those of the funder's
    territory are said beside."""

    def count(facts: Facts) -> Count:
        kept = kept_of(facts)
        known = [fact.participants for fact in kept if fact.participants is not None]
        here = [fact.participants_here for fact in kept if fact.participants_here is not None]
        territory = f"dont {number(sum(here))} du territoire du financeur" if here else ""
        lacking = [fact for fact in kept if fact.participants is None]
        return Count(
            sum(known) if known or not kept else None,
            _refs(kept),
            _joined(territory, _lacking(lacking, "sans participants notés")),
        )

    return count


def count_organisations(facts: Facts) -> Count:
    """Distinct structures of those present; where no row says them, the number noted."""
    kept = gatherings_of(facts)
    named = {name for fact in kept for name in fact.organisations}
    noted = sum(fact.noted_organisations or 0 for fact in kept if not fact.organisations)
    lacking = [fact for fact in kept if not fact.organisations and fact.noted_organisations is None]
    known = len(kept) > len(lacking)
    said = f"dont {counted(noted, 'structure')} sans liste" if noted else ""
    return Count(
        len(named) + noted if known or not kept else None,
        _refs(kept),
        _joined(said, _lacking(lacking, "sans structures notées")),
    )


def counting_people(which: str) -> Callable[[Facts], Count]:
    """People that only a list tells; unknown where no gathering has one."""

    def count(facts: Facts) -> Count:
        kept = gatherings_of(facts)
        known = [fact for fact in kept if _has_a_list(fact)]
        lacking = [fact for fact in kept if not _has_a_list(fact)]
        return Count(
            sum(getattr(fact, which) for fact in known) if known or not kept else None,
            _refs(kept),
            _lacking(lacking, "sans liste"),
        )

    return count


def _rule(figure_id: str, label: str, unit: str, sentence: str, dimensions, count) -> Rule:
    return Rule(Declaration(figure_id, label, unit, sentence, dimensions=dimensions), count)


GATHERING_RULES = (
    _rule(
        "gatherings.count",
        "Temps collectifs",
        "temps collectifs",
        "Temps collectifs tenus dans la période de la convention, formations à part ; "
        "plusieurs dates comptent une fois.",
        _BY_GATHERING,
        counting(gatherings_of),
    ),
    _rule(
        "gatherings.minutes",
        "Durée des temps collectifs",
        "min",
        "Durée de leurs dates dans la période, pour la part de la convention.",
        _BY_GATHERING,
        counting_minutes(gatherings_of),
    ),
    _rule(
        "gatherings.participants",
        "Participants aux temps collectifs",
        "participants",
        "Personnes présentes, jeunes compris ; le nombre noté quand aucune liste n'est tenue. "
        "Qui vient à deux temps collectifs compte deux fois.",
        _BY_GATHERING,
        counting_participants(gatherings_of),
    ),
    _rule(
        "gatherings.organisations",
        "Structures présentes aux temps collectifs",
        "structures",
        "Structures différentes des personnes présentes ; le nombre noté quand aucune liste "
        "n'est tenue.",
        _BY_GATHERING,
        count_organisations,
    ),
    _rule(
        "gatherings.invited",
        "Personnes invitées aux temps collectifs",
        "personnes",
        "Personnes invitées ou inscrites, venues ou non.",
        _BY_GATHERING,
        counting_people("invited"),
    ),
    _rule(
        "gatherings.no_reply",
        "Invitations sans réponse",
        "personnes",
        "Personnes invitées qui n'ont pas répondu.",
        _BY_GATHERING,
        counting_people("no_reply"),
    ),
    _rule(
        "gatherings.young_people",
        "Jeunes présents aux temps collectifs",
        "jeunes",
        "Jeunes présents, comptés à part des autres participants.",
        _BY_GATHERING,
        counting_people("young_people"),
    ),
    _rule(
        "trainings.count",
        "Formations",
        "formations",
        "Formations tenues dans la période de la convention ; plusieurs dates comptent une fois.",
        _BY_TRAINING,
        counting(trainings_of),
    ),
    _rule(
        "trainings.minutes",
        "Durée des formations",
        "min",
        "Durée de leurs dates dans la période, pour la part de la convention.",
        _BY_TRAINING,
        counting_minutes(trainings_of),
    ),
    _rule(
        "trainings.participants",
        "Participants aux formations",
        "participants",
        "Personnes présentes aux formations, jeunes compris ; le nombre noté quand aucune liste "
        "n'est tenue.",
        _BY_TRAINING,
        counting_participants(trainings_of),
    ),
)
