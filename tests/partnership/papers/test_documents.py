"""What each paper says, from the data."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from partnership.enums import AdjustmentRule, PaperKind
from partnership.papers import convention, phrases
from partnership.papers.blocks import Article, Signatures, Table, gaps, lines
from partnership.papers.documents import PAPERS, document
from partnership.papers.facts import CitedText, Party
from tests.partnership.papers.builders import PURPOSE, file_facts


def said(paper: str, **fields) -> str:
    return "\n".join(lines(PAPERS[paper].blocks(file_facts(**fields))))


def article(key: str, **fields) -> str:
    blocks = convention.blocks(file_facts(**fields))
    found = next(
        one for one in blocks if isinstance(one, Article) and one.number == convention.NUMBERS[key]
    )
    return " ".join(lines([found]))


def test_the_convention_names_its_parties_and_its_visas():
    text = said("convention")
    assert "Département du Pas-de-Calais, dont le siège est situé 62018 Arras" in text
    assert "numéro SIRET 438 535 221 00024" in text
    assert "Vu le code général des collectivités territoriales ;" in text
    assert "Vu la délibération du Conseil départemental « Pacte » du 26 septembre 2022 ;" in text
    assert (
        "Vu la délibération n° 2025-344 de la commission permanente du Conseil départemental du "
        "Pas-de-Calais en date du 15 septembre 2025 ;"
    ) in text


def test_the_articles_are_numbered_in_order_and_end_with_two_signatures():
    blocks = convention.blocks(file_facts())
    numbers = [one.number for one in blocks if isinstance(one, Article)]
    assert numbers == list(range(1, 12))
    (signatures,) = [one for one in blocks if isinstance(one, Signatures)]
    assert signatures.left.party == "Pour le Département du Pas-de-Calais"
    assert signatures.right.party == "Pour Lianes coopération"


def test_the_articles_are_filled_from_the_data():
    assert PURPOSE in article("objet")
    assert "2 a. Un atelier" in article("programme")
    assert "du 1er janvier 2025 au 31 décembre 2025" in article("delai")
    assert "au plus tard le 1er avril 2026" in article("delai")
    assert "9\u202f380,00\u00a0€, soit 67,00\u00a0% d'un coût total" in article("montant")
    assert "plafonds" in article("montant")
    assert "opération C05-043A06" in article("imputation")
    assert "– logo du Département sur tous les supports ;" in article("communication")
    assert "article 8" in article("versement")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (AdjustmentRule.PRORATA, "divisé par le coût total prévisionnel"),
        (AdjustmentRule.ACTUAL_COST, "la subvention est ramenée au total de ces dépenses"),
        (AdjustmentRule.UNKNOWN, "[règle d'ajustement de la subvention]"),
    ],
)
def test_each_rule_of_adjustment_has_its_sentence(rule, words):
    assert words in article("ajustement", rule=rule)


def test_payments_planned_are_a_schedule():
    text = article("versement", payments=(("Acompte", datetime.date(2025, 10, 1)),))
    assert "– Acompte : le 1er octobre 2025" in text
    assert "une seule fois" not in text


def test_before_the_vote_its_date_and_number_are_gaps():
    for paper in ("convention", "deliberation"):
        found = gaps(PAPERS[paper].blocks(file_facts(vote=None)))
        assert {"[date de la délibération]", "[numéro de la délibération]"} <= set(found)
    assert "[date de la délibération]" not in said("convention")


def test_what_is_unknown_is_a_gap_and_never_a_guess():
    bare = file_facts(
        amount=None,
        projected_cost=None,
        rate=None,
        report_due_on=None,
        territory="",
        funder=Party("Département", "", ""),
        actions=(),
        duties=(),
        imputations=(),
        visas=(),
    )
    found = gaps(PAPERS["dossier"].blocks(bare))
    assert {
        "[montant de la subvention à compléter]",
        "[date de remise du bilan]",
        "[territoire]",
        "[adresse]",
        "[SIRET]",
        "[actions du programme]",
        "[obligations de communication]",
        "[imputation]",
        "[ambitions des pactes auxquelles ce partenariat répond]",
    } <= set(found)


def test_the_report_ends_with_what_it_asks():
    text = said("rapport")
    assert text.startswith(
        "Département du Pas-de-Calais\nRapport n° 27\nTerritoire : Pas-de-Calais"
    )
    assert "Il convient de statuer sur cette affaire" in text
    assert "dans les termes du projet joint en annexe 3 ;" in text
    assert "– la délibération du Conseil départemental « Pacte » du 26 septembre 2022 ;" in text


def test_the_imputation_is_a_table_with_its_balance():
    (table,) = [one for one in PAPERS["rapport"].blocks(file_facts()) if isinstance(one, Table)]
    assert table.columns[0] == "Code opération"
    assert table.rows[0][:2] == ("C05-043A06", "65748//93043")
    assert table.rows[0][-1] == "620,00\u00a0€"
    assert table.numeric == {3, 4, 5, 6}


def test_the_deliberation_decides_in_three_articles():
    blocks = PAPERS["deliberation"].blocks(file_facts())
    first, second, third = [one for one in blocks if isinstance(one, Article)]
    assert "9\u202f380,00\u00a0€ est attribuée à Lianes coopération" in " ".join(lines([first]))
    assert "pour le compte du Département du Pas-de-Calais" in " ".join(lines([second]))
    assert "projet joint en annexe 3" in " ".join(lines([second]))
    assert "imputée comme suit" in " ".join(lines([third]))
    assert "Réunion du 15 septembre 2025" in list(lines(blocks))
    assert (
        "Vu l'avis favorable de la 5e commission, rendu lors de sa réunion du 2 septembre 2025 ;"
    ) in list(lines(blocks))


def test_the_whole_file_holds_each_paper_and_the_annexes_once():
    text = said("dossier")
    for words in ("Rapport n° 27", "Délibération n° 2025-344", "Convention de partenariat 2025"):
        assert text.count(f"\n{words}\n") == 1
    assert "Annexe 2 Plan de financement" in text
    assert "\nAnnexe 3\nConvention CD62-2025\n" in text


def test_without_a_list_the_convention_is_annex_1():
    assert "annexe 1" in said("deliberation", annexes=())
    assert "Annexe 1 Projet de convention" in said("annexes", annexes=())


def test_a_persons_text_stands_in_place_of_the_datas():
    key = (PaperKind.CONVENTION.value, "objet")
    text = article("objet", texts={key: "Notre objet, voir [annexe:budget]."})
    assert text == "Article 1 : Objet Notre objet, voir annexe 2."


def test_an_invented_convention_says_so_on_its_papers():
    made = document(file_facts(is_fictitious=True), PAPERS["convention"])
    assert "Exemple fictif" in made.foot
    assert "Exemple fictif" in next(lines(made.blocks))


@pytest.mark.parametrize(
    ("name", "the", "to", "of"),
    [
        ("Département du Nord", "le Département du Nord", "au Département", "du Département"),
        ("Région Hauts-de-France", "la Région Hauts-de-France", "à la Région", "de la Région"),
        ("Association Élan", "l'Association Élan", "à l'Association", "de l'Association"),
        ("Lianes coopération", "Lianes coopération", "à Lianes", "de Lianes"),
        ("Étoile filante", "Étoile filante", "à Étoile", "d'Étoile"),
    ],
)
def test_a_name_takes_the_article_of_its_first_word(name, the, to, of):
    assert phrases.the(name) == the
    assert phrases.to(name).startswith(to)
    assert phrases.of(name).startswith(of)


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        (
            CitedText("2000-321", datetime.date(2000, 4, 12), "loi"),
            "Vu la loi n° 2000-321 du 12 avril 2000 ;",
        ),
        (CitedText("", None, "Arrêté du 3 mai 2024"), "Vu l'arrêté du 3 mai 2024 ;"),
        (
            CitedText("", datetime.date(2024, 5, 3), "Arrêté du 3 mai 2024"),
            "Vu l'arrêté du 3 mai 2024 ;",
        ),
        (CitedText("", None, "l'accord de 1990"), "Vu l'accord de 1990 ;"),
    ],
)
def test_a_visa_takes_its_article_number_and_date_once(cited, words):
    assert phrases.visa(cited).text == words


def test_unknown_money_in_the_table_is_a_dash():
    facts = file_facts()
    table = phrases.imputation_table(
        file_facts(
            imputations=(facts.imputations[0].__class__("C1", "", "L", None, None, None, None),)
        )
    )
    assert table.rows[0][3:5] == ("–", "–")
    assert table.rows[0][5] == "9\u202f380,00\u00a0€"
    assert Decimal(9380) == facts.amount
