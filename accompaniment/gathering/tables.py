"""The columns of the export of gatherings: what goes out comes back in unchanged."""

from __future__ import annotations

import datetime

from accompaniment.enums import DatePrecision, PlaceKind
from accompaniment.models import Gathering, GatheringDate
from partnership.rendering.tables import Column


def _date(one: GatheringDate) -> datetime.date | str:
    if one.date_precision == DatePrecision.DAY:
        return one.date
    return f"{one.date:%m/%Y}" if one.date_precision == DatePrecision.MONTH else str(one.date.year)


def _dates(row: Gathering) -> datetime.date | str:
    """A day as it is; several in one cell."""
    dates = [_date(one) for one in row.standing_dates]
    if len(dates) < 2:
        return dates[0] if dates else ""
    days = (one.strftime("%d/%m/%Y") if isinstance(one, datetime.date) else one for one in dates)
    return " ; ".join(days)


def _place(row: Gathering) -> str:
    known = row.place_kind in (PlaceKind.ONLINE, PlaceKind.OWN_OFFICES)
    if known or not (row.place or row.town):
        unknown = row.place_kind == PlaceKind.UNKNOWN
        return "" if unknown else row.get_place_kind_display()
    return row.place_text


# Rows are read by `GatheringQuerySet.for_list_of`.
GATHERINGS = [
    Column("Référence", lambda row: str(row.uid)),
    Column("Sujet", lambda row: row.title),
    Column("Date", _dates),
    Column("Durée (min)", lambda row: row.minutes),
    Column("Type de réunion", lambda row: row.get_kind_display()),
    Column("État", lambda row: row.get_state_display()),
    Column("Localisation", _place),
    Column("Commune", lambda row: row.town),
    Column("Nombre de participants", lambda row: row.participants),
    Column(
        "Convention",
        lambda row: " ; ".join(share.convention.reference for share in row.own_shares),
    ),
]
