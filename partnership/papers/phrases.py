"""Sentences that several papers say in the same words. What is unknown is a gap in brackets."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from partnership.papers.blocks import Table, Visa
from partnership.papers.facts import CitedText, FileFacts, Imputation, Party
from partnership.text import normalise
from partnership.wording import euros, long_date, percent

TO_FILL = "à compléter"
# What « Vu » takes before the word that a text begins with.
_ARTICLES = {
    "le ": "code décret règlement rapport pacte schéma plan",
    "la ": "loi délibération convention décision circulaire constitution charte directive",
    "l'": "arrêté avis ordonnance avenant instruction",
    "les ": "statuts lois délibérations articles",
}
_ARTICLE_OF = {word: article for article, words in _ARTICLES.items() for word in words.split()}

_MASCULINE = (
    "département conseil ministère syndicat comité fonds office réseau centre collège lycée"
)
_FEMININE = "région ville commune métropole communauté caisse mairie fondation maison mission"
_ELIDED = "association agence établissement état union institut"


def the(name: str) -> str:
    """« Département… » as a sentence names it: « le Département… »; a proper noun as it is."""
    word = re.split(r"[\s,]", name, maxsplit=1)[0].lower()
    for article, words in (("l'", _ELIDED), ("le ", _MASCULINE), ("la ", _FEMININE)):
        if word in words.split():
            return f"{article}{name}"
    return name


def to(name: str) -> str:
    """« au Département… », « à la Région… », « à Lianes coopération »."""
    named = the(name)
    return f"au {name}" if named.startswith("le ") and named != name else f"à {named}"


def of(name: str) -> str:
    """« du Département… », « de la Région… », « de Lianes coopération »."""
    named = the(name)
    if named != name and named.startswith("le "):
        return f"du {name}"
    vowel = normalise(name)[:1] in set("aeiouy")
    return f"d'{name}" if named == name and vowel else f"de {named}"


def gap(words: str = TO_FILL) -> str:
    return f"[{words}]"


def amount(value: Decimal | None, what: str = "montant") -> str:
    return gap(f"{what} {TO_FILL}") if value is None else euros(value)


def day(value: datetime.date | None, what: str) -> str:
    return gap(what) if value is None else long_date(value)


def period(facts: FileFacts) -> str:
    return f"du {long_date(facts.starts_on)} au {long_date(facts.ends_on)}"


def share(facts: FileFacts) -> str:
    """« 37,44 % d'un coût total prévisionnel de 18 695,00 € », empty when no cost is known."""
    if facts.projected_cost is None or facts.rate is None:
        return ""
    return f"{percent(facts.rate)} d'un coût total prévisionnel de {euros(facts.projected_cost)}"


def siret(value: str) -> str:
    return f"{value[:3]} {value[3:6]} {value[6:9]} {value[9:]}" if value else gap("SIRET")


def assembly(facts: FileFacts) -> str:
    """« commission permanente du Conseil départemental du Pas-de-Calais »."""
    named = facts.vote.body.strip() if facts.vote else ""
    if not named:
        return "commission permanente"
    return re.sub(
        r"^(la\s+)?commission\s+permanente", "commission permanente", named, flags=re.IGNORECASE
    )


def vote(facts: FileFacts) -> str:
    """The deliberation that allows the convention, before and after its vote."""
    number = facts.vote.number if facts.vote else gap("numéro de la délibération")
    on = day(facts.vote.voted_on if facts.vote else None, "date de la délibération")
    return f"délibération n° {number} de la {assembly(facts)} en date du {on}"


def opinion(facts: FileFacts) -> str:
    """« avis favorable de la 5e commission, rendu lors de sa réunion du 2 septembre 2025 »."""
    said = facts.vote
    favour = said.opinion if said and said.opinion else ""
    which = said.commission if said and said.commission else gap("commission saisie")
    on = day(said.opinion_on if said else None, "date de l'avis de la commission")
    words = "avis" + (f" {favour}" if favour else "")
    return f"{words} de la {_short(which)}, rendu lors de sa réunion du {on}"


def _short(commission: str) -> str:
    return re.sub(r"^la\s+", "", commission.strip(), flags=re.IGNORECASE)


def report_number(facts: FileFacts) -> str:
    known = facts.vote.report_number if facts.vote else ""
    return re.sub(r"^n\s*°\s*", "", known.strip(), flags=re.IGNORECASE) or gap("numéro du rapport")


def with_article(title: str) -> str:
    """« code général… » as « Vu » takes it: « le code général… »."""
    word = re.split(r"[\s,]", title, maxsplit=1)[0].lower()
    article = _ARTICLE_OF.get(word, "")
    return f"{article}{title[:1].lower()}{title[1:]}" if article else title


def visa(cited: CitedText) -> Visa:
    words = f"Vu {with_article(cited.title.strip())}"
    if cited.number and cited.number not in cited.title:
        words += f" n° {cited.number}"
    if cited.adopted_on and long_date(cited.adopted_on) not in cited.title:
        words += f" du {long_date(cited.adopted_on)}"
    return Visa(f"{words} ;")


def numbered(imputation: Imputation) -> str:
    label = f" « {imputation.label} »" if imputation.label else ""
    return (
        f"opération {imputation.operation_code}{label}, "
        f"imputation {imputation.imputation or gap('imputation')}"
    )


def imputation_table(facts: FileFacts) -> Table:
    """Code, imputation, label, payment credits, available, proposal, balance."""
    rows = tuple(
        (
            one.operation_code,
            one.imputation or gap("imputation"),
            one.label,
            _cell(one.payment_credits),
            _cell(one.available),
            _cell(one.proposed if one.proposed is not None else facts.amount),
            _cell(one.balance),
        )
        for one in facts.imputations
    ) or ((gap("code opération"), gap("imputation"), gap("libellé"), "–", "–", "–", "–"),)
    return Table(
        caption="Imputation budgétaire (en euros)",
        columns=(
            "Code opération",
            "Imputation",
            "Libellé de l'opération",
            "Crédits de paiement",
            "Disponible",
            "Proposition",
            "Solde",
        ),
        rows=rows,
        numeric=frozenset({3, 4, 5, 6}),
    )


def _cell(value: Decimal | None) -> str:
    return "–" if value is None else euros(value)


def party(one: Party, who: str, quality: str) -> str:
    """The paragraph that presents a party of the convention."""
    seat = one.address or gap("adresse")
    return (
        f"{one.name}, dont le siège est situé {seat}, numéro SIRET {siret(one.siret)}, "
        f"représenté par {one.representative or gap(quality)}, ci-après désigné « {who} »,"
    )
