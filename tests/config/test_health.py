"""The health checks of the containers tell what lives from what does not."""

import os
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from config import health

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def site(monkeypatch):
    """A small site that answers `status` and keeps the names it was asked by."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append((self.headers["Host"], self.path))
            self.send_response(self.server.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.status = [], 200
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("HEALTH_PORT", str(server.server_port))
        yield server
        server.shutdown()
        thread.join()


def test_a_site_that_answers_is_healthy_and_is_asked_by_its_own_name(site, monkeypatch, capsys):
    monkeypatch.setenv("ALLOWED_HOSTS", ".trame.example,other.example")
    assert health.main(["web"]) == 0
    assert site.asked == [("trame.example", "/sante/")]
    assert capsys.readouterr().out == "en marche\n"


def test_a_site_in_trouble_is_not_healthy(site, capsys):
    site.status = 503
    assert health.main(["web"]) == 1
    assert capsys.readouterr().out == "le site répond 503\n"


def test_a_site_that_does_not_answer_is_not_healthy(monkeypatch, capsys):
    monkeypatch.setenv("HEALTH_PORT", "1")
    assert health.main(["web"]) == 1
    assert "le site ne répond pas" in capsys.readouterr().out


def test_a_clock_is_healthy_while_it_leaves_traces(tmp_path, settings):
    schedule = tmp_path / "beat-schedule"
    settings.CELERY_BEAT_SCHEDULE_FILENAME = str(schedule)
    assert health.beat() == "l'horloge n'a encore rien envoyé"
    (tmp_path / "beat-schedule.dat").write_text("")
    assert health.beat() == ""
    long_ago = time.time() - 2 * health.BEAT_SILENT_AFTER
    os.utime(tmp_path / "beat-schedule.dat", (long_ago, long_ago))
    assert "l'horloge se tait" in health.beat()


def test_an_unknown_part_is_refused_with_the_usage(capsys):
    assert health.main(["fridge"]) == 2
    assert "Usage" in capsys.readouterr().err
