"""Background work: asked once, done once, taken up again once, failed where the person sees it."""

from __future__ import annotations

import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from partnership import files, jobs, journal, tasks
from partnership.enums import JobState, Origin, Verb
from partnership.models import Job, JournalEntry
from partnership.tasks import run_job

KIND = "essai"
LONG_AGO = datetime.timedelta(seconds=120)


class Work:
    """What the job does: counts its calls, and fails as many times as it is told."""

    def __init__(self):
        self.calls = []
        self.errors = []
        self.result = None

    def __call__(self, job, progress):
        self.calls.append(job)
        if self.errors:
            raise self.errors.pop(0)
        return self.result


class Queue:
    """What was sent to the queue; `broken` makes it answer nothing."""

    def __init__(self):
        self.sent = []
        self.broken = False

    def apply_async(self, args, **options):
        if self.broken:
            raise ConnectionRefusedError("no broker")
        self.sent.append(args[0])


@pytest.fixture
def work(monkeypatch):
    made = Work()
    monkeypatch.setitem(jobs._works, KIND, made)
    return made


@pytest.fixture
def queue(monkeypatch):
    made = Queue()
    monkeypatch.setattr(tasks, "run_job", made)
    return made


@pytest.fixture
def ask(world, work, queue, django_capture_on_commit_callbacks):
    def ask(**fields) -> Job:
        given = {"kind": KIND, "title": "Un essai", "arguments": {"convention": "DEP-2026"}}
        with django_capture_on_commit_callbacks(execute=True):
            return jobs.request(owner=world.network, by=world.admin, **given | fields)

    return ask


@pytest.fixture
def job(ask):
    return ask()


def now(job: Job) -> Job:
    """The row as another process would read it."""
    return Job.objects.get(pk=job.pk)


def go_silent(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - LONG_AGO)


def test_a_request_is_kept_journaled_and_sent_on_commit(
    world, work, queue, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        job = jobs.request(
            kind=KIND, title="Un essai", arguments={}, owner=world.network, by=world.admin
        )
        assert now(job).state == JobState.QUEUED
    assert queue.sent == []
    assert now(job).waits_for_the_worker
    for callback in callbacks:
        callback()
    assert queue.sent == [str(job.uid)]
    assert not now(job).waits_for_the_worker
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.by, entry.subject_uid) == (Verb.ASKED, world.admin, job.uid)


def test_a_queue_that_does_not_answer_keeps_the_request_and_says_so(ask, queue):
    queue.broken = True
    job = ask()
    assert now(job).state == JobState.QUEUED
    assert now(job).waits_for_the_worker


def test_a_kept_request_is_sent_when_the_queue_is_back(ask, queue):
    queue.broken = True
    job = ask()
    assert jobs.sweep() == 0
    queue.broken = False
    assert jobs.sweep() == 1
    assert queue.sent == [str(job.uid)]
    assert not now(job).waits_for_the_worker


def test_the_same_request_still_waiting_is_not_made_twice(ask, queue, job):
    assert ask() == job
    assert ask(arguments={"convention": "AUTRE-2026"}) != job
    assert Job.objects.count() == 2
    assert len(queue.sent) == 2


def test_the_same_request_of_somebody_else_is_theirs(world, ask, job, queue):
    other = jobs.request(
        kind=KIND, title=job.title, arguments=job.arguments, owner=job.owner, by=world.staff
    )
    assert other != job


def test_what_is_over_may_be_asked_again(ask, job):
    jobs.run(job.uid)
    assert ask() != job


def test_two_workers_for_one_job_do_the_work_once(job, work):
    assert jobs.claim(job.uid) is not None
    assert jobs.claim(job.uid) is None
    jobs.run(job.uid)
    assert work.calls == []


def test_a_job_runs_and_keeps_its_document(world, job, work):
    work.result = files.store(
        world.convention, name="bilan.pdf", content=b"%PDF", content_type="application/pdf"
    )
    run_job(str(job.uid))
    done = now(job)
    assert (done.state, done.percent, done.result_file) == (JobState.DONE, 100, work.result)
    assert done.ended_at is not None
    assert done.is_over


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED])
def test_a_job_that_is_over_is_not_run_again(job, work, state):
    Job.objects.filter(pk=job.pk).update(state=state, attempt=1)
    jobs.run(job.uid)
    assert work.calls == []
    assert now(job).state == state


def test_an_unknown_job_is_left_alone(job, work):
    jobs.run("00000000-0000-0000-0000-000000000000")
    assert work.calls == []


def test_a_failure_is_tried_a_second_time(job, work, queue):
    work.errors = [RuntimeError("once")]
    jobs.run(job.uid)
    assert now(job).state == JobState.QUEUED
    assert queue.sent == [str(job.uid)] * 2
    jobs.run(job.uid)
    assert (now(job).state, now(job).attempt) == (JobState.DONE, 2)


def test_a_second_failure_is_shown_in_french(job, work, queue):
    work.errors = [RuntimeError("once"), RuntimeError("twice")]
    jobs.run(job.uid)
    jobs.run(job.uid)
    failed = now(job)
    assert failed.state == JobState.FAILED
    assert failed.message.startswith("Le document n'a pas pu être préparé. Rien n'est perdu")
    assert "twice" not in failed.message
    jobs.run(job.uid)
    assert len(work.calls) == 2


def test_an_error_meant_for_the_person_is_shown_at_once(job, work):
    work.errors = [jobs.JobError("Le logo a changé.")]
    jobs.run(job.uid)
    assert (now(job).state, now(job).message) == (JobState.FAILED, "Le logo a changé.")
    assert now(job).attempt == 1


def test_a_long_error_is_cut_to_what_the_row_holds(job, work):
    work.errors = [jobs.JobError("Trop long. " * 100)]
    jobs.run(job.uid)
    assert now(job).state == JobState.FAILED
    assert len(now(job).message) <= Job._meta.get_field("message").max_length


def test_work_that_nobody_registered_fails_visibly(ask):
    job = ask(kind="inconnu")
    jobs.run(job.uid)
    jobs.run(job.uid)
    assert now(job).state == JobState.FAILED


def test_a_job_whose_worker_is_silent_is_taken_up_again_once(job, work, queue):
    jobs.claim(job.uid)
    assert jobs.sweep() == 0
    go_silent(job)
    assert jobs.sweep() == 1
    jobs.run(job.uid)
    assert (now(job).state, now(job).attempt) == (JobState.DONE, 2)
    assert len(work.calls) == 1


def test_a_second_silence_fails_with_words(job, queue):
    for _ in range(2):
        assert jobs.claim(job.uid) is not None
        go_silent(job)
    assert jobs.claim(job.uid) is None
    assert jobs.sweep() == 0
    lost = now(job)
    assert lost.state == JobState.FAILED
    assert lost.message.startswith("Le travail s'est interrompu deux fois. Rien n'est perdu")
    assert lost.ended_at is not None


def test_a_worker_that_comes_back_late_changes_nothing_of_the_next_attempt(job):
    first = jobs.claim(job.uid)
    late = jobs.Progress(first)
    go_silent(job)
    jobs.claim(job.uid)
    late.say(90, "Presque fini…")
    jobs._end(first, JobState.DONE, "Terminé.", percent=100)
    running = now(job)
    assert (running.state, running.percent, running.message) == (
        JobState.RUNNING,
        0,
        "Préparation…",
    )


def test_a_message_lost_by_the_queue_is_sent_again_after_a_minute(job, queue):
    assert jobs.sweep() == 0
    Job.objects.filter(pk=job.pk).update(sent_at=timezone.now() - LONG_AGO)
    assert jobs.sweep() == 1
    assert queue.sent == [str(job.uid)] * 2


def test_progress_is_written_while_the_work_goes_on(ask, monkeypatch):
    seen = []

    def work(job, progress):
        progress.say(35, "Mise en pages…")
        seen.append((now(job).percent, now(job).message))

    monkeypatch.setitem(jobs._works, KIND, work)
    jobs.run(ask().uid)
    assert seen == [(35, "Mise en pages…")]


def test_what_a_job_writes_is_journaled_as_done_by_a_job(world, ask, monkeypatch):
    def work(job, progress):
        journal.record(Verb.CHANGED, world.convention, by=job.asked_by)

    monkeypatch.setitem(jobs._works, KIND, work)
    jobs.run(ask().uid)
    assert JournalEntry.objects.get(verb=Verb.CHANGED).origin == Origin.JOB


def test_the_clock_and_a_starting_worker_sweep(job, queue):
    for wake in (tasks.sweep_jobs, tasks.sweep_at_start):
        Job.objects.filter(pk=job.pk).update(sent_at=None)
        wake()
        assert not now(job).waits_for_the_worker
