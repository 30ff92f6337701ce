"""The report to the commission: why, what, how much, and what is asked of it."""

from __future__ import annotations

from partnership.enums import PaperKind
from partnership.papers import phrases
from partnership.papers.annexes import citation
from partnership.papers.blocks import Block, Heading, Paragraph, Title, body
from partnership.papers.facts import CONVENTION_ANNEX, FileFacts
from partnership.papers.parts import Part, read

KIND = PaperKind.COMMISSION_REPORT
HEADINGS = {
    "contexte": "Contexte",
    "ambitions": "Ambitions des pactes",
    "actions": "Actions proposées",
    "montant": "Montant de la subvention",
    "imputation": "Imputation budgétaire",
    "decision": "Décision demandée",
}


def parts(facts: FileFacts) -> list[Part]:
    """Everything that a person may rewrite in the report."""
    return [
        Part("numero", "Numéro du rapport", phrases.report_number(facts)),
        Part("territoire", "Territoire", facts.territory or phrases.gap("territoire")),
        Part("objet", "Objet", facts.purpose),
        Part("contexte", HEADINGS["contexte"], _context(facts), "Ce qui a précédé, en bref."),
        Part(
            "ambitions",
            HEADINGS["ambitions"],
            _ambitions(facts),
            "Ce à quoi ce partenariat répond dans les pactes départementaux.",
        ),
        Part("actions", HEADINGS["actions"], _actions(facts)),
        Part("montant", HEADINGS["montant"], _amount(facts)),
        Part("imputation", HEADINGS["imputation"], _imputation(facts)),
        Part("decision", HEADINGS["decision"], _decision(facts)),
    ]


def blocks(facts: FileFacts) -> tuple[Block, ...]:
    texts = {key: one.printed for key, one in read(facts, KIND, parts(facts)).items()}
    made: list[Block] = [
        Title(
            f"Rapport n° {texts['numero']}",
            above=facts.funder.name,
            below=f"Territoire : {texts['territoire']}",
        ),
        Paragraph(f"Objet : {texts['objet']}"),
    ]
    for key, title in HEADINGS.items():
        made += [Heading(title), *body(texts[key])]
        if key == "imputation":
            made.append(phrases.imputation_table(facts))
    return tuple(made)


def _context(facts: FileFacts) -> str:
    return (
        f"{_capitalised(phrases.the(facts.beneficiary.name))} propose "
        f"{phrases.to(facts.funder.name)} un programme d'actions "
        f"{phrases.period(facts)}.\n{phrases.gap('contexte du partenariat')}"
    )


def _ambitions(facts: FileFacts) -> str:
    pacts = [one for one in facts.visas if "pacte" in one.title.lower()]
    if not pacts:
        return phrases.gap("ambitions des pactes auxquelles ce partenariat répond")
    listed = "\n".join(f"- {phrases.visa(one).text.removeprefix('Vu ')}" for one in pacts)
    return (
        f"Ce partenariat s'inscrit dans les textes suivants :\n{listed}\n"
        f"{phrases.gap('ambitions auxquelles il répond')}"
    )


def _actions(facts: FileFacts) -> str:
    actions = (
        "\n".join(f"{one.label}. {' '.join(one.text.split())}" for one in facts.actions)
        or f"- {phrases.gap('actions du programme')}"
    )
    return f"Le programme comprend les actions suivantes :\n{actions}"


def _amount(facts: FileFacts) -> str:
    text = (
        f"Il est proposé d'attribuer {phrases.to(facts.beneficiary.name)} une subvention de "
        f"{phrases.amount(facts.amount, 'montant de la subvention')}"
    )
    share = phrases.share(facts)
    return f"{text}, soit {share}." if share else f"{text}."


def _imputation(facts: FileFacts) -> str:
    return "La dépense serait imputée comme suit :"


def _decision(facts: FileFacts) -> str:
    return (
        "Il convient de statuer sur cette affaire et, le cas échéant :\n"
        f"- d'attribuer {phrases.to(facts.beneficiary.name)} une subvention de "
        f"{phrases.amount(facts.amount, 'montant de la subvention')}, selon les conditions "
        "exposées au présent rapport ;\n"
        "- d'autoriser le Président à signer la convention correspondante, dans les termes du "
        f"projet joint en {citation(CONVENTION_ANNEX)} ;\n"
        "- d'imputer la dépense comme indiqué ci-dessus."
    )


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]
