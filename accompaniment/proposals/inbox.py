"""The mails that the team forwards to the association's address for it."""

from __future__ import annotations

import imaplib
import logging
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from accompaniment.actions import proposals as actions
from accompaniment.proposals.mails import LARGEST, MailError, read_forwarded, sender_of
from accompaniment.proposals.proposing import of_letter, own_addresses
from partnership.models import Network, User

logger = logging.getLogger("trame.inbox")
MOST_AT_ONCE = 100


class Received(StrEnum):
    PROPOSED = "proposed"
    KNOWN = "known"
    IGNORED = "ignored"


class InboxError(Exception):
    """The mailbox could not be read; it is tried again at the next turn."""


def receive(content: bytes) -> Received:
    """Propose what a message forwards, to the person of the team whose address sent it. Anybody
    else's is left. Raises MailError for what is no readable mail."""
    sender = sender_of(content)
    person = User.objects.filter(email__iexact=sender, is_active=True).first() if sender else None
    if person is None or not person.access.networks:
        logger.info("a message from %s is left: nobody of the team", sender or "nobody")
        return Received.IGNORED
    owner = Network.objects.get(pk=min(person.access.networks))
    letter = read_forwarded(
        content, own=own_addresses(owner) | _our_inbox(), today=timezone.localdate()
    )
    proposed = actions.propose(
        owner=owner, person=person, suggestions=[of_letter(letter)], by=person
    )
    return Received.PROPOSED if proposed.new else Received.KNOWN


def _our_inbox() -> frozenset[str]:
    return frozenset(one.lower() for one in [settings.INBOX_USER] if "@" in one)


def read_inbox() -> int:
    """Read the messages that nobody has read yet; how many were. A message is marked as read once
    what it proposes is written. One that cannot be stays unread, and stops no other: what it raises
    comes last. Raises InboxError."""
    if not settings.INBOX_HOST:
        return 0
    read, failed = 0, None
    try:
        with imaplib.IMAP4_SSL(settings.INBOX_HOST, timeout=settings.INBOX_TIMEOUT) as box:
            box.login(settings.INBOX_USER, settings.INBOX_PASSWORD)
            _ask(box.select(_quoted(settings.INBOX_FOLDER)))
            for number in _ask(box.uid("SEARCH", None, "UNSEEN"))[0].split()[:MOST_AT_ONCE]:
                try:
                    _read_one(box, number.decode())
                    read += 1
                except (InboxError, DatabaseError, OSError, imaplib.IMAP4.error):
                    raise
                except Exception as error:  # one message must not keep the others waiting
                    logger.exception("message %s could not be kept", number.decode())
                    failed = error
    except (OSError, imaplib.IMAP4.error) as error:
        raise InboxError(f"the mailbox cannot be read: {error}") from error
    if failed is not None:
        raise failed
    return read


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _ask(answer: tuple[str, list]) -> list:
    status, data = answer
    if status != "OK":
        raise InboxError(f"the mailbox answers {status}: {data}")
    return data


def _read_one(box: imaplib.IMAP4_SSL, number: str) -> None:
    size = _ask(box.uid("FETCH", number, "(RFC822.SIZE)"))
    told = b" ".join(one if isinstance(one, bytes) else b"" for one in size)
    length = told.rpartition(b"RFC822.SIZE ")[2].split(b")")[0].split(b" ")[0]
    if length.isdigit() and int(length) > LARGEST:
        logger.warning("message %s is left: %s bytes", number, int(length))
    else:
        parts = _ask(box.uid("FETCH", number, "(BODY.PEEK[])"))
        content = next((one[1] for one in parts if isinstance(one, tuple)), b"")
        try:
            receive(content)
        except MailError as error:
            logger.warning("message %s is left: %s", number, error)
    _ask(box.uid("STORE", number, "+FLAGS", r"(\Seen)"))
