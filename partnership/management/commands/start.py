"""`manage.py start`: the whole of Trame on one machine, with nothing else to install."""

from __future__ import annotations

import errno
import hashlib
import http.client
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.urls import Resolver404, resolve

from partnership.demonstration import LOGINS, check_is_open
from partnership.supervision import Child, Supervisor

HEALTH_PATH = "/sante/"
EVERYWHERE = ("0.0.0.0", "::")
FIRST_ANSWER_WITHIN = 60.0
GRACE = 10.0


class Command(BaseCommand):
    help = "Démarre Trame sur cette machine : le site, les travaux de fond et la démonstration."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, help="port du site (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="adresse d'écoute (127.0.0.1)")
        parser.add_argument("--no-demo", action="store_true", help="ne charge pas la démonstration")

    def handle(self, *, port: int, host: str, no_demo: bool, **options):
        check_port_is_free(host, port)
        if not no_demo:
            check_is_open()
        try:
            with_demo = self._prepare(with_demo=not no_demo)
        except KeyboardInterrupt:
            self._say("Arrêté avant le démarrage ; rien ne reste en route.")
            return
        self._serve(host, port, with_demo=with_demo)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _prepare(self, *, with_demo: bool) -> bool:
        """Tables, static files, demonstration. Returns whether the demonstration is there."""
        self._say("Préparation de la base de données…")
        call_command("migrate", interactive=False, verbosity=0)
        if collect_static_files():
            self._say("Feuilles de style et images : rassemblées.")
        if not (with_demo and "demo" in get_commands()):
            return False
        self._say("Chargement de la démonstration…")
        call_command("demo")
        return True

    def _serve(self, host: str, port: int, *, with_demo: bool) -> None:
        """Run until asked to stop. Raises CommandError when the site does not come up."""
        forget_beat_schedule()
        logs = Path(settings.VAR_DIR) / "log"
        children = build_children(host, port, logs, demonstration=with_demo)
        supervisor = Supervisor(children, self._say)
        asked_to_stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: asked_to_stop.set())
        try:
            supervisor.start()
            if self._wait_for_site(host, port, supervisor, asked_to_stop):
                self._welcome(host, port, logs, with_demo=with_demo)
            while not asked_to_stop.wait(0.5):
                supervisor.look()
            self._say("\nArrêt en cours…")
        finally:
            supervisor.stop(GRACE)
        self._say("Trame est arrêté.")

    def _wait_for_site(self, host, port, supervisor: Supervisor, asked_to_stop) -> bool:
        site = supervisor.children[0]
        limit = time.monotonic() + FIRST_ANSWER_WITHIN
        status = None
        while time.monotonic() < limit and not asked_to_stop.is_set():
            if not site.is_alive():
                raise CommandError(
                    f"Le site n'a pas pu démarrer. Fin de son journal ({site.log}) :\n"
                    f"{site.last_lines()}"
                )
            status = ask_health(host, port)
            if status == 200 or (status is not None and not health_page_exists()):
                return True
            asked_to_stop.wait(0.2)
        if asked_to_stop.is_set():
            return False
        if status is None:
            raise CommandError(
                f"Le site ne répond pas après {FIRST_ANSWER_WITHIN:.0f} s. "
                f"Voir son journal : {site.log}."
            )
        self._say(f"Le site répond, mais {HEALTH_PATH} signale un problème (code {status}).")
        return True

    def _welcome(self, host: str, port: int, logs: Path, *, with_demo: bool) -> None:
        self._say(f"\nTrame est prêt : {address(host, port)}\n")
        if with_demo:
            width = max(len(login.email) for login in LOGINS)
            self._say("Comptes de la démonstration :")
            for login in LOGINS:
                self._say(f"  {login.email:<{width}}  {login.password}  {login.role}")
                self._say(f"  {'':<{width}}  {login.sentence}")
        else:
            self._say("Premier compte : .venv/bin/python manage.py createsuperuser")
        if host in EVERYWHERE:
            self._say(
                "Depuis un autre poste : ajouter le nom ou l'adresse de cette machine à la "
                "variable ALLOWED_HOSTS."
            )
        self._say(f"\nJournaux : {logs}/site.log, travaux.log, horloge.log")
        self._say("Pour arrêter : Ctrl-C.")


def check_port_is_free(host: str, port: int) -> None:
    """Raises CommandError, in French, when the site could not listen there."""
    if not 1 <= port <= 65535:
        raise CommandError(f"Un port est un nombre de 1 à 65535, pas {port}.")
    try:
        family, kind, protocol, _, target = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except OSError as error:
        other = f"Pour en choisir un autre : make run PORT={port + 1 if port < 65535 else 8001}"
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Le port {port} est déjà pris, peut-être par un autre Trame en route.\n{other}"
            ) from error
        if error.errno == errno.EACCES:
            raise CommandError(
                f"Le système réserve le port {port} à l'administrateur.\n"
                "Pour en choisir un autre : make run PORT=8001"
            ) from error
        raise CommandError(
            f"Impossible d'écouter sur {host}, port {port} ({error}).\n"
            "Par défaut : --host 127.0.0.1 --port 8000"
        ) from error


def collect_static_files() -> bool:
    """Collect when a source file changed since the last time. Returns whether it was needed."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            seen.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    mark = Path(settings.VAR_DIR) / "static.mark"
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and mark.exists() and mark.read_text() == seen.hexdigest():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(seen.hexdigest())
    return True


def forget_beat_schedule() -> None:
    """What a killed beat left behind. It only holds when the sweep last ran: nothing is lost."""
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    for left in schedule.parent.glob(f"{schedule.name}*"):
        left.unlink(missing_ok=True)


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds the site."""
    return f"http://{'127.0.0.1' if host in EVERYWHERE else bracketed(host)}:{port}"


def build_children(host: str, port: int, logs: Path, *, demonstration: bool) -> list[Child]:
    """The site first, then the worker and the clock that wakes it."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "PYTHONUNBUFFERED": "1",
        "TRAME_DEMONSTRATION": str(demonstration).lower(),
        "BASE_URL": os.environ.get("BASE_URL") or address(host, port),
    }
    if host not in EVERYWHERE and not os.environ.get("ALLOWED_HOSTS"):
        environment["ALLOWED_HOSTS"] = ",".join(
            dict.fromkeys([*settings.ALLOWED_HOSTS, bracketed(host)])
        )
    listen = f"{bracketed(host)}:{port}"
    gunicorn = ["gunicorn", "config.wsgi", "--bind", listen, "--workers", "2", "--threads", "4"]
    celery = ["celery", "-A", "config"]
    programs = {
        ("Le site", "site"): [*gunicorn, "--graceful-timeout", "5", "--timeout", "120"],
        ("Les travaux de fond", "travaux"): [
            *celery, "worker", "--concurrency", "1", "--loglevel", "INFO",
            "--without-gossip", "--without-mingle",
        ],
        ("L'horloge", "horloge"): [*celery, "beat", "--loglevel", "INFO"],
    }  # fmt: skip
    return [
        Child(
            name=name,
            command=[sys.executable, "-m", *program],
            log=logs / f"{log}.log",
            directory=settings.BASE_DIR,
            environment=environment,
        )
        for (name, log), program in programs.items()
    ]


def health_page_exists() -> bool:
    try:
        resolve(HEALTH_PATH)
    except Resolver404:
        return False
    return True


def ask_health(host: str, port: int) -> int | None:
    """The HTTP status of the health page; None while nothing answers."""
    connection = http.client.HTTPConnection(
        "127.0.0.1" if host in EVERYWHERE else host, port, timeout=5
    )
    try:
        connection.request("GET", HEALTH_PATH)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
