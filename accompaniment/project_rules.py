"""The counting rules of projects: plain functions on plain facts, with the sentence people read."""

from __future__ import annotations

from collections.abc import Callable

from accompaniment.dimensions import PROJECT_KIND, SCHEME
from accompaniment.facts import Facts, ProjectFact
from accompaniment.figures import Count, Rule
from partnership.catalogue import Declaration
from partnership.enums import ProjectStage
from partnership.figures import RowRef


def _counting(keeps: Callable[[ProjectFact], bool]) -> Callable[[Facts], Count]:
    def count(facts: Facts) -> Count:
        kept = [fact for fact in facts.projects if keeps(fact)]
        return Count(len(kept), tuple(RowRef("project", fact.uid) for fact in kept))

    return count


def _rule(figure_id: str, label: str, sentence: str, keeps: Callable[[ProjectFact], bool]) -> Rule:
    declaration = Declaration(
        figure_id, label, "projets", sentence, dimensions=(PROJECT_KIND, SCHEME)
    )
    return Rule(declaration, _counting(keeps))


RULES = (
    _rule(
        "projects.submitted",
        "Projets déposés",
        "Projets déposés aux appels à projets du financeur dans la période de la convention, même "
        "hors délais ; un projet retenu ou non retenu a été déposé.",
        lambda fact: fact.is_submitted,
    ),
    _rule(
        "projects.selected",
        "Projets retenus",
        "Projets de ces appels dont la dernière décision est de les retenir.",
        lambda fact: fact.outcome == ProjectStage.SELECTED,
    ),
    _rule(
        "projects.late",
        "Projets déposés hors délais",
        "Projets de ces appels dont le dernier dépôt est hors délais.",
        lambda fact: fact.is_late,
    ),
    _rule(
        "projects.rejected",
        "Projets non retenus",
        "Projets de ces appels dont la dernière décision est de ne pas les retenir.",
        lambda fact: fact.outcome == ProjectStage.NOT_SELECTED,
    ),
)
