"""Tests: quick passwords, no real queue, every warning an error (see tests/conftest.py)."""

import atexit
import shutil
import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import (
    CELERY_BROKER_TRANSPORT_OPTIONS,
    CELERY_BROKER_URL,
    DATABASES,
    MIDDLEWARE,
    STORAGES,
    TEMPLATES,
    env,
)
from tests.hostile import UndefinedVariable

SECRET_KEY = "only-for-tests-" + "x" * 40
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
# A worker that a test starts shares the folder and the queue of that test, and no other's.
_shared = env.str("TRAME_TESTS_FOLDER", default="")
PRIVATE_ROOT = Path(_shared or tempfile.mkdtemp(prefix="trame-tests-"))
if not _shared:
    atexit.register(shutil.rmtree, PRIVATE_ROOT, ignore_errors=True)
CELERY_TASK_DEFAULT_QUEUE = PRIVATE_ROOT.name
STORAGES["default"]["OPTIONS"] = {"location": PRIVATE_ROOT, "base_url": None}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
MIDDLEWARE = [*MIDDLEWARE, "tests.hostile.ReadOnlyGetMiddleware"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A real file: a worker in another process must be able to read it.
    DATABASES["default"]["TEST"] = {"NAME": str(PRIVATE_ROOT / "tests.sqlite3")}
if CELERY_BROKER_URL.startswith("filesystem://"):
    # Never the queue of a site that runs beside the tests.
    for _option in ("data_folder_in", "data_folder_out", "control_folder"):
        _folder = PRIVATE_ROOT / "queue" / _option.removesuffix("_in").removesuffix("_out")
        _folder.mkdir(parents=True, exist_ok=True)
        CELERY_BROKER_TRANSPORT_OPTIONS[_option] = str(_folder)
