"""The story of one holder, in the order of days: exchanges and mails, collective times, documents,
decisions on their projects, changes of mode. Only what the reader may see.

Dates are read first, of everything; the rows of one page then, by type: as many queries whatever
the number of rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accompaniment.enums import Presence
from accompaniment.following.flagging import flagged
from accompaniment.following.page import project_address
from accompaniment.models import (
    Accompaniment,
    AccompanimentSession,
    Attendance,
    FollowUpModeChange,
    FollowUpYear,
    Gathering,
)
from accompaniment.permissions import kept_of_follow_up
from partnership import subjects
from partnership.attachments import opened, with_side
from partnership.enums import Side
from partnership.models import Convention, Project, ProjectStep, StoredFile, User
from partnership.project_permissions import kept_of_projects
from partnership.wording import counted, hours, long_date, number

SAID_BY = {Side.ASSOCIATION: "noté par l'association", Side.FUNDER: "noté par le financeur"}

Key = tuple[datetime.date, int, int]


@dataclass(frozen=True)
class StoryLine:
    """One thing that happened: its date as precisely as it is known, what it is, its words.
    `reference` is its convention's, where it has one; `address` is where it is read."""

    on: datetime.date
    date_text: str
    what: str
    words: str = ""
    address: str = ""
    reference: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Chosen:
    """What part of the story is asked for: a year, a convention, or all of it."""

    year: int | None = None
    convention: Convention | None = None

    def has(self, day: datetime.date) -> bool:
        return self.year is None or day.year == self.year


class Story(Sequence):
    """The lines of a story, as a paginator takes them: read a page at a time."""

    def __init__(
        self, accompaniment: Accompaniment, user: User, chosen: Chosen, *, oldest_first: bool
    ):
        self.accompaniment, self.user, self.chosen = accompaniment, user, chosen
        self._sources = (
            (self._sessions(), "date", self._of_sessions),
            (self._gatherings(), "first_on", self._of_gatherings),
            (self._files(), "created_at", self._of_files),
            (self._steps(), "on", self._of_steps),
            (self._mode_changes(), "from_on", _of_mode_changes),
        )
        self._keys = sorted(self._dated(), reverse=not oldest_first)

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, part):
        keys = self._keys[part] if isinstance(part, slice) else [self._keys[part]]
        told: dict[tuple[int, int], StoryLine] = {}
        for rank, (rows, _, tell) in enumerate(self._sources):
            wanted = [pk for _, source, pk in keys if source == rank]
            found = rows.filter(pk__in=wanted) if wanted else rows.none()
            told |= {(rank, pk): line for pk, line in tell(found)}
        lines = [told[rank, pk] for _, rank, pk in keys if (rank, pk) in told]
        return lines if isinstance(part, slice) else lines[0]

    @property
    def years(self) -> list[int]:
        """The years told, the latest first."""
        return sorted({day.year for day, _, _ in self._keys}, reverse=True)

    def _dated(self) -> Iterable[Key]:
        for rank, (rows, field, _) in enumerate(self._sources):
            for day, pk in rows.order_by("pk").values_list(field, "pk"):
                if isinstance(day, datetime.datetime):
                    day = timezone.localtime(day).date()
                if day is not None and self.chosen.has(day):
                    yield day, rank, pk

    @property
    def _seen_years(self) -> QuerySet:
        years = FollowUpYear.objects.visible_to(self.user).filter(accompaniment=self.accompaniment)
        if self.chosen.convention is not None:
            years = years.filter(convention=self.chosen.convention)
        return years

    def _of_convention(self, rows: QuerySet, **where) -> QuerySet:
        return rows.filter(**where) if self.chosen.convention is not None else rows

    def _sessions(self) -> QuerySet:
        rows = AccompanimentSession.objects.visible_to(self.user).standing()
        rows = rows.filter(follow_up__accompaniment=self.accompaniment)
        return self._of_convention(rows, convention=self.chosen.convention)

    def _gatherings(self) -> QuerySet:
        """Those where the structure is noted, whether it came or not."""
        if self.accompaniment.organisation_id is None:
            return Gathering.objects.none()
        seen = Attendance.objects.visible_to(self.user).filter(
            organisation=self.accompaniment.organisation_id
        )
        rows = Gathering.objects.visible_to(self.user).standing()
        rows = rows.filter(pk__in=seen.order_by().values("gathering"))
        if self.chosen.convention is not None:
            rows = rows.filter(shares__convention=self.chosen.convention)
        return Gathering.objects.filter(pk__in=rows.order_by().values("pk")).annotate(
            first_on=Min("dates__date")
        )

    def _projects(self) -> QuerySet:
        rows = Project.objects.visible_to(self.user).standing()
        if self.chosen.convention is not None:
            rows = rows.filter(follow_ups__in=self._seen_years.order_by().values("pk"))
        return rows.filter(organisation=self.accompaniment.organisation_id)

    def _files(self) -> QuerySet:
        """Documents of the follow-up, of its years, of its exchanges and of its projects: those
        that the reader opens."""
        holder, user = self.accompaniment, self.user
        years = self._seen_years.order_by().values("uid")
        theirs = (
            Q(subject_type="session", subject_uid__in=self._sessions().order_by().values("uid"))
            | Q(subject_type="follow_up", subject_uid__in=years)
            | Q(subject_type="project", subject_uid__in=self._projects().order_by().values("uid"))
            & opened(kept_of_projects(user, holder.owner_id))
        )
        if self.chosen.convention is None:
            theirs |= Q(subject_type="accompaniment", subject_uid=holder.uid) & opened(
                kept_of_follow_up(user, holder)
            )
        found = with_side(StoredFile.objects.filter(cancelled_at__isnull=True), user)
        return found.filter(theirs)

    def _steps(self) -> QuerySet:
        steps = ProjectStep.objects.visible_to(self.user)
        return steps.filter(project__in=self._projects().order_by().values("pk"))

    def _mode_changes(self) -> QuerySet:
        return FollowUpModeChange.objects.filter(
            follow_up__in=self._seen_years.order_by().values("pk")
        )

    def _of_sessions(self, rows: QuerySet) -> Iterable[tuple[int, StoryLine]]:
        for row in flagged(rows.for_list().order_by("pk")):
            ways = [label for label in row.channel_labels if label != row.get_kind_display()]
            length = [hours(row.minutes)] if row.minutes else []
            state = [] if row.state == "held" else [row.get_state_display().lower()]
            yield (
                row.pk,
                StoryLine(
                    on=row.date,
                    date_text=row.date_text,
                    what=" · ".join([row.get_kind_display(), *ways, *length, *state]),
                    words=row.line,
                    address=row.get_absolute_url(),
                    reference=row.convention.reference if row.convention else "",
                    flag=row.advice_flag,
                ),
            )

    def _of_gatherings(self, rows: QuerySet) -> Iterable[tuple[int, StoryLine]]:
        """People are counted, by what they did; nobody is named."""
        rows = list(rows.order_by("pk"))
        seen = Attendance.objects.visible_to(self.user).filter(
            organisation=self.accompaniment.organisation_id, gathering__in=rows
        )
        heads: dict[int, dict[str, int]] = {}
        for one in seen.order_by("pk"):
            of = heads.setdefault(one.gathering_id, {})
            of[one.state] = of.get(one.state, 0) + one.people + one.young_people
        for row in rows:
            of = heads.get(row.pk, {})
            yield (
                row.pk,
                StoryLine(
                    on=row.first_on,
                    date_text=long_date(row.first_on),
                    what=f"{row.get_kind_display()} · {row.title}",
                    words=", ".join(
                        _people(of[state], words) for state, words in _SAID.items() if of.get(state)
                    ),
                    address=row.get_absolute_url(),
                ),
            )

    def _of_files(self, rows: QuerySet) -> Iterable[tuple[int, StoryLine]]:
        for row in rows.order_by("pk"):
            on = timezone.localtime(row.created_at).date()
            label = subjects.get(row.subject_type).label.lower()
            yield (
                row.pk,
                StoryLine(
                    on=on,
                    date_text=long_date(on),
                    what=f"Document joint · {row.name}",
                    words=row.caption or f"Joint à : {label}",
                    address=reverse("partnership:file", args=[row.uid]),
                ),
            )

    def _of_steps(self, rows: QuerySet) -> Iterable[tuple[int, StoryLine]]:
        for row in rows.select_related("project").order_by("pk"):
            said = [SAID_BY[row.side], row.comment, row.details_asked]
            yield (
                row.pk,
                StoryLine(
                    on=row.on,
                    date_text=long_date(row.on),
                    what=f"{row.get_stage_display()} · {row.project}",
                    words=" · ".join(part for part in said if part),
                    address=project_address(row.project),
                ),
            )


_SAID = {
    Presence.PRESENT: "présent",
    Presence.REGISTERED: "inscrit",
    Presence.WAITING: "en attente",
    Presence.INVITED: "invité",
    Presence.NO_REPLY: "sans réponse",
    Presence.EXCUSED: "excusé",
    Presence.ABSENT: "absent",
    Presence.WITHDRAWN: "désinscrit",
}


def _people(count: int, words: str) -> str:
    return f"{number(count)} {words}" if " " in words else counted(count, words)


def _of_mode_changes(rows: QuerySet) -> Iterable[tuple[int, StoryLine]]:
    for row in rows.select_related("follow_up__convention").order_by("pk"):
        year = row.follow_up
        yield (
            row.pk,
            StoryLine(
                on=row.from_on,
                date_text=long_date(row.from_on),
                what=f"Changement de mode · {row}",
                words=row.reason,
                address=year.get_absolute_url(),
                reference=year.convention.reference if year.convention else "",
            ),
        )
