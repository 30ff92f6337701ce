"""Asking for an import: a rehearsal that writes nothing, then the import of that very file."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import files, import_kinds, jobs, journal
from partnership.enums import JobState, Origin, Verb
from partnership.import_kinds import ImportResult
from partnership.importing import uploads
from partnership.importing.undoing import Undoing
from partnership.models import Convention, Import, Job, Network, User
from partnership.permissions import check_can_undo_import

CONTENT = "application/octet-stream"  # what it is, the reader finds out from the content


@transaction.atomic
def request_rehearsal(
    *,
    kind: str,
    convention: Convention | None,
    name: str,
    content: bytes,
    by: User,
    sheet: str = "",
) -> Job:
    """Keep the file and ask what its import would give. Nothing is imported.

    Raises PermissionDenied for who may not import, ValidationError without a convention where one
    is needed."""
    declared = import_kinds.get(kind)
    if declared.needs_convention and convention is None:
        raise ValidationError({"convention": "Choisissez la convention."})
    declared.check(by, convention)
    name = uploads.plain_name(name)
    job = jobs.request(
        kind=uploads.KIND,
        title=f"Vérification du tableau {name}",
        arguments={
            "kind": kind,
            "convention": convention.reference if convention else None,
            "sheet": sheet,
            "name": name,
            "sha256": hashlib.sha256(content).hexdigest(),
        },
        owner=_owner(convention, by),
        by=by,
    )
    if uploads.file_of(job) is None:  # the same file, sent twice while the first one waits
        files.store(job, name=name, content=content, content_type=CONTENT)
    return job


@transaction.atomic
def request_answers(*, rehearsal: Job, answers: dict[str, str], by: User) -> Job:
    """Verify the same file again, with these answers to what its verification asked; those given
    before stay.

    Raises PermissionDenied, and ValidationError, by question, for an answer that is no choice."""
    rehearsal = _of(rehearsal, by)
    result = _verified(rehearsal)
    wrong = {
        ask.key: "Choisissez une réponse."
        for ask in result.asks
        if answers.get(ask.key) not in dict(ask.choices)
    }
    if wrong:
        raise ValidationError(wrong)
    kept = {ask.key: answers[ask.key] for ask in result.asks}
    return jobs.request(
        kind=uploads.KIND,
        title=rehearsal.title,
        arguments=rehearsal.arguments
        | {
            "answers": rehearsal.arguments.get("answers", {}) | kept,
            "first": rehearsal.arguments.get("first") or str(rehearsal.uid),
        },
        owner=rehearsal.owner,
        by=by,
    )


@transaction.atomic
def request_import(*, rehearsal: Job, by: User, valid_only: bool = False) -> Job:
    """Ask to write what a rehearsal announced, from the file that it read; once.

    Raises PermissionDenied, and ValidationError where the rehearsal is not over, asks something,
    announces nothing, or refuses lines (unless `valid_only`: those are left)."""
    rehearsal = _of(rehearsal, by)
    asked = uploads.import_asked(rehearsal)
    if asked is not None and asked.state != JobState.FAILED:
        return asked
    result = _verified(rehearsal)
    if result.refused_lines and not valid_only:
        raise ValidationError(
            "Des lignes sont refusées : corrigez-les dans le fichier, puis envoyez-le de nouveau."
        )
    if result.asks:
        raise ValidationError("Répondez d'abord aux questions : rien n'est deviné.")
    if not uploads.to_write(result):
        raise ValidationError("Ce tableau ne change rien : il n'y a rien à importer.")
    return jobs.request(
        kind=uploads.KIND,
        title=f"Import du tableau {rehearsal.arguments['name']}",
        arguments=rehearsal.arguments
        | {"rehearsal": str(rehearsal.uid)}
        | ({"valid_only": True} if result.refused_lines else {}),
        owner=rehearsal.owner,
        by=by,
    )


def _of(rehearsal: Job, by: User) -> Job:
    """The rehearsal under its lock, for the person who sent the file and still may import it."""
    rehearsal = Job.objects.select_for_update(of=("self",)).get(pk=rehearsal.pk)
    if rehearsal.asked_by_id != by.pk:
        raise PermissionDenied("Ce tableau a été envoyé par une autre personne.")
    convention = uploads.convention_of(rehearsal)
    import_kinds.get(rehearsal.arguments["kind"]).check(by, convention)
    return rehearsal


def _verified(rehearsal: Job) -> ImportResult:
    result = uploads.result_of(rehearsal)
    if result is None or uploads.is_import(rehearsal):
        raise ValidationError("Ce tableau n'est pas encore vérifié : attendez la vérification.")
    return result


class UndoRefusedError(ValidationError):
    """What was built on an import since; `reasons` are French sentences."""

    def __init__(self, reasons: list[str]):
        super().__init__(reasons)
        self.reasons = reasons


def undo_import(*, import_run: Import, by: User | None) -> dict[str, int]:
    """Delete what an import created and give back what it corrected: how many rows, by type.
    Nothing happens where something was built on it since. `by` None: a command.

    Raises PermissionDenied, UndoRefusedError, ValidationError for one that is undone already."""
    if by is not None:
        check_can_undo_import(by, import_run)
    with journal.origin(Origin.IMPORT), transaction.atomic():
        Network.objects.select_for_update().get(pk=import_run.owner_id)
        row = Import.objects.select_for_update().get(pk=import_run.pk)
        if row.undone_at is not None:
            raise ValidationError("Cet import est déjà défait.")
        undoing = Undoing(row)
        undoing.undo(by=by)
        if undoing.reasons:
            raise UndoRefusedError(undoing.reasons)
        row.undone_at, row.undone_by = timezone.now(), by
        row.save(update_fields=["undone_at", "undone_by"])
        undone = undoing.deleted | (
            {"ligne corrigée": undoing.given_back} if undoing.given_back else {}
        )
        journal.record(Verb.CANCELLED, row, by=by, changes={"file": row.file_name} | undone)
    return undone


def _owner(convention: Convention | None, by: User) -> Network:
    if convention is not None:
        return convention.owner
    return Network.objects.filter(pk__in=by.access.administered).earliest("pk")
