"""A mail as a file, or as it was forwarded, into what it says of an exchange. No database.

Only its subject, its day, the addresses of the others and its first words are read; attached files
are seen, never kept."""

from __future__ import annotations

import datetime
import hashlib
import html
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import EmailPolicy
from email.utils import getaddresses, parsedate_to_datetime
from zoneinfo import ZoneInfo

from accompaniment.proposals.forwarded import Forwarded, forwarded_in, own_lines
from partnership.cell_texts import without_controls

PARIS = ZoneInfo("Europe/Paris")
LARGEST_MB = 25
LARGEST = LARGEST_MB * 1024 * 1024
FIRST_YEAR = 2000
LONGEST_TITLE, LONGEST_EXCERPT, LONGEST_KEY = 300, 400, 300
MOST_CORRESPONDENTS = 20
# What is read of one mail: beyond, the time it takes grows faster than the mail does.
LONGEST_HEADER, LONGEST_TEXT, MOST_PARTS = 5_000, 100_000, 500
_REPLY = re.compile(r"^\s*(?:re|ref|r[ée]p|aw|fw|fwd|tr|wg|i)\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
_TAG = re.compile(r"<(?:!--|[!?][^<>]*>|(/?[a-z][\w:-]*)[^<>]*>)", re.IGNORECASE)
_SILENT = {"script", "style", "title"}
_ENDING_A_LINE = {"br", "/p", "/div", "/li", "/tr", "/h1", "/h2", "/h3", "/h4", "/h5", "/h6"}


class _ShortHeaders(EmailPolicy):
    """Headers cut to what is read of them."""

    def header_source_parse(self, sourcelines):
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


_POLICY = _ShortHeaders()


class MailError(ValueError):
    """What was brought is no mail that can be read; the message is in French, for the person."""


@dataclass(frozen=True)
class Letter:
    """What a mail says. `date` is a day in Europe/Paris; `is_sent`: one of us wrote it;
    `correspondents` are the others, in lower case."""

    key: str
    date: datetime.date
    subject: str
    excerpt: str
    correspondents: tuple[str, ...]
    is_sent: bool
    has_attachments: bool

    @property
    def title(self) -> str:
        """« Mail reçu : Budget du forage »."""
        what = "Documents" if self.has_attachments else "Mail"
        end = "s" if self.has_attachments else ""
        way = f"{what} envoyé{end}" if self.is_sent else f"{what} reçu{end}"
        return f"{way} : {self.subject}"[:LONGEST_TITLE] if self.subject else way


def read_mail(content: bytes, *, own: Collection[str], today: datetime.date) -> Letter:
    """The mail of a file. `own` are the team's addresses, in lower case. Raises MailError."""
    with _broken_refused():
        return _letter(_opened(content), content, own, today)


def read_forwarded(content: bytes, *, own: Collection[str], today: datetime.date) -> Letter:
    """The mail that one of us forwarded; the message itself when nothing is forwarded in it (the
    address was in copy). Raises MailError."""
    with _broken_refused():
        message = _opened(content)
        if (inside := _attached_mail(message)) is not None:
            return _letter(inside, inside.as_bytes(), own, today)
        outside = _letter(message, content, own, today)
        found = forwarded_in(_text_of(message))
        return _as_forwarded(outside, found, own, today) if found else outside


def sender_of(content: bytes) -> str:
    """The address that sent the message, in lower case; empty where it has none. Only the headers
    are read: anybody may write to the address."""
    with _broken_refused():
        return next(iter(_addresses(_opened(content, headers_only=True), "from")), "")


@contextmanager
def _broken_refused() -> Iterator[None]:
    try:
        yield
    except MailError:
        raise
    except Exception as error:  # the parser raises many unrelated types on a broken message
        raise MailError(_NOT_A_MAIL) from error


def _opened(content: bytes, *, headers_only: bool = False) -> EmailMessage:
    if len(content) > LARGEST:
        raise MailError(
            f"Ce mail dépasse {LARGEST_MB} Mo : enregistrez-le sans ses pièces jointes."
        )
    if headers_only:
        message = BytesHeaderParser(policy=_POLICY).parsebytes(content)
    else:
        message = message_from_bytes(content, policy=_POLICY)
    known = [name for name in ("from", "to", "date", "subject") if _header(message, name)]
    if len(known) < 2 or sum(1 for _ in message.walk()) > MOST_PARTS:
        raise MailError(_NOT_A_MAIL)
    return message


_NOT_A_MAIL = (
    "Ce fichier n'est pas un mail que Trame sait lire : dans votre messagerie, enregistrez le "
    "message au format .eml."
)


def _letter(
    message: EmailMessage, content: bytes, own: Collection[str], today: datetime.date
) -> Letter:
    senders = _addresses(message, "from")
    everyone = senders + _addresses(message, "to") + _addresses(message, "cc")
    return Letter(
        key=_key(message, content),
        date=_date(message, today),
        subject=_subject(_header(message, "subject")),
        excerpt=first_words(_text_of(message)),
        correspondents=_others(everyone, own),
        is_sent=bool(senders) and senders[0] in own,
        has_attachments=_has_attachments(message),
    )


def _as_forwarded(
    outside: Letter, found: Forwarded, own: Collection[str], today: datetime.date
) -> Letter:
    is_known = found.date is not None and found.date.year >= FIRST_YEAR and found.date <= today
    date = found.date if is_known else outside.date
    subject = _subject(_one_line(found.subject)) or outside.subject
    named = "|".join([found.sender, date.isoformat(), subject, found.text[:500]])
    return replace(
        outside,
        key=f"sha256:{hashlib.sha256(named.encode('utf-8', 'replace')).hexdigest()}",
        date=date,
        subject=subject,
        excerpt=first_words(found.text),
        correspondents=_others([found.sender, *found.others], own),
        is_sent=found.sender in own,
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = message.get(name)
        return _one_line(str(value or ""))
    except Exception:  # a header that the parser refuses is read as it was written
        raw = next((text for key, text in message.raw_items() if key.lower() == name), "")
        return _one_line(str(raw))


def _one_line(text: str) -> str:
    return without_controls(" ".join(text[:LONGEST_HEADER].split()))


def _addresses(message: EmailMessage, name: str) -> list[str]:
    found = [address.strip().lower() for _, address in getaddresses([_header(message, name)])]
    return [one for one in found if "@" in one]


def _others(addresses: list[str], own: Collection[str]) -> tuple[str, ...]:
    others = dict.fromkeys(one for one in addresses if one not in own and len(one) <= 254)
    return tuple(others)[:MOST_CORRESPONDENTS]


def _key(message: EmailMessage, content: bytes) -> str:
    key = _header(message, "message-id")
    if key and len(key) <= LONGEST_KEY:
        return key
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _date(message: EmailMessage, today: datetime.date) -> datetime.date:
    try:
        sent = parsedate_to_datetime(_header(message, "date"))
        if sent.tzinfo is None:
            sent = sent.replace(tzinfo=datetime.UTC)
        day = sent.astimezone(PARIS).date()
    except (ValueError, TypeError, OverflowError) as error:
        raise MailError("Ce mail ne dit pas de quel jour il est : notez-le à la main.") from error
    if day > today or day.year < FIRST_YEAR:
        raise MailError(f"Ce mail est daté du {day:%d/%m/%Y} : notez-le à la main, à sa date.")
    return day


def _subject(text: str) -> str:
    """Without the « Re: » and « TR : » that pile up before it."""
    while (shorter := _REPLY.sub("", text)) != text:
        text = shorter
    return text.strip()[:LONGEST_TITLE]


def _attached_mail(message: EmailMessage) -> EmailMessage | None:
    for part in message.walk():
        if part is not message and part.get_content_type() == "message/rfc822":
            inside = part.get_payload()
            if isinstance(inside, list) and inside and _header(inside[0], "from"):
                return inside[0]
    return None


def _has_attachments(message: EmailMessage) -> bool:
    return any(
        part.get_content_disposition() == "attachment"
        or (part.get_filename() and part.get_content_maintype() not in ("text", "image"))
        for part in message.walk()
        if not part.is_multipart()
    )


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    payload = body.get_payload(decode=True) or b""
    try:
        text = payload.decode(body.get_content_charset() or "utf-8", "replace")
    except LookupError:  # a charset that nobody knows
        text = payload.decode("utf-8", "replace")
    text = text[:LONGEST_TEXT]
    return plain_text(text) if body.get_content_type() == "text/html" else text


def plain_text(markup: str) -> str:
    """The words of a piece of HTML, with the ends of its lines. Read once from one end to the
    other, without looking at how its boxes are nested: no page takes longer than its length."""
    kept, at = [], 0
    while found := _TAG.search(markup, at):
        kept.append(markup[at : found.start()])
        at, name = found.end(), (found[1] or "").lower()
        if name in _SILENT or found[0] == "<!--":
            end = re.compile(f"</{name}" if name else "-->", re.IGNORECASE).search(markup, at)
            at = end.end() if end and not name else end.start() if end else len(markup)
        elif name in _ENDING_A_LINE:
            kept.append("\n")
    kept.append(markup[at:])
    return html.unescape("".join(kept))


def first_words(text: str) -> str:
    """What the person wrote, without the messages that it answers; its first words."""
    lines = []
    for line in own_lines(text):
        lines.append(line)
        if sum(map(len, lines)) > 2 * LONGEST_EXCERPT:
            break
    words = without_controls(" ".join(" ".join(lines).split()))
    return words if len(words) <= LONGEST_EXCERPT else words[: LONGEST_EXCERPT - 1].rstrip() + "…"
