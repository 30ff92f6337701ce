"""Files sent from the page of an import: kept with the job that reads them, read, told.

A job of this kind is a rehearsal, or (its arguments name the rehearsal) the import itself. Its file
is private to the person who sent it; what the import answered is kept beside it."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path, PurePosixPath

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership import files, import_kinds, jobs
from partnership.cell_texts import without_controls
from partnership.enums import JobState
from partnership.import_kinds import ImportResult
from partnership.models import Convention, Job, StoredFile
from partnership.sheets import SheetError

KIND = "import"
RESULT = "resultat.json"
LARGEST = 10 * 1024 * 1024  # bytes, as sent
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
    """The file that the job reads: its own, or for an import that of its rehearsal."""
    if is_import(job):
        job = Job.objects.get(uid=job.arguments["rehearsal"], kind=KIND, asked_by=job.asked_by)
    return _attached(job).exclude(name=RESULT).first()


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
    progress.say(10, "Lecture du tableau…")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / plain_name(stored.name)
        path.write_bytes(files.read(stored))
        progress.say(25, "Import des lignes…" if is_import(job) else "Vérification des lignes…")
        try:
            kind.check(job.asked_by, convention)
            result = kind.run(
                path=path,
                convention=convention,
                by=job.asked_by,
                dry_run=not is_import(job),
                sheet=job.arguments["sheet"] or None,
            )
        except SheetError as error:
            raise jobs.JobError(str(error)) from error
        except PermissionDenied as error:
            raise jobs.JobError(str(error)) from error
    progress.say(95, "Enregistrement du résultat…")
    content = json.dumps(result.as_kept(), ensure_ascii=False).encode()
    return files.store(job, name=RESULT, content=content, content_type="application/json")
