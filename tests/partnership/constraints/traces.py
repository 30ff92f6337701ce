"""Jobs, imports, files, journal: what the house keeps of what was done."""

from __future__ import annotations

import uuid

from partnership.enums import JobState, Origin, Verb
from partnership.models import Import, ImportChange, Job, JournalEntry, StoredFile
from tests import factories
from tests.partnership.constraints.twice import again


def job(**fields):
    given = {"kind": "report_pdf", "title": "Bilan", "arguments": {"convention": "DEP-2026"}}
    people = {"owner": factories.NetworkFactory(), "asked_by": factories.UserFactory()}
    return Job(**given | people | fields)


def imported(**fields):
    given = {"kind": "sessions", "file_name": "échanges.xlsx", "sha256": "0" * 64}
    people = {"owner": factories.NetworkFactory(), "asked_by": factories.UserFactory()}
    return Import(**given | people | {"counts": {"created": 1}} | fields)


def import_change(**fields):
    run = imported()
    run.save()
    given = {"import_run": run, "subject_type": "organisation", "subject_uid": uuid.uuid4()}
    change = {"before": {"town": "Lens"}, "after": {"town": "Liévin"}}
    return ImportChange(**given | change | fields)


def journal_entry(**fields):
    given = {
        "verb": Verb.CREATED,
        "subject_type": "convention",
        "subject_uid": uuid.uuid4(),
        "origin": Origin.PAGE,
        "changes": {"reference": "DEP-2026"},
    }
    people = {"owner": factories.NetworkFactory(), "by": factories.UserFactory()}
    return JournalEntry(**given | people | fields)


def stored_file(**fields):
    given = {
        "subject_type": "convention",
        "name": "bilan.pdf",
        "content_type": "application/pdf",
        "size": 4,
        "sha256": "0" * 64,
        "file": "00/bilan",
    }
    return StoredFile(**{"owner": factories.NetworkFactory()} | given | fields)


SOUND = (job, imported, import_change, journal_entry, stored_file)
BROKEN = {
    "import_change_once": (
        lambda: again(import_change, "import_run", "subject_uid"),
        "Cette correction est déjà notée.",
    ),
    "job_percent_at_most_100": (lambda: job(percent=101), "L'avancement va de 0 à 100."),
    "job_running_has_heartbeat": (
        lambda: job(state=JobState.RUNNING, attempt=1),
        "Un travail en cours donne signe de vie.",
    ),
}
