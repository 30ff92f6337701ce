"""Certificates of attendance: one page for each person who was there by name. Who has no name, or
was not there, gets none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.utils import timezone

from accompaniment.attendance.paper_head import Head, head_of
from accompaniment.attendance.sign_up_mails import when_text, where_text
from accompaniment.attendance.sign_up_rules import live_dates
from accompaniment.enums import Presence
from accompaniment.models import Attendance, Gathering, GatheringDate
from accompaniment.permissions import check_can_run
from partnership import files, jobs
from partnership.models import Job, StoredFile, User
from partnership.rendering.pdf import Rendered, render_pdf
from partnership.wording import hours

KIND = "certificates"
GONE = "Ce temps collectif n'a plus d'attestation que vous puissiez lire."


@dataclass(frozen=True)
class Certificate:
    row: Attendance
    number: str

    @property
    def structure(self) -> str:
        return self.row.structure


@dataclass
class Certificates:
    """Those of a gathering. `nameless` are people who were there and whose name nobody wrote."""

    gathering: Gathering
    head: Head
    dates: list[GatheringDate]
    each: list[Certificate]
    nameless: int

    @property
    def when(self) -> list[str]:
        return [when_text(one) for one in self.dates]

    @property
    def where(self) -> str:
        return where_text(self.gathering)

    @property
    def length(self) -> str:
        """« 3h30 », all dates together; empty where a date's length is unknown."""
        minutes = [one.minutes for one in self.dates]
        return hours(sum(minutes)) if minutes and None not in minutes else ""

    @property
    def signatory(self) -> str:
        return self.head.host.representative if self.head.host else ""

    @property
    def made_at(self) -> str:
        return self.head.host.town if self.head.host else ""

    @property
    def made_on(self):
        return timezone.localdate()

    @property
    def file_name(self) -> str:
        day = f"{self.dates[0].date:%Y-%m-%d}" if self.dates else "sans-date"
        name = f"attestation-{self.each[0].number}" if len(self.each) == 1 else "attestations"
        return f"{name}-{day}.pdf"


def number_of(row: Attendance, dates: list[GatheringDate]) -> str:
    """The same each time that it is printed: the year and the row's reference."""
    year = min(one.date for one in dates).year if dates else row.created_at.year
    return f"{year}-{row.uid.hex[:8].upper()}"


def certificates_of(
    gathering: Gathering, reader: User, *, only: Attendance | None = None
) -> Certificates:
    """Those who were there by name; `only` one of them."""
    present = Attendance.objects.filter(gathering=gathering, state=Presence.PRESENT)
    named = present.exclude(first_name="", last_name="")
    dates = live_dates(gathering)
    chosen = named.filter(pk=only.pk) if only is not None else named
    return Certificates(
        gathering=gathering,
        head=head_of(gathering, reader),
        dates=dates,
        each=[Certificate(row, number_of(row, dates)) for row in chosen.for_list()],
        nameless=present.filter(first_name="", last_name="").heads(),
    )


def render(certificates: Certificates) -> Rendered:
    html = render_to_string(
        "accompaniment/papers/certificates.html", {"certificates": certificates}
    )
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return render_pdf(html, files=certificates.head.given, identifier=identifier.encode())


def request(*, gathering: Gathering, by: User) -> Job:
    """Ask for all of them in one document: many pages take a while."""
    return jobs.request(
        kind=KIND,
        title=f"Attestations : {gathering}"[:200],
        arguments={"gathering": str(gathering.uid)},
        owner=gathering.owner,
        by=by,
    )


def make(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of a job; its file is only for who asked. Raises JobError when the gathering, the
    right to it, or everybody present is gone."""
    found = Gathering.objects.visible_to(job.asked_by).standing()
    gathering = found.for_list().filter(uid=job.arguments["gathering"]).first()
    if gathering is None:
        raise jobs.JobError(GONE)
    try:
        check_can_run(job.asked_by, gathering)
    except PermissionDenied as error:
        raise jobs.JobError(str(error)) from error
    certificates = certificates_of(gathering, job.asked_by)
    if not certificates.each:
        raise jobs.JobError("Personne n'est noté présent par son nom : aucune attestation.")
    progress.say(30, f"Mise en pages de {len(certificates.each)} attestations…")
    rendered = render(certificates)
    progress.say(90, "Enregistrement du document…")
    return files.store(
        job,
        name=certificates.file_name,
        content=rendered.content,
        content_type="application/pdf",
    )
