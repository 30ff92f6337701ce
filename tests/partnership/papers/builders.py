"""Facts and rows of papers."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.enums import AdjustmentRule, Opinion
from partnership.models import (
    Annex,
    BudgetImputation,
    Convention,
    Deliberation,
    LegalReference,
    PaperText,
    Visa,
)
from partnership.papers.facts import (
    Action,
    AnnexFact,
    CitedText,
    FileFacts,
    Imputation,
    Party,
    Vote,
)

PURPOSE = "Accompagnement des habitants dans leur ouverture au monde"
VOTE = Vote(
    number="2025-344",
    voted_on=datetime.date(2025, 9, 15),
    body="Commission Permanente du Conseil départemental du Pas-de-Calais",
    report_number="N°27",
    commission="5e commission",
    opinion="favorable",
    opinion_on=datetime.date(2025, 9, 2),
)
IMPUTATION = Imputation(
    operation_code="C05-043A06",
    imputation="65748//93043",
    label="Actions européennes et internationales",
    payment_credits=Decimal(10000),
    available=Decimal(10000),
    proposed=Decimal(9380),
    balance=Decimal(620),
)


def file_facts(**fields) -> FileFacts:
    """A whole file, voted, with its imputation and three annexes."""
    given = {
        "reference": "CD62-2025",
        "purpose": PURPOSE,
        "territory": "Pas-de-Calais",
        "year": "2025",
        "funder": Party("Département du Pas-de-Calais", "62018 Arras", "22620001200012"),
        "beneficiary": Party("Lianes coopération", "59800 Lille", "43853522100024"),
        "amount": Decimal(9380),
        "projected_cost": Decimal(14000),
        "rate": Decimal("67.00"),
        "rule": AdjustmentRule.ACTUAL_COST,
        "starts_on": datetime.date(2025, 1, 1),
        "ends_on": datetime.date(2025, 12, 31),
        "report_due_on": datetime.date(2026, 4, 1),
        "vote": VOTE,
        "actions": (Action("1", "Réalisation de 6 accompagnements"), Action("2 a", "Un atelier")),
        "duties": ("logo du Département sur tous les supports",),
        "imputations": (IMPUTATION,),
        "visas": (
            CitedText("", None, "code général des collectivités territoriales"),
            CitedText(
                "", datetime.date(2022, 9, 26), "délibération du Conseil départemental « Pacte »"
            ),
        ),
        "annexes": (
            AnnexFact(1, "bilan", "Bilan 2024"),
            AnnexFact(2, "budget", "Plan de financement"),
            AnnexFact(3, "convention", "Projet de convention"),
        ),
    }
    return FileFacts(**given | fields)


def vote(convention: Convention, **fields) -> Deliberation:
    """The vote of a convention of 2026, after its opinion."""
    given = {
        "number": "2026-12",
        "voted_on": datetime.date(2026, 9, 14),
        "commission": "5e commission",
        "opinion": Opinion.FAVOURABLE,
        "opinion_on": datetime.date(2026, 9, 1),
        "report_number": "31",
    }
    return Deliberation.objects.create(convention=convention, **given | fields)


def imputation(convention: Convention, **fields) -> BudgetImputation:
    given = {
        "operation_code": "C05-043A06",
        "imputation": "65748//93043",
        "label": "Actions internationales",
        "payment_credits": Decimal(10000),
        "available": Decimal(10000),
        "proposed": Decimal(7000),
    }
    return BudgetImputation.objects.create(convention=convention, **given | fields)


def reference(convention: Convention, title: str, **fields) -> LegalReference:
    return LegalReference.objects.create(owner=convention.owner, title=title, **fields)


def visa(convention: Convention, title: str, position: int = 1, **fields) -> Visa:
    cited = reference(convention, title, **fields)
    return Visa.objects.create(convention=convention, reference=cited, position=position)


def annex(convention: Convention, position: int, key: str, title: str = "Annexe") -> Annex:
    return Annex.objects.create(convention=convention, position=position, key=key, title=title)


def text(convention: Convention, paper: str, key: str, words: str, **fields) -> PaperText:
    return PaperText.objects.create(
        convention=convention, paper=paper, key=key, text=words, **fields
    )
