"""The two sides of a budget: shares of 100,00, and whether they balance."""

from decimal import Decimal

import pytest

from partnership import budgets
from partnership.budgets import EXPENSE, INCOME, Line

PUBLISHED_2025 = (3000, 1500, 800, 600, 1400, 1180, 700, 200)


def lines(side, *amounts):
    return [
        Line(str(rank), side, f"Ligne {rank}", None if one is None else Decimal(one))
        for rank, one in enumerate(amounts, 1)
    ]


def standing(expenses, income) -> str:
    text = budgets.budget(lines(EXPENSE, *expenses) + lines(INCOME, *income)).standing
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_shares_of_a_side_add_up_to_100_as_published():
    side = budgets.side(EXPENSE, lines(EXPENSE, *PUBLISHED_2025))
    assert [str(one.share) for one in side.lines] == [
        "31.98", "15.99", "8.53", "6.40", "14.93", "12.58", "7.46", "2.13",
    ]  # fmt: skip
    assert side.total_share == Decimal(100)


@pytest.mark.parametrize("amounts", [(10, None), (0, 0), (None,)])
def test_a_side_that_is_not_all_known_or_is_nothing_has_no_share(amounts):
    side = budgets.side(EXPENSE, lines(EXPENSE, *amounts))
    assert [one.share for one in side.lines] == [None] * len(amounts)
    assert side.total_share is None


@pytest.mark.parametrize(
    ("expenses", "income", "words"),
    [
        ((100, 50), (150,), "équilibré"),
        ((100, "50.01"), (150,), "il manque 0,01 € de recettes"),
        ((100,), (120,), "il manque 20,00 € de dépenses"),
        ((100,), (100, None), "1 montant est à donner"),
        ((100, None), (50, None), "il manque 50,00 € de recettes, 2 montants sont à donner"),
        ((100,), (), "sans recettes"),
        ((), (), "sans dépenses ni recettes"),
    ],
)
def test_the_balance_is_said_in_words(expenses, income, words):
    assert standing(expenses, income) == words
    budget = budgets.budget(lines(EXPENSE, *expenses) + lines(INCOME, *income))
    assert budget.is_balanced is (words == "équilibré")


def test_a_funder_reads_what_the_others_bring_and_not_who_they_are():
    mine = Line("1", INCOME, "Département", Decimal(7000))
    others = [
        Line("2", INCOME, "Région", Decimal(500), funder="Région", of_another=True),
        Line("3", INCOME, "Ville", Decimal(200), received=Decimal(150), of_another=True),
    ]
    read = budgets.as_a_funder_reads([mine, *others])
    assert [(one.label, one.amount, one.received) for one in read] == [
        ("Département", Decimal(7000), None),
        ("Autres financeurs", Decimal(700), Decimal(150)),
    ]
    assert "Région" not in repr(read)
    unknown = Line("4", INCOME, "Métropole", None, of_another=True)
    assert budgets.as_a_funder_reads([mine, *others, unknown])[-1].amount is None
    assert budgets.as_a_funder_reads([mine]) == [mine]
