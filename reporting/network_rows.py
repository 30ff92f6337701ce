"""The rows of a network's year, as facts, in a constant number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Prefetch, Sum

from accompaniment.enums import DatePrecision, GatheringKind, GatheringState, PlaceKind, WorkKind
from accompaniment.models import Attendance, Gathering, GatheringDate, GatheringShare, WorkEntry
from partnership.models import Organisation, User
from partnership.text import normalise
from partnership.wording import UNKNOWN
from reporting.network_year import Meeting, Trip

_WITHOUT_MONTH = (DatePrecision.YEAR, DatePrecision.PERIOD)


def _logged(user: User):
    """What was held, not taken back; what a log calls « accompagnement » stays in it."""
    mine = Gathering.objects.filter(owner__in=user.access.networks)
    return mine.standing().filter(state=GatheringState.HELD)


def years_of(user: User) -> list[int]:
    """The years in which something was held, the latest first."""
    dates = GatheringDate.objects.filter(gathering__in=_logged(user), postponed_reason="")
    return sorted({day.year for day in dates.dates("date", "year")}, reverse=True)


def meetings_of(user: User, year: int) -> list[Meeting]:
    """The collective times of the year, in the order of their dates. Own offices are in the
    association's town."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    dates: dict[int, list[GatheringDate]] = {}
    held = GatheringDate.objects.filter(
        gathering__in=_logged(user), postponed_reason="", date__gte=first, date__lte=last
    )
    for day in held.order_by("date", "starts_at", "pk"):
        dates.setdefault(day.gathering_id, []).append(day)
    shares = GatheringShare.objects.select_related("convention").order_by("pk")
    rows = Gathering.objects.filter(pk__in=list(dates)).prefetch_related(Prefetch("shares", shares))
    present = _present(dates)
    own = _own_towns(user)
    found = [
        _meeting(row, dates[row.pk], present.get(row.pk), own.get(row.owner_id))
        for row in rows.order_by("pk")
    ]
    return sorted(found, key=lambda one: (one.first_on, one.title, one.uid))


def _present(gatherings: Iterable[int]) -> dict[int, int]:
    """How many were there, by gathering, where rows say so."""
    rows = Attendance.objects.filter(gathering__in=list(gatherings)).present().order_by()
    sums = rows.values("gathering").annotate(adults=Sum("people"), young=Sum("young_people"))
    return {one["gathering"]: one["adults"] + one["young"] for one in sums.order_by("gathering")}


def _own_towns(user: User) -> dict[int, Organisation]:
    mine = Organisation.objects.filter(owner__in=user.access.networks, runs_its_network=True)
    return {one.owner_id: one for one in mine.order_by("pk")}


def _meeting(
    row: Gathering, days: list[GatheringDate], present: int | None, own: Organisation | None
) -> Meeting:
    known = [day.minutes for day in days if day.minutes is not None]
    town, insee_code = row.town, row.insee_code
    if row.place_kind == PlaceKind.ONLINE:
        town = insee_code = ""
    elif row.place_kind == PlaceKind.OWN_OFFICES and own is not None and not town:
        town, insee_code = own.town, own.insee_code
    return Meeting(
        uid=str(row.uid),
        title=row.title,
        kind=kind_code(row),
        kind_label=_kind_label(row),
        first_on=days[0].date,
        month=0 if days[0].date_precision in _WITHOUT_MONTH else days[0].date.month,
        place=row.place_kind,
        place_label=row.get_place_kind_display(),
        place_words=row.place,
        date_text=_date_text(days[0]),
        town=town,
        insee_code=insee_code,
        minutes=sum(known) if known else None,
        participants=row.stated_participants if present is None else present,
        conventions=tuple(share.convention.reference for share in row.shares.all()),
    )


def _date_text(day: GatheringDate) -> str:
    """As an import reads it back."""
    if day.date_precision == DatePrecision.DAY:
        return f"{day.date:%d/%m/%Y}"
    return f"{day.date:%m/%Y}" if day.date_precision == DatePrecision.MONTH else f"{day.date:%Y}"


def kind_code(row: Gathering) -> str:
    """The code of a kind of the list; the word of a document that had another."""
    if row.kind != GatheringKind.OTHER or not row.kind_words:
        return row.kind
    if row.kind_words == UNKNOWN:
        return PlaceKind.UNKNOWN.value
    return f"mot-{normalise(row.kind_words).replace(' ', '-')}"


def _kind_label(row: Gathering) -> str:
    return row.kind_label[:1].upper() + row.kind_label[1:]


def trips_of(user: User, year: int) -> list[Trip]:
    """The journeys noted as work."""
    mine = WorkEntry.objects.filter(owner__in=user.access.networks, kind=WorkKind.TRAVEL)
    rows = mine.counted().filter(date__year=year).select_related("convention").order_by("pk")
    return [
        Trip(
            0 if row.date_precision in _WITHOUT_MONTH else row.date.month,
            (row.convention.reference,) if row.convention else (),
        )
        for row in rows
    ]
