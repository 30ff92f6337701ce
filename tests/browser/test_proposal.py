"""A proposal in a browser: taken up from the year before, balanced as one types, sent, read."""

from __future__ import annotations

from playwright.sync_api import expect

from partnership.models import Convention
from tests.browser.conftest import ADMIN, OTHER_OFFICER


def text_of(page, where: str) -> str:
    return page.locator(where).inner_text().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_proposal_is_taken_up_completed_sent_and_read_by_the_funder(visitor, example):
    admin = visitor().log_in(ADMIN)
    page = admin.go("partnership:conventions")
    page.get_by_role("link", name="Préparer une convention").click()
    page.select_option("#take-up", example)
    page.get_by_role("button", name="Reprendre").click()
    page.fill("#id_reference", "SUITE-1")
    page.get_by_role("button", name="Préparer la convention").click()
    page.wait_for_url("**/conventions/SUITE-1/programme/")
    assert "EXEMPLE" in text_of(page, "main")

    page.get_by_role("link", name="Budget").click()
    page.get_by_role("link", name="Modifier le budget").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Ajouter une dépense").click()
    line = page.locator("#depenses-lignes > li").last
    line.get_by_label("Intitulé").fill("Évaluation")
    line.get_by_label("Montant (€)").fill("620")
    expect(page.locator("#balance")).to_contain_text("de recettes")
    assert "il manque 620,00 € de recettes" in text_of(page, "#balance")
    page.get_by_role("button", name="Ajouter une recette").click()
    income = page.locator("#recettes-lignes > li").last
    income.get_by_label("Intitulé").fill("Cotisations")
    income.get_by_label("Montant (€)").fill("620")
    expect(page.locator("#balance")).to_contain_text("équilibré")
    admin.check()
    page.get_by_role("button", name="Enregistrer le budget").click()
    page.wait_for_url("**/conventions/SUITE-1/budget/")
    assert "16 620,00 €" in text_of(page, "main")
    page.get_by_role("button", name="Envoyer la proposition").click()
    page.wait_for_url("**/conventions/SUITE-1/programme/")
    assert "La proposition est envoyée" in text_of(page, "#messages")
    assert Convention.objects.get(reference="SUITE-1").proposal_sent_on

    officer = visitor(width="phone").log_in(OTHER_OFFICER)
    page = officer.go("partnership:budget", "SUITE-1")
    assert "envoyée" in text_of(page, "main")
    assert "Cotisations" in text_of(page, "main")
    assert page.locator("main form").count() == 0
    officer.check()


def test_without_script_a_line_is_added_by_the_server(visitor, example):
    admin = visitor(java_script_enabled=False).log_in(ADMIN)
    page = admin.go("partnership:chapters", example)
    count = page.locator("#chapitres-lignes > li").count()
    page.get_by_role("button", name="Ajouter un chapitre").click()
    assert page.locator("#chapitres-lignes > li").count() == count + 1
    page.locator("#chapitres-lignes > li").last.get_by_label("Titre").fill("Conclusion")
    page.keyboard.press("Enter")
    page.wait_for_url("**/liens/")
    assert "5. Conclusion" in text_of(page, "main")
