"""Chapters of the bilan, and what ties actions, chapters and lines of the budget together.

The chapters of 2025 are the four activities of the bilan 2024; which action and which line go
together is read from the two texts, and what a line says in numbers is its own.
"""

from __future__ import annotations

from partnership import journal
from partnership.enums import BudgetSide, Verb
from partnership.models import Chapter, Convention, FundedCommitment
from reporting.demo.stage import Stage

EVERY = (1, 2, 3, 4, 5, 6, 7)
# Title → numbers of the actions it tells.
CHAPTERS_2025 = {
    "Accompagnements à la mobilité et PAM": (1, 4, 5),
    "Accompagnements de jumelage et base des jumelages": (2,),
    "Appui-conseil": (3,),
    "Appui à l'équipe du Département et valorisation des dispositifs": (6, 7),
}
# Rank of the line → number of the action → what the line says of its quantity.
LINES_2025 = {
    1: {1: None, 5: 7},
    2: {1: None, 2: None, 3: None},
    3: {4: 2},
    4: {6: None},
    5: {7: None},
    6: dict.fromkeys(EVERY),
    7: dict.fromkeys(EVERY),
    8: dict.fromkeys(EVERY),
}
CHAPTERS_INVENTED = {
    "Accompagnements": (1, 2, 3),
    "Appui-conseil": (4,),
    "Appui au Pays et valorisation": (5, 6),
    "Temps collectifs": (7,),
}
LINES_INVENTED = {
    1: {1: 60, 2: 12, 3: 4, 4: None},
    2: {7: 2},
    3: {5: None, 6: None},
    4: dict.fromkeys(EVERY),
}


def load(stage: Stage) -> bool:
    """Returns whether anything was missing."""
    done = [
        _tie(reference, chapters, lines)
        for reference, chapters, lines in (
            ("CD62-2025", CHAPTERS_2025, LINES_2025),
            (f"EXEMPLE-{stage.today.year}", CHAPTERS_INVENTED, LINES_INVENTED),
        )
    ]
    return any(done)


def _tie(reference: str, chapters: dict, lines: dict) -> bool:
    convention = Convention.objects.get(reference=reference)
    if convention.chapters.exists():
        return False
    actions = {one.number: one for one in convention.terms().commitments}
    for position, (title, numbers) in enumerate(chapters.items(), 1):
        chapter = Chapter.objects.create(convention=convention, position=position, title=title)
        chapter.commitments.set([actions[number] for number in numbers])
    ranked = {one.position: one for one in convention.budget_lines.filter(side=BudgetSide.EXPENSE)}
    FundedCommitment.objects.bulk_create(
        FundedCommitment(budget_line=ranked[rank], commitment=actions[number], quantity=quantity)
        for rank, said in lines.items()
        for number, quantity in said.items()
    )
    journal.record(Verb.CHANGED, convention, by=None, changes={"chapters": list(chapters)})
    return True
