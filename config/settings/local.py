"""One machine, nothing installed: SQLite, a file queue, a secret made on first start."""

import secrets

from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR, env

VAR_DIR.mkdir(parents=True, exist_ok=True)


def _local_secret() -> str:
    path = VAR_DIR / "secret"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or _local_secret()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DEMONSTRATION = env.bool("TRAME_DEMONSTRATION", default=True)
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mails"
