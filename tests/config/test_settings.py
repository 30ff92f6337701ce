"""Production starts with all it needs or says what is missing; its variables are all explained."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parent.parent.parent
REQUIRED = {
    "SECRET_KEY": "k3y-" + "0123456789abcdefghijklmnop" * 2,
    "DATABASE_URL": "postgres://trame@127.0.0.1/trame",
    "CELERY_BROKER_URL": "redis://127.0.0.1/0",
    "ALLOWED_HOSTS": "trame.example, www.trame.example",
    "BASE_URL": "https://trame.example/",
}
# Read by `local` alone, which needs no explanation for those who install.
LOCAL_ONLY = {"DEBUG"}
# Read by Docker Compose, PostgreSQL's image and gunicorn rather than by the settings.
OF_OTHERS = {"POSTGRES_PASSWORD", "TRAME_PORT", "WEB_CONCURRENCY"}


def run_python(code, tmp_path, **variables):
    """Run a line in a fresh interpreter that has only these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env={**kept, "TRAME_VAR": str(tmp_path), "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("absent", REQUIRED)
@pytest.mark.parametrize("how", ["unset", "empty"])
def test_production_does_not_start_without(absent, how, tmp_path):
    given = {name: value for name, value in REQUIRED.items() if name != absent}
    if how == "empty":
        given[absent] = ""
    ran = run_python("import config.settings.production", tmp_path, **given)
    assert ran.returncode != 0
    assert f"Trame ne démarre pas : il manque {absent}." in ran.stderr


def test_production_names_everything_that_is_missing_at_once(tmp_path):
    ran = run_python("import config.settings.production", tmp_path)
    assert ran.returncode != 0
    assert f"il manque {', '.join(REQUIRED)}." in ran.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "trop-court", "SECRET_KEY doit être un texte tiré au hasard"),
        ("SECRET_KEY", "abcdefghijk" * 10, "dont 20 différents"),
        ("ALLOWED_HOSTS", ",", "ALLOWED_HOSTS donne les noms du site"),
        ("ALLOWED_HOSTS", "trame.example,*", "ALLOWED_HOSTS donne les noms du site"),
        ("BASE_URL", "trame.example", "BASE_URL est l'adresse complète du site"),
        ("BASE_URL", "https://trame.example/ici", "sans rien après son nom"),
        ("BASE_URL", "https://moi@trame.example", "sans rien après son nom"),
        ("BASE_URL", "http://trame.example", "BASE_URL commence par https://"),
    ],
)
def test_production_refuses_a_value_that_would_not_do(name, value, words, tmp_path):
    ran = run_python("import config.settings.production", tmp_path, **{**REQUIRED, name: value})
    assert ran.returncode != 0
    assert words in ran.stderr


def test_the_server_itself_does_not_start_without_its_variables(tmp_path):
    ran = run_python("import config.wsgi", tmp_path)
    assert ran.returncode != 0
    assert "Trame ne démarre pas" in ran.stderr


def test_production_starts_with_all_it_needs(tmp_path):
    code = (
        "from config.settings import production as p;"
        "print(p.DEBUG, p.DEMONSTRATION, p.SECURE_SSL_REDIRECT, p.SESSION_COOKIE_SECURE);"
        "print(p.ALLOWED_HOSTS, p.BASE_URL, p.CSRF_TRUSTED_ORIGINS);"
        "print(p.DATABASES['default']['ENGINE'], p.DATABASES['default']['CONN_MAX_AGE'])"
    )
    ran = run_python(code, tmp_path, **REQUIRED)
    assert ran.stdout.splitlines() == [
        "False False True True",
        "['trame.example', 'www.trame.example'] https://trame.example ['https://trame.example']",
        "django.db.backends.postgresql 60",
    ], ran.stderr


def test_a_trial_without_https_is_asked_for(tmp_path):
    given = {**REQUIRED, "BASE_URL": "http://trame.example", "SECURE_SSL_REDIRECT": "false"}
    code = "from config.settings import production as p; print(p.SECURE_SSL_REDIRECT, p.BASE_URL)"
    ran = run_python(code, tmp_path, **given)
    assert ran.stdout == "False http://trame.example\n", ran.stderr


@pytest.mark.parametrize(("given", "preload"), [("", "False"), ("true", "True")])
def test_a_domain_is_preloaded_only_when_asked(given, preload, tmp_path):
    code = (
        "from config.settings import production as p;"
        "print(p.SECURE_HSTS_PRELOAD, p.SECURE_SSL_REDIRECT, p.PROXY_COUNT)"
    )
    empty = {"SECURE_SSL_REDIRECT": "", "TRAME_PROXY_COUNT": "", "SECURE_HSTS_PRELOAD": given}
    ran = run_python(code, tmp_path, **REQUIRED, **empty)
    assert ran.stdout == f"{preload} True 0\n", ran.stderr


def test_one_machine_starts_with_nothing_and_keeps_its_secret(tmp_path):
    code = "from config.settings import local; print(local.SECRET_KEY, local.CELERY_BROKER_URL)"
    first = run_python(code, tmp_path, DATABASE_URL="", CELERY_BROKER_URL="", BASE_URL="")
    again = run_python(code, tmp_path)
    assert first.returncode == 0, first.stderr
    assert first.stdout == again.stdout
    assert first.stdout.endswith(" filesystem://\n")
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def names_in(path, pattern):
    return set(re.findall(pattern, (ROOT / path).read_text(), flags=re.MULTILINE))


def test_the_example_and_the_composition_name_the_same_variables():
    composed = names_in("docker-compose.yml", r"\$\{([A-Z_]+)")
    explained = names_in(".env.example", r"^([A-Z_]+)=")
    assert composed == explained


def test_every_variable_of_the_example_is_left_empty():
    assert names_in(".env.example", r"^([A-Z_]+)=.+$") == set()


def test_every_variable_that_the_settings_read_is_explained():
    read = set()
    for name in ("base", "production"):
        read |= names_in(f"config/settings/{name}.py", r"env\.\w+\(\s*\"([A-Z_]+)\"")
    read |= set(REQUIRED) | names_in("config/health.py", r"environ\.get\(\"([A-Z_]+)\"")
    explained = names_in(".env.example", r"^(?:# )?([A-Z_]+)=")
    assert read - LOCAL_ONLY <= explained
    assert explained - OF_OTHERS <= read


def test_the_composition_gives_nothing_secret():
    given = names_in("docker-compose.yml", r"(?:SECRET_KEY|PASSWORD):-([^}]*)")
    assert given == set()


def test_all_the_processes_of_a_site_count_in_one_cache(tmp_path):
    """Redis where the queue is Redis; a folder of the machine otherwise."""
    code = "from config.settings import production as p; print(p.CACHES['default']['BACKEND'])"
    ran = run_python(code, tmp_path, **REQUIRED)
    assert ran.stdout.strip().endswith("RedisCache"), ran.stderr
    code = "from config.settings import local as p; print(p.CACHES['default'])"
    ran = run_python(code, tmp_path)
    assert "FileBasedCache" in ran.stdout, ran.stderr
    assert str(tmp_path) in ran.stdout
