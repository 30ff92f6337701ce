"""Files sent from the page of an import: kept with the job that reads them, read, told.

A job of this kind is a rehearsal, or (its arguments name the rehearsal) the import itself. Its file
is private to the person who sent it; what the import answered is kept beside it."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership import files, import_kinds, jobs
from partnership.cell_texts import without_controls
from partnership.enums import JobState
from partnership.import_kinds import ImportOptions, ImportResult
from partnership.models import Convention, Job, StoredFile
from partnership.sheets import SheetError

KIND = "import"
RESULT = "resultat.json"
REFUSED = "refus.jsonl"
LARGEST = 30 * 1024 * 1024  # bytes, as sent
_LONGEST_NAME = 120
_MOST_BYTES = 240
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')


def plain_name(name: str) -> str:
    """What a person called the file, without a path nor what a file name cannot hold."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = " ".join(_FORBIDDEN.sub(" ", without_controls(last)).split()).lstrip(".")
    stem, dot, end = kept.rpartition(".")
    kept = f"{_short(stem)}{dot}{end[:10]}" if dot else _short(kept)
    return kept or "tableau"


def _short(name: str) -> str:
    """Its beginning, of as many bytes as any file system takes: an emoji is four of them."""
    return name[:_LONGEST_NAME].encode()[:_MOST_BYTES].decode(errors="ignore")


def _attached(job: Job):
    return StoredFile.objects.filter(subject_type="job", subject_uid=job.uid).order_by("pk")


def file_of(job: Job) -> StoredFile | None:
    """The file that the job reads: its own, or that of the rehearsal that came first."""
    first = job.arguments.get("first") or job.arguments.get("rehearsal")
    if first:
        job = Job.objects.get(uid=first, kind=KIND, asked_by=job.asked_by)
    return _attached(job).exclude(name__in=[RESULT, REFUSED]).first()


def refused_of(job: Job) -> StoredFile | None:
    """The lines that were refused, whole, where there are some."""
    return _attached(job).filter(name=REFUSED).last()


def is_import(job: Job) -> bool:
    return "rehearsal" in job.arguments


def import_asked(rehearsal: Job) -> Job | None:
    """The last import that was asked for after this rehearsal."""
    return (
        Job.objects.filter(
            kind=KIND,
            asked_by=rehearsal.asked_by_id,
            arguments__rehearsal=str(rehearsal.uid),
        )
        .order_by("-pk")
        .first()
    )


def convention_of(job: Job) -> Convention | None:
    reference = job.arguments["convention"]
    return Convention.objects.for_list().get(reference=reference) if reference else None


def result_of(job: Job) -> ImportResult | None:
    """What the import answered; None while it is not over, or when it failed."""
    if job.state != JobState.DONE or job.result_file is None:
        return None
    return ImportResult.from_kept(json.loads(files.read(job.result_file)))


def to_write(result: ImportResult) -> int:
    """How many lines an import would write."""
    return result.created + result.updated


def page_of(job: Job) -> str:
    return reverse("partnership:import-result", args=[job.arguments["kind"], job.uid])


def read(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of the job: run the import, for good or not, and keep what it answered.

    Raises JobError with what a person can mend: an unreadable file, a right that was lost."""
    kind = import_kinds.get(job.arguments["kind"])
    convention, stored = convention_of(job), file_of(job)
    if stored is None:
        raise jobs.JobError("Le fichier n'est plus là : envoyez-le de nouveau.")
    progress.say(5, "Lecture du tableau…")
    with tempfile.TemporaryDirectory() as folder:
        path, refused = Path(folder) / plain_name(stored.name), Path(folder) / REFUSED
        with stored.file.open("rb") as sent, path.open("wb") as copy:
            shutil.copyfileobj(sent, copy)
        progress.say(10, "Import des lignes…" if is_import(job) else "Vérification des lignes…")
        try:
            kind.check(job.asked_by, convention)
            result = kind.run(
                path=path,
                convention=convention,
                by=job.asked_by,
                dry_run=not is_import(job),
                sheet=job.arguments["sheet"] or None,
                options=options_of(job, say=progress.later, refused_to=refused),
            )
        except SheetError as error:
            raise jobs.JobError(str(error)) from error
        except PermissionDenied as error:
            raise jobs.JobError(str(error)) from error
        if refused.exists():
            content = refused.read_bytes()
            files.store(job, name=REFUSED, content=content, content_type="application/jsonl")
    progress.say(95, "Enregistrement du résultat…")
    content = json.dumps(result.as_kept(), ensure_ascii=False).encode()
    return files.store(job, name=RESULT, content=content, content_type="application/json")


def options_of(job: Job, **more: Any) -> ImportOptions:
    """A rehearsal counts what the valid lines would give; what is written leaves no question
    without an answer."""
    return ImportOptions(
        valid_only=not is_import(job) or job.arguments.get("valid_only", False),
        answers=job.arguments.get("answers", {}),
        answered_only=is_import(job),
        **more,
    )
