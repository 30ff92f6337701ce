"""The papers that one may ask for, each alone or all in one document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from partnership.enums import PaperKind
from partnership.papers import commission_report, convention, deliberation
from partnership.papers.blocks import (
    Block,
    Document,
    Heading,
    Logo,
    Logos,
    PageBreak,
    Paragraph,
    Table,
    Title,
)
from partnership.papers.facts import FileFacts
from partnership.papers.parts import Part, Reading, read


@dataclass(frozen=True)
class Paper:
    """One of the documents: its short name in addresses, how it is called, of which kinds its
    texts are, whether it is the funder's own."""

    key: str
    label: str
    kinds: tuple[PaperKind, ...]
    is_the_funders: bool
    blocks: Callable[[FileFacts], tuple[Block, ...]]
    parts: Callable[[FileFacts], list[Part]] | None = None


def _annexes(facts: FileFacts) -> tuple[Block, ...]:
    rows = tuple((f"Annexe {one.number}", one.title) for one in facts.numbered_annexes)
    return (
        Title("Liste des annexes", above=f"Convention {facts.reference}"),
        Table(caption="", columns=("Numéro", "Intitulé"), rows=rows),
    )


def _file(facts: FileFacts) -> tuple[Block, ...]:
    number = facts.convention_annex
    annex: tuple[Block, ...] = (Heading(f"Annexe {number}"),) if number else ()
    return (
        *commission_report.blocks(facts),
        PageBreak(),
        *deliberation.blocks(facts),
        PageBreak(),
        *_annexes(facts),
        PageBreak(),
        *annex,
        *convention.blocks(facts),
    )


_REPORT, _VOTE, _CONVENTION = commission_report.KIND, deliberation.KIND, convention.KIND
PAPERS = {
    one.key: one
    for one in (
        Paper(
            "rapport",
            "Rapport à la commission",
            (_REPORT,),
            True,
            commission_report.blocks,
            commission_report.parts,
        ),
        Paper(
            "deliberation",
            "Projet de délibération",
            (_VOTE,),
            True,
            deliberation.blocks,
            deliberation.parts,
        ),
        Paper(
            "convention",
            "Convention",
            (_CONVENTION,),
            False,
            convention.blocks,
            convention.parts,
        ),
        Paper("annexes", "Liste des annexes", (), True, _annexes),
        Paper("dossier", "Dossier complet", (_REPORT, _VOTE, _CONVENTION), True, _file),
    )
}
OF_KIND = {one.kinds[0]: one for one in PAPERS.values() if len(one.kinds) == 1}


def readings(facts: FileFacts, paper: Paper) -> dict[str, Reading]:
    """The parts of a paper that has texts of its own."""
    return read(facts, paper.kinds[0], paper.parts(facts)) if paper.parts else {}


def document(facts: FileFacts, paper: Paper) -> Document:
    """The paper, with the logos of both sides on its first page."""
    logos = tuple(
        Logo(one.logo, f"Logo de {one.name}")
        for one in (facts.funder, facts.beneficiary)
        if one.logo
    )
    above: tuple[Block, ...] = (Logos(logos),) if logos else ()
    if facts.is_fictitious:
        above += (Paragraph("Exemple fictif : structures, personnes et montants sont inventés."),)
    return Document(
        title=f"{paper.label} {facts.reference}",
        author=facts.funder.name,
        head=f"{paper.label} · {facts.funder.name} – {facts.beneficiary.name} · {facts.reference}",
        foot="Exemple fictif" if facts.is_fictitious else "",
        blocks=(*above, *paper.blocks(facts)),
    )


def file_name(facts: FileFacts, paper: Paper, extension: str) -> str:
    return f"{paper.key}-{facts.reference}.{extension}"
