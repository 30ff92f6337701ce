"""What an amendment changes, in words; what cannot stand."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal

from partnership.amending import TermChange, problems, term_changes
from partnership.enums import AdjustmentRule
from partnership.terms import Terms


@dataclass(frozen=True)
class Action:
    pk: int
    number: int
    text: str
    target: int | None = None
    unit: str = ""
    part: str = ""

    @property
    def label(self) -> str:
        return f"{self.number} {self.part}".strip()


def terms(*actions: Action, **fields) -> Terms:
    given = {
        "amount": Decimal(7000),
        "projected_cost": Decimal(18695),
        "rule": AdjustmentRule.PRORATA,
        "starts_on": datetime.date(2026, 1, 1),
        "ends_on": datetime.date(2026, 12, 31),
        "report_due_on": datetime.date(2027, 4, 1),
        "load_commitments": lambda: actions,
    }
    return Terms(**given | fields)


def test_nothing_changed_is_nothing_told():
    assert term_changes(terms(), terms()) == []


def test_money_period_and_bilan_are_told_before_and_after():
    after = terms(
        amount=Decimal(5000),
        rule=AdjustmentRule.ACTUAL_COST,
        ends_on=datetime.date(2027, 1, 31),
        report_due_on=datetime.date(2027, 5, 1),
    )
    assert term_changes(terms(), after) == [
        TermChange("Subvention", "7\u202f000,00\u00a0€", "5\u202f000,00\u00a0€"),
        TermChange("Taux d'intervention", "37,44\u00a0%", "26,75\u00a0%"),
        TermChange(
            "Règle d'ajustement",
            "Au prorata des dépenses réalisées",
            "Dans la limite des dépenses réalisées",
        ),
        TermChange(
            "Période",
            "du 1er janvier 2026 au 31 décembre 2026",
            "du 1er janvier 2026 au 31 janvier 2027",
        ),
        TermChange("Bilan attendu", "le 1er avril 2027", "le 1er mai 2027"),
    ]


def test_an_amount_that_nobody_knew_is_told_as_such():
    [change, *_] = term_changes(terms(amount=None), terms())
    assert change == TermChange("Subvention", "non renseigné", "7\u202f000,00\u00a0€")


def test_the_programme_is_told_action_by_action_in_its_order():
    before = terms(
        Action(1, 1, "Trente accompagnements", 30, "accompagnements"),
        Action(2, 2, "Deux temps", 2, "temps collectifs"),
        Action(3, 3, "Valorisation"),
    )
    after = terms(
        Action(1, 1, "Trente accompagnements", 20, "accompagnements"),
        Action(3, 3, "Valorisation des dispositifs"),
        Action(9, 4, "Un webinaire", 1, "webinaire"),
    )
    assert term_changes(before, after) == [
        TermChange("Action 1, quantité", "30 accompagnements", "20 accompagnements"),
        TermChange("Action 2", "Deux temps (2 temps collectifs)", "retirée du programme"),
        TermChange("Action 3", "Valorisation", "Valorisation des dispositifs"),
        TermChange("Action 4 (ajoutée)", "", "Un webinaire (1 webinaire)"),
    ]


def test_terms_that_hold_have_no_problem():
    assert problems(terms()) == []
    assert problems(terms(amount=None, report_due_on=None)) == []
    assert problems(terms(amount=Decimal(18695))) == []


def test_every_problem_is_told_beside_its_term():
    broken = replace(
        terms(),
        amount=Decimal(18696),
        ends_on=datetime.date(2025, 12, 31),
        report_due_on=datetime.date(2025, 12, 31),
    )
    assert [name for name, _ in problems(broken)] == ["amount", "ends_on", "report_due_on"]
