"""The parts of the compte rendu financier that a person may write, after its table."""

from __future__ import annotations

from dataclasses import dataclass

QUALITATIVE, EXPLANATIONS, ATTESTATION = 2, 3, 4


@dataclass(frozen=True)
class Part:
    """`sheet` is where it prints; a `short` part is one line. `hint` says what is awaited."""

    key: str
    sheet: int
    title: str
    hint: str = ""
    short: bool = False


PARTS = (
    Part("action", QUALITATIVE, "Action réalisée", "Ce qui a été mis en œuvre."),
    Part("beneficiaries", QUALITATIVE, "Bénéficiaires", "Nombre et nature des personnes touchées."),
    Part("dates", QUALITATIVE, "Dates de réalisation"),
    Part("places", QUALITATIVE, "Lieux de réalisation"),
    Part(
        "objectives",
        QUALITATIVE,
        "Objectifs atteints",
        "Au regard des indicateurs prévus dans la convention.",
    ),
    Part(
        "indirect",
        EXPLANATIONS,
        "Règles de répartition des charges indirectes",
        "Par exemple : au prorata des heures consacrées à la convention.",
    ),
    Part("gaps", EXPLANATIONS, "Explication des écarts entre la prévision et la réalisation"),
    Part(
        "in_kind",
        EXPLANATIONS,
        "Nature et évaluation des contributions volontaires en nature",
        "Bénévolat, prestations, dons : ce que c'est, et comment c'est évalué.",
    ),
    Part("observations", EXPLANATIONS, "Observations"),
    Part("signatory", ATTESTATION, "Nom du représentant légal", short=True),
    Part("quality", ATTESTATION, "Qualité", "Par exemple : présidente.", short=True),
    Part("place", ATTESTATION, "Fait à", short=True),
    Part("signed_on", ATTESTATION, "Le", "Vide : la date s'écrit à la main.", short=True),
)
KEYS = tuple(part.key for part in PARTS)
