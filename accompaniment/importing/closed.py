"""The months that people declared complete: an import adds nothing to them."""

from __future__ import annotations

from accompaniment.enums import DatePrecision
from accompaniment.importing.lines import Line
from accompaniment.models import MonthClosing
from partnership.models import Network
from partnership.wording import month_label


class ClosedMonths:
    """Those of a network, read once."""

    def __init__(self, owner: Network):
        closings = MonthClosing.objects.filter(owner=owner, reopened_at__isnull=True)
        self._closed = set(closings.order_by("pk").values_list("person", "month"))

    def check(self, line: Line) -> None:
        """Refuse a line dated in a month that one of its people closed."""
        if line.precision not in (DatePrecision.DAY, DatePrecision.MONTH):
            return
        month = line.date.replace(day=1)
        for person in line.staff:
            if (person.pk, month) in self._closed:
                line.row.refuse(
                    "date",
                    f"Le mois de {month_label(month)} est arrêté pour {person} : faites-le "
                    "rouvrir, ou corrigez la date.",
                )
