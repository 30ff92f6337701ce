"""Dates as precisely as they are known. No database, no clock."""

from __future__ import annotations

import calendar
import datetime

from accompaniment.enums import DatePrecision
from partnership.wording import long_date, month_label


def date_text(day: datetime.date, precision: str) -> str:
    """« 2 mars 2023 », « mars 2023 » or « 2023 »."""
    if precision == DatePrecision.DAY:
        return long_date(day)
    if precision == DatePrecision.MONTH:
        return month_label(day)
    return str(day.year)


def is_dated(precision: str) -> bool:
    """Whether its month is known."""
    return precision in (DatePrecision.DAY, DatePrecision.MONTH)


def last_day(month: datetime.date) -> datetime.date:
    """The last day of the month of that day."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
