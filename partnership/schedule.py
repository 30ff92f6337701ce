"""The dates to keep of some conventions: those stored, and those that follow from their terms."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from partnership.deadlines import Due
from partnership.enums import ConventionState, DeadlineKind, SettlementState
from partnership.models import Convention, Deadline, Settlement

REPORT_LABEL = "Bilan attendu"
WITHOUT_REPORT = {
    ConventionState.PROPOSED,
    ConventionState.BEFORE_COMMISSION,
    ConventionState.REFUSED,
}


def schedule_of(conventions: Iterable[Convention]) -> list[Due]:
    """What is or was due, the earliest first, in a constant number of queries. The conventions
    come from `for_list`."""
    known = {one.pk: one for one in conventions}
    dues = [_stored(row, known) for row in _deadlines(known)]
    dues += [_report(one) for one in known.values() if _awaits_report(one)]
    dues += [_observations(row, known) for row in _settlements(known)]
    return sorted(dues, key=lambda due: (due.due_on, due.reference, due.label))


def _deadlines(known: dict[int, Convention]):
    return (
        Deadline.objects.filter(convention__in=known)
        .prefetch_related("changes")
        .order_by("due_on", "pk")
    )


def _settlements(known: dict[int, Convention]):
    return Settlement.objects.filter(
        convention__in=known, state=SettlementState.PROPOSED, no_observation=False
    ).order_by("observations_until", "pk")


def _stored(row: Deadline, known: dict[int, Convention]) -> Due:
    convention = known[row.convention_id]
    changes = list(row.changes.all())
    done_on = row.done_on
    if row.kind == DeadlineKind.REPORT:
        done_on = convention.report_submitted_on
    return Due(
        uid=str(row.uid),
        kind=DeadlineKind(row.kind),
        label=row.label,
        due_on=row.due_on,
        reference=convention.reference,
        address=row.get_absolute_url(),
        done_on=done_on,
        was=changes[0].before if changes else None,
    )


def _awaits_report(convention: Convention) -> bool:
    """A bilan whose day stands in the terms alone. Where it was published without a known date,
    nothing is awaited."""
    return (
        convention.report_deadline is None
        and convention.terms().report_due_on is not None
        and convention.state not in WITHOUT_REPORT
        and not convention.report_publication
    )


def _report(convention: Convention) -> Due:
    return Due(
        uid="",
        kind=DeadlineKind.REPORT,
        label=REPORT_LABEL,
        due_on=convention.terms().report_due_on,
        reference=convention.reference,
        address=reverse("reporting:countdown", args=[convention.reference]),
        done_on=convention.report_submitted_on,
    )


def _observations(row: Settlement, known: dict[int, Convention]) -> Due:
    convention = known[row.convention_id]
    return Due(
        uid="",
        kind=DeadlineKind.OBSERVATIONS,
        label="Fin des observations sur le solde proposé",
        due_on=row.observations_until,
        reference=convention.reference,
        address=reverse("reporting:countdown", args=[convention.reference]),
    )
