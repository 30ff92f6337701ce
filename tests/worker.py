"""A real Celery worker beside a test, on the test's own database and queue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
PATIENCE = 60.0


def _address() -> str:
    """The test database, as a worker in another process must call it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    secret = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    return f"postgres://{values['USER']}{secret}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


class Worker:
    """A worker process. Leaves no child behind."""

    def __init__(self, app: str = "config", **environment: str):
        self.app = app
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": _address(),
            "CELERY_BROKER_URL": settings.CELERY_BROKER_URL,
            "TRAME_TESTS_FOLDER": str(settings.PRIVATE_ROOT),
            "TRAME_JOB_STALE_AFTER": "2",
            "TRAME_JOB_HEARTBEAT_EVERY": "0.5",
            "TRAME_SWEEP_SECONDS": "1",
            **environment,
        }
        self.process: subprocess.Popen | None = None

    def start(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", self.app, "worker", "--concurrency", "1",
             "--loglevel", "WARNING", *options],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
        )  # fmt: skip

    def kill(self) -> None:
        """As a power cut does: nothing is told to anybody."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def running_worker(*options: str, **environment: str) -> Iterator[Worker]:
    worker = Worker(**environment)
    worker.start(*options)
    try:
        yield worker
    finally:
        worker.stop()


def eventually(condition: Callable[[], bool], what: str) -> None:
    """Wait for something that another process does. Raises AssertionError after a minute."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"Waited in vain: {what}"
        time.sleep(0.1)
