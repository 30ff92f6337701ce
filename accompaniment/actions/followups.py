"""Opening a follow-up, changing what a year of it says, its mode from a day on, who leads it."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accompaniment.enums import Mode
from accompaniment.models import (
    Accompaniment,
    FollowUpKind,
    FollowUpModeChange,
    FollowUpYear,
)
from partnership import journal
from partnership.enums import Verb
from partnership.models import Convention, Network, Organisation, Project, User
from partnership.wording import long_date

# What the page of a follow-up edits, beside its mode, its kinds and its projects.
EDITED = (
    "lead",
    "needs",
    "involvement",
    "outcome",
    "next_steps",
    "internal_note",
    "reminded_on",
    "review_on",
    "waived_reason",
)
CHANGED_MEANWHILE = (
    "Quelqu'un a modifié ce suivi pendant que vous écriviez : relisez ce qui est affiché "
    "au-dessus, complétez votre texte, puis enregistrez à nouveau."
)


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
    lead: User | None = None,
) -> FollowUpYear:
    """The follow-up's page for this convention, made when it does not exist yet.

    A new year takes its mode, its kinds, who follows it and its needs from the latest one, so that
    January needs nothing entered again; a holder never met starts in first contact, followed by
    `lead`."""
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
        lead=latest.lead if latest else lead,
        needs=latest.needs if latest else "",
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


def state_of(follow_up: FollowUpYear) -> str:
    """A fingerprint of what its page edits."""
    told = [follow_up.mode, *sorted(row.kind for row in follow_up.kinds.all())]
    told += sorted(str(one.uid) for one in follow_up.projects.all())
    told += [str(journal.plain(getattr(follow_up, name))) for name in EDITED]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:32]


def _locked(follow_up: FollowUpYear) -> FollowUpYear:
    """The row as it stands now, kept from others until the end of the transaction."""
    return FollowUpYear.objects.select_for_update().get(pk=follow_up.pk)


@transaction.atomic
def set_follow_up(
    *,
    follow_up: FollowUpYear,
    mode: str,
    kinds: Sequence[str],
    by: User | None,
    on: datetime.date | None = None,
    projects: Sequence[Project] | None = None,
    seen: str = "",
    **fields: Any,
) -> FollowUpYear:
    """Correct what one year of a follow-up says. The mode corrected is that of the day `on` (the
    latest one when no day is given): it was a mistake, and the exchanges that counted under it
    count under the other. From a day on, the mode changes by `convert`. `seen` is the `state_of`
    that the person read.

    Raises ValidationError for what the database's rules refuse, and when somebody else changed the
    follow-up since it was read."""
    follow_up = _locked(follow_up)
    if seen and seen != state_of(follow_up):
        raise ValidationError(CHANGED_MEANWHILE)
    if fields.get("waived_reason", follow_up.waived_reason) != follow_up.waived_reason:
        waives = bool(fields["waived_reason"])
        fields["waived_on"] = timezone.localdate() if waives else None
        fields["waived_by"] = by if waives else None
    before = {"mode": follow_up.mode_on(on) if on else follow_up.mode}
    before |= {"kinds": sorted(row.kind for row in follow_up.kinds.all())}
    before |= {name: getattr(follow_up, name) for name in fields}
    after = {"mode": mode, "kinds": sorted(kinds)} | fields
    if before["mode"] != mode:
        _correct_mode(follow_up, mode, on, by)
    for name, value in fields.items():
        setattr(follow_up, name, value)
    follow_up.full_clean()
    follow_up.save(update_fields=["mode", "mode_from_on", *fields])
    follow_up.kinds.exclude(kind__in=kinds).delete()
    FollowUpKind.objects.bulk_create(
        (FollowUpKind(follow_up=follow_up, kind=kind) for kind in kinds), ignore_conflicts=True
    )
    if projects is not None:
        before["projects"] = sorted(str(one.uid) for one in follow_up.projects.all())
        after["projects"] = sorted(str(one.uid) for one in projects)
        follow_up.projects.set(projects)
    if changes := journal.differences(before, after):
        journal.record(Verb.CHANGED, follow_up, by=by, changes=changes)
    return follow_up


def _correct_mode(follow_up: FollowUpYear, mode: str, on: datetime.date | None, by: User) -> None:
    """Write `mode` over the stretch that holds the day; a change that changes nothing any more is
    taken away."""
    changes = follow_up.changes_in_order
    past = [one for one in changes if on is None or one.from_on <= on]
    if past:
        past[-1].mode = mode
    if len(past) < len(changes):
        changes[len(past)].before = mode
    kept = [one for one in changes if one.before != one.mode]
    for one in changes:
        if one in kept:
            one.save(update_fields=["before", "mode"])
        else:
            journal.record(Verb.DELETED, one, by=by, changes={"from_on": one.from_on})
            one.delete()
    if len(past) == len(changes):
        follow_up.mode = mode
    follow_up.mode_from_on = kept[-1].from_on if kept else None


@transaction.atomic
def convert(
    *,
    follow_up: FollowUpYear,
    from_on: datetime.date,
    reason: str,
    by: User,
    mode: str = Mode.REINFORCED,
    uid: uuid.UUID | None = None,
) -> FollowUpModeChange:
    """Change the mode from a day on, with its reason: what was done before keeps the mode it had.
    The same `uid` again gives back the first change.

    Raises ValidationError for a day outside the convention or not after the last change, and for a
    follow-up that is already so."""
    follow_up = _locked(follow_up)
    known = follow_up.mode_changes.filter(uid=uid).first() if uid else None
    if known is not None:
        return known
    changes = follow_up.changes_in_order
    convention = follow_up.convention
    if convention is not None and not convention.terms().holds(from_on):
        terms = convention.terms()
        raise ValidationError(
            {
                "from_on": f"Le {long_date(from_on)} n'est pas dans la période de "
                f"{convention.reference}, du {long_date(terms.starts_on)} au "
                f"{long_date(terms.ends_on)} : choisissez un jour de cette période."
            }
        )
    if changes and from_on <= changes[-1].from_on:
        raise ValidationError(
            {
                "from_on": f"Le mode a déjà changé le {long_date(changes[-1].from_on)} : "
                "choisissez un jour plus tard."
            }
        )
    change = FollowUpModeChange(
        uid=uid or uuid.uuid4(),
        follow_up=follow_up,
        before=follow_up.mode,
        mode=mode,
        from_on=from_on,
        reason=reason.strip(),
        by=by,
    )
    change.full_clean()
    change.save(force_insert=True)
    follow_up.mode, follow_up.mode_from_on = mode, from_on
    follow_up.save(update_fields=["mode", "mode_from_on"])
    journal.record(
        Verb.CHANGED,
        follow_up,
        by=by,
        changes={"mode": [change.before, mode], "from_on": from_on, "reason": change.reason},
    )
    return change


@transaction.atomic
def remind(
    *,
    follow_up: FollowUpYear,
    on: datetime.date,
    review_on: datetime.date | None,
    by: User,
) -> FollowUpYear:
    """The holder was called back on that day; when to look at it again, if ever."""
    follow_up = _locked(follow_up)
    before = {"reminded_on": follow_up.reminded_on, "review_on": follow_up.review_on}
    after = {"reminded_on": on, "review_on": review_on}
    follow_up.reminded_on, follow_up.review_on = on, review_on
    follow_up.save(update_fields=["reminded_on", "review_on"])
    if changes := journal.differences(before, after):
        journal.record(Verb.CHANGED, follow_up, by=by, changes=changes)
    return follow_up


@transaction.atomic
def hand_over(
    *, follow_ups: Iterable[FollowUpYear], to: User, by: User, uid: uuid.UUID
) -> list[FollowUpYear]:
    """Pass follow-ups to a colleague, all of them or none; each line of the journal names the
    handing-over by its `uid`. Those that are the colleague's already are left alone.

    Raises ValidationError when there is nothing to pass, and when somebody passed one of them on
    meanwhile."""
    read = {row.pk: row.lead_id for row in follow_ups}
    rows = list(
        FollowUpYear.objects.select_for_update(of=("self",))
        .filter(pk__in=read)
        .select_related("accompaniment", "lead")
        .order_by("pk")
    )
    passed = [row for row in rows if row.lead_id != to.pk]
    if any(row.lead_id != read[row.pk] for row in passed):
        raise ValidationError(
            "Quelqu'un vient de passer un de ces suivis à une autre personne : relisez la liste."
        )
    if not passed:
        raise ValidationError("Aucun suivi n'est à passer : cochez-en au moins un.")
    for row in passed:
        before = row.lead
        row.lead = to
        row.save(update_fields=["lead"])
        journal.record(Verb.CHANGED, row, by=by, changes={"lead": [before, to], "handed_over": uid})
    return passed
