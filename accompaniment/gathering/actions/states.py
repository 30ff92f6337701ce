"""What becomes of a gathering: held, postponed, cancelled, planned again."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment.enums import GatheringState
from accompaniment.gathering.actions.keeping import check_held_is_past, held_now
from accompaniment.gathering.actions.parts import check_shares
from accompaniment.log import closing
from accompaniment.models import Gathering, GatheringDate
from partnership import journal
from partnership.enums import Verb
from partnership.models import User

CALLED_OFF = "Ce temps collectif est annulé : remettez-le d'abord à prévu."


@transaction.atomic
def hold_gathering(*, gathering: Gathering, by: User | None) -> Gathering:
    """It took place. Raises ValidationError while one of its dates is to come, or without any."""
    held = held_now(gathering, by)
    if held.is_called_off:
        raise ValidationError(CALLED_OFF)
    return _move(held, GatheringState.HELD, by=by)


@transaction.atomic
def cancel_gathering(*, gathering: Gathering, reason: str, by: User | None) -> Gathering:
    """It will not take place, and why. Raises ValidationError for one that did."""
    held = held_now(gathering, by)
    if held.is_held:
        raise ValidationError("Ce temps collectif a eu lieu : il ne s'annule pas.")
    return _move(held, GatheringState.CANCELLED, by=by, reason=_given(reason))


@transaction.atomic
def plan_again(*, gathering: Gathering, by: User | None) -> Gathering:
    """Back to planned: it had been said held, cancelled or postponed."""
    return _move(held_now(gathering, by), GatheringState.PLANNED, by=by)


@transaction.atomic
def postpone_date(
    *,
    date: GatheringDate,
    reason: str,
    by: User | None,
    to: datetime.date | None = None,
    starts_at: datetime.time | None = None,
    ends_at: datetime.time | None = None,
    minutes: int | None = None,
) -> GatheringDate | None:
    """Put off one of the dates: it keeps its row, with why, and points to the one that replaces it,
    given back; None while nobody knows the new day. A date already put off without a new day
    receives it. The gathering is postponed once no other date of it stands.

    Raises ValidationError for a date already replaced, the same day again, a gathering that is
    cancelled or that took place, and days that a convention served does not hold."""
    gathering = held_now(date.gathering, by)
    date = GatheringDate.objects.select_for_update().get(pk=date.pk)
    if date.postponed_to_id is not None:
        raise ValidationError("Cette date est déjà reportée : reportez celle qui la remplace.")
    if gathering.is_called_off:
        raise ValidationError(CALLED_OFF)
    others = [one for one in gathering.standing_dates if one.pk != date.pk]
    if gathering.is_held and not others:
        raise ValidationError("Ce temps collectif a eu lieu : il ne se reporte pas.")
    date.postponed_reason = _given(reason)
    with closing.hours_kept(gathering):
        if to is not None:
            date.postponed_to = _new_date(
                date, date=to, starts_at=starts_at, ends_at=ends_at, minutes=minutes
            )
        date.full_clean()
        date.save()
    check_shares(gathering)
    changes = {"date": date.date, "to": to, "reason": date.postponed_reason}
    journal.record(Verb.CHANGED, gathering, by=by, changes=changes)
    if not others:
        _move(gathering, GatheringState.POSTPONED, by=by, reason=date.postponed_reason)
    return date.postponed_to


def _new_date(postponed: GatheringDate, **fields: Any) -> GatheringDate:
    if (fields["date"], fields["starts_at"]) == (postponed.date, postponed.starts_at):
        raise ValidationError({"to": "C'est la même date : donnez la nouvelle."})
    new = GatheringDate(gathering_id=postponed.gathering_id, **fields)
    new.full_clean()
    new.save()
    return new


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": "Dites pourquoi."})
    return reason.strip()


def _move(
    gathering: Gathering, state: GatheringState, *, by: User | None, reason: str = ""
) -> Gathering:
    before = {"state": gathering.state, "state_reason": gathering.state_reason}
    gathering.state, gathering.state_reason = state, reason
    after = {"state": gathering.state, "state_reason": gathering.state_reason}
    check_held_is_past(gathering)
    gathering.full_clean()
    with closing.hours_kept(gathering):
        gathering.save(update_fields=["state", "state_reason"])
    if changes := journal.differences(before, after):
        journal.record(Verb.MOVED, gathering, by=by, changes=changes)
    return gathering
