"""The papers of one convention must say the same thing: what their texts state is compared with
the data, and across papers. Works on texts; no database, no clock."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from partnership.papers.annexes import unknown_keys
from partnership.papers.statements import Said, Topic, folded, said_in
from partnership.text import normalise
from partnership.wording import euros, listed, long_date

LONGEST_QUOTATION = 320


@dataclass(frozen=True)
class Passage:
    """A line of a paper, or what a published one says. `part` is the part that a person may mend,
    `source` where it was published: empty for the papers being written."""

    paper: str
    label: str
    text: str
    part: str = ""
    source: str = ""

    @property
    def published(self) -> bool:
        return bool(self.source)


@dataclass(frozen=True)
class Known:
    """What the data say, to compare with. Empty or None: unknown, papers are compared together."""

    vote_on: datetime.date | None = None
    vote_number: str = ""
    opinion_on: datetime.date | None = None
    cited_on: tuple[datetime.date, ...] = ()
    amount: Decimal | None = None
    codes: tuple[str, ...] = ()
    imputations: tuple[str, ...] = ()
    proposed: Decimal | None = None
    convention_annex: int | None = None
    annexes: tuple[tuple[int, str], ...] = ()
    purpose: str = ""
    years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Finding:
    """A contradiction: of what, where (paper and passage), how to mend it."""

    topic: str
    what: str
    mend: str
    paper: str
    label: str
    passage: str
    part: str = ""
    source: str = ""

    @property
    def published(self) -> bool:
        return bool(self.source)


def check(known: Known, passages: Iterable[Passage]) -> list[Finding]:
    """Every contradiction once, by topic, in the order of the papers."""
    passages = list(passages)
    stated = [
        (passage, _settled(one, known))
        for passage in passages
        for one in said_in(passage.text, years=known.years)
    ]
    found: list[Finding] = []
    for passage in passages:
        found += _unknown_annexes(passage)
    for topic in (
        Topic.VOTE,
        Topic.OPINION,
        Topic.AMOUNT,
        Topic.CODE,
        Topic.IMPUTATION,
        Topic.CONVENTION_ANNEX,
        Topic.OBJECT,
    ):
        found += _against(topic, known, stated)
    found += _cited(known, [pair for pair in stated if pair[1].topic == Topic.CITED])
    found += _other_annexes(known, [pair for pair in stated if pair[1].topic == Topic.OTHER_ANNEX])
    found += _proposal(known)
    return list({(one.topic, one.paper, one.what, one.passage): one for one in found}.values())


def _settled(said: Said, known: Known) -> Said:
    """A deliberation of the commission permanente that is dated is the convention's own, unless
    it bears another number or is one of the texts that visas cite."""
    if said.topic == Topic.VOTE and said.value in set(known.cited_on) - {known.vote_on}:
        return replace(said, topic=Topic.CITED)
    if said.topic != Topic.CITED:
        return said
    same = folded(known.vote_number) if known.vote_number else ""
    if said.number and said.number != same:
        is_own = False
    elif said.number:
        is_own = True
    else:
        is_own = not any(_same_day(said.value, one) for one in known.cited_on)
    if not is_own:
        return said
    return replace(said, topic=Topic.VOTE)


def _same_day(one: datetime.date, other: datetime.date) -> bool:
    return (one.day, one.month) == (other.day, other.month)


def _finding(topic: Topic, passage: Passage, what: str, mend: str) -> Finding:
    text = passage.text.strip()
    if len(text) > LONGEST_QUOTATION:
        text = f"{text[:LONGEST_QUOTATION].rsplit(' ', 1)[0]} […]"
    return Finding(
        topic=topic.value,
        what=what,
        mend=mend,
        paper=passage.paper,
        label=passage.label,
        passage=text,
        part=passage.part,
        source=passage.source,
    )


def _expected(topic: Topic, known: Known) -> list:
    data = {
        Topic.VOTE: [known.vote_on],
        Topic.OPINION: [known.opinion_on],
        Topic.AMOUNT: [known.amount],
        Topic.CODE: list(known.codes),
        Topic.IMPUTATION: list(known.imputations),
        Topic.CONVENTION_ANNEX: [known.convention_annex],
        Topic.OBJECT: [known.purpose],
    }[topic]
    return [value for value in data if value not in (None, "")]


def _agrees(topic: Topic, value, expected: list) -> bool:
    if topic == Topic.OBJECT:
        return any(_same_object(normalise(value), normalise(one)) for one in expected)
    return value in expected


def _same_object(said: str, expected: str) -> bool:
    """The object in full, or most of its beginning."""
    return expected in said or (len(said) > len(expected) / 2 and expected.startswith(said))


def _against(topic: Topic, known: Known, everything: list[tuple[Passage, Said]]) -> list[Finding]:
    """Statements that differ from the data; without data, from the first paper that speaks (those
    being written first)."""
    stated = [pair for pair in everything if pair[1].topic == topic]
    opinions = {said.value for _, said in everything if said.topic == Topic.OPINION}
    expected, where = _expected(topic, known), "les données de la convention"
    if not expected:
        if not stated:
            return []
        first = min(stated, key=lambda pair: pair[0].published)
        expected, where = [first[1].value], _where(first[0])
    found = []
    for passage, said in stated:
        if not _agrees(topic, said.value, expected):
            what = (
                f"Ce passage dit {_words(topic, said.value)} ; "
                f"{where} {'disent' if where.startswith('les') else 'dit'} "
                f"{listed([_words(topic, value) for value in expected])}."
            )
            if topic == Topic.VOTE and said.value in {known.opinion_on, *opinions}:
                what += " C'est la date de l'avis de la commission, non celle du vote."
            found.append(_finding(topic, passage, what, _mend(topic)))
    return found


def _where(passage: Passage) -> str:
    """« Délibération n° 2025-344 (ligne 13) », or the paper being written."""
    return f"« {passage.source} »" if passage.source else f"le document « {passage.label} »"


def _words(topic: Topic, value) -> str:
    if isinstance(value, datetime.date):
        return f"« {long_date(value)} »"
    if topic == Topic.AMOUNT:
        return f"« {euros(value)} »"
    if topic == Topic.CONVENTION_ANNEX:
        return f"« annexe {value} »"
    return f"« {value} »"


_MENDS = {
    Topic.VOTE: (
        "Corrigez la date dans ce texte ; s'il s'agit d'une autre délibération, ajoutez-la aux "
        "visas."
    ),
    Topic.CONVENTION_ANNEX: "Citez-la par son nom court, [annexe:convention] : le numéro suit.",
    Topic.OBJECT: "Reprenez l'objet de la convention, ou corrigez-le dans la convention.",
    Topic.CODE: "Corrigez ce texte, ou l'imputation notée avec la délibération.",
    Topic.IMPUTATION: "Corrigez ce texte, ou l'imputation notée avec la délibération.",
    Topic.AMOUNT: "Corrigez ce texte ; le montant de la convention ne change que par avenant.",
}


def _mend(topic: Topic) -> str:
    return _MENDS.get(topic, "Corrigez ce texte, ou la date notée avec la délibération.")


def _cited(known: Known, stated: list[tuple[Passage, Said]]) -> list[Finding]:
    """The same day of another year: one deliberation, dated in two ways."""
    days = list(known.cited_on) + [said.value for _, said in stated]
    found = []
    for passage, said in stated:
        others = sorted({day for day in days if _same_day(day, said.value)} - {said.value})
        if others and said.value not in known.cited_on:
            what = (
                f"Ce passage la date du « {long_date(said.value)} », ailleurs "
                f"elle est du {listed([f'« {long_date(day)} »' for day in others])}."
            )
            mend = "Vérifiez l'année, puis corrigez ce texte ou le visa."
            found.append(_finding(Topic.CITED, passage, what, mend))
    return found


def _other_annexes(known: Known, stated: list[tuple[Passage, Said]]) -> list[Finding]:
    """A number that another annex bears, or none."""
    titles = dict(known.annexes)
    found = []
    for passage, said in stated:
        title = titles.get(said.value)
        if title is None and said.value != known.convention_annex:
            what = f"L'annexe {said.value} n'est pas dans la liste des annexes."
            if not titles:
                continue
        elif said.value == known.convention_annex and not _shared_words(title or "", said.around):
            what = f"L'annexe {said.value} est la convention ; ce passage cite autre chose."
        else:
            continue
        mend = "Ajoutez l'annexe à la liste, puis citez-la par son nom court."
        found.append(_finding(Topic.OTHER_ANNEX, passage, what, mend))
    return found


def _shared_words(title: str, around: str) -> bool:
    words = {word for word in normalise(title).split() if len(word) > 4} - {"convention", "annexe"}
    return bool(words & set(normalise(around).split()))


def _unknown_annexes(passage: Passage) -> list[Finding]:
    return [
        _finding(
            Topic.OTHER_ANNEX,
            passage,
            f"Aucune annexe ne porte le nom court « {key} ».",
            "Ajoutez cette annexe à la liste, ou corrigez son nom court dans ce texte.",
        )
        for key in unknown_keys(passage.text)
    ]


def _proposal(known: Known) -> list[Finding]:
    """The table of the imputation adds up to the amount granted."""
    if known.proposed is None or known.amount is None or known.proposed == known.amount:
        return []
    what = (
        f"L'imputation propose « {euros(known.proposed)} » ; la "
        f"convention accorde « {euros(known.amount)} »."
    )
    passage = Passage("", "Imputation budgétaire", f"Proposition : {euros(known.proposed)}")
    return [
        _finding(Topic.AMOUNT, passage, what, "Corrigez l'imputation notée avec la délibération.")
    ]
