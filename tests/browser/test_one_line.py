"""One line under the hand: written, corrected, chosen, noted, without a mouse."""

from __future__ import annotations

import pytest

from accompaniment.models import AccompanimentSession
from partnership.models import Convention, Organisation, User
from tests.browser.conftest import STAFF
from tests.factories import ProposedEntryFactory


@pytest.fixture
def tantely(site, example) -> Organisation:
    """One more structure whose name begins as that of another."""
    owner = Convention.objects.get(reference=example).owner
    return Organisation.objects.create(owner=owner, name="Tantely Deux", town="Arras")


def write(page, text: str) -> None:
    """Type a line and wait for its chips."""
    page.wait_for_selector("[data-quick-log][data-started]")
    page.focus("#id_texte")
    page.keyboard.type(text, delay=10)
    page.wait_for_selector(f'[data-understood="{text}"]')


def value(page, chip: str) -> str:
    return page.inner_text(f"[data-chip={chip}] [data-chip-value]").replace("\u00a0", " ")


def choose_convention(page, reference: str) -> None:
    """Where several conventions cover the day."""
    if page.query_selector("[data-chip=convention][data-missing]"):
        page.select_option("#ligne_convention", reference)


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_line_is_chosen_corrected_and_noted_by_the_keyboard(visitor, tantely, example, width):
    someone = visitor(width=width).log_in(STAFF)
    page = someone.page
    before = AccompanimentSession.objects.count()
    write(page, "tantely tél 45 budget du forage")
    assert value(page, "channels") == "Téléphone"
    assert value(page, "duration") == "45 min"
    assert value(page, "line") == "budget du forage"
    someone.picture(f"ligne-choix-{width}")
    someone.check()

    # Two structures: Enter goes to the choice instead of guessing.
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-choice] input:focus")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[data-choice] input:checked")
    chosen = value(page, "organisation")
    assert chosen.startswith("Tantely")

    page.focus("[data-chip=duration] summary")
    page.keyboard.press("Enter")
    page.focus("#ligne_duration")
    page.keyboard.press("Control+a")
    page.keyboard.type("1h10")
    page.keyboard.press("Tab")
    assert value(page, "duration") == "1h10"
    choose_convention(page, example)
    page.focus("#id_texte")
    page.keyboard.press("Enter")
    page.wait_for_selector("#log-status .alert-success")
    assert page.input_value("#id_texte") == ""
    assert page.query_selector("[data-chips]") is None
    assert AccompanimentSession.objects.count() == before + 1
    noted = AccompanimentSession.objects.order_by("-pk").first()
    assert (noted.minutes, noted.line) == (70, "budget du forage")
    assert noted.organisation.name_and_town == chosen
    someone.check()


def test_what_the_server_refuses_comes_back_in_the_ordinary_form(visitor, tantely, example):
    someone = visitor().log_in(STAFF)
    page = someone.page
    write(page, "tantely deux relance 20 min")
    choose_convention(page, example)
    page.focus("#id_texte")
    page.keyboard.press("Enter")
    page.wait_for_selector("#quick-log [aria-invalid=true]")
    assert page.input_value("#quick-log #id_kind") == "relance"
    assert not AccompanimentSession.objects.filter(organisation=tantely).exists()


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_proposal_is_confirmed_by_the_keyboard(visitor, tantely, example, width):
    person = User.objects.get(email=STAFF.email)
    row = ProposedEntryFactory(
        owner=tantely.owner,
        person=person,
        organisation=tantely,
        excerpt="Bonjour, voici le budget.",
        correspondents=["soa@tantely.test"],
    )
    someone = visitor(width=width).log_in(STAFF)
    page = someone.go("accompaniment:proposals")
    someone.check()
    someone.picture(f"proposees-{width}")
    page.focus(f'table a.btn-primary[href="{row.get_absolute_url()}"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-chips]")
    someone.check()
    someone.picture(f"proposee-{width}")
    choose_convention(page, example)
    page.focus("[data-chips] button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/proposees/")
    assert "C'est noté : " in page.inner_text("#messages")
    row.refresh_from_db()
    assert row.session.organisation == tantely
