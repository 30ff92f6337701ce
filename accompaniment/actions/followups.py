"""Opening a follow-up and changing what a year of it says."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django.db import transaction

from accompaniment.enums import Mode
from accompaniment.models import Accompaniment, FollowUpKind, FollowUpYear
from partnership import journal
from partnership.enums import Verb
from partnership.models import Convention, Network, Organisation, User


def one_at_a_time(owner: Network) -> None:
    """Wait for whoever is opening follow-ups in this network: two at once make one, not two."""
    Network.objects.select_for_update().get(pk=owner.pk)


@transaction.atomic
def open_follow_up(
    *,
    owner: Network,
    organisation: Organisation | None,
    convention: Convention | None,
    by: User | None,
    accompaniment: Accompaniment | None = None,
    mode: str | None = None,
    kinds: Iterable[str] | None = None,
) -> FollowUpYear:
    """The follow-up's page for this convention, made when it does not exist yet.

    A new year takes its mode and kinds from the latest one, so that January needs nothing entered
    again; a holder never met starts in first contact."""
    one_at_a_time(owner)
    if accompaniment is None and organisation is not None:
        accompaniment = (
            Accompaniment.objects.filter(owner=owner, organisation=organisation)
            .order_by("-pk")
            .first()
        )
    if accompaniment is None:
        accompaniment = Accompaniment.objects.create(owner=owner, organisation=organisation)
        journal.record(Verb.CREATED, accompaniment, by=by)
    year = accompaniment.years.filter(convention=convention).first()
    if year is not None:
        return year
    latest = accompaniment.years.latest_year()
    year = FollowUpYear.objects.create(
        accompaniment=accompaniment,
        convention=convention,
        mode=mode or _next_mode(latest),
    )
    if kinds is None:
        kinds = [row.kind for row in latest.kinds.all()] if latest else []
    kinds = list(kinds)
    FollowUpKind.objects.bulk_create(FollowUpKind(follow_up=year, kind=kind) for kind in kinds)
    journal.record(Verb.CREATED, year, by=by, changes={"mode": year.mode, "kinds": kinds})
    return year


def _next_mode(latest: FollowUpYear | None) -> str:
    """A mode that nobody knows, in a year taken over, decides nothing of the next one."""
    if latest is None or latest.mode == Mode.UNKNOWN:
        return Mode.CONTACT
    return latest.mode


@transaction.atomic
def set_follow_up(
    *, follow_up: FollowUpYear, mode: str, kinds: Sequence[str], by: User, today: datetime.date
) -> FollowUpYear:
    """Change the mode and the kinds of project of one year of a follow-up."""
    before = {"mode": follow_up.mode, "kinds": sorted(row.kind for row in follow_up.kinds.all())}
    if follow_up.mode != mode:
        follow_up.mode, follow_up.mode_from_on = mode, today
        follow_up.save(update_fields=["mode", "mode_from_on"])
    follow_up.kinds.exclude(kind__in=kinds).delete()
    FollowUpKind.objects.bulk_create(
        (FollowUpKind(follow_up=follow_up, kind=kind) for kind in kinds), ignore_conflicts=True
    )
    after = {"mode": mode, "kinds": sorted(kinds)}
    if changes := journal.differences(before, after):
        journal.record(Verb.CHANGED, follow_up, by=by, changes=changes)
    return follow_up
