"""Making a paper: read the facts, check them, render, store. Called by a job, or by a command."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string

from partnership import files, jobs
from partnership.models import Convention, Job, StoredFile, User
from partnership.papers.blocks import Document, Logos
from partnership.papers.checking import check
from partnership.papers.coherence import Finding
from partnership.papers.documents import PAPERS, Paper, document, file_name
from partnership.papers.facts import FileFacts, facts_of
from partnership.permissions import check_can_write_papers
from partnership.rendering.docx import DOCX, render_docx
from partnership.rendering.pdf import GivenFile, render_pdf

logger = logging.getLogger("trame.papers")

KIND = "paper"
CONTENT_TYPES = {"pdf": "application/pdf", "docx": DOCX}
Finder = Callable[[str], StoredFile | None]


@dataclass(frozen=True)
class Made:
    """The document's bytes, and the addresses that it asked for in vain."""

    content: bytes
    refused: tuple[str, ...] = ()


def check_can_read_paper(user: User, convention: Convention, paper: Paper) -> None:
    """The convention is read by both sides; the rest of the file is the funder's own.

    Raises PermissionDenied. That the convention itself is visible is seen to before."""
    if paper.is_the_funders:
        check_can_write_papers(user, convention)


def render(made: Document, extension: str, given: dict[str, GivenFile]) -> Made:
    """The same blocks as a PDF or a DOCX; `given` are the only files that it may show."""
    if extension == "docx":
        return Made(render_docx(made, files=given))
    html = html_of(made, given)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    rendered = render_pdf(html, files=given, identifier=identifier.encode())
    return Made(rendered.content, rendered.refused)


def html_of(made: Document, given: Iterable[str]) -> str:
    """The page that the PDF is made of; logos that were not given are left out."""
    return render_to_string("partnership/papers/pdf.html", {"document": made, "given": set(given)})


def logos_of(made: Document, find: Finder) -> dict[str, GivenFile]:
    """The logos that the document shows, as far as `find` gives them."""
    given = {}
    for block in made.blocks:
        if isinstance(block, Logos):
            for logo in block.logos:
                stored = find(logo.uid)
                if stored is not None and stored.content_type.startswith("image/"):
                    given[logo.uid] = GivenFile(files.read(stored), stored.content_type)
    return given


def refusal(findings: list[Finding]) -> str:
    """Why a document is not made, in one sentence."""
    count = len(findings)
    many = f"{count} passages se contredisent" if count > 1 else "un passage se contredit"
    return (
        f"Le document n'est pas produit : {many} avec les données ou d'un document à l'autre. "
        "Corrigez, puis demandez-le à nouveau."
    )


def make(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of a `paper` job: convention, paper and format are in its arguments.

    Raises PermissionDenied when the person may no longer ask for it, JobError when the papers have
    come to contradict each other since."""
    convention = (
        Convention.objects.visible_to(job.asked_by)
        .for_list()
        .filter(reference=job.arguments["convention"])
        .first()
    )
    if convention is None:
        raise jobs.JobError("Vous n'avez plus accès à cette convention.")
    paper, extension = PAPERS[job.arguments["paper"]], job.arguments["format"]
    try:
        check_can_read_paper(job.asked_by, convention, paper)
    except PermissionDenied as error:
        raise jobs.JobError(str(error)) from error
    progress.say(10, "Lecture de la convention et vérification du dossier…")
    facts = facts_of(convention)
    if found := check(facts).blocking(paper):
        raise jobs.JobError(refusal(found))
    progress.say(35, "Mise en pages du document…")
    whole = document(facts, paper)
    given = logos_of(whole, lambda uid: files.visible_file(uid, job.asked_by))
    made = render(whole, extension, given)
    if made.refused:
        logger.warning("job %s asked in vain for %s", job.uid, ", ".join(made.refused))
    progress.say(90, "Enregistrement du document…")
    return _keep(job, convention, facts, paper, extension, made)


def _keep(
    job: Job,
    convention: Convention,
    facts: FileFacts,
    paper: Paper,
    extension: str,
    made: Made,
) -> StoredFile:
    """Both sides see a convention's document; the funder's own papers stay with who asked."""
    return files.store(
        job if paper.is_the_funders else convention,
        name=file_name(facts, paper, extension),
        content=made.content,
        content_type=CONTENT_TYPES[extension],
    )
