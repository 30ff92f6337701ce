"""Reminders of what is due, at 60, 30 and 7 days and the day after, each once."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from partnership import mailing
from partnership.actions.deadlines import keep_report_deadline
from partnership.deadlines import DAY_AFTER, REMINDERS, distance, reminder_due
from partnership.enums import ConventionState, DeadlineKind
from partnership.models import Convention, Deadline, Reminder, User
from partnership.schedule import WITHOUT_REPORT
from partnership.wording import long_date

FARTHEST = datetime.timedelta(days=max(REMINDERS))


def remind(today: datetime.date | None = None) -> int:
    """Write the reminders that this day calls for. Returns how many deadlines were recalled."""
    day = today or timezone.localdate()
    _keep_report_deadlines(day)
    standing = (
        Deadline.objects.filter(
            done_on__isnull=True,
            due_on__lte=day + FARTHEST,
            due_on__gte=day - datetime.timedelta(days=7),
        )
        .exclude(convention__state__in=[ConventionState.REFUSED, ConventionState.TERMINATED])
        .exclude(Q(kind=DeadlineKind.REPORT) & Q(convention__report_submitted_on__isnull=False))
        .exclude(Q(kind=DeadlineKind.REPORT) & ~Q(convention__report_publication=""))
        .select_related("convention__owner")
        .order_by("due_on", "pk")
    )
    return sum(_recall(one, day) for one in standing)


def _keep_report_deadlines(day: datetime.date) -> None:
    """The bilan's deadline of each convention under way, stored before it is recalled."""
    conventions = (
        Convention.objects.lately(day)
        .filter(report_submitted_on__isnull=True, report_publication="")
        .exclude(state__in=[*WITHOUT_REPORT, ConventionState.TERMINATED])
        .exclude(deadlines__kind=DeadlineKind.REPORT)
        .for_list()
    )
    for convention in conventions:
        keep_report_deadline(convention=convention)


@transaction.atomic
def _recall(deadline: Deadline, day: datetime.date) -> bool:
    days = reminder_due(deadline.due_on, day)
    if days is None:
        return False
    _, is_new = Reminder.objects.get_or_create(deadline=deadline, due_on=deadline.due_on, days=days)
    if not is_new:
        return False
    for person in people_concerned(deadline, day):
        mailing.write(
            owner=deadline.convention.owner,
            to=person,
            subject=subject(deadline, day),
            body=body(deadline, days),
        )
    return True


def people_concerned(deadline: Deadline, day: datetime.date):
    """The association's team and the funder's officers of that day, but those who asked not to be
    told. The bilan is the association's to do: its team alone is reminded."""
    convention = deadline.convention
    concerned = User.objects.in_the_team_of(convention.owner, day)
    if deadline.kind != DeadlineKind.REPORT:
        concerned |= User.objects.officers_of(convention.funder, day)
    return concerned.filter(wants_reminders=True).for_choice()


def subject(deadline: Deadline, day: datetime.date) -> str:
    """« Dans 30 jours : bilan attendu, CD62-2025 », « Hier : … »."""
    days = (deadline.due_on - day).days
    when = "Hier" if days == -1 else distance(days).capitalize()
    return f"{when} : {deadline.label.lower()}, {deadline.convention.reference}"


def body(deadline: Deadline, days: int) -> str:
    convention = deadline.convention
    due = "était attendue le" if days == DAY_AFTER else "est attendue le"
    return (
        "Bonjour,\n\n"
        f"L'échéance « {deadline.label} » de la convention {convention.reference} {due} "
        f"{long_date(deadline.due_on)}.\n\n"
        f"Où en est-on : {settings.BASE_URL}{deadline.get_absolute_url()}\n"
    )
