"""Making the bilan's PDF: gather, render, store. Called by a job, or by a command without queue."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from partnership import files, jobs
from partnership.models import Convention, Job, StoredFile, User
from partnership.permissions import check_can_produce_report
from partnership.rendering.pdf import GivenFile, Rendered, render_pdf
from reporting import snapshot
from reporting.letterhead import file_as_evidence
from reporting.models import ActivityReport, ReportVersion
from reporting.report import Report

logger = logging.getLogger("trame.reports")

KIND = "report_pdf"
Finder = Callable[[str], StoredFile | None]


class LogoChangedError(jobs.JobError):
    """A frozen version cites an image whose bytes are no longer those it was frozen with."""


def draft(convention: Convention) -> Report:
    """The bilan as the rows give it today."""
    return Report(snapshot.take(convention, today=timezone.localdate()))


def frozen(version: ReportVersion) -> Report:
    """The bilan as it was frozen, whatever the rows have become."""
    return Report(snapshot.read(version.snapshot), version=version.number, sha256=version.sha256)


def render(report: Report, find: Finder) -> Rendered:
    """The PDF of a report; `find` gives the private files that its reader may see."""
    html = render_to_string("reporting/report_pdf.html", {"report": report})
    identifier = (report.sha256 or snapshot.fingerprint(snapshot.canonical(report.snapshot)))[:32]
    return render_pdf(html, files=_logos(report, find), identifier=identifier.encode())


def _logos(report: Report, find: Finder) -> dict[str, GivenFile]:
    given = {}
    for party in (report.beneficiary, report.funder):
        if party["logo"] is None:
            continue
        stored = find(party["logo"]["uid"])
        if stored is None or stored.sha256 != party["logo"]["sha256"]:
            raise LogoChangedError(
                f"Le logo de {party['name']} n'est plus celui de ce bilan : "
                "remettez-le en place, puis demandez le document à nouveau."
            )
        given[party["logo"]["uid"]] = GivenFile(files.read(stored), stored.content_type)
    return given


def any_file(uid: str) -> StoredFile | None:
    """For commands, which run with the machine's own rights."""
    return StoredFile.objects.filter(uid=uid).first()


def seen_by(user: User) -> Finder:
    return lambda uid: files.visible_file(uid, user)


def make_pdf(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of a `report_pdf` job: a draft, or the version named in its arguments.

    Raises PermissionDenied when the person may no longer produce it."""
    convention = Convention.objects.for_list().get(reference=job.arguments["convention"])
    check_can_produce_report(job.asked_by, convention)
    number = job.arguments.get("version")
    if number is None:
        progress.say(10, "Lecture des échanges et calcul des chiffres…")
        report = draft(convention)
        subject: ActivityReport | ReportVersion = ActivityReport.objects.get(convention=convention)
    else:
        subject = ReportVersion.objects.select_related("report", "pdf").get(
            report__convention=convention, number=number
        )
        if subject.pdf is not None:
            return subject.pdf
        report = frozen(subject)
    progress.say(35, "Mise en pages du bilan…")
    rendered = render(report, seen_by(job.asked_by))
    progress.say(90, "Enregistrement du document…")
    if rendered.refused:
        logger.warning("job %s asked in vain for %s", job.uid, ", ".join(rendered.refused))
    return _keep(subject, report, rendered, by=job.asked_by)


@transaction.atomic
def _keep(
    subject: ActivityReport | ReportVersion,
    report: Report,
    rendered: Rendered,
    *,
    by: User | None = None,
) -> StoredFile:
    """Store the document. Of a version the first one is the original: made twice, it is kept."""
    if isinstance(subject, ReportVersion):
        subject = ReportVersion.objects.select_for_update().get(pk=subject.pk)
        if subject.pdf_id is not None:
            return subject.pdf
    stored = files.store(
        subject,
        name=report.file_name,
        content=rendered.content,
        content_type="application/pdf",
    )
    if isinstance(subject, ReportVersion):
        subject.pdf = stored
        subject.save(update_fields=["pdf"])
        _file_as_evidence(subject, report, by)
    return stored


def _file_as_evidence(version: ReportVersion, report: Report, by: User | None) -> None:
    """A frozen bilan shows the funder's logo, where the funder has one."""
    convention = version.report.convention
    file_as_evidence(
        convention,
        key=f"report_version:{version.uid}",
        title=f"Bilan {convention.reference}, version {version.number}",
        stored=version.pdf,
        shows_logo=bool(report.funder["logo"]),
        by=by,
    )
