"""What every installation shares. Each value that differs comes from the environment."""

from decimal import Decimal
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("TRAME_VAR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_countries",
    "django_filters",
    "django_htmx",
    "partnership",
    "accompaniment",
    "pam",
    "twinning",
    "reporting",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "partnership.middleware.JournalOriginMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnership.navigation.navigation",
            ],
            "builtins": ["partnership.templatetags.french", "partnership.templatetags.look"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# A variable present but empty (a line of `.env` left as it came) counts as absent.
DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR}/trame.sqlite3"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

AUTH_USER_MODEL = "partnership.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "partnership:home"
LOGOUT_REDIRECT_URL = "login"
# Failures are counted per account, wherever they come from: an office that shares one address is
# not shut out by the account of one, and many addresses give nobody more tries.
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # asks for the address to be counted too
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
# Trying on does not make the wait longer: nobody is kept out for ever by somebody else.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Axes would look for a field named after USERNAME_FIELD, which no login form has, find nothing,
# and count the failures of a whole office as those of one account.
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "partnership.accounts.login_name"
AXES_CLIENT_IP_CALLABLE = "partnership.accounts.client_address"
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# Lists of countries are written with commas: no name holds one.
COUNTRIES_OVERRIDE = {
    "BQ": "Pays-Bas caribéens",
    "PS": "Palestine",
    "RE": "La Réunion",
    "SH": "Sainte-Hélène",
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
PRIVATE_ROOT = Path(env.str("TRAME_PRIVATE", default=str(VAR_DIR / "private")))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_TAGS = {message_levels.ERROR: "danger"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

BASE_URL = (env.str("BASE_URL", default="") or "http://127.0.0.1:8000").rstrip("/")
RELEASE = "0.1.0"

# What happens in a convention waits this long, so that one message tells several things.
NOTICE_DELAY_MINUTES = int(env.str("TRAME_NOTICE_DELAY_MINUTES", default="") or 10)
EMAIL_TIMEOUT = 20  # seconds
# The largest file that may be attached to anything (megabytes).
ATTACHMENT_LARGEST_MB = int(env.str("TRAME_ATTACHMENT_LARGEST_MB", default="") or 20)

# How many proxies in front of the site add the address of who asks to X-Forwarded-For.
PROXY_COUNT = int(env.str("TRAME_PROXY_COUNT", default="") or 0)

# Past this gap between planned and realised, in per cent of planned, a line is to be explained.
GAP_THRESHOLD_PERCENT = Decimal(env.str("TRAME_GAP_THRESHOLD_PERCENT", default="") or "10")

# The demonstration is loaded, and its logins shown on the login page, where this is true only.
DEMONSTRATION = False

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or "filesystem://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "take up waiting and abandoned jobs": {
        "task": "partnership.tasks.sweep_jobs",
        "schedule": env.float("TRAME_SWEEP_SECONDS", default=30.0),
        "options": {"expires": 60},
    },
    "remind people of what is due": {
        "task": "partnership.tasks.send_reminders",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
    "send the messages that wait": {
        "task": "partnership.tasks.send_mails",
        "schedule": env.float("TRAME_MAIL_SECONDS", default=60.0),
        "options": {"expires": 120},
    },
    "read the mails forwarded to the association's address": {
        "task": "accompaniment.tasks.read_inbox",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "read the calendars whose address people gave": {
        "task": "accompaniment.tasks.read_calendars",
        "schedule": 86400.0,
        "options": {"expires": 3600},
    },
    "erase the names of those who came long ago": {
        "task": "accompaniment.tasks.erase_names",
        "schedule": 3600.0,
        "options": {"expires": 600},
    },
}
# The mailbox of the association's address for forwarded mails, read when it is named (IMAP, TLS).
INBOX_HOST = env.str("TRAME_INBOX_HOST", default="")
INBOX_USER = env.str("TRAME_INBOX_USER", default="")
INBOX_PASSWORD = env.str("TRAME_INBOX_PASSWORD", default="")
INBOX_FOLDER = env.str("TRAME_INBOX_FOLDER", default="") or "INBOX"
INBOX_TIMEOUT = 20  # seconds

if CELERY_BROKER_URL.startswith("filesystem://"):
    _queue = Path(env.str("TRAME_QUEUE", default=str(VAR_DIR / "queue")))
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
    }
    for _folder in ("messages", "control"):
        (_queue / _folder).mkdir(parents=True, exist_ok=True)
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    }

# Shared by all the processes of the site: what public pages count (partnership/rate_limits.py).
if CELERY_BROKER_URL.startswith(("redis://", "rediss://")):
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CELERY_BROKER_URL,
            "KEY_PREFIX": "trame",
            "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
        }
    }

# Sign-ups on the public page of a gathering, in an hour: from one address of the network, which a
# school or an office shares, and in all.
SIGN_UPS_PER_ADDRESS = int(env.str("TRAME_SIGN_UPS_PER_ADDRESS", default="") or 30)
SIGN_UPS_PER_GATHERING = int(env.str("TRAME_SIGN_UPS_PER_GATHERING", default="") or 200)
# Names and e-mail addresses of participants are erased this long after the last day (months).
NAMES_KEPT_MONTHS = int(env.str("TRAME_NAMES_KEPT_MONTHS", default="") or 24)

# A running job that has given no sign of life for this long is taken up again (seconds).
JOB_STALE_AFTER = env.float("TRAME_JOB_STALE_AFTER", default=60.0)
JOB_HEARTBEAT_EVERY = env.float("TRAME_JOB_HEARTBEAT_EVERY", default=5.0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"trame": {"level": "INFO"}},
}
