"""A date as precisely as it is known."""

from __future__ import annotations

import datetime

from accompaniment.enums import DatePrecision
from partnership.wording import long_date, month_label


def date_words(day: datetime.date, precision: str) -> str:
    """« 2 mars 2023 », « mars 2023 » or « 2023 »."""
    if precision == DatePrecision.DAY:
        return long_date(day)
    return month_label(day) if precision == DatePrecision.MONTH else str(day.year)
