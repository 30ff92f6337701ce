"""What mail programs write, in French or in English, before a message quoted or forwarded."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from partnership.text import normalise

# Each heading of the block, as the programs write it, compared without accents.
_HEADINGS = {
    "from": ("de", "from", "expediteur"),
    "date": ("envoye", "envoye le", "date", "sent"),
    "to": ("a", "to", "destinataire", "cc", "copie a"),
    "subject": ("objet", "subject", "sujet"),
}
_MEANING = {word: heading for heading, words in _HEADINGS.items() for word in words}
_HEADING = re.compile(r"^[>\s*|]*([^\W\d_](?:[\w ]{0,14}[^\W\d_])?)\s*\*?\s*:\*?\s*(.*?)\s*$")
_ADDRESS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "janvier janv january jan",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for word in words.split()
}
_LATER_LINES = 12
_LONGEST_LINE = 1000  # a paragraph is one line: what it begins with says whether it is a heading
_ANSWERED = re.compile(
    r"^\s*(?:le\b.{4,120}\ba [ée]crit\s*:|on\b.{4,120}\bwrote\s*:"
    r"|-{2,}\s*(?:message d.origine|original message|message transf[ée]r[ée]|forwarded message)"
    r"|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])|begin forwarded message"
    r"|_{10,}\s*$|--\s*$)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Forwarded:
    """The original message, as the block before it says."""

    sender: str
    others: tuple[str, ...]
    date: datetime.date | None
    subject: str
    text: str


def forwarded_in(text: str) -> Forwarded | None:
    """The first forwarded message of a text; None where there is none."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if _heading(line)[0] != "from":
            continue
        told, end = _block(lines, at)
        addresses = _ADDRESS.findall(told.get("from", "").lower())
        if addresses and ("date" in told or "subject" in told):
            return Forwarded(
                sender=addresses[0],
                others=tuple(_ADDRESS.findall(told.get("to", "").lower())),
                date=written_day(told.get("date", "")),
                subject=told.get("subject", ""),
                text="\n".join(one.lstrip("> ") for one in lines[end:]),
            )
    return None


def _block(lines: list[str], start: int) -> tuple[dict[str, str], int]:
    """The headings from that line on, and the line after the last. A long one goes on below."""
    told: dict[str, str] = {}
    last, end = "", start
    for at in range(start, min(start + _LATER_LINES, len(lines))):
        heading, value = _heading(lines[at])
        if heading:
            told[heading] = f"{told[heading]} {value}" if heading in told else value
            last, end = heading, at + 1
        elif not lines[at].strip(" >"):
            if len(told) > 1:
                break
        elif last:
            told[last] += f" {lines[at][:_LONGEST_LINE].strip(' >')}"
            end = at + 1
    return told, end


def _heading(line: str) -> tuple[str, str]:
    match = _HEADING.match(" ".join(line[:_LONGEST_LINE].split()))
    if match is None:
        return "", ""
    return _MEANING.get(normalise(match[1]), ""), match[2]


def written_day(text: str) -> datetime.date | None:
    """The day that a program wrote in words: « lundi 15 juin 2026 14:30 », « Mon, Jun 15, 2026 at
    2:30 PM », « 15/06/2026 14:30 ». None where it is not sure."""
    said = normalise(text)
    months = "|".join(sorted(_MONTHS, key=len, reverse=True))
    found: tuple[str, str, str] | None = None
    if match := re.search(rf"\b(\d{{1,2}})(?:er)? ({months}) (\d{{4}})\b", said):
        found = (match[3], str(_MONTHS[match[2]]), match[1])
    elif match := re.search(rf"\b({months}) (\d{{1,2}})(?:st|nd|rd|th)? (\d{{4}})\b", said):
        found = (match[3], str(_MONTHS[match[1]]), match[2])
    elif match := re.search(r"\b(\d{4})-(\d{2})-(\d{2})\b", text):
        found = (match[1], match[2], match[3])
    elif match := re.search(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b", text):
        found = (match[3], match[2], match[1])
    try:
        if found:
            return datetime.date(*(int(part) for part in found))
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, OverflowError):
        return None


def own_lines(text: str) -> Iterator[str]:
    """The lines before the message that is answered or forwarded, and before the signature."""
    for line in text.splitlines():
        if line.lstrip().startswith(">"):
            continue
        heading, value = _heading(line)
        if _ANSWERED.match(line[:_LONGEST_LINE]) or (heading == "from" and "@" in value):
            return
        yield line
