"""What a text states: dates of the vote and of the opinion, amount granted, budget codes, annexes,
object. Reads plain French; no database, no clock.

Texts are folded (no case, no accents) letter by letter, so that what is found can be quoted from
the text itself.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er)? (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})\b"
    r"|\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})\b"
)
_SENTENCE_END = re.compile(r"[;\n]|\.(?=\s+[A-ZÀ-Ÿ«–-])|\.$")
_OPINION = re.compile(
    r"\bavis\b(?!.*\bdeliberation\b).*\b(?:commission|rendue?)\b.*\b(?:du|le)$"
    r"|\brendue? (?:lors de|en|au cours de) sa reunion (?:en date )?du$"
)
_AUTHORISED = re.compile(r"\bautorisee?s? par (?:la |une )?deliberation")
_SITTING = re.compile(r"^\W*(?:commission permanente\b.*)?(?:reunion|seance) (?:en date )?du$")
_OF_A_VOTE = re.compile(r"\b(?:du|en date du|datee du)$")
_NUMBERED = re.compile(r"(?:\bn ?°|\bnumero) ?(?P<number>[\w-]*\d)")
# Words between « subvention » and an amount that make it another amount.
_NOT_GRANTED = (
    r"cout|depenses?|budget|recettes?|fonds|reste|solde|acomptes?|vers\w*|revers\w*|"
    r"regions?|regionale?|etat|europe\w*|communes?|ville|metropole"
)
_AMOUNT = re.compile(
    r"\b(?:subvention|aide (?:departementale|financiere))\b"
    rf"(?:(?!\b(?:{_NOT_GRANTED})\b)[^€;\n]){{0,140}}?"
    r"(?<![\d/-])(?P<amount>\d{1,3}(?: \d{3})+(?:,\d{1,2})?|\d+(?:,\d{1,2})?) ?(?:€|euros?\b)"
)
_CODE = re.compile(r"\b[A-Z]\d{2}-\d{3}[A-Z]\d{2}\b")
_IMPUTATION = re.compile(
    r"\b\d{4,6}//\d{3,6}\b"
    r"|\bimputation(?: comptable| budgetaire)?(?: n ?°)? ?:? ?(?P<account>\d{3,6}(?!/|\d|-))"
)
_ANNEX = re.compile(r"\bannexe (?:n ?° ?)?(?P<number>\d{1,2})\b(?! ?:)")
_OBJECT = re.compile(
    r"^\W*objet ?: ?(?P<line>.+)$"
    r"|\b(?:a pour objet|intitulee?|programme d'actions)\b[^«»\n]{0,160}« ?(?P<quoted>[^»\n]+?) ?»",
    re.MULTILINE,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


class Topic(Enum):
    """What a statement is about, as findings call it."""

    VOTE = "date du vote"
    OPINION = "date de l'avis de la commission"
    CITED = "date d'une délibération citée"
    AMOUNT = "montant de la subvention"
    CODE = "code d'opération"
    IMPUTATION = "imputation"
    CONVENTION_ANNEX = "annexe de la convention"
    OTHER_ANNEX = "annexe citée"
    OBJECT = "objet"


@dataclass(frozen=True)
class Said:
    """A value that a text states, and the words in which it does. `around` is what stands before
    it in its sentence, folded; `number` that of the deliberation it dates, when it gives one."""

    topic: Topic
    value: datetime.date | Decimal | str | int
    quotation: str
    around: str = ""
    number: str = ""


def folded(text: str) -> str:
    """The text without case, accents or rare spaces, letter for letter."""
    return "".join(_fold(char) for char in text)


def _fold(char: str) -> str:
    if char.isspace():
        return "\n" if char == "\n" else " "
    if char in "’‘":
        return "'"
    plain = unicodedata.normalize("NFD", char)[0].lower()
    return plain if len(plain) == 1 else char


def said_in(text: str, *, years: frozenset[int] = frozenset()) -> list[Said]:
    """Everything that a text states. An amount in a sentence that speaks of other years than
    `years` alone is another year's, and left out."""
    found: list[Said] = []
    for sentence in sentences(text):
        plain = folded(sentence)
        found += _dates(sentence, plain)
        found += _amounts(sentence, plain, years)
        found += _annexes(sentence, plain)
        found += (Said(Topic.CODE, one[0], sentence.strip()) for one in _CODE.finditer(sentence))
        found += (
            Said(Topic.IMPUTATION, one["account"] or one[0], sentence.strip())
            for one in _IMPUTATION.finditer(plain)
        )
    found += (
        Said(Topic.OBJECT, _object(text, one), text.strip())
        for one in _OBJECT.finditer(folded(text))
    )
    return found


def sentences(text: str) -> Iterator[str]:
    """Cut where a sentence or a line ends."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if piece := text[start : end.end()].strip():
            yield piece
        start = end.end()
    if piece := text[start:].strip():
        yield piece


def _object(text: str, found: re.Match) -> str:
    group = "line" if found["line"] else "quoted"
    return text[found.start(group) : found.end(group)].strip()


def _dates(sentence: str, plain: str) -> Iterator[Said]:
    start = 0
    for found in _DATE.finditer(plain):
        value = _date(found)
        before, start = plain[start : found.start()].rstrip(), found.end()
        topic = _topic_of_date(before) if value else None
        if topic:
            numbers = _NUMBERED.findall(before)
            number = numbers[-1] if numbers else ""
            yield Said(topic, value, sentence.strip(), before, number)


def _topic_of_date(before: str) -> Topic | None:
    """What a date is the date of, from what its sentence says just before."""
    if _OPINION.search(before):
        return Topic.OPINION
    if _SITTING.search(before):
        return Topic.VOTE
    if not _OF_A_VOTE.search(before):
        return None
    if _AUTHORISED.search(before):
        return Topic.VOTE
    if "commission permanente" in before:
        return Topic.CITED
    return None


def _date(found: re.Match) -> datetime.date | None:
    day, month, year = found["day"] or found["d"], found["m"], found["year"] or found["y"]
    rank = int(month) if month else MONTHS.index(found["month"]) + 1
    try:
        return datetime.date(int(year), rank, int(day))
    except ValueError:
        return None


def _amounts(sentence: str, plain: str, years: frozenset[int]) -> Iterator[Said]:
    named = {int(year) for year in _YEAR.findall(plain)}
    if years and named and not named & years:
        return
    for found in _AMOUNT.finditer(plain):
        value = Decimal(found["amount"].replace(" ", "").replace(",", "."))
        yield Said(Topic.AMOUNT, value, sentence.strip())


def _annexes(sentence: str, plain: str) -> Iterator[Said]:
    start = 0
    for found in _ANNEX.finditer(plain):
        around, start = plain[start : found.start()], found.end()
        of_the_convention = "projet joint" in around or "convention" in around
        topic = Topic.CONVENTION_ANNEX if of_the_convention else Topic.OTHER_ANNEX
        yield Said(topic, int(found["number"]), sentence.strip(), around)
