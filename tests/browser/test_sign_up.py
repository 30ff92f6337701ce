"""From the public page to the certificate: somebody signs up, confirms, signs; the team prints."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from accompaniment.models import Attendance, Gathering, GatheringDate, GatheringShare
from partnership.models import Convention, Mail
from tests.browser.conftest import ADMIN, STAFF
from tests.browser.gestures import plain, press
from tests.partnership.attachments.builders import PDF
from tests.pdf_text import text_of


@pytest.fixture
def gathering(site, example) -> Gathering:
    """In a week, one place, a file asked; not open yet."""
    convention = Convention.objects.get(reference=example)
    made = Gathering.objects.create(
        owner=convention.owner,
        title="Atelier de dépôt de projet",
        state="planned",
        capacity=1,
        place="Maison des associations",
        town="Port-Fictif",
    )
    day = timezone.localdate() + datetime.timedelta(days=7)
    GatheringDate.objects.create(
        gathering=made,
        date=day,
        starts_at=datetime.time(9, 30),
        ends_at=datetime.time(12),
        minutes=150,
    )
    GatheringShare.objects.create(gathering=made, convention=convention)
    return made


def fill(page, **given) -> None:
    typed = {
        "first_name": "Awa",
        "last_name": "Sarr",
        "organisation_name": "Foyer rural",
        "town": "Port-Fictif",
        "email": "awa@exemple.test",
    } | given
    for name, value in typed.items():
        page.fill(f"input[name={name}]", value)


def own_link(address: str) -> str:
    """What the person finds in the latest message written to them."""
    body = Mail.objects.filter(address=address).latest("pk").body
    return next(word for word in body.split() if "/inscription/" in word)


def open_own_page(someone, address: str):
    link = own_link(address)
    someone.page.goto(someone.base + link[link.index("/inscription/") :])
    return someone.page


def draw(page) -> None:
    """A stroke of the finger."""
    frame = page.locator("canvas").bounding_box()
    left, top = frame["x"] + 30, frame["y"] + 40
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(left + step * 20, top + (step % 3) * 25)
    page.mouse.up()


def download(page, name: str, folder) -> bytes:
    with page.expect_download() as got:
        page.get_by_role("link", name=name).first.click()
    path = folder / "document.pdf"
    got.value.save_as(path)
    return path.read_bytes()


def open_sign_up(staff, gathering) -> str:
    """Opens the public page; its address."""
    page = staff.go("accompaniment:sign-up-settings", gathering.uid)
    page.check("input[name=sign_up_opens]")
    page.fill("textarea[name=sign_up_words]", "Venez avec votre projet, même à l'état d'idée.")
    page.fill("input[name=asked_file]", "La fiche projet")
    press(page, "Enregistrer")
    staff.check()
    staff.picture("inscription-reglages-1280")
    address = page.input_value("#public-address")
    return address[address.index("/inscription/") :]


def sign_up_for_the_place(awa, address: str) -> None:
    """A first answer that is wrong, then the right one."""
    page = awa.page
    page.goto(awa.base + address)
    assert "1 place libre" in plain(page)
    fill(page, email="awa")
    press(page, "M'inscrire")
    assert "n'est pas complète" in plain(page)
    assert "Cochez cette case" in plain(page)
    assert page.input_value("input[name=last_name]") == "Sarr"
    awa.check()
    awa.picture("inscription-refusee-390")
    page.fill("input[name=email]", "awa@exemple.test")
    page.check("input[name=consent]")
    press(page, "M'inscrire")
    assert "Regardez votre boîte mail" in plain(page)
    awa.check()
    awa.picture("inscription-merci-390")


def confirm_and_hand_in(awa) -> None:
    """A file that is not what it says, then the right one."""
    page = open_own_page(awa, "awa@exemple.test")
    awa.check()
    press(page, "Je confirme ma venue")
    assert "confirmée" in plain(page)
    page.set_input_files(
        "input[name=file]", {"name": "faux.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}
    )
    press(page, "Envoyer")
    assert "se dit PDF mais n'en est pas un" in plain(page)
    page.set_input_files(
        "input[name=file]", {"name": "projet.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    press(page, "Envoyer")
    assert "« projet.pdf »" in plain(page)
    awa.check()
    awa.picture("inscription-mienne-390")


def ask_for_a_place(luc, address: str) -> None:
    luc.page.goto(luc.base + address)
    assert "Toutes les places sont prises" in plain(luc.page)
    fill(luc.page, first_name="Luc", last_name="Petit", email="luc@exemple.test")
    luc.page.check("input[name=consent]")
    press(luc.page, "M'inscrire sur la liste d'attente")
    assert "liste d'attente" in plain(open_own_page(luc, "luc@exemple.test"))
    luc.check()


def sign_on_the_tablet(tablet, gathering) -> None:
    """Luc signs; Zoé, whom nobody expected, adds herself."""
    page = tablet.go("accompaniment:signing", gathering.uid)
    tablet.check()
    tablet.picture("signer-liste-390")
    page.get_by_role("link", name="Luc Petit").click()
    press(page, "Valider ma signature")
    assert "Le cadre est vide" in plain(page)
    draw(page)
    tablet.check()
    tablet.picture("signer-390")
    page.get_by_role("button", name="Effacer").click()
    draw(page)
    press(page, "Valider ma signature")
    assert "votre signature est gardée" in plain(page)
    page.get_by_role("link", name="Je ne suis pas dans la liste").click()
    page.fill("input[name=last_name]", "Roy")
    page.fill("input[name=first_name]", "Zoé")
    press(page, "Continuer : signer")
    press(page, "Présent sans signature")
    assert "1 sur 2 ont signé" in plain(page)


def test_from_the_sign_up_to_the_certificate(visitor, gathering, tmp_path):
    staff = visitor().log_in(STAFF)
    address = open_sign_up(staff, gathering)
    awa, luc = visitor(width="phone"), visitor(width="phone")
    sign_up_for_the_place(awa, address)
    confirm_and_hand_in(awa)
    ask_for_a_place(luc, address)

    page = staff.go("accompaniment:attendance", gathering.uid)
    for words in ("1 inscrit", "1 en liste d'attente", "projet.pdf"):
        assert words in plain(page)
    staff.check()
    staff.picture("participants-1280")

    press(awa.page, "Annuler mon inscription")
    assert "annulée" in plain(awa.page)
    assert "à confirmer" in plain(open_own_page(luc, "luc@exemple.test"))
    sign_on_the_tablet(visitor(width="phone").log_in(ADMIN), gathering)

    page = staff.go("accompaniment:attendance", gathering.uid)
    assert "2 participants de 1 structure" in plain(page)
    sheet = text_of(download(page, "Feuille d'émargement", tmp_path))
    assert "Petit" in sheet
    assert "Roy" in sheet
    assert "Sarr" not in sheet
    page.get_by_role("link", name="Attestations").click()
    staff.check()
    staff.picture("attestations-1280")
    paper = text_of(download(page, "Son attestation (PDF) : Luc Petit", tmp_path))
    assert "Luc Petit" in paper
    assert "Roy" not in paper


def test_in_a_village_hall_one_tap_says_who_came(visitor, gathering):
    gathering.dates.update(date=timezone.localdate())
    for name in ("Sarr", "Petit", "Roy"):
        Attendance.objects.create(gathering=gathering, last_name=name, state="registered")
    staff = visitor(width="phone").log_in(STAFF)
    page = staff.go("accompaniment:attendance", gathering.uid)
    page.get_by_role("button", name="Présent : Sarr").click()
    page.wait_for_selector("text=1\u00a0participant")
    page.get_by_role("button", name="Excusé : Petit").click()
    page.wait_for_selector("text=1\u00a0excusé")
    assert page.get_by_role("button", name="Présent : Sarr").get_attribute("aria-pressed") == "true"
    staff.check()
    staff.picture("participants-390")
    press(page, "Tous les inscrits sont présents")
    assert "2 participants" in plain(page)
    page.get_by_text("Ajouter une personne").click()
    page.get_by_label("Nom", exact=False).first.wait_for()
    page.fill("form[action$='/personne/'] input[name=last_name]", "Diallo")
    page.fill("form[action$='/personne/'] input[name=organisation_name]", "Foyer introuvable")
    press(page, "Noter cette personne")
    assert "dont 1 sans inscription" in plain(page)
    page.get_by_role("link", name="1 structure de la liste").click()
    staff.check()
    staff.picture("structures-390")
    press(page, "Ajouter à l'annuaire")
    assert "Toutes les structures sont reconnues" in plain(page)
