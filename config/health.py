"""`python -m config.health web|worker|beat`: is this part of Trame alive? Exit code 0 if so.

For the health checks of containers, which have Python and no other tool. The site is asked with
the name it is known by; the worker through its queue; the clock by the trace it leaves each time
it sends a task."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

BEAT_SILENT_AFTER = 600.0  # seconds; the clock writes at least every three minutes


def web() -> str:
    """Empty when the site answers 200; otherwise what went wrong, in French."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(os.environ.get("HEALTH_PORT", "8000")), timeout=8
    )
    try:
        connection.request(
            "GET", "/sante/", headers={"Host": "localhost" if host in ("", "*") else host}
        )
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"le site ne répond pas ({error})"
    finally:
        connection.close()
    return "" if status == 200 else f"le site répond {status}"


def worker() -> str:
    from config.celery import app

    name = f"celery@{socket.gethostname()}"
    try:
        answers = app.control.inspect(destination=[name], timeout=5).ping()
    except Exception as error:  # the broker's libraries raise many unrelated types
        return f"la file d'attente ne répond pas ({error})"
    return "" if answers else f"{name} ne répond pas"


def beat() -> str:
    import django
    from django.conf import settings

    django.setup()
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    traces = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    if not traces:
        return "l'horloge n'a encore rien envoyé"
    silent = time.time() - max(traces)
    return "" if silent < BEAT_SILENT_AFTER else f"l'horloge se tait depuis {silent:.0f} s"


CHECKS: dict[str, Callable[[], str]] = {"web": web, "worker": worker, "beat": beat}


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in CHECKS:
        print(f"Usage : python -m config.health {'|'.join(CHECKS)}", file=sys.stderr)
        return 2
    problem = CHECKS[arguments[0]]()
    print(problem or "en marche")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
