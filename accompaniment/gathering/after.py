"""What the team keeps of a gathering once it is over: how it went, what was handed out."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.enums import FeedbackSense
from accompaniment.models import Feedback, Gathering, Handout
from partnership import journal
from partnership.enums import Verb
from partnership.models import User

ALREADY_USED = "Ce formulaire a déjà servi : vérifiez, puis envoyez à nouveau."


@transaction.atomic
def keep_feedback(
    *, gathering: Gathering, uid: uuid.UUID, sense: FeedbackSense | str, text: str, by: User
) -> Feedback:
    """A line of what the team keeps, once by its uid; sent again, it is corrected.

    Raises ValidationError when the uid is that of a line of another gathering."""
    row = Feedback.objects.select_for_update().filter(uid=uid).first()
    if row is not None and row.gathering_id != gathering.pk:
        raise ValidationError(ALREADY_USED)
    said = {"sense": str(sense), "text": text.strip()}
    if row is None:
        row = Feedback(uid=uid, gathering=gathering, **said)
        row.full_clean()
        row.save()
        journal.record(Verb.CREATED, row, by=by, changes={"sense": said["sense"]})
        return row
    changes = journal.differences({"sense": row.sense, "text": row.text}, said)
    if changes:
        row.sense, row.text = said["sense"], said["text"]
        row.full_clean()
        row.save()
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
    return row


@transaction.atomic
def hand_out(*, gathering: Gathering, uid: uuid.UUID, title: str, link: str, by: User) -> Handout:
    """A document handed out, once by its uid; its files are attached to it.

    Raises ValidationError when the uid is that of another document."""
    row = Handout.objects.filter(uid=uid).first()
    if row is not None:
        if (row.gathering_id, row.title, row.link) != (gathering.pk, title.strip(), link):
            raise ValidationError(ALREADY_USED)
        return row
    row = Handout(uid=uid, gathering=gathering, title=title.strip(), link=link)
    row.full_clean()
    row.save()
    journal.record(Verb.CREATED, row, by=by, changes={"title": row.title, "link": row.link})
    return row


@transaction.atomic
def take_back(*, row: Feedback | Handout, by: User) -> None:
    """Take a line away; the journal keeps what it said."""
    said = {"title": row.title} if isinstance(row, Handout) else {"text": row.text}
    journal.record(Verb.DELETED, row, by=by, changes=said)
    row.delete()
