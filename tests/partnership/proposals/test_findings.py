"""What does not hold together, said with where it is and how to mend it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from partnership.budgets import EXPENSE, INCOME, Line
from partnership.findings import (
    Action,
    PaidLine,
    Programme,
    ToldChapter,
    find,
    obstacles,
    programme_of,
)
from partnership.models import Convention


def spent(uid="d1", amount="9000", **actions) -> PaidLine:
    known = None if amount is None else Decimal(amount)
    return PaidLine(Line(uid, EXPENSE, "Animation de 2 ateliers", known), 1, actions=actions)


def income(uid="r1", amount="9000", *, funder=True) -> PaidLine:
    known = None if amount is None else Decimal(amount)
    return PaidLine(Line(uid, INCOME, "Département", known), 1, from_funder=funder)


SOUND = Programme(
    amount=Decimal(9000),
    projected_cost=Decimal(9000),
    funder="Département",
    actions=(
        Action("a", "1", "Accompagner", 6, "structures"),
        Action("b", "2", "Animer", 1, "atelier"),
    ),
    chapters=(
        ToldChapter("c1", 1, "Accompagnements", frozenset("a")),
        ToldChapter("c2", 2, "Ateliers", frozenset("ab")),
    ),
    lines=(spent(a=6, b=None), income()),
)


def codes(**changes) -> list[str]:
    return [one.code for one in find(replace(SOUND, **changes))]


def test_nothing_is_found_where_everything_holds():
    assert find(SOUND) == []
    assert obstacles(SOUND) == []


def test_an_action_that_no_chapter_tells():
    [found] = find(replace(SOUND, chapters=SOUND.chapters[:1]))
    assert (found.code, found.where) == ("action_without_chapter", "Action 2")
    assert found.page == "partnership:links"


def test_a_programme_without_any_chapter_is_said_once():
    assert codes(chapters=()) == ["no_chapter"]


def test_an_action_that_no_line_pays_for():
    [found] = find(replace(SOUND, lines=(spent(a=6), income())))
    assert (found.code, found.where) == ("action_without_line", "Action 2")


def test_a_budget_tied_to_nothing_is_said_once():
    assert codes(lines=(spent(), income())) == ["no_link"]


def test_a_chapter_that_tells_nothing_of_this_programme():
    empty = ToldChapter("c3", 3, "Conclusion", frozenset("z"))
    [found] = find(replace(SOUND, chapters=(*SOUND.chapters, empty)))
    assert (found.code, found.where) == ("chapter_without_action", "Chapitre 3")


def test_two_quantities_for_the_same_thing():
    [found] = find(replace(SOUND, lines=(spent(a=6, b=2), income())))
    assert found.code == "two_quantities"
    assert found.what == "1 atelier dans la convention, 2 dans le budget."
    assert found.where == "Action 2 et ligne 1, « Animation de 2 ateliers »"


@pytest.mark.parametrize(
    ("said", "expected"),
    [((6, None), 0), ((4, 2), 0), ((6, 6), 0), ((5, None), 1), ((4, 3), 2), ((6, 2), 1)],
)
def test_lines_that_share_an_action_may_share_its_quantity(said, expected):
    first, second = said
    lines = (spent(a=first, b=None), spent("d2", "0", a=second), income())
    assert codes(lines=lines) == ["two_quantities"] * expected


def test_a_budget_that_does_not_balance():
    [found] = find(replace(SOUND, lines=(spent(a=6, b=None), income(amount="8380"))))
    assert found.code == "budget_not_balanced"
    assert "il manque 620,00\u00a0€ de recettes" in found.what


def test_an_unknown_amount_keeps_percentages_from_making_100():
    [found] = find(replace(SOUND, lines=(spent(a=6, b=None), income(amount=None))))
    assert (found.code, found.where) == ("shares_not_whole", "Recettes")


def test_a_projected_cost_that_is_not_the_total_of_the_expenses():
    assert codes(projected_cost=Decimal(9001)) == ["cost_differs"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"actions": ()}, ["no_action"]),
        ({"amount": None}, ["no_amount"]),
        ({"lines": ()}, ["no_expense", "no_income"]),
        ({"lines": (spent(),)}, ["no_income"]),
        ({"lines": (spent(amount=None), income())}, ["unknown_expense"]),
        ({"lines": (spent(amount="9000.01"), income())}, ["not_balanced"]),
        ({"lines": (spent(), income(funder=False))}, ["no_subsidy"]),
        ({"amount": Decimal(8999)}, ["subsidy_differs"]),
        ({"lines": (spent(), income(amount=None))}, ["unknown_income"]),
    ],
)
def test_what_keeps_a_proposal_from_being_sent(changes, expected):
    assert [one.code for one in obstacles(replace(SOUND, **changes))] == expected


def test_the_convention_of_2025_says_one_workshop_and_its_budget_two(demonstration):
    [found] = find(programme_of(Convention.objects.for_list().get(reference="CD62-2025")))
    assert found.what == "1 temps collectif dans la convention, 2 dans le budget."
    assert found.where.startswith("Action 4 et ligne 3")


def test_the_example_is_a_proposal_that_was_sent_and_holds_together(demonstration):
    example = Convention.objects.for_list().get(is_fictitious=True)
    assert find(programme_of(example)) == []
    assert example.proposal_sent_on is not None
