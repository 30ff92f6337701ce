"""The months that people declared complete: an import adds nothing to them, nor takes away."""

from __future__ import annotations

import datetime

from django.db.models import Model

from accompaniment.enums import DatePrecision
from accompaniment.importing.lines import Line
from accompaniment.log.closing import month_of
from accompaniment.models import AccompanimentSession, MonthClosing
from partnership.models import Import, Network
from partnership.wording import month_label


class ClosedMonths:
    """Those of a network, read once."""

    def __init__(self, owner: Network):
        closings = MonthClosing.objects.filter(owner=owner, owner__closes_months=True).standing()
        self._closed = set(closings.order_by("pk").values_list("person", "month"))

    @property
    def none(self) -> bool:
        return not self._closed

    def holds(self, person: int | None, month: datetime.date) -> bool:
        return (person, month) in self._closed

    def check(self, line: Line) -> None:
        """Refuse a line dated in a month that one of its people closed."""
        if line.precision not in (DatePrecision.DAY, DatePrecision.MONTH):
            return
        month = month_of(line.date)
        for person in line.staff:
            if self.holds(person.pk, month):
                line.row.refuse(
                    "date",
                    f"Le mois de {month_label(month)} est arrêté pour {person} : faites-le "
                    "rouvrir, ou corrigez la date.",
                )


def hindrance(import_run: Import, model: type[Model], keys: list[int]) -> list[str]:
    """Why exchanges of an import cannot be deleted: somebody closed their month since."""
    if model is not AccompanimentSession:
        return []
    closed = ClosedMonths(import_run.owner)
    if closed.none:
        return []
    dated = AccompanimentSession.objects.filter(
        pk__in=keys, date_precision__in=[DatePrecision.DAY, DatePrecision.MONTH]
    ).order_by("date", "pk")
    months = {
        month_of(date)
        for date, person in dated.values_list("date", "staff")
        if closed.holds(person, month_of(date))
    }
    return [
        f"Le mois de {month_label(month)} est arrêté par quelqu'un de l'équipe : faites-le rouvrir."
        for month in sorted(months)
    ]
