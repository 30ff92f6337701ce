"""A year taken over from a spreadsheet: refused lines downloaded and mended, a question answered,
the lines written, then the whole import undone."""

from __future__ import annotations

import csv
import datetime

import pytest

from accompaniment.models import AccompanimentSession
from partnership import jobs
from partnership.models import Convention, Import, Job, Organisation
from tests import factories
from tests.browser.conftest import ADMIN


@pytest.fixture(autouse=True)
def sent_jobs(monkeypatch):
    """The worker of these tests is `read`, below."""
    monkeypatch.setattr(jobs, "send", lambda job: True)


@pytest.fixture
def convention(site, example):
    found = Convention.objects.get(reference=example)
    factories.OrganisationFactory(owner=found.owner, name="Comité de Farbus", town="")
    return found


def read(visitor, words):
    """Let the worker read the file; the page opens by itself."""
    jobs.run(Job.objects.latest("pk").uid)
    visitor.page.wait_for_selector(f"text={words}")


def send(visitor, convention, path):
    visitor.go("partnership:import", "sessions", query=f"?convention={convention.reference}")
    visitor.page.set_input_files("input[type=file]", path)
    visitor.page.click("text=Vérifier ce tableau")
    visitor.page.wait_for_url("**/importer/sessions/**")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_year_is_taken_over_and_given_back(visitor, convention, tmp_path, width):
    day = f"{datetime.date(convention.terms().starts_on.year, 3, 2):%d/%m/%Y}"
    path = tmp_path / "année.csv"
    path.write_text(
        "Structure;Date;Durée;Objet\n"
        f"Comité de Fabus;{day};1h30;Budget\n"
        f"Une toute nouvelle;{day};1h75;Forage\n"
        f"Comité de Fabus;{day};45 min;Partenaires\n",
        encoding="utf-8",
    )
    before = AccompanimentSession.objects.count()
    admin = visitor(width=width).log_in(ADMIN)
    send(admin, convention, path)
    read(admin, "1 valeur refusée")
    admin.check()
    admin.picture(f"import-refused-{width}")

    with admin.page.expect_download() as download:
        admin.page.click("text=texte (CSV)")
    left = tmp_path / "refus.csv"
    download.value.save_as(left)
    with left.open(encoding="utf-8-sig", newline="") as file:
        header, line = csv.reader(file, delimiter=";")
    assert "1h45" in line[-1]
    mended = tmp_path / "corrigé.csv"
    with mended.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, [*line[:2], "1h45", *line[3:]]])

    admin.page.get_by_label("Comité de Farbus").check()
    admin.page.click("text=Garder ces réponses")
    read(admin, "Réponses données")
    admin.check()
    admin.picture(f"import-answered-{width}")
    admin.page.click("text=N'importer que les 2 lignes valables")
    read(admin, "C'est importé")
    send(admin, convention, mended)
    read(admin, "Importer cette ligne")
    admin.page.click("text=Importer cette ligne")
    read(admin, "C'est importé")
    admin.check()
    farbus = Organisation.objects.get(name="Comité de Farbus")
    assert AccompanimentSession.objects.filter(organisation=farbus).count() == 2
    assert AccompanimentSession.objects.count() == before + 3

    for _ in range(2):
        admin.go("partnership:imports")
        admin.check()
        admin.picture(f"imports-{width}")
        admin.page.click("text=Défaire >> nth=0")
        admin.check()
        admin.page.click("text=Défaire cet import")
        admin.page.wait_for_selector("text=L'import est défait")
    assert AccompanimentSession.objects.count() == before
    assert Import.objects.filter(undone_at__isnull=False).count() == 2
