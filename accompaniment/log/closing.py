"""Months that a person declares complete: then nothing of theirs changes in them, until reopened.

Only networks that chose so close months. Whoever writes an entry and whoever closes a month wait
for each other on the network's row, so that nothing slips into a month while it is being closed."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accompaniment.dates import last_day
from accompaniment.enums import DatePrecision, EntryState
from accompaniment.models import (
    AccompanimentSession,
    Gathering,
    GatheringDate,
    GatheringWorker,
    MonthClosing,
    WorkEntry,
)
from accompaniment.permissions import check_can_close_months_of, check_can_set_months
from partnership import journal
from partnership.enums import Verb
from partnership.models import Network, User
from partnership.wording import counted, listed, long_date, month_label

NOT_USED = "L'arrêt des mois n'est pas en usage : l'administration en décide."


def month_of(day: datetime.date) -> datetime.date:
    return day.replace(day=1)


def wait_for_months(owner_id: int) -> bool:
    """True when this network closes months: then nobody closes one before the transaction ends."""
    closing = Network.objects.select_for_update().filter(pk=owner_id, closes_months=True)
    return closing.order_by("pk").first() is not None


def check_open(row: AccompanimentSession | WorkEntry, people: Iterable[User]) -> None:
    """Raises ValidationError when the month of the row is closed for one of these people. A day
    known to the year only is in no month."""
    if row.date_precision not in (DatePrecision.DAY, DatePrecision.MONTH):
        return
    if not wait_for_months(row.owner_id):
        return
    closed = MonthClosing.objects.standing().filter(
        owner=row.owner_id, month=month_of(row.date), person__in=[one.pk for one in people]
    )
    names = [str(one.person) for one in closed.select_related("person").order_by("person")]
    if names:
        raise ValidationError({"date": _closed_words(row.date, names)})


@contextmanager
def hours_kept(gathering: Gathering) -> Iterator[None]:
    """Around what is written on a gathering: raises ValidationError when it changes the hours that
    somebody who ran it has in a month that they closed. Its words and its people may change."""
    if not wait_for_months(gathering.owner_id):
        yield
        return
    before = _hours_of(gathering)
    yield
    after = _hours_of(gathering)
    changed = {key for key in before | after if before[key] != after[key]}
    closed = MonthClosing.objects.standing().filter(
        owner=gathering.owner_id, month__in={month for _, month in changed}
    )
    for one in closed.select_related("person").order_by("month", "person"):
        if (one.person_id, one.month) in changed:
            raise ValidationError(_closed_words(one.month, [str(one.person)]))


def _hours_of(gathering: Gathering) -> Counter[tuple[int, datetime.date]]:
    """Minutes by person who ran it and month, as `hours.hours_of` counts them."""
    held = Gathering.objects.counted().filter(pk=gathering.pk)
    people = GatheringWorker.objects.filter(gathering__in=held).order_by("pk")
    dates = GatheringDate.objects.filter(
        gathering__in=held,
        postponed_reason="",
        minutes__gt=0,
        date_precision__in=[DatePrecision.DAY, DatePrecision.MONTH],
    ).order_by("pk")
    found: Counter[tuple[int, datetime.date]] = Counter()
    days = list(dates.values_list("date", "minutes"))
    for person in people.values_list("person", flat=True):
        for date, minutes in days:
            found[person, month_of(date)] += minutes
    return found


def _closed_words(day: datetime.date, names: list[str]) -> str:
    return (
        f"Le mois est arrêté ({month_label(day)}, {listed(names)}) : rien n'y change plus. "
        f"{listed(names)} ou l'administration peut le rouvrir sur la page « Mes mois », "
        "en disant pourquoi."
    )


@transaction.atomic
def close_month(
    *, owner: Network, person: User, month: datetime.date, by: User, today: datetime.date
) -> MonthClosing:
    """Declare a month complete; one that is closed already stays so. Raises PermissionDenied, and
    ValidationError for a month to come, or while planned exchanges of it wait for an answer."""
    check_can_close_months_of(by, owner.pk, person)
    if not wait_for_months(owner.pk):
        raise ValidationError(NOT_USED)
    known = MonthClosing.objects.standing().filter(owner=owner, person=person, month=month).first()
    if known is not None:
        return known
    if month > month_of(today):
        raise ValidationError(f"{month_label(month).capitalize()} n'a pas commencé.")
    waiting = planned_in(owner, person, month, last_day(month))
    if waiting:
        names = [
            f"{row.organisation or 'sans structure'} le {long_date(row.date)}" for row in waiting
        ]
        raise ValidationError(
            f"{counted(len(names), 'échange prévu')} en {month_label(month)} : {listed(names)}. "
            "Dites d'abord s'ils ont été tenus, annulés, manqués ou reportés."
        )
    row = MonthClosing(owner=owner, person=person, month=month, closed_by=by)
    row.full_clean()
    row.save()
    journal.record(Verb.FROZEN, row, by=by, changes={"month": month, "person": person})
    return row


def planned_in(
    owner: Network, person: User, start: datetime.date, end: datetime.date
) -> list[AccompanimentSession]:
    """The exchanges of these days that wait for an answer: held, cancelled, missed or put off."""
    found = AccompanimentSession.objects.filter(
        owner=owner, staff=person, state=EntryState.PLANNED
    ).standing()
    return list(
        found.in_period(start, end)
        .select_related("organisation")
        .order_by("date", "starts_at", "pk")
    )


@transaction.atomic
def reopen_month(*, closing: MonthClosing, reason: str, by: User) -> MonthClosing:
    """Let a month change again, which stays in its history. One already open stays so.

    Raises PermissionDenied, and ValidationError without a reason."""
    row = MonthClosing.objects.select_for_update().get(pk=closing.pk)
    check_can_close_months_of(by, row.owner_id, row.person)
    if row.reopened_at is not None:
        return row
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi ce mois est rouvert."})
    row.reopened_at, row.reopened_by, row.reopened_reason = timezone.now(), by, reason.strip()
    row.full_clean()
    row.save()
    journal.record(Verb.RESTORED, row, by=by, changes={"reason": row.reopened_reason})
    return row


@transaction.atomic
def set_months(*, network: Network, closes: bool, by: User) -> Network:
    """Whether people of this network close their months. Raises PermissionDenied."""
    check_can_set_months(by, network)
    row = Network.objects.select_for_update().get(pk=network.pk)
    if row.closes_months != closes:
        row.closes_months = closes
        row.save(update_fields=["closes_months"])
        journal.record(Verb.CHANGED, row, by=by, changes={"closes_months": [not closes, closes]})
    return row
