"""Messages to people: rows that a job sends, readable here whatever becomes of the sending."""

from __future__ import annotations

from partnership.models import Convention, Mail, Network, Notice, User


def write(*, owner: Network, to: User, subject: str, body: str) -> Mail:
    """Keep a message for one person; it leaves with the next sending."""
    return Mail.objects.create(owner=owner, to=to, subject=subject[:200], body=body)


def notify(*, convention: Convention, to: User, text: str, address: str = "") -> Notice | None:
    """Tell one person something of a convention; notices of a while leave in one message.

    None for somebody who asked not to be told by mail."""
    if not to.wants_notices:
        return None
    return Notice.objects.create(convention=convention, to=to, text=text[:500], address=address)
