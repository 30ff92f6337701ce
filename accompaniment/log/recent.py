"""What a person noted lately, the hours of the month when they were present, and the structures to
have at hand."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from accompaniment.dates import last_day
from accompaniment.log.hours import hours_of
from accompaniment.models import AccompanimentSession, ProposedEntry, WorkEntry
from partnership.models import Organisation, User
from partnership.wording import counted, hours, month_label

SHOWN = 8
AT_HAND = 500


@dataclass(frozen=True)
class Recent:
    """The latest entries first, and the minutes of the current month."""

    rows: list[AccompanimentSession | WorkEntry]
    month_minutes: int
    month: str
    waiting: int = 0  # entries that a mail or an event proposes

    @property
    def month_text(self) -> str:
        return f"{hours(self.month_minutes)} en {self.month}"

    @property
    def example(self) -> str:
        """A line that may be written, about a structure that the person knows."""
        known = {row.organisation for row in self.rows if row.organisation}
        names = sorted(
            (one.short_name or one.name for one in known), key=lambda one: (len(one), one)
        )
        name = names[0].lower() if names else "nom de la structure"
        return f"{name} tél 45 hier budget prévisionnel"

    @property
    def waiting_text(self) -> str:
        return f"{counted(self.waiting, 'ligne')} à confirmer"


def recent_entries(user: User) -> Recent:
    rows: list[AccompanimentSession | WorkEntry] = []
    today = timezone.localdate()
    last = last_day(today)
    for model in (AccompanimentSession, WorkEntry):
        mine = model.objects.visible_to(user).of_person(user).counted()
        rows += mine.for_list().order_by("-created_at", "-pk")[:SHOWN]
    rows.sort(key=lambda row: row.created_at, reverse=True)
    minutes = hours_of(user, user, today.replace(day=1), last).total
    waiting = ProposedEntry.objects.visible_to(user).waiting().count()
    return Recent(rows[:SHOWN], minutes, month_label(today), waiting)


def structures_at_hand(user: User) -> list[Organisation]:
    """The structures of the person's network with the latest exchanges, at most 500, by name: what
    a device keeps to name them without network."""
    latest = (
        AccompanimentSession.objects.filter(
            owner__in=user.access.networks, organisation__isnull=False
        )
        .standing()
        .order_by()
        .values("organisation")
        .annotate(last=Max("date"))
        .order_by("-last", "-organisation")
        .values_list("organisation", flat=True)[:AT_HAND]
    )
    found = Organisation.objects.standing().filter(pk__in=list(latest))
    return list(found.order_by("search_text", "pk"))
