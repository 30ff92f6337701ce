"""The convention itself: parties, visas, numbered articles, signatures."""

from __future__ import annotations

from partnership.enums import AdjustmentRule, PaperKind
from partnership.papers import phrases
from partnership.papers.blocks import (
    Article,
    Block,
    Heading,
    Items,
    Paragraph,
    Signature,
    Signatures,
    Title,
    Visa,
    body,
)
from partnership.papers.facts import Change, FileFacts, Party
from partnership.papers.parts import Part, Reading, read
from partnership.wording import euros, long_date

KIND = PaperKind.CONVENTION
ARTICLES = {
    "objet": "Objet",
    "programme": "Programme d'actions",
    "delai": "Délai de réalisation et bilan",
    "montant": "Montant de la subvention",
    "ajustement": "Ajustement de la subvention",
    "versement": "Versement",
    "imputation": "Imputation budgétaire",
    "communication": "Communication",
    "avenant": "Avenant",
    "reversement": "Reversement, résiliation et litiges",
    "reglement": "Règlement amiable et juridiction compétente",
}
NUMBERS = {key: number for number, key in enumerate(ARTICLES, 1)}


def parts(facts: FileFacts) -> list[Part]:
    """Everything that a person may rewrite in the convention."""
    return [
        Part("financeur", "Le financeur", _funder(facts), "Nom, siège, SIRET, représentant."),
        Part("beneficiaire", "Le bénéficiaire", _beneficiary(facts)),
        *(
            Part(key, f"Article {NUMBERS[key]} : {title}", _DEFAULTS[key](facts))
            for key, title in ARTICLES.items()
        ),
        Part("fait", "Lieu et date", _made(facts)),
        Part("signataire-financeur", "Signataire pour le financeur", _signatory(facts.funder)),
        Part(
            "signataire-beneficiaire",
            "Signataire pour le bénéficiaire",
            _signatory(facts.beneficiary),
        ),
    ]


def blocks(facts: FileFacts, *, with_amendments: bool = True) -> tuple[Block, ...]:
    """The convention as signed; its amendments are listed after the signatures."""
    texts = read(facts, KIND, parts(facts))
    above = f"Convention {facts.reference}"
    return (
        Title(f"Convention de partenariat {facts.year}", above=above),
        Paragraph("Entre les soussignés :"),
        *body(texts["financeur"].printed),
        Paragraph("d'une part,"),
        *body(texts["beneficiaire"].printed),
        Paragraph("d'autre part,"),
        *visas(facts),
        Paragraph("il est convenu ce qui suit :"),
        *_articles(texts),
        *body(texts["fait"].printed),
        Signatures(
            Signature(
                f"Pour {phrases.the(facts.funder.name)}", texts["signataire-financeur"].printed
            ),
            Signature(
                f"Pour {phrases.the(facts.beneficiary.name)}",
                texts["signataire-beneficiaire"].printed,
            ),
        ),
        *(_amendments(facts) if with_amendments else ()),
    )


def visas(facts: FileFacts) -> tuple[Visa, ...]:
    """The library's texts chosen for this convention, then its own vote."""
    return (
        *(phrases.visa(one) for one in facts.visas),
        Visa(f"Vu la {phrases.vote(facts)} ;"),
    )


def _articles(texts: dict[str, Reading]) -> tuple[Article, ...]:
    return tuple(
        Article(NUMBERS[key], title, body(texts[key].printed)) for key, title in ARTICLES.items()
    )


def _amendments(facts: FileFacts) -> tuple[Block, ...]:
    if not facts.amendments:
        return ()
    told = "\n".join(f"- {_amendment(one)}" for one in facts.amendments)
    return (
        Heading("Avenants"),
        Paragraph("Cette convention, reproduite telle qu'elle a été signée, a été modifiée par :"),
        *(block for block in body(told) if isinstance(block, Items)),
    )


def _amendment(one: Change) -> str:
    words = (
        f"l'avenant n° {one.number} du {long_date(one.signed_on)}, en vigueur le "
        f"{long_date(one.in_force_on)} : {' '.join(one.purpose.split())}"
    )
    changed = [
        f"subvention portée à {euros(one.amount)}" if one.amount is not None else "",
        f"période prolongée au {long_date(one.ends_on)}" if one.ends_on else "",
        f"bilan attendu le {long_date(one.report_due_on)}" if one.report_due_on else "",
    ]
    said = ", ".join(filter(None, changed))
    return f"{words} ({said})" if said else words


def _funder(facts: FileFacts) -> str:
    allowed = f"\ndûment autorisé par {phrases.vote(facts)},"
    who = "nom et qualité du représentant du financeur"
    return phrases.party(facts.funder, "le financeur", who) + allowed


def _beneficiary(facts: FileFacts) -> str:
    who = "nom et qualité du représentant du bénéficiaire"
    return phrases.party(facts.beneficiary, "le bénéficiaire", who)


def _purpose(facts: FileFacts) -> str:
    return (
        "La présente convention a pour objet de fixer les conditions dans lesquelles le financeur "
        "aide le bénéficiaire à conduire le programme d'actions intitulé "
        f"« {facts.purpose} »."
    )


def _programme(facts: FileFacts) -> str:
    actions = (
        "\n".join(f"{one.label}. {' '.join(one.text.split())}" for one in facts.actions)
        or f"- {phrases.gap('actions du programme')}"
    )
    return (
        "Le bénéficiaire s'engage à réaliser les actions suivantes :\n"
        f"{actions}\n"
        "Il tient à la disposition du financeur tout document qui permet d'en suivre la "
        "réalisation, et facilite le contrôle, sur pièces et sur place, de l'emploi de la "
        "subvention."
    )


def _period(facts: FileFacts) -> str:
    due = phrases.day(facts.report_due_on, "date de remise du bilan")
    return (
        f"Les actions sont réalisées, et les dépenses acquittées, {phrases.period(facts)}.\n"
        f"Le bilan de l'année est remis au financeur au plus tard le {due}. S'il ne l'est pas, le "
        "financeur peut, après un rappel resté sans réponse, annuler la subvention."
    )


def _amount(facts: FileFacts) -> str:
    text = (
        "Le financeur attribue au bénéficiaire une subvention de "
        f"{phrases.amount(facts.amount, 'montant de la subvention')}"
    )
    if share := phrases.share(facts):
        return (
            f"{text}, soit {share}.\n"
            "Ce montant et ce taux sont des plafonds : un coût plus élevé ne les augmente pas."
        )
    return f"{text}.\nCe montant est un plafond : un coût plus élevé ne l'augmente pas."


def _adjustment(facts: FileFacts) -> str:
    amount = NUMBERS["montant"]
    due = phrases.day(facts.report_due_on, "date de remise du bilan")
    sentences = {
        AdjustmentRule.PRORATA: (
            "Si les dépenses réalisées sont inférieures au coût total prévisionnel, la subvention "
            "est réduite dans la même proportion : elle est égale au montant de l'article "
            f"{amount}, multiplié par les dépenses réalisées et divisé par le coût total "
            f"prévisionnel. Elle ne dépasse ni le montant ni le taux de l'article {amount}."
        ),
        AdjustmentRule.ACTUAL_COST: (
            f"Si les dépenses réalisées sont inférieures au montant de l'article {amount}, la "
            "subvention est ramenée au total de ces dépenses."
        ),
        AdjustmentRule.UNKNOWN: phrases.gap("règle d'ajustement de la subvention"),
    }
    return (
        f"{sentences[facts.rule]}\n"
        "La somme versée en trop est alors reversée en tout ou partie, au vu du bilan attendu au "
        f"plus tard le {due}, après que le bénéficiaire a pu présenter ses observations."
    )


def _payment(facts: FileFacts) -> str:
    when = "La subvention est versée en une seule fois, après signature de la présente convention."
    if facts.payments:
        dates = "\n".join(f"- {label} : le {long_date(due)}" for label, due in facts.payments)
        when = f"La subvention est versée selon l'échéancier suivant :\n{dates}"
    return (
        f"{when}\n"
        "À l'appui du bilan, le bénéficiaire remet :\n"
        "- un compte rendu détaillé des actions menées ;\n"
        "- un bilan financier : la liste des dépenses réalisées pour ces actions, signée par son "
        "représentant légal ;\n"
        "- les éléments qui montrent que les obligations de l'article "
        f"{NUMBERS['communication']} ont été tenues."
    )


def _imputation(facts: FileFacts) -> str:
    if not facts.imputations:
        return f"La dépense est imputée au budget du financeur : {phrases.gap('imputation')}."
    told = " ; ".join(phrases.numbered(one) for one in facts.imputations)
    return f"La dépense est imputée au budget du financeur : {told}."


def _communication(facts: FileFacts) -> str:
    duties = "\n".join(f"- {one} ;" for one in facts.duties) or (
        f"- {phrases.gap('obligations de communication')}"
    )
    return (
        "Le bénéficiaire fait connaître l'aide du financeur. Son logo figure sur tous les "
        "documents réalisés au titre de la présente convention.\n"
        "Il s'engage à montrer :\n"
        f"{duties}\n"
        "Il en garde la preuve et la joint au bilan."
    )


def _amendment_article(facts: FileFacts) -> str:
    return (
        "Toute modification de la présente convention fait l'objet d'un avenant signé des deux "
        "parties. Il précise ce qu'il change et la date à laquelle il prend effet."
    )


def _repayment(facts: FileFacts) -> str:
    return (
        "Le financeur peut demander le reversement de tout ou partie de la subvention si les "
        "actions ne sont pas réalisées, si son emploi n'est pas justifié ou s'il n'est pas "
        "conforme à la présente convention.\n"
        "Chaque partie peut résilier la convention si l'autre ne tient pas ses engagements, par "
        "lettre recommandée avec accusé de réception. La résiliation prend effet un mois franc "
        "après sa réception, le bénéficiaire ayant pu être entendu. Elle est immédiate si les "
        "déclarations faites pour obtenir la subvention sont inexactes."
    )


def _settlement(facts: FileFacts) -> str:
    return (
        "Les parties recherchent d'abord un accord amiable. À défaut, leur différend relève du "
        "tribunal administratif territorialement compétent."
    )


def _made(facts: FileFacts) -> str:
    on = phrases.day(facts.signed_on, "date de la signature")
    return f"Fait en deux exemplaires originaux, à {phrases.gap('lieu')}, le {on}."


def _signatory(side: Party) -> str:
    return side.representative or phrases.gap("nom et qualité du signataire")


_DEFAULTS = {
    "objet": _purpose,
    "programme": _programme,
    "delai": _period,
    "montant": _amount,
    "ajustement": _adjustment,
    "versement": _payment,
    "imputation": _imputation,
    "communication": _communication,
    "avenant": _amendment_article,
    "reversement": _repayment,
    "reglement": _settlement,
}
