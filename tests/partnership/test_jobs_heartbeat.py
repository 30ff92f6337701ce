"""A running job gives sign of life from a thread of its own, with its own connection."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from partnership import jobs
from partnership.enums import JobState
from partnership.models import Job
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(settings):
    settings.JOB_HEARTBEAT_EVERY = 0.02
    return Job.objects.create(
        kind="essai",
        title="Un essai",
        owner=factories.NetworkFactory(),
        asked_by=factories.UserFactory(),
    )


def wait_for_a_beat(job: Job, within: float = 10.0) -> bool:
    first = Job.objects.get(pk=job.pk).heartbeat_at
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        if Job.objects.get(pk=job.pk).heartbeat_at > first:
            return True
        time.sleep(0.02)
    return False


def test_the_heartbeat_is_written_while_the_work_runs(job, monkeypatch):
    beats = []
    monkeypatch.setitem(jobs._works, "essai", lambda job, _: beats.append(wait_for_a_beat(job)))
    jobs.run(job.uid)
    assert beats == [True]
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


@pytest.mark.parametrize("error", [None, jobs.JobError("Non.")])
def test_the_heartbeat_ends_with_the_work(job, monkeypatch, error):
    def work(job, progress):
        if error is not None:
            raise error

    monkeypatch.setitem(jobs._works, "essai", work)
    jobs.run(job.uid)
    assert not [one for one in threading.enumerate() if one.name.startswith("heartbeat-")]


def test_two_workers_at_the_same_moment_do_the_work_once(job, monkeypatch):
    calls, start = [], threading.Barrier(2)
    monkeypatch.setitem(jobs._works, "essai", lambda job, _: calls.append(job.attempt))

    def worker():
        try:
            start.wait()
            jobs.run(job.uid)
        finally:
            connection.close()

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert calls == [1]
    assert Job.objects.get(pk=job.pk).attempt == 1
