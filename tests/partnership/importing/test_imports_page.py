"""What the page of an import asks, leaves and shows; the list of imports, and undoing from it."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accompaniment.models import AccompanimentSession
from partnership import job_notes, jobs
from partnership.enums import JobState, Role
from partnership.import_kinds import ImportResult
from partnership.models import Expense, Import, Job, Organisation
from tests import factories
from tests.downloads import content_of

HEAD = "Libellé;Montant;Date de paiement"
MIXED = f"{HEAD}\nTrain;12;2/3/2026\nRepas;trente;3/3/2026\n"
DOUBT = "Structure;Durée (min);Date\nComité de Fabus;45;2/3/2026\n"


@pytest.fixture(autouse=True)
def sent_jobs(monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)


def verified(client, text, kind="expenses"):
    file = SimpleUploadedFile("tableau.csv", text.encode())
    address = reverse("partnership:import", args=[kind])
    answer = client.post(address, {"convention": "DEP-2026", "file": file})
    run_last()
    return answer.url


def run_last():
    jobs.run(Job.objects.latest("pk").uid)


def html(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def known(world):
    return factories.OrganisationFactory(owner=world.network, name="Comité de Farbus", town="")


def test_the_valid_lines_alone_are_written_when_that_is_asked(as_admin):
    page = verified(as_admin, MIXED)
    assert "N'importer que la ligne valable" in html(as_admin, page)
    done = as_admin.post(f"{page}ecrire/", {"valid_only": "1"}).url
    run_last()
    assert Expense.objects.get().label == "Train"
    told = html(as_admin, done)
    assert "C'est importé" in told
    assert "Lignes refusées" in told


def test_the_refused_lines_are_downloaded_with_why(as_admin):
    page = verified(as_admin, MIXED)
    for kind in ("csv", "xlsx"):
        assert f"{page}lignes-refusees.{kind}" in html(as_admin, page)
    content = content_of(as_admin.get(f"{page}lignes-refusees.csv")).decode("utf-8-sig")
    header, line = csv.reader(io.StringIO(content), delimiter=";")
    assert header == ["Libellé", "Montant", "Date de paiement", "Motif du refus"]
    assert line[:3] == ["Repas", "trente", "3/3/2026"]
    assert "n'est pas un montant" in line[3]
    book = load_workbook(io.BytesIO(content_of(as_admin.get(f"{page}lignes-refusees.xlsx"))))
    assert [cell.value for cell in book.active[1]] == header
    assert as_admin.get(f"{page}lignes-refusees.pdf").status_code == 404


def test_without_refused_lines_there_is_nothing_to_download(as_admin):
    page = verified(as_admin, f"{HEAD}\nTrain;12;2/3/2026\n")
    assert as_admin.get(f"{page}lignes-refusees.csv").status_code == 404


def test_a_doubt_is_asked_before_anything_is_written(as_admin, known):
    page = verified(as_admin, DOUBT, "sessions")
    told = html(as_admin, page)
    for words in ("1\xa0question", "Comité de Farbus", "Une nouvelle structure"):
        assert words in told
    assert "Importer cette ligne" not in told
    as_admin.post(f"{page}ecrire/")
    assert Job.objects.count() == 1
    assert "Répondez d&#x27;abord" in html(as_admin, page)


def test_an_answer_is_kept_and_applied_when_the_file_is_written(as_admin, known):
    page = verified(as_admin, DOUBT, "sessions")
    [ask] = as_admin.get(page).context["result"].asks
    again = as_admin.post(f"{page}repondre/", {ask.key: str(known.uid)}).url
    run_last()
    told = html(as_admin, again)
    assert "Importer cette ligne" in told
    assert "Réponses données" in told
    as_admin.post(f"{again}ecrire/")
    run_last()
    assert AccompanimentSession.objects.get().organisation == known
    assert not Organisation.objects.filter(name="Comité de Fabus").exists()


@pytest.mark.parametrize("given", [None, "autre"])
def test_a_question_left_open_says_so_beside_it(as_admin, known, given):
    page = verified(as_admin, DOUBT, "sessions")
    [ask] = as_admin.get(page).context["result"].asks
    answer = as_admin.post(f"{page}repondre/", {ask.key: given} if given else {})
    assert answer.status_code == 422
    assert "Choisissez une réponse" in answer.content.decode()
    assert Job.objects.count() == 1


def test_what_is_corrected_is_shown_before_and_after(as_admin):
    page = verified(as_admin, f"{HEAD}\nTrain;12;2/3/2026\n")
    as_admin.post(f"{page}ecrire/")
    run_last()
    row = Expense.objects.get()
    text = f"Référence;{HEAD}\n{row.uid};Train;15;2/3/2026\n"
    told = html(as_admin, verified(as_admin, text))
    assert "Ce qui serait corrigé" in told
    assert "Montant : 12,00\xa0€ → 15,00\xa0€" in told


def test_corrections_come_some_at_a_time(as_admin):
    lines = "".join(f"Train {rank};12;2/3/2026\n" for rank in range(25))
    as_admin.post(f"{verified(as_admin, f'{HEAD}{chr(10)}{lines}')}ecrire/")
    run_last()
    rows = Expense.objects.order_by("pk")
    lines = "".join(f"{row.uid};{row.label};15;2/3/2026\n" for row in rows)
    page = verified(as_admin, f"Référence;{HEAD}\n{lines}")
    assert "Page 1 sur 2" in html(as_admin, page)
    second = html(as_admin, f"{page}?corrections=2")
    assert "Train 24" in second
    assert "Train 3 " not in second


def test_imports_are_listed_and_one_is_undone_from_there(as_admin, world):
    as_admin.post(f"{verified(as_admin, MIXED)}ecrire/", {"valid_only": "1"})
    run_last()
    done = Import.objects.get()
    told = html(as_admin, reverse("partnership:imports"))
    for words in ("tableau.csv", "Dépenses", str(world.admin), "1\xa0ligne créée", "en place"):
        assert words in told
    undo = reverse("partnership:import-undo", args=[done.uid])
    assert undo in told
    assert as_admin.post(undo).status_code == 302
    assert not Expense.objects.exists()
    told = html(as_admin, reverse("partnership:imports"))
    assert "L&#x27;import est défait : 1\xa0dépense." in told
    assert undo not in told
    assert "Défaire cet import" not in html(as_admin, undo)


def test_what_stands_in_the_way_is_listed(as_admin, world):
    as_admin.post(f"{verified(as_admin, DOUBT, 'sessions')}ecrire/")
    run_last()
    row = AccompanimentSession.objects.get()
    factories.SessionFactory(follow_up=row.follow_up, owner=world.network)
    answer = as_admin.post(reverse("partnership:import-undo", args=[Import.objects.get().uid]))
    assert answer.status_code == 422
    assert "quelque chose a été bâti dessus" in answer.content.decode()
    assert AccompanimentSession.objects.count() == 2


def test_imports_of_another_network_do_not_exist(as_admin):
    other = Import.objects.create(
        owner=factories.NetworkFactory(), kind="expenses", file_name="ailleurs.csv", sha256="0"
    )
    assert "ailleurs.csv" not in html(as_admin, reverse("partnership:imports"))
    undo = reverse("partnership:import-undo", args=[other.uid])
    assert (as_admin.get(undo).status_code, as_admin.post(undo).status_code) == (404, 404)


def test_the_list_is_filtered_and_goes_out(as_admin, world):
    for name, kind in (("mars.csv", "sessions"), ("avril.csv", "expenses")):
        Import.objects.create(owner=world.network, kind=kind, file_name=name, sha256="0")
    address = reverse("partnership:imports")
    told = html(as_admin, f"{address}?kind=sessions")
    assert ("mars.csv" in told, "avril.csv" in told) == (True, False)
    assert "Aucun import ne répond" in html(as_admin, f"{address}?undone=defaits")
    table = content_of(as_admin.get(f"{address}?export=csv&q=avril")).decode()
    assert "avril.csv" in table
    assert "mars.csv" not in table


def test_the_list_takes_as_many_queries_however_long(as_admin, world):
    address = reverse("partnership:imports")
    counts = []
    for _ in range(2):
        for rank in range(5):
            Import.objects.create(
                owner=world.network, kind="sessions", file_name=f"{rank}.csv", sha256="0",
                asked_by=factories.UserFactory(),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as found:
            as_admin.get(address)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_an_empty_list_says_what_to_do_first(as_admin):
    told = html(as_admin, reverse("partnership:imports"))
    assert "Rien n'a encore été importé." in told
    assert reverse("partnership:import", args=["sessions"]) in told


def test_a_result_kept_before_today_is_still_read():
    kept = {
        "created": 1, "updated": 0, "unchanged": 0, "questions": [], "ignored_columns": [],
        "nameless": 0, "rows_created": 1, "written": False,
        "refused": [{"sheet": "s", "line": 2, "column": "c", "value": "v", "reason": "r"}],
    }  # fmt: skip
    found = ImportResult.from_kept(kept)
    assert (found.refused_values, found.refused_lines, found.asks) == (1, 1, [])
    assert ImportResult.from_kept(found.as_kept()) == found


def test_how_far_a_long_import_is_shows_on_its_page(as_admin, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    page = verified(as_admin, f"{HEAD}\nTrain;12;2/3/2026\n")
    job = Job.objects.get()
    job.state, job.percent = JobState.RUNNING, 10
    job.save()
    job_notes.leave(job.uid, 43, "12\xa0500\xa0lignes lues")
    for address in (page, reverse("partnership:job-state", args=[job.uid])):
        told = html(as_admin, address)
        assert "12\xa0500\xa0lignes lues" in told
        assert 'value="43"' in told
    job_notes.forget(job.uid)
    assert "12\xa0500" not in html(as_admin, page)


@pytest.fixture
def colleague(world):
    """The browser of another person of the same association's administration."""
    membership = factories.MembershipFactory(organisation=world.association, role=Role.ADMIN)
    browser = Client()
    browser.force_login(membership.user)
    return browser


def test_a_verification_is_only_its_author_s_to_read_answer_and_write(as_admin, colleague):
    page = verified(as_admin, MIXED)
    assert colleague.get(page).status_code == 404
    assert colleague.get(f"{page}lignes-refusees.csv").status_code == 404
    assert colleague.post(f"{page}repondre/").status_code == 404
    assert colleague.post(f"{page}ecrire/", {"valid_only": "1"}).status_code == 404
    assert not Expense.objects.exists()


def test_what_was_written_is_the_whole_administration_s_to_see_and_undo(as_admin, colleague):
    as_admin.post(f"{verified(as_admin, MIXED)}ecrire/", {"valid_only": "1"})
    run_last()
    done = Import.objects.get()
    undo = reverse("partnership:import-undo", args=[done.uid])
    assert undo in html(colleague, reverse("partnership:imports"))
    assert colleague.post(undo).status_code == 302
    done.refresh_from_db()
    assert (done.undone_at is None, done.undone_by == done.asked_by) == (False, False)
