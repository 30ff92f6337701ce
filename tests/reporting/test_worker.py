"""The bilan's PDF, made by a real worker in another process, on whatever queue is configured."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse

from partnership.enums import JobState
from partnership.models import Job
from reporting import actions
from tests.conftest import make_world
from tests.worker import Worker, eventually, running_worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.enable_socket]


@pytest.fixture
def world():
    return make_world()


def _state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def test_a_report_asked_in_the_page_is_made_in_the_background(client, world):
    client.force_login(world.admin)
    with running_worker():
        page = client.post(reverse("reporting:report-pdf", args=["DEP-2026"]))
        job = Job.objects.get()
        eventually(lambda: _state(job) == JobState.DONE, "the PDF to be made")
    assert page.url == reverse("partnership:job", args=[job.uid])
    job = Job.objects.select_related("result_file").get()
    assert job.result_file.file.read(5) == b"%PDF-"
    job.result_file.file.close()
    assert "Télécharger le PDF" in client.get(page.url).content.decode()


def test_a_report_asked_while_no_worker_lives_waits_for_one(world):
    job = actions.request_pdf(convention=world.convention, by=world.admin)
    assert _state(job) == JobState.QUEUED
    with running_worker():
        eventually(lambda: _state(job) == JobState.DONE, "the first worker to take it up")


def test_a_worker_killed_in_the_middle_leaves_its_job_to_the_next_one_once(world):
    victim = Worker(app="tests.slow_worker")
    victim.start()
    try:
        job = actions.request_pdf(convention=world.convention, by=world.admin)
        eventually(lambda: _state(job) == JobState.RUNNING, "the worker to begin")
    finally:
        victim.kill()
    assert _state(job) == JobState.RUNNING
    with running_worker("-B", "--schedule", str(settings.PRIVATE_ROOT / "schedule")):
        eventually(lambda: _state(job) == JobState.DONE, "another worker to end it")
    job.refresh_from_db()
    assert job.attempt == 2
