"""Production. Refuses to start without its secrets and addresses, and says which are missing."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_URL, env

REQUIRED = ("SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "ALLOWED_HOSTS", "BASE_URL")
_missing = [name for name in REQUIRED if not env.str(name, default="").strip()]
if _missing:
    raise ImproperlyConfigured(
        f"Trame ne démarre pas : il manque {', '.join(_missing)}. "
        "Chaque variable est expliquée dans le fichier .env.example."
    )

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "Trame ne démarre pas : SECRET_KEY doit être un texte tiré au hasard "
        "d'au moins 50 caractères."
    )
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS") if host.strip()]
if not BASE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        "Trame ne démarre pas : BASE_URL est l'adresse complète du site, "
        "par exemple https://trame.exemple.fr."
    )
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEMONSTRATION = env.bool("TRAME_DEMONSTRATION", default=False)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# The health check asks from inside, without the proxy that adds https.
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

globals().update(env.email_url_config(env.str("EMAIL_URL", default="") or "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or "trame@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
