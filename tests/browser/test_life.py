"""From the proposal to the signature, by the two sides."""

from __future__ import annotations

import pytest

from partnership.models import Convention
from tests.browser.conftest import ADMIN, OTHER_OFFICER

pytestmark = pytest.mark.browser


def test_the_officer_notes_the_vote_and_the_association_the_signature(visitor, example):
    Convention.objects.filter(reference=example).update(proposal_sent_on="2026-01-15")
    officer = visitor(width="phone").log_in(OTHER_OFFICER)
    officer.go("partnership:papers", example)
    page = officer.page
    assert "Proposition reçue" in page.content()
    page.get_by_role("link", name="Inscrire à l'ordre du jour de la commission").click()
    page.get_by_role("button", name="Inscrire à l'ordre du jour de la commission").click()
    page.wait_for_selector("text=La proposition est devant la commission.")
    page.get_by_role("link", name="Noter le vote").first.click()
    page.fill("input[name=number]", "FICTIF-1")
    page.fill("input[name=voted_on]", "2026-01-20")
    page.fill("input[name=opinion_on]", "2026-01-25")
    page.fill("input[name=votes_for]", "12")
    page.fill("input[name=groups-0-group]", "Groupe imaginaire")
    page.select_option("select[name=groups-0-vote]", "for")
    page.get_by_role("button", name="Noter le vote").click()
    page.wait_for_selector("text=L'avis de la commission précède le vote")
    assert page.input_value("input[name=groups-0-group]") == "Groupe imaginaire"
    officer.check()
    officer.picture("vie-vote-refuse-390")
    page.fill("input[name=opinion_on]", "2026-01-10")
    page.get_by_role("button", name="Noter le vote").click()
    page.wait_for_selector("text=Le vote est noté")
    officer.check()
    officer.picture("vie-votee-390")

    admin = visitor().log_in(ADMIN)
    admin.go("partnership:papers", example)
    page = admin.page
    assert "délibération n° FICTIF-1" in page.content()
    page.get_by_role("link", name="Noter la signature").click()
    page.fill("input[name=signed_on]", "2026-01-19")
    page.get_by_role("button", name="Noter la signature").click()
    page.wait_for_selector("text=La signature ne peut pas précéder le vote")
    admin.check()
    page.fill("input[name=signed_on]", "2026-02-02")
    page.get_by_role("button", name="Noter la signature").click()
    page.wait_for_selector("text=La signature est notée.")
    current = page.locator("[aria-current=step]")
    assert "Signée" in current.inner_text()
    page.get_by_text("Historique des étapes").click()
    assert page.locator(".moves li").count() == 3
    admin.check()
    admin.picture("vie-signee-1280")
    page.get_by_role("link", name="Noter un avenant").click()
    page.fill("input[name=purpose]", "Deux structures de moins")
    page.fill("input[name=signed_on]", "2026-02-10")
    page.get_by_text("Action 2 ·").click()
    page.locator("input[name$=-target]").nth(1).fill("10")
    page.get_by_role("button", name="Noter l'avenant").click()
    page.wait_for_selector("text=L'avenant n° 1 est noté.")
    assert "10 structures" in page.locator("#avenant-1").inner_text().replace("\u00a0", " ")
    admin.check()
    admin.picture("vie-avenant-1280")
