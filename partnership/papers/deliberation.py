"""The draft deliberation: visas, then what is decided in three articles."""

from __future__ import annotations

from partnership.enums import PaperKind
from partnership.papers import phrases
from partnership.papers.annexes import citation
from partnership.papers.blocks import Article, Block, Paragraph, Title, Visa, body
from partnership.papers.facts import CONVENTION_ANNEX, FileFacts
from partnership.papers.parts import Part, read

KIND = PaperKind.DELIBERATION
ARTICLES = ("article-1", "article-2", "article-3")


def parts(facts: FileFacts) -> list[Part]:
    """Everything that a person may rewrite in the deliberation."""
    return [
        Part("objet", "Objet", facts.purpose),
        Part("avis", "Visa de l'avis de la commission", f"l'{phrases.opinion(facts)}"),
        Part("article-1", "Article 1 : la subvention", _grant(facts)),
        Part("article-2", "Article 2 : la signature", _signature(facts)),
        Part("article-3", "Article 3 : l'imputation", _imputation(facts)),
    ]


def blocks(facts: FileFacts) -> tuple[Block, ...]:
    texts = {key: one.printed for key, one in read(facts, KIND, parts(facts)).items()}
    number = facts.vote.number if facts.vote else phrases.gap("numéro de la délibération")
    on = phrases.day(facts.vote.voted_on if facts.vote else None, "date de la délibération")
    named = phrases.assembly(facts)
    articles = [Article(number, "", body(texts[key])) for number, key in enumerate(ARTICLES, 1)]
    return (
        Title(
            f"Délibération n° {number}",
            above=f"{named[:1].upper()}{named[1:]}",
            below=f"Réunion du {on}",
        ),
        Paragraph(f"Objet : {texts['objet']}"),
        *(phrases.visa(one) for one in facts.visas),
        Visa(f"Vu le rapport n° {phrases.report_number(facts)} ;"),
        Visa(f"Vu {texts['avis'].rstrip(' ;.')} ;"),
        Paragraph("Après en avoir délibéré, décide :"),
        *articles,
        phrases.imputation_table(facts),
    )


def _grant(facts: FileFacts) -> str:
    text = (
        f"Une subvention de {phrases.amount(facts.amount, 'montant de la subvention')} est "
        f"attribuée {phrases.to(facts.beneficiary.name)}"
    )
    share = phrases.share(facts)
    if share:
        text += f", soit {share}"
    return f"{text}, pour le programme d'actions intitulé « {facts.purpose} »."


def _signature(facts: FileFacts) -> str:
    funder, beneficiary = phrases.of(facts.funder.name), phrases.the(facts.beneficiary.name)
    return (
        f"Le Président est autorisé à signer, au nom et pour le compte {funder}, la convention "
        f"avec {beneficiary}, dans les termes du projet joint en {citation(CONVENTION_ANNEX)} à la "
        "présente délibération."
    )


def _imputation(facts: FileFacts) -> str:
    return "La dépense versée en application de la présente délibération est imputée comme suit :"
