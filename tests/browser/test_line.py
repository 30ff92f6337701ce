"""The main job from front to back, in a real browser."""

from __future__ import annotations

import re

from partnership.models import Job
from reporting.collecting import figures_of
from tests.browser.conftest import ADMIN, OTHER_OFFICER, STAFF
from tests.pdf_text import text_of
from tests.worker import running_worker


def _sessions(page) -> int:
    text = page.locator(".commitment a.figure").first.inner_text()
    return int(re.match(r"\d+", text)[0])


def test_from_a_logged_session_to_the_bilans_pdf(visitor, example, tmp_path):
    officer = visitor().log_in(OTHER_OFFICER)
    officer.go("reporting:convention", example)
    before = _sessions(officer.page)
    width = "document.querySelector('.commitment svg.bar .fill').getAttribute('width')"
    bar_before = float(officer.page.evaluate(width))

    staff = visitor().log_in(STAFF)
    page = staff.page
    page.wait_for_selector("[data-quick-log][data-started]")
    page.keyboard.type("lycee je", delay=20)
    page.wait_for_selector(".ts-dropdown .option")
    keys = ["Enter", "t", "3", "Enter"]
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    row = page.locator("#recent-rows > li").first
    row.locator(".moved-bars").wait_for()
    assert "Lycée Jeanne-Fictive" in row.inner_text()
    assert "45" in row.inner_text()
    assert f"{before + 1} sessions" in row.inner_text().replace("\u00a0", " ")
    staff.check()
    staff.picture("noter")

    officer.page.reload()
    assert _sessions(officer.page) == before + 1
    assert float(officer.page.evaluate(width)) > bar_before
    officer.check()

    admin = visitor().log_in(ADMIN)
    admin.go("reporting:report", example)
    admin.check()
    with running_worker():
        admin.page.get_by_role("button", name="Demander le PDF").click()
        admin.page.wait_for_selector("text=Télécharger le PDF", timeout=60_000)
    admin.check()
    with admin.page.expect_download() as download:
        admin.page.get_by_role("link", name="Télécharger le PDF").click()
    path = tmp_path / "bilan.pdf"
    download.value.save_as(path)
    text = text_of(path.read_bytes()).replace("\u00a0", " ")
    assert f"{before + 1} sessions" in text
    assert Job.objects.get().result_file.name == f"bilan-{example}-document-de-travail.pdf"


def test_an_ordinary_session_takes_four_keystrokes_beside_the_name(visitor, example):
    """Enter (structure), T, 3 and Enter: no Tab."""
    from partnership.models import Convention

    convention = Convention.objects.get(reference=example)
    before = figures_of(convention)["accompaniment.minutes"].value
    page = visitor().log_in(STAFF).page
    page.wait_for_selector("[data-quick-log][data-started]")
    page.keyboard.type("valreve", delay=20)
    page.wait_for_selector(".ts-dropdown .option")
    keys = ["Enter", "t", "3", "Enter"]
    assert len(keys) <= 4
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    page.locator("#recent-rows > li .moved-bars").first.wait_for()
    assert figures_of(convention)["accompaniment.minutes"].value == before + 45


def test_bad_input_keeps_what_was_typed_and_says_what_is_wrong(visitor):
    staff = visitor(width="phone").log_in(STAFF)
    page = staff.page
    page.wait_for_selector("[data-quick-log][data-started]")
    page.keyboard.type("Tout nouveau lieu", delay=10)
    page.wait_for_selector(".ts-dropdown .create")
    page.keyboard.press("Enter")
    page.get_by_label("Visio").dispatch_event("click")
    page.fill("#id_duration", "1h75")
    page.fill("#id_line", "Première prise de contact")
    page.get_by_role("button", name="Noter", exact=True).click()
    page.wait_for_selector("text=La durée « 1h75 » n'existe pas : écrivez 1h45 ou 105 min.")
    assert page.input_value("#id_duration") == "1h75"
    assert page.input_value("#id_line") == "Première prise de contact"
    assert page.locator(".ts-control .item").inner_text() == "Tout nouveau lieu"
    assert page.is_checked("input[value=visio]")
    staff.check()
    staff.picture("noter-erreur-390")
    page.fill("#id_duration", "1h45")
    page.get_by_role("button", name="Noter", exact=True).click()
    page.wait_for_selector("text=en premier contact")
    page.get_by_role("button", name=re.compile("^Annuler")).first.click()
    page.wait_for_selector("#recent-rows :text('Tout nouveau lieu')", state="detached")
    staff.check()
