"""The déroulé of a gathering as a PDF, made in the background."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.template.loader import render_to_string

from accompaniment.gathering.agenda_reading import agenda_of
from accompaniment.gathering.pages import GatheringPage
from accompaniment.models import Gathering
from partnership import files, jobs
from partnership.models import Job, StoredFile, User
from partnership.rendering.pdf import Rendered, render_pdf

KIND = "agenda"
GONE = "Ce temps collectif n'est plus à votre portée : rien n'est mis en pages."


@transaction.atomic
def request_agenda(*, gathering: Gathering, by: User) -> Job:
    """Ask for the PDF of a déroulé, for whoever sees the gathering."""
    return jobs.request(
        kind=KIND,
        title=f"Déroulé, {gathering.title}"[:200],
        arguments={"gathering": str(gathering.uid)},
        owner=gathering.owner,
        by=by,
    )


def render(page: GatheringPage) -> Rendered:
    context = {"gathering": page.gathering, "page": page, "told": agenda_of(page.gathering)}
    html = render_to_string("accompaniment/gatherings/agenda_pdf.html", context)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return render_pdf(html, identifier=identifier.encode())


def make_pdf(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of an `agenda` job. The file hangs on the job: only who asked reads it. Raises
    JobError when the gathering is out of reach."""
    seen = Gathering.objects.visible_to(job.asked_by).standing()
    gathering = seen.for_page().filter(uid=job.arguments["gathering"]).first()
    if gathering is None:
        raise jobs.JobError(GONE)
    progress.say(35, "Mise en pages du déroulé…")
    rendered = render(GatheringPage(gathering, job.asked_by))
    progress.say(90, "Enregistrement du document…")
    return files.store(
        job,
        name=f"deroule-{str(gathering.uid)[:8]}.pdf",
        content=rendered.content,
        content_type="application/pdf",
    )
