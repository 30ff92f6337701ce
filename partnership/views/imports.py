"""Importing a spreadsheet from a page, in two steps: verified, then written."""

from __future__ import annotations

import io

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partnership import import_kinds, jobs
from partnership.actions import imports as actions
from partnership.filters import ImportFilter
from partnership.forms.imports import AnswersForm, ImportForm
from partnership.import_kinds import ImportKind
from partnership.import_tables import IMPORTS, ImportLine, model_of
from partnership.importing import uploads
from partnership.importing.refused import MOST_IN_A_WORKBOOK, columns_of, fits_a_workbook
from partnership.models import Convention, Import, Job
from partnership.permissions import check_can_import
from partnership.rendering.tables import long_table_response, table_response
from partnership.text import normalise
from partnership.wording import counted, listed

PER_PAGE = 100
CHANGES_PER_PAGE = 20
IMPORTS_PER_PAGE = 30


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
def model(request: HttpRequest, kind: str) -> HttpResponse:
    """A file to fill in: the columns that such an import reads, and a line of example."""
    declared = _declared(kind)
    declared.check(request.user, None)
    name = normalise(declared.label).replace(" ", "-")
    return table_response("xlsx", model_of(declared), [declared.example], name=f"modele-{name}")


@require_GET
def result(request: HttpRequest, kind: str, uid) -> HttpResponse:
    """What a file gives or gave: while it is read, what is asked, what is refused."""
    declared, job = _asked(request, kind, uid)
    return _result_page(request, declared, job)


def _result_page(
    request: HttpRequest, declared: ImportKind, job: Job, form: AnswersForm | None = None
) -> HttpResponse:
    found = uploads.result_of(job)
    told = {}
    if found is not None:
        if found.asks and form is None and not uploads.is_import(job):
            form = AnswersForm(asks=found.asks)
        told = {
            "page": Paginator(found.refused, PER_PAGE).get_page(request.GET.get("page")),
            "changes": Paginator(found.changes, CHANGES_PER_PAGE).get_page(
                request.GET.get("corrections")
            ),
            "to_write": uploads.to_write(found),
            "fits_a_workbook": fits_a_workbook(found),
            "most_in_a_workbook": MOST_IN_A_WORKBOOK,
            "made": listed([counted(count, what) for what, count in found.made.items()]),
            "answers": len(job.arguments.get("answers", {})),
        }
    asked = None if uploads.is_import(job) else uploads.import_asked(job)
    return render(
        request,
        "partnership/import_result.html",
        {
            "kind": declared,
            "job": jobs.as_it_goes(job),
            "result_page": uploads.page_of(job),
            "convention": uploads.convention_of(job),
            "name": job.arguments["name"],
            "is_import": uploads.is_import(job),
            "result": found,
            "form": form,
            "again": _again(job),
            "written_at": _address(declared, uploads.convention_of(job)),
            "import_page": uploads.page_of(asked) if asked else "",
        }
        | told,
        status=422 if form is not None and form.is_bound else 200,
    )


@require_GET
def refused(request: HttpRequest, kind: str, uid, extension: str) -> HttpResponse:
    """The refused lines as a table, why in its last column: corrected, it is sent again."""
    _, job = _asked(request, kind, uid)
    stored = uploads.refused_of(job)
    if stored is None or extension not in {"csv", "xlsx"}:
        raise Http404
    if extension == "xlsx" and not fits_a_workbook(uploads.result_of(job)):
        raise Http404
    # Kept open while the answer is sent: a hundred thousand lines are not held in memory.
    lines = io.TextIOWrapper(stored.file.open("rb"), encoding="utf-8")
    columns, rows = columns_of(lines)
    return long_table_response(extension, columns, rows, name="lignes-refusees")


@require_POST
def answer(request: HttpRequest, kind: str, uid) -> HttpResponse:
    """Answer what a verification asks: the file is verified again with these answers."""
    declared, job = _asked(request, kind, uid)
    found = uploads.result_of(job)
    form = AnswersForm(request.POST, asks=found.asks if found else [])
    if form.is_valid():
        try:
            again = actions.request_answers(
                rehearsal=job, answers=form.cleaned_data, by=request.user
            )
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect(uploads.page_of(job))
        return redirect(uploads.page_of(again))
    return _result_page(request, declared, job, form)


@require_POST
def write(request: HttpRequest, kind: str, uid) -> HttpResponse:
    """Write what the verification announced, the valid lines alone where that was asked."""
    _, job = _asked(request, kind, uid)
    try:
        started = actions.request_import(
            rehearsal=job, by=request.user, valid_only="valid_only" in request.POST
        )
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(uploads.page_of(job))
    return redirect(uploads.page_of(started))


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """What was imported, by whom, and whether it stands."""
    check_can_import(request.user)
    found = ImportFilter(
        request.GET, queryset=Import.objects.visible_to(request.user).for_list(), request=request
    )
    export = request.GET.get("export")
    if export in {"csv", "xlsx"} and found.is_valid():
        return table_response(export, IMPORTS, found.qs.iterator(500), name="imports")
    page = Paginator(found.qs, IMPORTS_PER_PAGE).get_page(request.GET.get("page"))
    lines = [ImportLine(row) for row in page]
    return render(
        request,
        "partnership/imports.html",
        {"filter": found, "page": page, "lines": lines, "kinds": import_kinds.in_order()},
    )


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, uid) -> HttpResponse:
    """One import: what undoing it does, then what stands in the way."""
    check_can_import(request.user)
    row = get_object_or_404(Import.objects.visible_to(request.user).for_list(), uid=uid)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            undone = actions.undo_import(import_run=row, by=request.user)
        except ValidationError as error:
            reasons = error.messages
        else:
            said = listed([counted(count, what) for what, count in undone.items()])
            messages.success(request, f"L'import est défait : {said or 'rien à supprimer'}.")
            return redirect("partnership:imports")
    return render(
        request,
        "partnership/import_undo.html",
        {"line": ImportLine(row), "reasons": reasons},
        status=422 if reasons else 200,
    )


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
