"""A worker whose reports never end: long enough to be killed in the middle of one."""

import time

import django
from django.apps import apps

from config.celery import app

if not apps.ready:
    django.setup()

from partnership import jobs
from reporting import production

__all__ = ["app"]


def never_end(job, progress):
    progress.say(50, "Mise en pages du bilan…")
    time.sleep(600)


jobs.register(production.KIND, never_end)
