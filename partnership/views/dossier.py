"""The file of a convention: its papers, what their check finds, and asking for them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from partnership.actions.papers import request_paper
from partnership.models import Convention
from partnership.papers import phrases, production
from partnership.papers.blocks import gaps
from partnership.papers.checking import Checked, check, papers_for
from partnership.papers.documents import OF_KIND, PAPERS, Paper, document
from partnership.papers.facts import FileFacts, facts_of
from partnership.permissions import can_write_papers
from partnership.views.conventions import visible_convention


def paper_named(key: str) -> Paper:
    """Raises Http404 for a paper that does not exist."""
    if key not in PAPERS:
        raise Http404
    return PAPERS[key]


@require_GET
def dossier(request: HttpRequest, reference: str) -> HttpResponse:
    return _page(request, visible_convention(request, reference))


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, reference: str, paper: str) -> HttpResponse:
    """Read a paper on screen; asked by POST, have it made as a PDF or a DOCX."""
    convention, one = visible_convention(request, reference), paper_named(paper)
    production.check_can_read_paper(request.user, convention, one)
    if request.method == "POST":
        try:
            job = request_paper(
                convention=convention,
                paper=one,
                extension=request.POST.get("format", ""),
                by=request.user,
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return _page(request, convention, status=422)
        return redirect("partnership:job", job.uid)
    facts = facts_of(convention)
    made = document(facts, one)
    return render(
        request,
        "partnership/papers/paper.html",
        {
            "convention": convention,
            "paper": one,
            "document": made,
            "gaps": gaps(made.blocks),
            "findings": check(facts).blocking(one),
            "can_write": can_write_papers(request.user, convention),
        },
    )


def _page(request: HttpRequest, convention: Convention, status: int = 200) -> HttpResponse:
    facts, writes = facts_of(convention), can_write_papers(request.user, convention)
    checked = check(facts)
    readable = papers_for(writes=writes)
    shown = {kind.value for one in readable for kind in one.kinds}
    return render(
        request,
        "partnership/papers/dossier.html",
        {
            "convention": convention,
            "can_write": writes,
            "papers": [_line(facts, checked, one) for one in readable],
            "findings": [
                (one, _mending_place(one)) for one in checked.ours if writes or one.paper in shown
            ],
            "published": checked.published,
            "visas": [phrases.visa(one).text.rstrip(" ;") for one in facts.visas],
            "vote": phrases.vote(facts),
            "annexes": facts.numbered_annexes,
        },
        status=status,
    )


def _line(facts: FileFacts, checked: Checked, one: Paper) -> dict:
    return {
        "paper": one,
        "gaps": len(gaps(one.blocks(facts))),
        "contradictions": len(checked.blocking(one)),
    }


def _mending_place(finding) -> str:
    """The paper whose texts hold what must be mended, and the part, as an anchor."""
    if not finding.part:
        return ""
    return next(one.key for kind, one in OF_KIND.items() if kind.value == finding.paper)
