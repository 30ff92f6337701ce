"""Writes of the bilan: its texts, its versions, the request of its PDF."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from partnership import jobs, journal
from partnership.enums import Verb
from partnership.models import Convention, Job, User
from partnership.permissions import check_can_produce_report, check_can_write_report
from reporting import financial, production, snapshot
from reporting.models import ActivityReport, Narrative, ReportVersion


def report_of(convention: Convention) -> ActivityReport:
    """The bilan of a convention, opened the first time somebody writes in it."""
    report, _ = ActivityReport.objects.get_or_create(
        convention=convention, defaults={"owner_id": convention.owner_id}
    )
    return report


@transaction.atomic
def write_narrative(*, convention: Convention, texts: dict[str, str], by: User) -> ActivityReport:
    """Keep the texts, by section. Raises PermissionDenied for those who do not write it."""
    check_can_write_report(by, convention)
    report = report_of(convention)
    before = {row.section: row.text for row in report.narratives.all()}
    for section, text in texts.items():
        Narrative.objects.update_or_create(report=report, section=section, defaults={"text": text})
    if changes := journal.differences(before, texts):
        journal.record(Verb.CHANGED, report, by=by, changes=changes)
    return report


def next_number(convention: Convention) -> int:
    """The number that the next frozen version will bear."""
    versions = ReportVersion.objects.filter(report__convention=convention)
    return (versions.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def freeze(
    *, convention: Convention, by: User, today: datetime.date | None = None
) -> ReportVersion:
    """Keep the bilan as it reads now as its next version, with its fingerprint.

    Raises PermissionDenied for those who do not produce it."""
    check_can_produce_report(by, convention)
    report = report_of(convention)
    report = ActivityReport.objects.select_for_update().get(pk=report.pk)
    taken = snapshot.take(convention, today=today or timezone.localdate())
    text = snapshot.canonical(taken)
    version = ReportVersion(
        report=report,
        number=next_number(convention),
        snapshot=text,
        sha256=snapshot.fingerprint(text),
        people=snapshot.people_of(taken),
        frozen_at=timezone.now(),
        frozen_by=by,
    )
    version.save()
    journal.record(
        Verb.FROZEN, version, by=by, changes={"number": version.number, "sha256": version.sha256}
    )
    return version


@transaction.atomic
def request_pdf(*, convention: Convention, by: User, version: int | None = None) -> Job:
    """Ask for the PDF of the draft, or of a version; it is made in the background."""
    check_can_produce_report(by, convention)
    report = report_of(convention)
    what = f"version {version}" if version else "document de travail"
    arguments = {"convention": convention.reference}
    if version is not None:
        arguments["version"] = version
    return jobs.request(
        kind=production.KIND,
        title=f"Bilan {convention.reference}, {what}",
        arguments=arguments,
        owner=report.owner,
        by=by,
    )


@transaction.atomic
def request_financial_report(
    *, convention: Convention, attestation: dict[str, str], by: User
) -> Job:
    """Ask for the PDF of the financial report; `attestation` is who signs it (name, quality,
    place), each left to be written by hand where it is empty."""
    check_can_produce_report(by, convention)
    report = report_of(convention)
    return jobs.request(
        kind=financial.KIND,
        title=f"Compte rendu financier {convention.reference}",
        arguments={"convention": convention.reference, **attestation},
        owner=report.owner,
        by=by,
    )
