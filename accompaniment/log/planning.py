"""Sessions to come: planned, then held, cancelled, missed or put off. They count once held.

What is written goes through `actions`, which journals it and refuses months that are closed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import actions
from accompaniment.enums import EntryState
from accompaniment.log import closing
from accompaniment.log.noting import Noted, default_convention, note_session
from accompaniment.models import AccompanimentSession
from partnership.models import Convention, User
from partnership.wording import long_date


def check_ahead(day: datetime.date, today: datetime.date) -> None:
    """Raises ValidationError for a day that is over."""
    if day < today:
        raise ValidationError(
            {"date": f"Le {long_date(day)} est passé : donnez aujourd'hui ou un jour à venir."}
        )


@transaction.atomic
def plan_session(*, date: datetime.date, today: datetime.date, **fields: Any) -> Noted:
    """Plan an exchange, today or later; the fields are those of `noting.note_session`. The same
    form again writes nothing more. Raises ValidationError for a day that is over."""
    check_ahead(date, today)
    return note_session(date=date, state=EntryState.PLANNED, **fields)


@transaction.atomic
def hold_session(
    *,
    session: AccompanimentSession,
    minutes: int,
    line: str,
    channels: Sequence[str],
    staff: Sequence[User],
    by: User,
    today: datetime.date,
) -> AccompanimentSession:
    """It took place on its day, for so long. Said twice, it is held once.

    Raises ValidationError before its day."""
    row = _locked(session)
    if row.is_held:
        return row
    if row.date > today:
        raise ValidationError(
            f"Cet échange est prévu le {long_date(row.date)} : il n'a pas encore eu lieu. "
            "S'il a eu lieu plus tôt, corrigez d'abord sa date."
        )
    given = {"state": EntryState.HELD, "state_reason": "", "minutes": minutes, "line": line}
    return _change(row, by=by, channels=channels, staff=staff, **given)


@transaction.atomic
def drop_session(
    *, session: AccompanimentSession, state: EntryState, reason: str, by: User
) -> AccompanimentSession:
    """It will not be held (cancelled), or somebody did not come (missed). Raises ValidationError
    when it was held."""
    row = _locked(session)
    if row.is_held:
        raise ValidationError(
            "Cet échange est déjà noté comme tenu : annulez la ligne si c'est une erreur."
        )
    return _change(row, by=by, state=state, state_reason=reason.strip())


@transaction.atomic
def put_off_session(
    *,
    session: AccompanimentSession,
    date: datetime.date,
    starts_at: datetime.time | None,
    reason: str,
    by: User,
    today: datetime.date,
) -> AccompanimentSession:
    """Plan it for another day, today or later; in another period, it joins that convention.

    Raises ValidationError when it was held, or for a day that is over."""
    row = _locked(session)
    if row.is_held:
        raise ValidationError("Cet échange est déjà noté comme tenu : il ne se reporte plus.")
    check_ahead(date, today)
    return _change(
        row,
        by=by,
        convention=_convention_on(row, date),
        state=EntryState.PLANNED,
        state_reason=reason.strip(),
        date=date,
        starts_at=starts_at,
    )


def _convention_on(row: AccompanimentSession, day: datetime.date) -> Convention | None:
    if row.convention is not None and row.convention.terms().holds(day):
        return row.convention
    found = default_convention(owner=row.owner, organisation=row.organisation, date=day)
    return found.convention


def _locked(session: AccompanimentSession) -> AccompanimentSession:
    """The row as it stands now; in the order in which every write waits: months, then rows."""
    closing.wait_for_months(session.owner_id)
    return AccompanimentSession.objects.select_for_update().get(pk=session.pk)


def _change(row: AccompanimentSession, *, by: User, **fields: Any) -> AccompanimentSession:
    kept = {
        "channels": list(row.channel_codes),
        "staff": list(row.staff.all()),
        "convention": row.convention,
    }
    return actions.change_session(session=row, by=by, **kept | fields)
