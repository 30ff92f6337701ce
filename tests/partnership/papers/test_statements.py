"""What texts state, read in the words of the published papers."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from partnership.papers.statements import Topic, folded, said_in, sentences

VOTE = datetime.date(2025, 9, 15)
OPINION = datetime.date(2025, 9, 2)
QUOTATIONS = {
    "REUNION DU 15 SEPTEMBRE 2025": (Topic.VOTE, VOTE),
    "dûment autorisé par délibération de la Commission Permanente du Conseil départemental en date "
    "du 2 septembre 2025": (Topic.VOTE, OPINION),
    "Vu la délibération de la Commission Permanente du 2 septembre 2025": (Topic.CITED, OPINION),
    "rendu lors de sa réunion en date du 02/09/2025": (Topic.OPINION, OPINION),
    "n°2023-125 de la Commission Permanente en date du 25/03/2023": (
        Topic.CITED,
        datetime.date(2023, 3, 25),
    ),
    "Vu la délibération de la Commission Permanente du 25 mars 2024": (
        Topic.CITED,
        datetime.date(2024, 3, 25),
    ),
    "dans les termes du projet joint en annexe 3 à la présente délibération": (
        Topic.CONVENTION_ANNEX,
        3,
    ),
    "la convention de partenariat proposée (cf. projet joint en annexe 2)": (
        Topic.CONVENTION_ANNEX,
        2,
    ),
    "développement et mise en œuvre de modules dans le cadre du parcours d'accompagnement aux "
    "projets de mobilité (cf annexe 3)": (Topic.OTHER_ANNEX, 3),
    "dans les termes du projet joint en annexe 3.": (Topic.CONVENTION_ANNEX, 3),
}


@pytest.mark.parametrize("text", QUOTATIONS)
def test_the_published_words_are_read(text):
    (said,) = said_in(text)
    assert (said.topic, said.value) == QUOTATIONS[text]
    assert said.quotation == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "C05-048A06 – Actions européennes, chapitre 930, sous chapitre 930-48, imputation "
            "comptable 6574",
            {(Topic.CODE, "C05-048A06"), (Topic.IMPUTATION, "6574")},
        ),
        (
            "opération C05-043A06, imputation 65748//93043",
            {(Topic.CODE, "C05-043A06"), (Topic.IMPUTATION, "65748//93043")},
        ),
        (
            "Vu l'avis de la 5e commission, rendu lors de sa réunion du 2 septembre 2025 ;",
            {(Topic.OPINION, OPINION)},
        ),
        (
            "subvention de 9\u202f380,00\u00a0€ est attribuée (67 % d'un coût de 14 000 €).",
            {(Topic.AMOUNT, Decimal(9380))},
        ),
        (
            "attribuer une subvention d'un montant de 7000 euros",
            {(Topic.AMOUNT, Decimal(7000))},
        ),
        ("Objet : Ouverture au monde. Suite", {(Topic.OBJECT, "Ouverture au monde. Suite")}),
        (
            "La convention a pour objet le programme intitulé « Ouverture au monde ».",
            {(Topic.OBJECT, "Ouverture au monde")},
        ),
    ],
)
def test_what_the_papers_say_in_other_words_is_read_too(text, found):
    assert {(one.topic, one.value) for one in said_in(text)} == found


@pytest.mark.parametrize(
    "text",
    [
        "Le bilan est remis au plus tard le 1er avril 2026.",
        "Le coût total prévisionnel est de 18 695,00 €.",
        "La subvention est versée en deux fois : 5 000 € à la signature.",
        "Une subvention de la Région de 3 000 € complète le budget.",
        "Vu la délibération du Conseil départemental du 24 janvier 2022",
        "lors de la réunion du 3 mai 2025, les actions ont été présentées",
        "après avis des services, les actions commencent le 3 mai 2025",
        "Annexe 3 : Projet de convention",
        "fait l'objet d'un avenant « signé »",
        "le 31/02/2025",
        "Réunion du 31 février 2025",
    ],
)
def test_what_states_nothing_is_left_alone(text):
    assert said_in(text) == []


def test_the_amount_of_another_year_is_another_amount():
    text = "En 2024, la subvention de 7 000 € a permis 43 sessions."
    assert said_in(text, years=frozenset({2025})) == []
    assert [one.value for one in said_in(text, years=frozenset({2024}))] == [Decimal(7000)]


def test_the_number_of_a_deliberation_is_kept_with_its_date():
    (said,) = said_in("la délibération n° 2025-344 de la commission permanente du 15/09/2025")
    assert (said.number, said.value) == ("2025-344", VOTE)


def test_folding_keeps_every_letter_in_its_place():
    text = "Œuvre n° 5 : « RÉUNION » d’été\u202f€ ½"
    assert len(folded(text)) == len(text)
    assert "reunion" in folded(text)


def test_a_text_is_cut_where_sentences_end():
    assert list(sentences("Un. Deux ; trois\nquatre. cinq.")) == [
        "Un.",
        "Deux ;",
        "trois",
        "quatre. cinq.",
    ]
