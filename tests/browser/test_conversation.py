"""The officer asks from a phone, the team answers from a desk, the officer validates."""

from __future__ import annotations

import datetime

from django.utils import timezone

from partnership import sending
from tests.browser.conftest import OTHER_OFFICER, STAFF


def plain(page) -> str:
    return page.locator("main").inner_text().replace("\u00a0", " ")


def test_a_question_goes_to_the_other_side_and_comes_back(visitor, example):
    officer = visitor(width="phone").log_in(OTHER_OFFICER)
    officer.go("reporting:convention", example)
    officer.check()
    officer.picture("parler-1-convention")
    officer.page.locator(".commitment-link").nth(1).click()
    officer.check()
    officer.page.get_by_label("Votre message").fill("Ces douze structures sont-elles nouvelles ?")
    officer.page.get_by_role("button", name="Poser la question").click()
    officer.page.get_by_text("Votre question est envoyée").wait_for()
    officer.check()
    officer.picture("parler-2-demande")

    staff = visitor().log_in(STAFF)
    staff.go("reporting:convention", example)
    assert "2 questions ouvertes" in plain(staff.page)
    staff.check()
    staff.picture("parler-3-pastilles")
    staff.go("partnership:threads", example)
    staff.check()
    staff.picture("parler-4-questions")
    staff.page.get_by_role("link", name="2 · Accompagnement de 12 structures").click()
    staff.check()
    staff.page.get_by_role("button", name="Répondre").click()
    staff.page.get_by_text("Écrivez votre réponse.").wait_for()
    staff.check()
    staff.picture("parler-5-refus")
    staff.page.get_by_label("Votre message").fill("Huit le sont, quatre étaient déjà suivies.")
    staff.page.get_by_role("button", name="Répondre").click()
    staff.page.get_by_text("Votre réponse est envoyée").wait_for()
    staff.page.get_by_role("link", name="Voir la page complète").click()
    staff.page.get_by_text("Noter cette action comme réalisée").click()
    staff.page.get_by_role("button", name="Noter comme réalisée").click()
    assert "réalisé selon Lianes" in plain(staff.page)
    staff.check()
    staff.picture("parler-6-realisee")

    officer.page.reload()
    officer.page.get_by_role("button", name="Valider cette action").click()
    officer.page.get_by_text("C'est accepté").wait_for()
    assert "validé par le Conseil du Pays imaginaire" in plain(officer.page)
    officer.check()
    officer.picture("parler-7-validee")


def test_ones_messages_and_choices_are_read_on_a_phone(visitor):
    later = timezone.now() + datetime.timedelta(minutes=20)
    assert sending.deliver(later) > 0
    staff = visitor(width="phone").log_in(STAFF)
    for name in ("partnership:mails", "partnership:preferences"):
        staff.go(name)
        staff.check()
        staff.picture(f"parler-8-{name.rpartition(':')[2]}")
    assert "Par courriel" in plain(staff.page)
