"""The quick log: one form, one call, whatever was lived."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accompaniment import actions
from accompaniment.enums import Mode
from accompaniment.following.flagging import flagged
from accompaniment.log.attaching import Attachment, attach
from accompaniment.models import AccompanimentSession, WorkEntry
from partnership.actions.organisations import create_organisation
from partnership.models import Commitment, Convention, Network, Organisation, User
from partnership.text import normalise

ALREADY_NOTED = (
    "Ce formulaire a déjà servi pour une autre ligne : rien n'est encore noté. "
    "Vérifiez ce qui suit, puis notez à nouveau."
)


@dataclass(frozen=True)
class Noted:
    """What was written: the row, and the structure when it was new."""

    row: AccompanimentSession | WorkEntry
    created: Organisation | None = None

    @property
    def is_first_contact(self) -> bool:
        return self.row.is_session and self.row.mode == Mode.CONTACT

    @property
    def advice_flag(self) -> str:
        """What to say of a meeting of advice past the third; nothing otherwise."""
        return flagged([self.row])[0].advice_flag if self.row.is_session else ""

    @property
    def is_unattached(self) -> bool:
        return self.row.convention_id is None


def default_convention(
    *, owner: Network, organisation: Organisation | None, date: datetime.date
) -> Attachment:
    """The convention that an entry of that day belongs to when nobody says which."""
    candidates = list(Convention.objects.filter(owner=owner).covering(date).newest_first())
    last_funder = None
    if organisation is not None:
        last_funder = (
            AccompanimentSession.objects.filter(
                owner=owner, organisation=organisation, convention__isnull=False
            )
            .standing()
            .newest_first()
            .values_list("convention__funder", flat=True)
            .first()
        )
    return attach(candidates, last_funder)


@transaction.atomic
def note_session(
    *,
    owner: Network,
    organisation: Organisation | None,
    new_name: str,
    convention: Convention | None,
    kind: str,
    date: datetime.date,
    minutes: int | None,
    channels: Sequence[str],
    line: str,
    internal_note: str,
    staff: Sequence[User],
    uid: uuid.UUID,
    by: User,
    helps: Sequence[str] = (),
    **fields: Any,
) -> Noted:
    """Note an exchange, creating the structure when only its name was given: it starts in first
    contact. The same form again writes nothing more.

    Raises ValidationError when its `uid` already names something else."""
    actions.one_at_a_time(owner)
    name = new_name if organisation is None else organisation.name
    known = _already_noted(
        uid, owner, {"kind": kind, "date": date, "minutes": minutes, "line": line}, name
    )
    if known is not None:
        return Noted(known)
    organisation, created = _structure(owner, organisation, new_name, by)
    follow_up = actions.open_follow_up(
        owner=owner, organisation=organisation, convention=convention, by=by, lead=by
    )
    session = actions.log_session(
        owner=owner,
        follow_up=follow_up,
        kind=kind,
        date=date,
        by=by,
        channels=channels,
        minutes=minutes,
        staff=staff,
        helps=helps,
        uid=uid,
        line=line,
        internal_note=internal_note,
        **fields,
    )
    return Noted(session, created)


def _already_noted(uid: uuid.UUID, owner: Network, said: dict, name: str | None):
    """The row that this very form wrote before; None when it is new."""
    for model in (AccompanimentSession, WorkEntry):
        known = model.objects.filter(uid=uid).for_list().first()
        if known is None:
            continue
        same = known.owner_id == owner.pk and all(
            getattr(known, field) == value for field, value in said.items()
        )
        known_name = known.organisation.name if known.organisation else None
        if same and normalise(known_name or "") == normalise(name or ""):
            return known
        raise ValidationError(ALREADY_NOTED)
    return None


@transaction.atomic
def note_work(
    *,
    owner: Network,
    organisation: Organisation | None,
    new_name: str = "",
    convention: Convention | None,
    commitment: Commitment | None,
    kind: str,
    date: datetime.date,
    minutes: int | None,
    line: str,
    internal_note: str,
    staff: Sequence[User],
    uid: uuid.UUID,
    by: User,
    promotion: str = "",
) -> Noted:
    """Note work without a holder; a structure met may be named, and is created when it is new: it
    has no follow-up. The same form again writes nothing more.

    Raises ValidationError when its `uid` already names something else."""
    actions.one_at_a_time(owner)
    known = _already_noted(
        uid,
        owner,
        {"kind": kind, "date": date, "minutes": minutes, "line": line},
        organisation.name if organisation else new_name,
    )
    if known is not None:
        return Noted(known)
    organisation, created = _structure(owner, organisation, new_name, by)
    work = actions.log_work(
        owner=owner,
        kind=kind,
        date=date,
        by=by,
        minutes=minutes,
        convention=convention,
        commitment=commitment,
        staff=staff,
        uid=uid,
        organisation=organisation,
        line=line,
        internal_note=internal_note,
        promotion=promotion,
    )
    return Noted(work, created)


def _structure(
    owner: Network, organisation: Organisation | None, new_name: str, by: User
) -> tuple[Organisation | None, Organisation | None]:
    """The structure that was named, if any; and again when it had to be created."""
    if organisation is not None or not new_name:
        return organisation, None
    known = Organisation.objects.named(new_name, owner=owner)
    if known is not None:
        return known, None
    created = create_organisation(owner=owner, name=new_name, by=by)
    return created, created
