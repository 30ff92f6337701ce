"""Background jobs: asked in the request's transaction, sent on commit, taken up again if lost.

A row holds the truth; the message in the queue only wakes a worker. A worker claims the row in
one conditional update, so that two messages for one job do the work once. A heartbeat thread says
that it lives; `sweep` sends again what waits and what has gone silent. Two attempts, then the job
fails where the person sees it.
"""

from __future__ import annotations

import datetime
import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from partnership import job_notes, journal
from partnership.enums import JobState, Origin, Verb
from partnership.models import Job, Network, StoredFile, User

logger = logging.getLogger("trame.jobs")

ATTEMPTS = 2
RESEND_AFTER = datetime.timedelta(seconds=60)
FAILED_WORDS = (
    "Le document n'a pas pu être préparé. Rien n'est perdu : demandez-le à nouveau ; "
    "si l'échec se répète, prévenez la personne qui administre Trame."
)
LOST_WORDS = (
    "Le travail s'est interrompu deux fois. Rien n'est perdu : demandez-le à nouveau ; "
    "si l'échec se répète, prévenez la personne qui administre Trame."
)


class JobError(Exception):
    """An error whose message is in French and meant for the person who asked."""


class Progress:
    """How a running job says how far it is. An attempt that was given up says nothing more."""

    def __init__(self, job: Job):
        self._job = job
        self._said: dict[str, int | str] = {}

    def say(self, percent: int, message: str) -> None:
        """Percent from 0 to 100, and what is being done, in French."""
        self._said = {}
        _held(self._job).update(percent=percent, message=message, heartbeat_at=timezone.now())

    def later(self, percent: int, message: str) -> None:
        """The same from within a transaction, which nobody else would see: the next sign of life
        says it, from its own connection; SQLite has but one writer, and is told in a file."""
        self._said = {"percent": percent, "message": message}
        if connection.vendor == "sqlite":
            job_notes.leave(self._job.uid, percent, message)

    @property
    def said(self) -> dict[str, int | str]:
        return self._said


Work = Callable[[Job, Progress], StoredFile | None]
_works: dict[str, Work] = {}
_pages: dict[str, Callable[[Job], str]] = {}


def register(kind: str, work: Work, *, page: Callable[[Job], str] | None = None) -> None:
    """`page` gives the address where the result is read, for work that makes no document."""
    _works[kind] = work
    if page is not None:
        _pages[kind] = page


def result_page(job: Job) -> str:
    """Where the result is read; nothing where it is a document to download."""
    return _pages[job.kind](job) if job.kind in _pages else ""


def request(*, kind: str, title: str, arguments: dict, owner: Network, by: User) -> Job:
    """Keep the request and wake a worker once the transaction is committed.

    The same request still waiting or running is given back instead of being made twice."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # one request of a person at a time
        same = Job.objects.filter(
            kind=kind,
            arguments=arguments,
            asked_by=by,
            state__in=[JobState.QUEUED, JobState.RUNNING],
        ).first()
        if same is not None:
            return same
        job = Job.objects.create(
            kind=kind, title=title, arguments=arguments, owner=owner, asked_by=by
        )
        journal.record(Verb.ASKED, job, by=by, changes={"kind": kind, "title": title})
        transaction.on_commit(lambda: send(job))
    return job


def send(job: Job) -> bool:
    """Wake a worker. False when the queue does not answer: the row stays and is sent later."""
    from partnership.tasks import run_job

    try:
        run_job.apply_async([str(job.uid)], retry=False)
    except Exception as error:  # the broker's libraries raise many unrelated types
        logger.warning("job %s is kept, the queue does not answer: %s", job.uid, error)
        return False
    Job.objects.filter(pk=job.pk).update(sent_at=timezone.now())
    return True


def _silent(now: datetime.datetime) -> Q:
    limit = now - datetime.timedelta(seconds=settings.JOB_STALE_AFTER)
    return Q(state=JobState.RUNNING, heartbeat_at__lt=limit)


def as_it_goes(job: Job) -> Job:
    """The job with the percent and the words that were said last."""
    if job.state == JobState.RUNNING and (note := job_notes.read(job.uid)):
        job.percent, job.message = note
    return job


def claim(job_uid: uuid.UUID | str) -> Job | None:
    """Take the job for this worker; None when another has it, or when it is over."""
    now = timezone.now()
    taken = (
        Job.objects.filter(uid=job_uid, attempt__lt=ATTEMPTS)
        .filter(Q(state=JobState.QUEUED) | _silent(now))
        .update(
            state=JobState.RUNNING,
            attempt=F("attempt") + 1,
            heartbeat_at=now,
            started_at=now,
            percent=0,
            message="Préparation…",
        )
    )
    if not taken:
        return None
    return Job.objects.select_related("asked_by", "owner").get(uid=job_uid)


def run(job_uid: uuid.UUID | str) -> None:
    """Claim the job, do its work, write down how it ended."""
    job = claim(job_uid)
    if job is None:
        return
    try:
        progress = Progress(job)
        with journal.origin(Origin.JOB), _heartbeat(job, progress):
            result = _works[job.kind](job, progress)
    except JobError as error:
        _end(job, JobState.FAILED, str(error))
    except Exception:
        logger.exception("job %s (%s) failed", job.uid, job.kind)
        if job.attempt < ATTEMPTS:
            _held(job).update(state=JobState.QUEUED, sent_at=None, message="Nouvel essai…")
            send(job)
        else:
            _end(job, JobState.FAILED, FAILED_WORDS)
    else:
        _end(job, JobState.DONE, "Terminé.", percent=100, result_file=result)
    finally:
        job_notes.forget(job.uid)


def _held(job: Job) -> QuerySet[Job]:
    """The job's row while this attempt still holds it: a late worker changes nothing."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)


def _end(job: Job, state: JobState, message: str, **fields) -> None:
    longest = Job._meta.get_field("message").max_length
    _held(job).update(state=state, message=message[:longest], ended_at=timezone.now(), **fields)


@contextmanager
def _heartbeat(job: Job, progress: Progress) -> Iterator[None]:
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_HEARTBEAT_EVERY):
                try:
                    _held(job).update(heartbeat_at=timezone.now(), **progress.said)
                except DatabaseError:  # said again at the next beat
                    logger.warning("job %s: a heartbeat was missed", job.uid, exc_info=True)
                    connection.close()
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.uid}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def sweep() -> int:
    """Send what waits, take up what went silent, fail what was tried enough. Returns how many
    jobs were sent. Called at a worker's start and by beat."""
    now = timezone.now()
    Job.objects.filter(_silent(now), attempt__gte=ATTEMPTS).update(
        state=JobState.FAILED, message=LOST_WORDS, ended_at=now
    )
    waiting = Job.objects.filter(
        Q(state=JobState.QUEUED) & (Q(sent_at__isnull=True) | Q(sent_at__lt=now - RESEND_AFTER))
        | _silent(now)
    ).order_by("created_at", "pk")
    sent = 0
    for job in waiting:
        if not send(job):
            break
        sent += 1
    return sent
