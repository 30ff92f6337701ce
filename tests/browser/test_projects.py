"""A deposit and an outcome said by the funder's officer, then read by the association."""

from __future__ import annotations

import pytest

from partnership.models import Project
from tests.browser.conftest import OTHER_OFFICER, STAFF
from tests.browser.gestures import choose, follow, press, seen

pytestmark = pytest.mark.browser
TITLE = "Semaine de la citoyenneté mondiale"


def test_the_officer_says_a_deposit_and_an_outcome_and_the_team_sees_who_said_it(visitor):
    officer = visitor(width="phone").log_in(OTHER_OFFICER)
    page = officer.go("partnership:project-board")
    card = page.locator(".cards > li", has_text=TITLE)
    card.get_by_text("Noter une étape").click()
    officer.check()
    card.locator("select").select_option("depose")
    card.get_by_role("button", name="Noter").click()
    page.wait_for_selector(f"text=« {TITLE} » : déposé")
    assert page.locator("section", has_text="Déposé").locator("li", has_text=TITLE).count()
    seen(officer, "projets-tableau-390", TITLE)
    page.locator(".cards > li", has_text=TITLE).get_by_role("link", name=TITLE).click()
    page.get_by_text("Noter une étape").click()
    page.select_option("select[name=stage]", "retenu")
    page.fill("input[name=granted]", "1 200,50")
    page.fill("textarea[name=details_asked]", "Le nombre de jeunes par atelier.")
    press(page, "Noter l'étape")
    seen(officer, "projet-agent-390", "Retenu", "Le nombre de jeunes par atelier.", "1 200,50 €")
    assert "Freins et leviers" not in page.content()

    staff = visitor().log_in(STAFF)
    page = staff.go("partnership:projects", query="?stage=retenu")
    follow(page, TITLE)
    seen(staff, "projet-1280", "noté par Sacha Exemple, Conseil du Pays imaginaire")
    turns = page.locator(".turn-funder")
    assert turns.count() == 2
    assert not turns.get_by_text("Corriger").count()


def test_a_project_is_added_with_its_countries_and_its_partners(visitor):
    staff = visitor().log_in(STAFF)
    page = staff.go("partnership:project-new")
    choose(page, "#id_organisation", "Lycée Jeanne")
    page.fill("input[name=title]", "Jardins partagés de Thiès")
    page.locator("#id_countries-ts-control").click()
    page.keyboard.type("Séné")
    page.locator(".ts-dropdown:visible .option", has_text="Sénégal").click()
    page.keyboard.press("Escape")
    page.fill("input[name=partenaires-0-name]", "Lycée de Thiès")
    page.get_by_role("button", name="Ajouter un partenaire").click()
    page.fill("input[name=partenaires-1-name]", "Mairie de Thiès")
    staff.check()
    press(page, "Enregistrer le projet")
    seen(staff, "projet-nouveau-1280", "Sénégal", "Lycée de Thiès", "Mairie de Thiès")
    assert Project.objects.get(title="Jardins partagés de Thiès").partners.count() == 2
