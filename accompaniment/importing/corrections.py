"""What an import corrects in exchanges and follow-ups: read in plain values, told in words, given
back when the import is undone."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError

from accompaniment.actions import change_session, set_follow_up
from accompaniment.enums import Channel, DatePrecision, HelpPoint, Mode, SessionKind
from accompaniment.models import AccompanimentSession, FollowUpModeChange, FollowUpYear
from partnership import journal
from partnership.enums import ProjectKind, Verb
from partnership.journal import plain
from partnership.models import Convention, User
from partnership.wording import hours

_NOTHING = "rien"
_LABELS = {
    "date": "Date",
    "kind": "Nature",
    "minutes": "Durée",
    "line": "Objet",
    "channels": "Canaux",
    "helps": "Points d'aide",
    "staff": "Salarié·e",
    "convention": "Convention",
    "mode": "Mode",
    "mode_changes": "Changements de mode",
    "kinds": "Type de projet",
}


def read_session(row: AccompanimentSession, names: Iterable[str] = ()) -> dict[str, Any]:
    """What a line can correct of an exchange, in plain values."""
    return plain(
        {
            "date": row.date,
            "date_precision": row.date_precision,
            "kind": row.kind,
            "minutes": row.minutes,
            "line": row.line,
            "channels": sorted(row.channel_codes),
            "helps": sorted(row.help_codes),
            "staff": sorted(one.email for one in row.staff.all()),
            "convention": row.convention.reference if row.convention else None,
        }
    )


def read_follow_up(row: FollowUpYear, names: Iterable[str] = ()) -> dict[str, Any]:
    """What a line can correct of a follow-up, in plain values: those `names`, or all."""
    found = {
        "mode": row.mode,
        "mode_from_on": row.mode_from_on,
        "mode_changes": [_change(one) for one in row.changes_in_order],
        "kinds": sorted(row.kind_codes),
    }
    return plain({name: found[name] for name in names or found})


def _change(row: FollowUpModeChange) -> dict[str, Any]:
    """A dated change of mode, whole: a correction may take it away."""
    fields = ("uid", "before", "mode", "from_on", "reason")
    return {name: getattr(row, name) for name in fields} | {"by": row.by and row.by.email}


def in_words(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What changed, as people say it."""
    for name, label in _LABELS.items():
        if before.get(name) != after.get(name):
            yield label, _said(name, before.get(name)), _said(name, after.get(name))


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return _NOTHING
    if name == "date":
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    if name == "minutes":
        return hours(value)
    if name == "mode_changes":
        return ", ".join(_change_in_words(one) for one in value)
    choices = {"kind": SessionKind, "mode": Mode}
    several = {"channels": Channel, "helps": HelpPoint, "kinds": ProjectKind}
    if name in choices:
        return str(choices[name](value).label)
    if name in several:
        return ", ".join(str(several[name](one).label) for one in value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _change_in_words(change: dict[str, Any]) -> str:
    before, after = Mode(change["before"]).label, Mode(change["mode"]).label
    return f"{before} → {after} le {datetime.date.fromisoformat(change['from_on']):%d/%m/%Y}"


def give_back_session(row: AccompanimentSession, values: dict[str, Any], *, by: User) -> None:
    """Write an exchange as it was. Raises ValidationError when it cannot be any more."""
    given = read_session(row) | values
    reference = given.pop("convention")
    convention = Convention.objects.filter(reference=reference, owner=row.owner).first()
    if reference and convention is None:
        raise ValidationError(f"La convention {reference} n'existe plus.")
    change_session(
        session=row,
        by=by,
        convention=convention,
        channels=given.pop("channels"),
        helps=given.pop("helps"),
        staff=list(User.objects.filter(email__in=given.pop("staff")).order_by("pk")),
        date=datetime.date.fromisoformat(given.pop("date")),
        date_precision=DatePrecision(given.pop("date_precision")),
        **given,
    )


def give_back_follow_up(row: FollowUpYear, values: dict[str, Any], *, by: User) -> None:
    """Write the modes and the kinds of a follow-up as they were. Raises ValidationError where
    its dated changes of mode were not kept."""
    before = read_follow_up(row)
    given = before | values
    if "mode_changes" not in values and before["mode_changes"]:
        raise ValidationError("son mode a changé à une date : corrigez-le dans Trame.")
    set_follow_up(follow_up=row, mode=row.mode, kinds=given["kinds"], by=by)
    kept = [one["uid"] for one in given["mode_changes"]]
    row.mode_changes.exclude(uid__in=kept).delete()
    for one in given["mode_changes"]:
        fields = {name: one[name] for name in ("before", "mode", "from_on", "reason")}
        person = User.objects.filter(email=one["by"]).first() if one["by"] else None
        row.mode_changes.update_or_create(uid=one["uid"], defaults=fields | {"by": person})
    modes = {name: given[name] for name in ("mode", "mode_from_on")}
    FollowUpYear.objects.filter(pk=row.pk).update(**modes)
    told = {name: given[name] for name in ("mode", "mode_from_on", "mode_changes")}
    if changes := journal.differences(before, told):
        journal.record(Verb.CHANGED, row, by=by, changes=changes)
