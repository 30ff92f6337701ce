"""The papers must say the same thing: each kind of contradiction, found and told how to mend."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from partnership.enums import PaperKind
from partnership.papers.blocks import lines
from partnership.papers.checking import check
from partnership.papers.coherence import Known, Passage
from partnership.papers.coherence import check as check_texts
from partnership.papers.documents import PAPERS
from partnership.papers.facts import Change, CitedText, Written
from tests.partnership.papers.builders import IMPUTATION, PURPOSE, VOTE, file_facts

REPORT, DELIBERATION, CONVENTION = (
    PaperKind.COMMISSION_REPORT.value,
    PaperKind.DELIBERATION.value,
    PaperKind.CONVENTION.value,
)


def written(paper: str, key: str, text: str, **facts):
    return check(file_facts(texts={(paper, key): text}, **facts))


def told(checked) -> list[tuple[str, str, str]]:
    return [(one.topic, one.paper, one.part) for one in checked.findings]


def published(*passages: tuple[str, str]) -> tuple[Written, ...]:
    return tuple(
        Written(paper, str(rank), text, published=True, source=f"document {rank}")
        for rank, (paper, text) in enumerate(passages)
    )


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"vote": None},
        {"vote": None, "imputations": (), "annexes": (), "amount": None, "rate": None},
        {"purpose": "Exemple fictif : « voir le monde ». Deuxième année ; suite"},
    ],
)
def test_papers_made_from_the_data_contradict_nothing(facts):
    assert check(file_facts(**facts)).findings == ()


CONTRADICTED = {
    "vote": (
        CONVENTION,
        "financeur",
        "Le Département, dûment autorisé par délibération de la commission permanente en date du "
        "16 septembre 2025",
        "date du vote",
        "« 15 septembre 2025 »",
    ),
    "opinion": (
        DELIBERATION,
        "avis",
        "l'avis de la 5e commission, rendu lors de sa réunion du 3 septembre 2025",
        "date de l'avis de la commission",
        "« 2 septembre 2025 »",
    ),
    "amount": (
        DELIBERATION,
        "article-1",
        f"Une subvention de 9 830 € est attribuée pour le programme d'actions « {PURPOSE} ».",
        "montant de la subvention",
        "« 9\u202f380,00\u00a0€ »",
    ),
    "code": (
        CONVENTION,
        "imputation",
        "Dépense imputée sur l'opération C05-048A06.",
        "code d'opération",
        "« C05-043A06 »",
    ),
    "imputation": (
        CONVENTION,
        "imputation",
        "Dépense imputée sur l'imputation comptable 6574.",
        "imputation",
        "« 65748//93043 »",
    ),
    "annex": (
        REPORT,
        "decision",
        "- de signer la convention (cf. projet joint en annexe 2).",
        "annexe de la convention",
        "« annexe 3 »",
    ),
    "object": (
        REPORT,
        "objet",
        "Soutien aux comités de jumelage du littoral",
        "objet",
        f"« {PURPOSE} »",
    ),
}


@pytest.mark.parametrize("case", CONTRADICTED)
def test_each_contradiction_is_found_where_it_is_and_forbids_that_paper(case):
    paper, key, text, topic, expected = CONTRADICTED[case]
    checked = written(paper, key, text)
    (found,) = checked.findings
    assert (found.topic, found.paper, found.part) == (topic, paper, key)
    assert expected in found.what
    assert found.passage.removeprefix("Objet : ").removeprefix("Vu ").rstrip(" ;") in text.replace(
        "- ", "– "
    )
    assert found.mend
    refused = {one.key for one in PAPERS.values() if checked.blocking(one)}
    assert refused == {"dossier", next(k for k, v in PAPERS.items() if v.kinds == (paper,))}


def test_the_opinions_date_taken_for_the_votes_is_told_as_such():
    text = "autorisé par délibération de la commission permanente en date du 2 septembre 2025"
    (found,) = written(CONVENTION, "financeur", text).findings
    assert "C'est la date de l'avis de la commission, non celle du vote." in found.what


def test_an_annex_that_is_not_listed_is_found_under_its_short_name():
    (found,) = written(REPORT, "decision", "Voir [annexe:modules].").findings
    assert "« modules »" in found.what
    assert written(REPORT, "decision", "Voir [annexe:budget].").findings == ()


def test_the_number_of_the_convention_given_to_another_annex_is_found():
    (found,) = written(REPORT, "actions", "Élaboration des modules (cf annexe 3).").findings
    assert "L'annexe 3 est la convention" in found.what
    assert written(REPORT, "actions", "Voir le bilan de l'année 2024 (annexe 1).").findings == ()
    (unlisted,) = written(REPORT, "actions", "Élaboration des modules (cf annexe 7).").findings
    assert "L'annexe 7 n'est pas dans la liste" in unlisted.what


def test_another_deliberation_is_known_by_its_number_or_by_the_visas():
    text = "Vu la délibération de la commission permanente du 25 mars 2024"
    assert told(written(REPORT, "contexte", text)) == [("date du vote", REPORT, "contexte")]
    cited = CitedText("", datetime.date(2024, 3, 25), "délibération de la commission permanente")
    assert written(REPORT, "contexte", text, visas=(cited,)).findings == ()
    numbered = "la délibération n° 2023-125 de la commission permanente du 25 mars 2024"
    assert written(REPORT, "contexte", numbered).findings == ()


def test_the_same_day_of_another_year_is_one_deliberation_dated_in_two_ways():
    cited = CitedText("", datetime.date(2024, 3, 25), "délibération de la commission permanente")
    text = "la délibération n° 2023-125 de la commission permanente en date du 25/03/2023"
    (found,) = written(REPORT, "contexte", text, visas=(cited,)).findings
    assert "« 25 mars 2023 »" in found.what
    assert "« 25 mars 2024 »" in found.what


def test_published_papers_are_compared_and_forbid_nothing():
    facts = file_facts(
        written=published(
            (CONVENTION, "Vu la délibération de la Commission Permanente du 2 septembre 2025"),
            (REPORT, "la convention proposée (cf. projet joint en annexe 2)"),
        )
    )
    checked = check(facts)
    assert [one.topic for one in checked.published] == ["date du vote", "annexe de la convention"]
    assert checked.ours == []
    assert not any(checked.blocking(one) for one in PAPERS.values())


def test_without_data_published_papers_are_compared_with_each_other():
    facts = file_facts(
        vote=None,
        imputations=(),
        written=published(
            (CONVENTION, "C05-048A06 – Actions, imputation comptable 6574"),
            (DELIBERATION, "Code opération C05-043A06, imputation 65748//93043"),
            (CONVENTION, "autorisé par délibération en date du 2 septembre 2025"),
            (DELIBERATION, "avis rendu lors de sa réunion en date du 02/09/2025"),
            (DELIBERATION, "REUNION DU 15 SEPTEMBRE 2025"),
        ),
    )
    found = {(one.topic, one.paper): one.what for one in check(facts).findings}
    assert set(found) == {
        ("code d'opération", CONVENTION),
        ("imputation", CONVENTION),
        ("date du vote", CONVENTION),
    }
    assert "non celle du vote" in found["date du vote", CONVENTION]


def test_the_articles_as_voted_are_read_as_published():
    vote = replace(VOTE, articles="D'attribuer une subvention de 9 000 €.\nDe signer.")
    (found,) = check(file_facts(vote=vote)).findings
    assert found.published
    assert "2025-344" in found.source


def test_a_proposal_that_is_not_the_amount_forbids_the_deliberation():
    checked = check(file_facts(imputations=(replace(IMPUTATION, proposed=Decimal(9000)),)))
    (found,) = checked.findings
    assert "« 9\u202f000,00\u00a0€ »" in found.what
    refused = {one.key for one in PAPERS.values() if checked.blocking(one)}
    assert refused == {"deliberation", "dossier"}


def test_what_an_amendment_changed_contradicts_nothing():
    change = Change(
        number=1,
        signed_on=datetime.date(2025, 11, 3),
        in_force_on=datetime.date(2025, 11, 3),
        purpose="Prolongation",
        amount=Decimal(10000),
        ends_on=None,
        report_due_on=None,
    )
    facts = file_facts(amendments=(change,))
    assert any("10\u202f000,00" in line for line in lines(PAPERS["convention"].blocks(facts)))
    assert check(facts).findings == ()


def test_a_long_passage_is_quoted_in_part():
    text = "La subvention de 8 000 € " + "soutient ce programme " * 40
    (found,) = check_texts(Known(amount=Decimal(9380)), [Passage("p", "Rapport", text)])
    assert found.passage.endswith("[…]")
    assert len(found.passage) < 340
