"""The actions of the programme, how they are read, told and carried over."""

from __future__ import annotations

import datetime

from django.utils import timezone

from partnership.enums import CarryOverState
from partnership.models import CarryOver, Chapter, Commitment, CommitmentReading
from tests import factories
from tests.partnership.constraints.twice import again

NEW_YEAR = datetime.date(2026, 1, 1)


def commitment(**fields):
    given = {"number": 1, "text": "Action", "target": 30, "unit": "accompagnements"}
    return Commitment(**{"convention": factories.ConventionFactory()} | given | fields)


def reading(**fields):
    given = {"commitment": factories.CommitmentFactory(), "figure_id": "accompaniment.sessions"}
    sides = {"proposed_by": factories.OrganisationFactory(), "valid_from": NEW_YEAR}
    return CommitmentReading(**given | sides | fields)


def reading_accepted_by_who_proposed_it():
    body = factories.OrganisationFactory()
    return reading(proposed_by=body, accepted_by=body, accepted_at=timezone.now())


def chapter(**fields):
    given = {"convention": factories.ConventionFactory(), "position": 1, "title": "Promotion"}
    return Chapter(**given | fields)


def carry_over(**fields):
    given = {
        "commitment": factories.CommitmentFactory(),
        "to_convention": factories.ConventionFactory(),
        "quantity": 2,
        "what": "deux temps collectifs",
        "reason": "Les partenaires n'étaient pas disponibles.",
        "asked_on": NEW_YEAR,
    }
    return CarryOver(**given | fields)


SOUND = (commitment, reading, chapter, carry_over)
BROKEN = {
    "commitment_number_unique": (
        lambda: again(commitment, "convention", part="a"),
        "Cette convention a déjà une action de ce numéro.",
    ),
    "commitment_target_positive": (
        lambda: commitment(target=0),
        "La quantité prévue est supérieure à zéro, ou absente.",
    ),
    "commitment_target_has_unit": (
        lambda: commitment(unit=""),
        "Donnez l'unité de la quantité prévue.",
    ),
    "reading_unique": (
        lambda: again(reading, "commitment", "proposed_by"),
        "Cette lecture existe déjà.",
    ),
    "reading_accepted_whole": (
        lambda: reading(accepted_at=timezone.now()),
        "Une lecture acceptée l'est par quelqu'un et à une date.",
    ),
    "reading_accepted_by_the_other_side": (
        reading_accepted_by_who_proposed_it,
        "Une lecture est acceptée par l'autre partie.",
    ),
    "chapter_position_unique": (
        lambda: again(chapter, "convention"),
        "Un autre chapitre a ce rang.",
    ),
    "chapter_has_a_title": (lambda: chapter(title=""), "Donnez un titre au chapitre."),
    "carry_over_once": (
        lambda: again(carry_over, "commitment", "to_convention"),
        "Ce report est déjà demandé.",
    ),
    "carry_over_quantity_positive": (
        lambda: carry_over(quantity=0),
        "La quantité reportée est supérieure à zéro.",
    ),
    "carry_over_decided_whole": (
        lambda: carry_over(state=CarryOverState.ACCEPTED),
        "Une décision sur un report a une date.",
    ),
    "carry_over_has_a_reason": (
        lambda: carry_over(reason=""),
        "Dites pourquoi ce report est demandé.",
    ),
}
