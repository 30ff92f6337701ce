"""From a phone: paste a link or take a picture, and it is shown; a file refused says why."""

from __future__ import annotations

from tests.browser.conftest import ADMIN, OTHER_OFFICER, STAFF
from tests.partnership.attachments.builders import PDF, picture


def photo(name: str = "affiche.jpg") -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture("JPEG", gps=True)}


def test_a_picture_taken_on_a_phone_is_seen_by_the_officer(visitor, example, tmp_path):
    staff = visitor(width="phone").log_in(STAFF)
    page = staff.go("partnership:evidence", example)
    page.get_by_role("link", name="Ajouter une preuve").click()
    staff.check()
    page.set_input_files("input[name=files]", photo())
    page.get_by_text("Presse", exact=True).click()
    staff.picture("preuve-390")
    page.get_by_role("button", name="Ajouter la preuve").click()
    page.wait_for_selector("text=La preuve est notée")
    assert "« affiche.jpg » est joint." in page.inner_text("#messages")
    staff.check()
    staff.picture("communication-390")

    officer = visitor().log_in(OTHER_OFFICER)
    page = officer.go("partnership:evidence", example)
    officer.check()
    officer.picture("communication-officer-1280")
    with page.expect_download() as download:
        page.get_by_role("link", name="affiche.jpg").click()
    path = tmp_path / "affiche.jpg"
    download.value.save_as(path)
    assert path.read_bytes().startswith(b"\xff\xd8")
    assert b"Exif" not in path.read_bytes()


def test_a_form_that_is_refused_keeps_what_was_typed(visitor, example):
    staff = visitor(width="phone").log_in(STAFF)
    page = staff.go("partnership:evidence-add", example)
    page.fill("input[name=address]", "pas une adresse")
    page.get_by_text("Site internet", exact=True).click()
    page.get_by_role("button", name="Ajouter la preuve").click()
    page.wait_for_selector("text=Cette adresse n'en est pas une")
    assert page.input_value("input[name=address]") == "pas une adresse"
    assert page.is_checked("input[value=website]")
    staff.check()
    staff.picture("preuve-refusee-390")


def test_files_are_joined_to_an_exchange_refused_with_words_and_withdrawn(visitor, example):
    from accompaniment.models import AccompanimentSession

    row = AccompanimentSession.objects.filter(convention__reference=example).first()
    staff = visitor(width="phone").log_in(ADMIN)
    page = staff.go("accompaniment:session", row.uid)
    staff.picture("echange-390")
    page.set_input_files(
        "input[name=files]",
        [
            {"name": "émargement.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {"name": "note.pdf", "mimeType": "application/pdf", "buffer": b"MZ rien"},
        ],
    )
    page.get_by_role("button", name="Joindre").click()
    page.wait_for_selector("text=1\u00a0fichier refusé")
    assert "se dit PDF mais n'en est pas un" in page.inner_text("main").replace("\u00a0", " ")
    staff.check()
    staff.picture("fichier-refuse-390")
    page.get_by_role("link", name="Revenir à la page").click()
    page.wait_for_selector("text=émargement.pdf")
    line = page.locator(".attachments li", has_text="émargement.pdf")
    line.locator("summary").click()
    staff.check()
    line.get_by_role("button", name="Retirer ce fichier").click()
    page.wait_for_selector("text=« émargement.pdf » est retiré.")
    assert page.locator(".attachments li", has_text="émargement.pdf").count() == 0
