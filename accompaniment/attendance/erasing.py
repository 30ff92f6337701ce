"""Erasing who came to a gathering once nobody needs it any more; how many came is kept."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accompaniment.attendance.sign_up_rules import names_may_be_erased
from accompaniment.attendance.signing_up import hold
from accompaniment.models import Attendance, Gathering, Survey
from partnership import journal, mailing
from partnership.enums import Verb
from partnership.models import StoredFile, User

PERSONAL = ("first_name", "last_name", "email", "phone", "reason", "role")
SHORTEST_MONTH = 28  # days


def destroy_files(rows: list[Attendance]) -> int:
    """Signatures and files handed in by these people, with their bytes; how many there were."""
    found = StoredFile.objects.filter(
        subject_type="attendance", subject_uid__in=[row.uid for row in rows]
    ).order_by("pk")
    count = 0
    for stored in found:
        kept, name = stored.file.storage, stored.file.name
        stored.delete()
        transaction.on_commit(lambda kept=kept, name=name: kept.delete(name))
        count += 1
    return count


@transaction.atomic
def erase_names(*, gathering: Gathering, by: User | None) -> int:
    """Erase who they were and keep how many: names, addresses, links, signatures, files handed in,
    messages sent. `by` None: the clock. Returns how many rows held any. Raises PermissionDenied for
    all but the administration, ValidationError before the delay is over."""
    if by is not None and gathering.owner_id not in by.access.administered:
        raise PermissionDenied("Effacer les noms revient à l'administration de l'association.")
    gathering = hold(gathering)
    if not names_may_be_erased(gathering, timezone.localdate()):
        raise ValidationError("Les noms sont encore dans leur durée de conservation.")
    rows = list(gathering.attendances.order_by("pk"))
    files = destroy_files(rows)
    erased = 0
    for row in rows:
        if any(getattr(row, name) for name in PERSONAL if name != "role") or row.signed_at:
            erased += 1
            for name in PERSONAL:
                setattr(row, name, "")
            row.signature = row.handed_in = row.consented_at = None
            row.key = Attendance._meta.get_field("key").get_default()
            row.save()
    mailing.forget(owner=gathering.owner, about=gathering.sign_up_key)
    for survey in Survey.objects.filter(gathering=gathering):
        mailing.forget(owner=gathering.owner, about=survey.key)
    if erased:
        journal.record(
            Verb.CHANGED, gathering, by=by, changes={"names erased": erased, "files erased": files}
        )
    return erased


def has_names(gathering: Gathering) -> bool:
    """Whether anything of who they were is still kept."""
    return _named().filter(gathering=gathering).exists()


def erase_what_is_due() -> int:
    """Erase the names of every gathering whose delay is over. Returns of how many; again: none."""
    day = timezone.localdate()
    before = day - datetime.timedelta(days=SHORTEST_MONTH * settings.NAMES_KEPT_MONTHS)
    old = Gathering.objects.filter(
        pk__in=_named().filter(gathering__dates__date__lte=before).values("gathering")
    )
    due = [
        one for one in old.prefetch_related("dates").order_by("pk") if names_may_be_erased(one, day)
    ]
    for one in due:
        erase_names(gathering=one, by=None)
    return len(due)


def _named() -> QuerySet[Attendance]:
    return Attendance.objects.exclude(first_name="", last_name="", email="", phone="")
