"""With real servers: what only they can show."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from kombu import pools

from config.celery import app
from partnership.enums import JobState
from partnership.models import Job
from tests.conftest import make_world
from tests.worker import eventually, running_worker

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.enable_socket,
]
NOBODY_THERE = "redis://127.0.0.1:1/0"


def _forget_connections():
    pools.reset()
    app.amqp._producer_pool = None
    app._pool = None


@pytest.fixture
def redis_away(monkeypatch):
    monkeypatch.setattr(app.conf, "broker_url", NOBODY_THERE)
    monkeypatch.setattr(app.conf, "broker_write_url", NOBODY_THERE)
    _forget_connections()
    yield
    monkeypatch.undo()
    _forget_connections()


def test_the_suite_runs_on_the_real_servers():
    assert connection.vendor == "postgresql"
    assert settings.CELERY_BROKER_URL.startswith("redis://")


def test_a_request_made_while_redis_is_away_is_kept_says_so_and_is_done_later(client, redis_away):
    world = make_world()
    client.force_login(world.admin)
    page = client.post(reverse("reporting:report-pdf", args=["DEP-2026"]), follow=True)
    job = Job.objects.get()
    assert page.status_code == 200
    assert "Votre demande est gardée" in page.content.decode()
    assert (job.state, job.sent_at) == (JobState.QUEUED, None)
    with running_worker():
        eventually(lambda: Job.objects.get(pk=job.pk).state == JobState.DONE, "Redis to be back")
