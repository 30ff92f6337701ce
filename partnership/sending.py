"""Sending the messages that wait: each is claimed in one conditional update, so that two workers
send it once. A failed sending keeps its error and is tried again, later each time."""

from __future__ import annotations

import datetime
import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from partnership import mailing
from partnership.access import Access
from partnership.models import Convention, Mail

logger = logging.getLogger("trame.mails")

ATTEMPTS = 5
NO_LONGER_THERE = "La personne n'avait plus accès à Trame au moment de l'envoi."


def deliver(now: datetime.datetime | None = None) -> int:
    """Group the notices of a while, then send what waits. Returns how many messages left."""
    now = now or timezone.now()
    mailing.group_notices(now)
    return send_waiting(now)


def send_waiting(now: datetime.datetime | None = None) -> int:
    now = now or timezone.now()
    waiting = Mail.objects.filter(_ready(now)).select_related("to").order_by("created_at", "pk")
    return sum(_send(mail, now) for mail in waiting if _claim(mail, now))


def pause_after(attempt: int) -> datetime.timedelta:
    """5 minutes after the first attempt, then 15, 45 and 135."""
    return datetime.timedelta(minutes=5 * 3 ** (attempt - 1))


def _ready(now: datetime.datetime) -> Q:
    """Not sent, and never tried or tried long enough ago."""
    due = Q(attempts=0)
    for attempt in range(1, ATTEMPTS):
        due |= Q(attempts=attempt, claimed_at__lt=now - pause_after(attempt))
    return Q(sent_at__isnull=True) & due


def _claim(mail: Mail, now: datetime.datetime) -> bool:
    """True for one worker only."""
    taken = Mail.objects.filter(_ready(now), pk=mail.pk).update(
        claimed_at=now, attempts=F("attempts") + 1
    )
    return taken == 1


def _send(mail: Mail, now: datetime.datetime) -> bool:
    row = Mail.objects.filter(pk=mail.pk)
    if not _still_follows(mail):
        row.update(attempts=ATTEMPTS, error=NO_LONGER_THERE)
        return False
    try:
        if not settings.DEMONSTRATION:  # there, messages are read in Trame and go nowhere
            EmailMessage(
                mail.subject,
                mail.body,
                to=[mail.recipient],
                headers={"Auto-Submitted": "auto-generated"},
            ).send()
    except Exception as error:  # servers fail in many unrelated ways
        logger.warning("mail %s did not leave: %s", mail.uid, error)
        row.update(error=f"{type(error).__name__}: {error}"[:300])
        return False
    row.update(sent_at=now, error="")
    return True


def _still_follows(mail: Mail) -> bool:
    """The person still belongs to one side of a convention of this network. Somebody without an
    account belongs to none: they asked for what they are sent."""
    if mail.to is None:
        return True
    access = Access.of(mail.to)
    return (
        mail.owner_id in access.networks
        or Convention.objects.filter(owner=mail.owner_id, funder__in=access.funders).exists()
    )
