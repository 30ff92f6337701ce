"""What hangs on a gathering, as a form gives it: dates, conventions served, people. No journal: the
writes that use it write their line."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError

from accompaniment.models import (
    CoFacilitator,
    Gathering,
    GatheringDate,
    GatheringShare,
    GatheringWorker,
)
from partnership.figures import HUNDRED
from partnership.wording import hours, long_date
from partnership.wording import percent as percent_text


@dataclass(frozen=True)
class Lines:
    """The lines of one part: those to keep, each with its uid, and the uids taken away. A line that
    is in neither stays as it is: somebody else may just have added it."""

    kept: Sequence[dict[str, Any]] = ()
    removed: Sequence[str] = ()


@dataclass(frozen=True)
class Parts:
    """What is given of each part; None: left as it is."""

    dates: Lines | None = None
    shares: Lines | None = None
    workers: Lines | None = None
    co_facilitators: Lines | None = None
    projects: Sequence[Model] | None = field(default=None)


_MODELS = {
    "dates": GatheringDate,
    "shares": GatheringShare,
    "workers": GatheringWorker,
    "co_facilitators": CoFacilitator,
}


def write_parts(gathering: Gathering, parts: Parts) -> dict[str, list[list[str]]]:
    """Write them all under the gathering's lock, then check that the whole holds. What changed, as
    words before and after.

    Raises ValidationError for a line that does not hold, shares above 100 % in all, a convention
    from elsewhere, and dates that a convention served does not hold."""
    changes = {}
    for name, model in _MODELS.items():
        lines = getattr(parts, name)
        if lines is not None:
            before = _words(gathering, name)
            _write(gathering, model, lines)
            after = _words(gathering, name)
            if before != after:
                changes[name] = [before, after]
    if parts.projects is not None:
        changes |= _write_projects(gathering, parts.projects)
    check_shares(gathering)
    check_preparation(gathering)
    return changes


def _write(gathering: Gathering, model: type[Model], lines: Lines) -> None:
    _take_away(gathering, model, lines.removed)
    known = {str(row.uid): row for row in model.objects.filter(gathering=gathering)}
    for line in lines.kept:
        uid = line.get("uid") or uuid.uuid4()
        row = known.get(str(uid)) or model(gathering=gathering, uid=uid)
        for name, value in line.items():
            if name != "uid":
                setattr(row, name, value)
        row.full_clean()
        row.save()


def _take_away(gathering: Gathering, model: type[Model], uids: Sequence[str]) -> None:
    try:
        model.objects.filter(gathering=gathering, uid__in=uids).delete()
    except ProtectedError as error:
        raise ValidationError(
            "Une date qui en remplace une autre ne se retire pas : reportez-la, avec son motif."
        ) from error


def _write_projects(gathering: Gathering, projects: Iterable[Model]) -> dict[str, Any]:
    before = sorted(str(one.uid) for one in gathering.projects.all())
    after = sorted(str(one.uid) for one in projects)
    if before == after:
        return {}
    gathering.projects.set(projects)
    return {"projects": [before, after]}


def _words(gathering: Gathering, name: str) -> list[str]:
    return [_word(row) for row in getattr(gathering, name).order_by("pk")]


def _word(row: Model) -> str:
    if isinstance(row, GatheringDate):
        said = [row.date_text, row.hours_text, hours(row.minutes) if row.minutes else ""]
        return " ".join(filter(None, said))
    if isinstance(row, GatheringShare):
        action = f" · {row.commitment.label}" if row.commitment else ""
        return f"{row.convention.reference}{action} : {percent_text(row.percent)}"
    if isinstance(row, GatheringWorker):
        return f"{row.person.uid} {hours(row.preparation_minutes)}"
    return " · ".join(filter(None, [row.name, str(row.organisation or ""), row.role]))


def check_shares(gathering: Gathering) -> None:
    """As they are in the database, which the gathering's lock keeps so."""
    shares = list(
        gathering.shares.select_related("convention", "commitment")
        .prefetch_related("convention__amendments__commitment_changes")
        .order_by("pk")
    )
    whole = sum((one.percent for one in shares), Decimal(0))
    if whole > HUNDRED:
        raise ValidationError(
            f"Les parts de ce temps collectif font {percent_text(whole)} en tout : elles ne "
            "dépassent jamais 100 %. Baissez l'une d'elles.",
            code="above_hundred",
        )
    for one in shares:
        if one.convention.owner_id != gathering.owner_id:
            raise ValidationError("Cette convention n'est pas de votre réseau.")
        if one.commitment and one.commitment.convention_id != one.convention_id:
            raise ValidationError("Cette action du programme est celle d'une autre convention.")
    if not gathering.taken_over:
        _check_periods(gathering, shares)


def _check_periods(gathering: Gathering, shares: Sequence[GatheringShare]) -> None:
    """What a document told may contradict itself, and is shown so; what is typed here may not."""
    days = [one.date for one in gathering.dates.filter(postponed_reason="").order_by("date", "pk")]
    for one in shares:
        terms = one.convention.terms()
        if days and not any(map(terms.holds, days)):
            raise ValidationError(
                f"Le {long_date(days[0])} n'est pas dans la période de "
                f"{one.convention.reference}, du {long_date(terms.starts_on)} au "
                f"{long_date(terms.ends_on)} : corrigez la date ou la convention.",
                code="outside_the_period",
            )


def check_preparation(gathering: Gathering) -> None:
    whole = gathering.preparation_minutes
    each = sum(row.preparation_minutes or 0 for row in gathering.workers.order_by("pk"))
    if whole is not None and whole < each:
        raise ValidationError(
            {
                "preparation": f"La préparation en tout ({hours(whole)}) est plus courte que celle "
                f"des salarié·es ({hours(each)}) : augmentez-la, ou laissez-la vide."
            }
        )
