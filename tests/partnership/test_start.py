"""`manage.py start`: what it says before starting, and how it keeps its children."""

import os
import socket
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from partnership.demonstration import LOGINS
from partnership.management.commands import start
from partnership.supervision import Child, Supervisor

pytestmark = pytest.mark.enable_socket

STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('ready', flush=True); time.sleep(60)"
)


@pytest.fixture
def make_child(tmp_path):
    """A child that runs a line of Python; whatever remains of it is killed after the test."""
    children = []

    def make(code):
        child = Child(
            name="L'essai",
            command=[sys.executable, "-c", code],
            log=tmp_path / "log" / "essai.log",
            directory=tmp_path,
            environment=os.environ,
            first_pause=0.05,
        )
        children.append(child)
        return child

    yield make
    Supervisor(children, print).stop(grace=0)


def wait_until(condition, within=10.0):
    limit = time.monotonic() + within
    while not condition():
        assert time.monotonic() < limit, "nothing happened in time"
        time.sleep(0.02)


@pytest.fixture
def taken_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_a_taken_port_is_refused_with_the_way_to_choose_another(taken_port):
    with pytest.raises(CommandError) as refused:
        call_command("start", port=taken_port)
    assert f"Le port {taken_port} est déjà pris" in str(refused.value)
    assert f"make run PORT={taken_port + 1 if taken_port < 65535 else 8001}" in str(refused.value)


def test_the_demonstration_is_not_started_where_real_data_may_be(settings, commands_called):
    settings.DEMONSTRATION = False
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    with pytest.raises(CommandError, match="TRAME_DEMONSTRATION"):
        call_command("start", port=free)
    assert commands_called == []


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(CommandError, match=r"Impossible d'écouter sur 192\.0\.2\.1"):
        start.check_port_is_free("192.0.2.1", 8000)


def test_a_port_out_of_range_is_refused():
    with pytest.raises(CommandError, match="Un port est un nombre de 1 à 65535"):
        start.check_port_is_free("127.0.0.1", 70000)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:8001"),
        ("0.0.0.0", "http://127.0.0.1:8001"),
        ("::1", "http://[::1]:8001"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(host, expected):
    assert start.address(host, 8001) == expected


def test_the_site_the_worker_and_the_clock_are_started_in_that_order(tmp_path, monkeypatch):
    monkeypatch.delenv("BASE_URL", raising=False)
    children = start.build_children("127.0.0.1", 8001, tmp_path, demonstration=False)
    assert ["gunicorn" in c.command for c in children] == [True, False, False]
    assert ["worker" in c.command for c in children] == [False, True, False]
    assert ["beat" in c.command for c in children] == [False, False, True]
    assert {c.environment["BASE_URL"] for c in children} == {"http://127.0.0.1:8001"}
    assert {c.environment["TRAME_DEMONSTRATION"] for c in children} == {"false"}


def test_what_a_killed_beat_left_is_removed(tmp_path, settings):
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(tmp_path / "beat-schedule")
    (tmp_path / "beat-schedule.dat").write_text("broken")
    (tmp_path / "trame.sqlite3").write_text("kept")
    start.forget_beat_schedule()
    assert [path.name for path in tmp_path.iterdir()] == ["trame.sqlite3"]


def test_static_files_are_collected_once_and_again_after_a_change(
    tmp_path, settings, commands_called
):
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a {}")
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    settings.STATICFILES_DIRS = [source]
    assert start.collect_static_files() is True
    assert start.collect_static_files() is False
    (source / "page.css").write_text("a { color: black }")
    assert start.collect_static_files() is True
    assert commands_called == ["collectstatic", "collectstatic"]


@pytest.fixture
def commands_called(monkeypatch):
    """The names of the commands that were called, instead of calling them."""
    called = []
    monkeypatch.setattr(start, "call_command", lambda name, **_: called.append(name))
    return called


def test_a_child_that_dies_is_announced_and_restarted(make_child):
    said = []
    child = make_child("import sys; print('au revoir'); sys.exit(3)")
    supervisor = Supervisor([child], said.append)
    supervisor.start()
    first = child.process
    first.wait()
    wait_until(lambda: supervisor.look() or child.process is not first)
    assert said[0].startswith("L'essai : arrêt inattendu (code 3)")
    assert said[1] == "L'essai : reparti."
    assert "au revoir" in child.last_lines()


def test_the_pause_before_a_restart_doubles_up_to_a_limit(make_child):
    child = make_child("")
    child.started = time.monotonic()
    pauses = [child.pause_after_death() for _ in range(12)]
    assert pauses[:3] == [0.05, 0.1, 0.2]
    assert pauses[-1] == 30.0


def test_a_child_that_ignores_the_request_to_stop_is_killed(make_child):
    child = make_child(STUBBORN)
    supervisor = Supervisor([child], print)
    supervisor.start()
    wait_until(lambda: "ready" in child.last_lines())
    supervisor.stop(grace=0.1)
    assert child.process.returncode == -9


def test_a_child_that_stops_when_asked_is_not_killed(make_child):
    child = make_child("import time; print('ready', flush=True); time.sleep(60)")
    supervisor = Supervisor([child], print)
    supervisor.start()
    wait_until(lambda: "ready" in child.last_lines())
    supervisor.stop(grace=10)
    assert child.process.returncode == -15


def test_each_demonstration_account_has_its_own_address_and_sentence():
    assert len({login.email for login in LOGINS}) == len(LOGINS) == 4
    assert all(login.email.endswith(".example") for login in LOGINS)
    assert all(login.sentence.endswith(".") for login in LOGINS)
