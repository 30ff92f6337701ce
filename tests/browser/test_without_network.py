"""Logging in a village hall: entries wait on the device, go in once, none twice, none lost."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from accompaniment.models import AccompanimentSession
from tests.browser.conftest import ADMIN, STAFF
from tests.browser.test_quick_log import choose

AT_HAND = "html[data-at-hand]"
WAITS = "#waiting li"


@pytest.fixture
def staff(visitor):
    """A phone on which the quick log was opened once with the network."""
    someone = visitor(width="phone").log_in(STAFF)
    someone.go("accompaniment:log")
    someone.page.wait_for_selector(AT_HAND, state="attached")
    return someone


def note(page, line: str, name: str = "valreve") -> None:
    choose(page, name)
    page.keyboard.press("t")
    page.keyboard.press("3")
    page.fill("#id_line", line)
    page.get_by_role("button", name="Noter", exact=True).click()


def leave(page) -> None:
    page.goto("about:blank")  # what it still asks for is over
    page.context.clear_cookies(name="sessionid")


def rows(line: str):
    return AccompanimentSession.objects.filter(line=line)


def test_entries_noted_without_network_go_in_once_when_it_is_back(staff):
    page = staff.page
    page.context.set_offline(True)
    note(page, "Budget du voyage")
    page.wait_for_selector("text=c'est gardé sur cet appareil")
    note(page, "Partenaire à trouver")
    page.wait_for_selector("text=2 échanges attendent sur cet appareil")
    staff.errors.clear()  # the browser says itself that there is no network
    staff.check()
    staff.picture("sans-connexion-390")
    assert not rows("Budget du voyage").exists()
    page.context.set_offline(False)
    page.wait_for_selector("text=2 échanges sont notés")
    expect(page.locator("#recent-rows li", has_text="Budget du voyage")).to_have_count(1)
    expect(page.locator("#recent-rows li", has_text="Partenaire à trouver")).to_have_count(1)
    expect(page.locator("#messages")).to_contain_text("2 échanges sont notés")
    assert page.locator(WAITS).count() == 0
    found = rows("Budget du voyage").get()
    assert (found.organisation.name, found.minutes) == ("Comité de jumelage de Valrêvé", 45)
    assert rows("Partenaire à trouver").count() == 1


def test_the_log_opens_without_network_and_its_entries_survive_the_window(staff):
    page = staff.page
    page.context.set_offline(True)
    page.reload()
    note(page, "Noté page fermée")
    page.wait_for_selector(WAITS)
    page.goto("about:blank")
    page.context.set_offline(False)
    staff.go("accompaniment:log")
    page.wait_for_selector("text=1 échange est noté")
    assert rows("Noté page fermée").count() == 1


def test_an_answer_lost_on_the_way_does_not_make_two_rows(staff):
    page = staff.page

    def cut(route):
        route.fetch()
        route.abort()

    page.route("**/noter/", cut)
    note(page, "Réponse perdue")
    page.wait_for_selector(WAITS)
    assert rows("Réponse perdue").count() == 1
    page.unroute("**/noter/")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_selector(WAITS, state="detached")
    assert rows("Réponse perdue").count() == 1


def test_what_the_site_refuses_stays_on_the_device_and_is_corrected(staff):
    page = staff.page
    page.context.set_offline(True)
    choose(page)
    page.keyboard.press("t")
    page.fill("#id_line", "Sans durée")
    page.get_by_role("button", name="Noter", exact=True).click()
    page.wait_for_selector(WAITS)
    page.context.set_offline(False)
    page.wait_for_selector("#waiting >> text=Donnez la durée")
    staff.errors.clear()
    staff.check()
    staff.picture("a-corriger-390")
    page.get_by_role("button", name="Reprendre").click()
    expect(page.locator("#id_line")).to_have_value("Sans durée")
    page.fill("#id_duration", "45 min")
    page.get_by_role("button", name="Noter", exact=True).click()
    page.wait_for_selector(WAITS, state="detached")
    assert rows("Sans durée").get().minutes == 45


def test_an_entry_of_somebody_else_waits_for_them(staff):
    page = staff.page
    page.context.set_offline(True)
    note(page, "De Camille")
    page.wait_for_selector(WAITS)
    leave(page)
    Session.objects.all().delete()
    page.context.set_offline(False)
    staff.log_in(ADMIN)
    staff.go("accompaniment:log")
    page.wait_for_selector("text=1 échange d'une autre personne")
    assert not rows("De Camille").exclude(noted_by__email=STAFF.email).exists()
    leave(page)
    staff.log_in(STAFF)
    staff.go("accompaniment:log")
    page.wait_for_selector("text=1 échange est noté")
    assert rows("De Camille").get().noted_by.email == STAFF.email


def test_another_page_says_that_there_is_no_network(staff):
    page = staff.page
    page.context.set_offline(True)
    staff.go("partnership:conventions")
    page.wait_for_selector("text=Sans connexion")
    page.get_by_role("link", name="Noter un échange").click()
    page.wait_for_selector("[data-quick-log][data-started]")
