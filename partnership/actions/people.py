"""Writes about people by themselves: what they want to be told."""

from __future__ import annotations

from django.db import transaction

from partnership import journal
from partnership.enums import Verb
from partnership.models import Organisation, User


@transaction.atomic
def set_preferences(*, by: User, wants_notices: bool, wants_reminders: bool) -> User:
    """Keep what a person wants to receive by mail. A person belongs to no network: the journal
    tells it under their bodies."""
    user = User.objects.select_for_update().get(pk=by.pk)
    names = ("wants_notices", "wants_reminders")
    before = {name: getattr(user, name) for name in names}
    user.wants_notices, user.wants_reminders = wants_notices, wants_reminders
    changes = journal.differences(before, {name: getattr(user, name) for name in names})
    if changes:
        user.save(update_fields=names)
        about = {"user": {"uid": user.uid, "is": str(user)}}
        for body in Organisation.objects.filter(memberships__user=user).distinct():
            journal.record(Verb.CHANGED, body, by=by, changes=about | changes)
    return user
