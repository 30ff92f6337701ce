"""Background work as the person who asked for it sees it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership import files
from partnership.enums import JobState
from partnership.models import Job
from partnership.views.jobs import PER_PAGE, STOP_POLLING

LIST = reverse("partnership:jobs")


@pytest.fixture
def make(world):
    def make(**fields) -> Job:
        given = {"kind": "report_pdf", "title": "Bilan DEP-2026", "sent_at": timezone.now()}
        people = {"owner": world.network, "asked_by": world.admin}
        return Job.objects.create(**given | people | fields)

    return make


def state(client, job):
    return client.get(reverse("partnership:job-state", args=[job.uid]))


def running() -> dict:
    return {"state": JobState.RUNNING, "attempt": 1, "heartbeat_at": timezone.now()}


@pytest.mark.parametrize("name", ["job", "job-state"])
def test_a_job_is_shown_to_who_asked_for_it_and_is_a_404_for_others(client, world, make, name):
    address = reverse(f"partnership:{name}", args=[make().uid])
    statuses = {}
    for who in ("admin", "staff", "officer", "other_officer"):
        client.force_login(getattr(world, who))
        statuses[who] = client.get(address).status_code
    assert statuses == {"admin": 200, "staff": 404, "officer": 404, "other_officer": 404}


def test_the_list_holds_ones_own_requests_the_newest_first(as_admin, world, make):
    make(title="Le premier")
    make(title="Le second")
    make(title="D'une autre personne", asked_by=world.staff)
    answer = as_admin.get(LIST)
    assert [job.title for job in answer.context["page"]] == ["Le second", "Le premier"]


def test_an_empty_list_says_where_to_ask(as_admin):
    assert "Vous n'avez encore rien demandé." in as_admin.get(LIST).content.decode()


def test_a_request_that_waits_for_the_queue_says_that_it_is_kept(as_admin, make):
    html = as_admin.get(reverse("partnership:job", args=[make(sent_at=None).uid])).content.decode()
    assert "Votre demande est gardée : elle partira dès son retour" in html


def test_a_running_job_shows_how_far_it_is_and_is_asked_for_again(as_admin, make):
    job = make(percent=35, message="Mise en pages du bilan…", **running())
    answer = state(as_admin, job)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert '<progress max="100" value="35"' in html
    assert "Mise en pages du bilan…" in html
    assert f'hx-get="{reverse("partnership:job-state", args=[job.uid])}"' in html


def test_a_finished_job_offers_its_document_and_stops_asking(as_admin, world, make):
    stored = files.store(
        world.convention, name="bilan.pdf", content=b"%PDF", content_type="application/pdf"
    )
    answer = state(as_admin, make(state=JobState.DONE, result_file=stored))
    assert answer.status_code == STOP_POLLING
    html = answer.content.decode()
    assert reverse("partnership:file", args=[stored.uid]) in html
    assert "hx-get" not in html


def test_a_failed_job_says_why_and_stops_asking(as_admin, make):
    job = make(state=JobState.FAILED, message="Le logo <b>a changé</b>.")
    answer = state(as_admin, job)
    assert answer.status_code == STOP_POLLING
    html = answer.content.decode()
    assert "échec" in html
    assert "Le logo &lt;b&gt;a changé&lt;/b&gt;." in html


@pytest.mark.parametrize("known", list(JobState))
def test_the_list_names_each_state(as_admin, make, known):
    make(**{"state": known} | (running() if known == JobState.RUNNING else {}))
    words = {"queued": "en attente", "running": "en cours", "done": "prêt", "failed": "échec"}
    assert words[known] in as_admin.get(LIST).content.decode()


def test_the_number_of_queries_stays_flat_as_rows_grow_tenfold(as_admin, world, make):
    stored = files.store(
        world.convention, name="bilan.pdf", content=b"%PDF", content_type="application/pdf"
    )
    done = {"state": JobState.DONE, "result_file": stored}
    make(**done)
    with CaptureQueriesContext(connection) as few:
        as_admin.get(LIST)
    for _ in range(9):
        make(**done)
    with CaptureQueriesContext(connection) as many:
        as_admin.get(LIST)
    assert len(many) == len(few)


def test_a_long_list_is_cut_in_pages(as_admin, make):
    for _ in range(PER_PAGE + 1):
        make()
    assert len(as_admin.get(LIST).context["page"]) == PER_PAGE
    assert len(as_admin.get(LIST, {"page": 2}).context["page"]) == 1
