"""Importing a spreadsheet from a page, in two steps: verified, then written."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership import import_kinds
from partnership.actions import imports as actions
from partnership.forms.imports import ImportForm
from partnership.import_kinds import ImportKind
from partnership.importing import uploads
from partnership.models import Convention, Job

PER_PAGE = 100


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file: it is kept, and verified in the background."""
    declared = _declared(kind)
    convention = None
    if reference := request.GET.get("convention"):
        convention = get_object_or_404(
            Convention.objects.visible_to(request.user), reference=reference
        )
    declared.check(request.user, convention)
    sent = request.method == "POST"
    form = ImportForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        kind=declared,
        user=request.user,
        initial={"convention": convention.reference if convention else ""},
    )
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        job = actions.request_rehearsal(
            kind=declared.key,
            convention=form.cleaned_data.get("convention"),
            name=file.name,
            content=file.read(),
            sheet=form.cleaned_data["sheet"],
            by=request.user,
        )
        return redirect(uploads.page_of(job))
    return render(
        request,
        "partnership/import.html",
        {"kind": declared, "form": form, "convention": convention},
        status=422 if sent else 200,
    )


@require_GET
def result(request: HttpRequest, kind: str, uid) -> HttpResponse:
    """What a file gives or gave: while it is read, what was understood, what is refused."""
    declared, job = _asked(request, kind, uid)
    found = uploads.result_of(job)
    page = None
    if found is not None:
        page = Paginator(found.refused, PER_PAGE).get_page(request.GET.get("page"))
    asked = None if uploads.is_import(job) else uploads.import_asked(job)
    return render(
        request,
        "partnership/import_result.html",
        {
            "kind": declared,
            "job": job,
            "result_page": uploads.page_of(job),
            "convention": uploads.convention_of(job),
            "name": job.arguments["name"],
            "is_import": uploads.is_import(job),
            "result": found,
            "to_write": uploads.to_write(found) if found else 0,
            "page": page,
            "again": _again(job),
            "written_at": _address(declared, uploads.convention_of(job)),
            "import_page": uploads.page_of(asked) if asked else "",
        },
    )


@require_POST
def write(request: HttpRequest, kind: str, uid) -> HttpResponse:
    """Write what the verification announced."""
    _, job = _asked(request, kind, uid)
    try:
        started = actions.request_import(rehearsal=job, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(uploads.page_of(job))
    return redirect(uploads.page_of(started))


def _declared(kind: str) -> ImportKind:
    try:
        return import_kinds.get(kind)
    except KeyError:
        raise Http404 from None


def _asked(request: HttpRequest, kind: str, uid) -> tuple[ImportKind, Job]:
    """A job of one's own, of that very kind of import."""
    declared = _declared(kind)
    job = get_object_or_404(
        Job.objects.visible_to(request.user).select_related("result_file", "owner", "asked_by"),
        uid=uid,
        kind=uploads.KIND,
        arguments__kind=kind,
    )
    return declared, job


def _again(job: Job) -> str:
    """The query that chooses the same convention again."""
    reference = job.arguments["convention"]
    return f"?convention={reference}" if reference else ""


def _address(kind: ImportKind, convention: Convention | None) -> str:
    if kind.address is not None:
        return kind.address(convention)
    return convention.get_absolute_url() if convention else ""
