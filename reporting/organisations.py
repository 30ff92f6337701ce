"""Everything that was ever done with a structure, by year."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from accompaniment.enums import SessionKind
from accompaniment.models import (
    AccompanimentSession,
    Attendance,
    FollowUpYear,
    Gathering,
    WorkEntry,
)
from partnership.models import Contact, Convention, Organisation, Project, StoredFile, User

LATEST = 12


@dataclass
class OrganisationYear:
    """What one year holds: conventions, follow-ups, projects, exchanges and work."""

    year: int
    sessions: int = 0
    minutes: int = 0
    works: int = 0
    gatherings: list[Gathering] = field(default_factory=list)
    is_member: bool = False
    follow_ups: list[FollowUpYear] = field(default_factory=list)
    conventions: list[Convention] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    latest: list = field(default_factory=list)


@dataclass(frozen=True)
class OrganisationStory:
    years: list[OrganisationYear]
    contacts: list[Contact]
    files: list[StoredFile]


def story_of(organisation: Organisation, user: User) -> OrganisationStory:
    """What this person may see of it, the latest year first; a constant number of queries."""
    years: dict[int, OrganisationYear] = {}

    def of(number: int) -> OrganisationYear:
        return years.setdefault(number, OrganisationYear(number))

    for row in _entries(AccompanimentSession, organisation, user):
        year = of(row.date.year)
        year.sessions += row.kind == SessionKind.MEETING
        year.minutes += row.minutes or 0
        if len(year.latest) < LATEST:
            year.latest.append(row)
    for row in _entries(WorkEntry, organisation, user):
        of(row.date.year).works += 1
    for row in _attended(organisation, user):
        of(row.first_on.year).gatherings.append(row)
    follow_ups = (
        FollowUpYear.objects.visible_to(user)
        .filter(accompaniment__organisation=organisation, convention__isnull=False)
        .for_list()
        .prefetch_related("convention__amendments__commitment_changes")
        .order_by("pk")
    )
    for row in follow_ups:
        of(row.convention.terms().starts_on.year).follow_ups.append(row)
    conventions = (
        Convention.objects.visible_to(user).with_party(organisation).for_list().newest_first()
    )
    for row in conventions:
        of(row.terms().starts_on.year).conventions.append(row)
    projects = Project.objects.visible_to(user).filter(organisation=organisation).standing()
    for row in projects.for_list().newest_first():
        of(row.year or timezone.localdate(row.created_at).year).projects.append(row)
    for one in organisation.yearly_memberships.all():
        of(one.year).is_member = True
    return OrganisationStory(
        years=[years[number] for number in sorted(years, reverse=True)],
        contacts=list(Contact.objects.visible_to(user).filter(organisation=organisation)),
        files=list(
            StoredFile.objects.filter(
                subject_type="organisation",
                subject_uid=organisation.uid,
                cancelled_at__isnull=True,
            ).exclude(pk=organisation.logo_id)
        ),
    )


def _attended(organisation: Organisation, user: User):
    """The gatherings held where somebody of it came, the latest first."""
    came = Attendance.objects.visible_to(user).present().filter(organisation=organisation)
    return (
        Gathering.objects.visible_to(user)
        .counted()
        .filter(pk__in=came.values("gathering"))
        .prefetch_related("dates")
        .newest_first()
        .filter(first_on__isnull=False)
    )


def _entries(model, organisation: Organisation, user: User):
    return (
        model.objects.visible_to(user)
        .filter(organisation=organisation)
        .counted()
        .for_list()
        .newest_first()
    )
