"""Production. Refuses to start without its secrets and addresses, and says which are missing."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_URL, SILENCED_SYSTEM_CHECKS, env

REQUIRED = ("SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "ALLOWED_HOSTS", "BASE_URL")
_missing = [name for name in REQUIRED if not env.str(name, default="").strip()]
if _missing:
    raise ImproperlyConfigured(
        f"Trame ne démarre pas : il manque {', '.join(_missing)}. "
        "Chaque variable est expliquée dans le fichier .env.example."
    )

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 20:
    raise ImproperlyConfigured(
        "Trame ne démarre pas : SECRET_KEY doit être un texte tiré au hasard d'au moins "
        "50 caractères, dont 20 différents. Le fichier .env.example dit comment en tirer un."
    )
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS") if host.strip()]
if not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "Trame ne démarre pas : ALLOWED_HOSTS donne les noms du site, sans étoile, "
        "par exemple trame.exemple.fr."
    )
# Only an explicit refusal opens the site in http, for a trial.
SECURE_SSL_REDIRECT = env.str("SECURE_SSL_REDIRECT", default="").strip().lower() != "false"
_address = urlsplit(BASE_URL)
if (
    _address.scheme not in ("https", "http")
    or not _address.hostname
    or "@" in _address.netloc
    or f"{_address.scheme}://{_address.netloc}" != BASE_URL
):
    raise ImproperlyConfigured(
        "Trame ne démarre pas : BASE_URL est l'adresse complète du site, sans rien après son nom, "
        "par exemple https://trame.exemple.fr."
    )
if _address.scheme == "http" and SECURE_SSL_REDIRECT:
    raise ImproperlyConfigured(
        "Trame ne démarre pas : BASE_URL commence par https://. "
        "Pour un essai sans https, donnez à SECURE_SSL_REDIRECT la valeur false."
    )
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DEMONSTRATION = env.bool("TRAME_DEMONSTRATION", default=False)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The health check asks from inside, without the proxy that adds https.
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading binds the whole domain for years: whoever owns it decides, and W021 is not for us.
SECURE_HSTS_PRELOAD = env.str("SECURE_HSTS_PRELOAD", default="").strip().lower() == "true"
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

globals().update(env.email_url_config(env.str("EMAIL_URL", default="") or "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or "trame@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
