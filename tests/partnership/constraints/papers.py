"""The vote, the amendments, and the texts of the officer's file."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.enums import PaperKind, Vote
from partnership.models import (
    Amendment,
    Annex,
    BudgetImputation,
    CommitmentChange,
    Deliberation,
    GroupVote,
    LegalReference,
    PaperText,
    Visa,
)
from tests import factories
from tests.partnership.constraints.twice import again

SEPTEMBER = datetime.date(2026, 9, 18)
OCTOBER = datetime.date(2026, 10, 1)


def amendment(**fields):
    given = {
        "convention": factories.ConventionFactory(),
        "number": 1,
        "signed_on": SEPTEMBER,
        "in_force_on": SEPTEMBER,
        "purpose": "Prolonger la période",
    }
    return Amendment(**given | fields)


def commitment_change(**fields):
    given = {"text": "Réalisation de 20 accompagnements"}
    if "amendment" not in fields:
        changed = factories.CommitmentFactory()
        given["amendment"] = amendment(convention=changed.convention)
        given["amendment"].save()
        given["commitment"] = changed
    return CommitmentChange(**given | fields)


def deliberation(**fields):
    given = {"number": "2026-388", "voted_on": SEPTEMBER}
    return Deliberation(**{"convention": factories.ConventionFactory()} | given | fields)


def group_vote(**fields):
    voted = deliberation()
    voted.save()
    given = {"deliberation": voted, "group": "Groupe majoritaire", "vote": Vote.FOR}
    return GroupVote(**given | fields)


def imputation(**fields):
    given = {
        "operation_code": "C05-048A06",
        "imputation": "930-48 / 6574",
        "label": "Actions européennes et internationales",
    }
    return BudgetImputation(**{"convention": factories.ConventionFactory()} | given | fields)


def legal_reference(**fields):
    given = {"title": "Code général des collectivités territoriales"}
    return LegalReference(**{"owner": factories.NetworkFactory()} | given | fields)


def visa(**fields):
    cited = factories.ConventionFactory()
    text = legal_reference(owner=cited.owner)
    text.save()
    return Visa(**{"convention": cited, "reference": text, "position": 1} | fields)


def annex(**fields):
    given = {"position": 1, "key": "budget", "title": "Plan de financement"}
    return Annex(**{"convention": factories.ConventionFactory()} | given | fields)


def beside_an_annex(**fields):
    first = annex()
    first.save()
    return annex(convention=first.convention, **fields)


def paper_text(**fields):
    given = {"paper": PaperKind.COMMISSION_REPORT, "key": "context", "text": "Le contexte."}
    return PaperText(**{"convention": factories.ConventionFactory()} | given | fields)


SOUND = (
    amendment,
    commitment_change,
    deliberation,
    group_vote,
    imputation,
    legal_reference,
    visa,
    annex,
    paper_text,
)
BROKEN = {
    "amendment_number_unique": (
        lambda: again(amendment, "convention"),
        "Cette convention a déjà un avenant de ce numéro.",
    ),
    "amendment_amount_not_negative": (
        lambda: amendment(amount=Decimal(-1)),
        "La subvention ne peut pas être négative.",
    ),
    "amendment_cost_positive": (
        lambda: amendment(projected_cost=Decimal(0)),
        "Le coût prévisionnel doit être supérieur à zéro.",
    ),
    "amendment_period_in_order": (
        lambda: amendment(starts_on=OCTOBER, ends_on=SEPTEMBER),
        "La période se termine avant de commencer.",
    ),
    "amendment_has_a_purpose": (lambda: amendment(purpose=""), "Dites l'objet de l'avenant."),
    "commitment_change_once": (
        lambda: again(commitment_change, "amendment", "commitment"),
        "Cet avenant change déjà cette action.",
    ),
    "commitment_change_changes": (
        lambda: commitment_change(text=""),
        "Dites ce que l'avenant change à cette action.",
    ),
    "deliberation_number_unique": (
        lambda: again(deliberation, "convention"),
        "Cette délibération est déjà notée.",
    ),
    "deliberation_opinion_before_vote": (
        lambda: deliberation(opinion_on=OCTOBER),
        "L'avis de la commission précède le vote : vérifiez les deux dates.",
    ),
    "deliberation_published_after_vote": (
        lambda: deliberation(published_on=SEPTEMBER - datetime.timedelta(days=1)),
        "Une délibération est publiée après son vote : vérifiez les deux dates.",
    ),
    "deliberation_has_a_number": (
        lambda: deliberation(number=""),
        "Donnez le numéro de la délibération.",
    ),
    "group_vote_once": (lambda: again(group_vote, "deliberation"), "Ce vote est déjà noté."),
    "imputation_position_unique": (
        lambda: again(imputation, "convention"),
        "Une autre imputation a ce rang.",
    ),
    "imputation_has_a_code": (
        lambda: imputation(operation_code=""),
        "Donnez le code de l'opération.",
    ),
    "legal_reference_once": (
        lambda: again(legal_reference, "owner"),
        "Ce visa est déjà dans la bibliothèque.",
    ),
    "visa_once": (
        lambda: again(visa, "convention", "reference"),
        "Cette convention cite déjà ce texte.",
    ),
    "annex_position_unique": (
        lambda: beside_an_annex(key="programme"),
        "Une autre annexe a ce numéro.",
    ),
    "annex_key_unique": (
        lambda: beside_an_annex(position=2),
        "Une autre annexe a ce nom court.",
    ),
    "paper_text_once": (
        lambda: again(paper_text, "convention"),
        "Cette partie a déjà un texte.",
    ),
}
