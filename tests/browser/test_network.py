"""The log of a network's year: imported with a kind that nobody knows, then counted."""

from __future__ import annotations

import datetime

from accompaniment.enums import GatheringKind
from accompaniment.models import Gathering
from partnership import jobs
from partnership.models import Job
from tests.browser.conftest import ADMIN
from tests.browser.gestures import follow, plain, press

YEAR = datetime.date.today().year - 1  # noqa: DTZ011
LOG = f"""Sujet;Type de réunion;Localisation;Date;Durée (h);Nombre de participants
Exemple fictif : stand au forum;Salon;Béthune;07/03/{YEAR};7;
Exemple fictif : atelier budget;Ateliers;Arras;12/05/{YEAR};1,5;14
Exemple fictif : point;Accompagnement;visio;13/05/{YEAR};1h30;2
Exemple fictif : autre forum;Salon;Béthune;14/05/{YEAR};7;
"""
BAD = f"""Sujet;Date;Durée (h);Nombre de participants
Atelier;31/02/{YEAR};2;4
Atelier;01/03/{YEAR};2h75;4
Atelier;02/03/{YEAR};2;quatre
"""


def send(admin, text):
    admin.go("partnership:import", "gatherings")
    file = {"name": "journal.csv", "mimeType": "text/csv", "buffer": text.encode()}
    admin.page.set_input_files("input[type=file]", file)
    admin.page.locator("main form button[type=submit]").first.click()
    admin.page.wait_for_load_state("load")
    read(admin)


def read(admin):
    """The worker does its work, and the page shows it."""
    jobs.run(Job.objects.latest("pk").uid)
    admin.page.reload()
    admin.page.wait_for_load_state("networkidle")


def test_a_log_is_imported_then_gives_the_year_of_the_network(visitor, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    admin = visitor().log_in(ADMIN)
    send(admin, LOG)
    assert "Quel type de réunion est « Salon » ? (lignes 2 et 5)" in plain(admin.page)
    assert not admin.page.get_by_role("button", name="Importer").count()
    admin.check()
    admin.page.get_by_role("radio", name="Événement", exact=True).check()
    press(admin.page, "Garder ces réponses")
    read(admin)
    admin.check()
    press(admin.page, "Importer")
    read(admin)
    assert "C'est importé" in plain(admin.page)
    written = Gathering.objects.filter(source="journal.csv")
    assert written.count() == 4
    fairs = written.filter(kind_words="Salon")
    assert [row.kind for row in fairs] == [GatheringKind.EVENT, GatheringKind.EVENT]
    admin.go("reporting:network-year", YEAR)
    text = plain(admin.page)
    for words in (
        "Événement",
        "Arras",
        "Béthune",
        "Accompagnement (journal du réseau)",
        "GeoNames",
    ):
        assert words in text
    admin.picture("annee-du-reseau")
    admin.check()
    admin.page.get_by_role("row", name="Béthune").get_by_role("link").first.click()
    admin.page.wait_for_load_state("networkidle")
    assert "stand au forum" in plain(admin.page)
    assert "atelier budget" not in plain(admin.page)
    admin.check()


def test_refused_rows_say_where_and_why(visitor, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    admin = visitor(width="phone").log_in(ADMIN)
    send(admin, BAD)
    text = plain(admin.page)
    assert "3 valeurs refusées" in text
    for words in ("Ligne 2", "Ligne 3", "Ligne 4", "31/02", "2h75", "quatre", "Date"):
        assert words in text
    admin.check()


def test_the_year_is_reached_from_the_gatherings_and_filtered(visitor):
    admin = visitor().log_in(ADMIN)
    admin.go("accompaniment:gatherings")
    follow(admin.page, "L'année du réseau")
    admin.go("reporting:network-year", 2021)
    admin.page.get_by_text("Filtrer la liste").click()
    admin.page.select_option("select[name=place]", "ailleurs")
    press(admin.page, "Filtrer")
    assert "place=ailleurs" in admin.page.url
    assert "Lille" in plain(admin.page)
    admin.check()
    admin.page.set_viewport_size({"width": 390, "height": 844})
    admin.picture("annee-du-reseau-telephone")
    admin.check()
