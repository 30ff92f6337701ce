"""From the facts of a file to what its check finds: in the papers being written, and in those
that were published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from partnership.enums import PaperKind
from partnership.papers import blocks, coherence, convention
from partnership.papers.coherence import Finding, Known, Passage
from partnership.papers.documents import OF_KIND, PAPERS, Paper, readings
from partnership.papers.facts import FileFacts

SHORTEST_PART = 12  # a shorter text could stand in any line
MOST_BELIEVED = (
    PaperKind.DELIBERATION,
    PaperKind.COMMISSION_REPORT,
    PaperKind.CONVENTION,
    PaperKind.ANNEX,
)


@dataclass(frozen=True)
class Checked:
    """What a check found. Only what is in the papers being written forbids to export them."""

    findings: tuple[Finding, ...]

    @property
    def published(self) -> list[Finding]:
        return [one for one in self.findings if one.published]

    @property
    def ours(self) -> list[Finding]:
        return [one for one in self.findings if not one.published]

    def blocking(self, paper: Paper) -> list[Finding]:
        """What forbids to export this paper: what is said in it. The whole file holds them all."""
        kinds = {kind.value for kind in paper.kinds}
        everywhere = {"", *kinds} if len(kinds) > 1 or PaperKind.DELIBERATION in kinds else kinds
        return [one for one in self.ours if one.paper in everywhere]


def check(facts: FileFacts) -> Checked:
    """Compare date, amount, imputation, annexe and object across all the papers."""
    passages = [*_written(facts), *_published(facts)]
    return Checked(tuple(coherence.check(_known(facts), passages)))


def _known(facts: FileFacts) -> Known:
    vote = facts.vote
    proposed = [one.proposed for one in facts.imputations if one.proposed is not None]
    return Known(
        vote_on=vote.voted_on if vote else None,
        vote_number=vote.number if vote else "",
        opinion_on=vote.opinion_on if vote else None,
        cited_on=tuple(one.adopted_on for one in facts.visas if one.adopted_on),
        amount=facts.amount,
        codes=tuple(one.operation_code for one in facts.imputations),
        imputations=tuple(one.imputation for one in facts.imputations if one.imputation),
        proposed=sum(proposed) if proposed else None,
        convention_annex=facts.convention_annex if facts.annexes else None,
        annexes=tuple((one.number, one.title) for one in facts.annexes),
        purpose=facts.purpose,
        years=frozenset(range(facts.starts_on.year, facts.ends_on.year + 1)),
    )


def _written(facts: FileFacts) -> Iterator[Passage]:
    """Each line of each paper as it prints, with the part that a person may mend. Tables are the
    data's own; what amendments changed stands aside: the convention is compared as signed."""
    for kind, paper in OF_KIND.items():
        made = (
            convention.blocks(facts, with_amendments=False)
            if kind == convention.KIND
            else paper.blocks(facts)
        )
        told = [block for block in made if not isinstance(block, blocks.Table)]
        places = [(key, one.printed) for key, one in readings(facts, paper).items()]
        for line in blocks.lines(told):
            yield Passage(kind.value, paper.label, line, part=_part_of(line, places))


def _part_of(line: str, places: list[tuple[str, str]]) -> str:
    """The part whose text holds the line, or that the line holds whole (« Objet : … »)."""
    bare = line.partition(" ")[2] if line[:1] in "–-" else line
    holding = [key for key, text in places if bare and bare in text]
    held = [key for key, text in places if len(text) >= SHORTEST_PART and text in line]
    return next(iter(holding + held), "")


def _published(facts: FileFacts) -> Iterator[Passage]:
    """The deliberation first: where the data say nothing, it is the one believed."""
    ranks = {kind.value: rank for rank, kind in enumerate(MOST_BELIEVED)}
    for one in sorted(facts.written, key=lambda one: ranks[one.paper]):
        if one.published:
            label = PaperKind(one.paper).label
            yield Passage(one.paper, label, one.text, source=one.source or "document publié")
    if facts.vote and facts.vote.articles:
        source = f"délibération n° {facts.vote.number}, articles votés"
        kind = PaperKind.DELIBERATION
        for line in filter(None, map(str.strip, facts.vote.articles.splitlines())):
            yield Passage(kind.value, kind.label, line, source=source)


def papers_for(*, writes: bool) -> list[Paper]:
    """The papers that one may read: the convention is both sides', the rest the funder's."""
    return [one for one in PAPERS.values() if writes or not one.is_the_funders]
