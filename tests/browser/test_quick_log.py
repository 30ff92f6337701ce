"""The quick log under the hand: single keys, what is said after, what is never lost."""

from __future__ import annotations

import pytest

from accompaniment.models import AccompanimentSession
from tests.browser.conftest import STAFF


def choose(page, name: str = "valreve") -> None:
    page.wait_for_selector("[data-quick-log][data-started]")
    page.keyboard.type(name, delay=20)
    page.wait_for_selector(".ts-dropdown .option")
    page.keyboard.press("Enter")
    page.wait_for_timeout(80)


def note(page, *keys: str) -> None:
    uid = page.input_value("[name=uid]")
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(40)
    page.wait_for_function(
        "uid => document.querySelector('[name=uid]').value !== uid "
        "&& document.querySelector('[data-started]')",
        arg=uid,
    )


def channels(page) -> list[str]:
    return page.eval_on_selector_all("[name=channels]:checked", "all => all.map(one => one.value)")


def test_the_first_choice_replaces_the_channel_remembered_and_the_next_add_up(visitor):
    page = visitor().log_in(STAFF).page
    choose(page)
    note(page, "v", "3", "Enter")
    choose(page)
    assert channels(page) == ["visio"]
    page.keyboard.press("t")
    assert channels(page) == ["telephone"]
    page.keyboard.press("m")
    assert channels(page) == ["telephone", "mail"]
    page.keyboard.press("m")
    assert channels(page) == ["telephone"]


def test_digits_and_letters_work_in_both_groups_and_not_in_the_text(visitor):
    page = visitor().log_in(STAFF).page
    choose(page)
    for key in ("3", "t", "r"):
        page.keyboard.press(key)
    assert page.is_checked("[name=preset][value='45']")
    assert channels(page) == ["telephone"]
    assert page.inner_text("[data-kind-shown]").strip() == "relecture"
    page.keyboard.press("r")
    assert page.is_hidden("[data-kind-shown]")
    page.focus("#id_line")
    page.keyboard.type("m4")
    assert page.input_value("#id_line") == "m4"
    assert channels(page) == ["telephone"]
    assert page.is_checked("[name=preset][value='45']")


def test_creating_a_structure_comes_after_those_that_exist(visitor):
    page = visitor().log_in(STAFF).page
    page.wait_for_selector("[data-quick-log][data-started]")
    page.keyboard.type("lyc", delay=20)
    page.wait_for_selector(".ts-dropdown .option[data-value]:not(.create)")
    last = page.locator(".ts-dropdown-content > *").last
    assert "create" in last.get_attribute("class")
    assert page.locator(".ts-dropdown .active").get_attribute("data-value")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_what_was_noted_is_said_then_that_it_is_undone(visitor, width):
    someone = visitor(width=width).log_in(STAFF)
    page = someone.page
    choose(page)
    note(page, "t", "3", "Enter")
    status = page.locator("#log-status")
    assert "C'est noté : " in status.inner_text()
    assert status.evaluate(
        "one => { const box = one.getBoundingClientRect(); "
        "return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    someone.picture(f"note-{width}")
    row = status.get_by_role("link").get_attribute("href")
    page.locator(row).get_by_role("button").click()
    page.wait_for_selector(row, state="detached")
    page.wait_for_selector('#recent-status:has-text("C\'est annulé")')
    assert status.inner_text() == ""
    assert page.locator("#recent-status").evaluate(
        "one => { const box = one.getBoundingClientRect(); "
        "return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    assert page.evaluate("document.activeElement.closest('.ts-wrapper') !== null")
    someone.check()
    someone.picture(f"annule-{width}")


def test_a_session_that_expires_loses_nothing(visitor):
    someone = visitor().log_in(STAFF)
    page = someone.page
    choose(page)
    page.keyboard.press("v")
    page.keyboard.press("5")
    page.fill("#id_line", "Le budget du voyage")
    page.click("summary:has-text('Note interne')")
    page.fill("#id_internal_note", "À rappeler")
    uid = page.input_value("[name=uid]")
    structure = page.inner_text(".ts-control .item")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Noter", exact=True).click()
    page.wait_for_selector("text=reconnectez-vous, votre saisie est gardée")
    someone.check()
    page.fill("input[name=username]", STAFF.email)
    page.fill("input[name=password]", STAFF.password)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Votre saisie est revenue")
    assert page.input_value("[name=uid]") == uid
    assert page.inner_text(".ts-control .item") == structure
    assert channels(page) == ["visio"]
    assert page.is_checked("[name=preset][value='90']")
    assert page.input_value("#id_line") == "Le budget du voyage"
    assert page.input_value("#id_internal_note") == "À rappeler"
    page.get_by_role("button", name="Noter", exact=True).click()
    page.wait_for_selector('#log-status:has-text("C\'est noté")')
    page.reload()
    page.wait_for_selector("[data-quick-log][data-started]")
    assert page.input_value("#id_line") == ""


def test_a_structure_chosen_by_mistake_is_corrected_by_typing_the_right_one(visitor):
    staff = visitor(width="phone").log_in(STAFF)
    row = AccompanimentSession.objects.filter(
        organisation__name="Lycée Jeanne-Fictive", kind="echange"
    ).first()
    page = staff.go("accompaniment:session", row.uid)
    page.get_by_text("Corriger cette ligne").click()
    page.locator(".ts-control").click()
    page.keyboard.type("valreve", delay=20)
    page.locator(".ts-dropdown .option").first.wait_for()
    page.keyboard.press("Enter")
    staff.check()
    staff.picture("corriger-structure-390")
    page.get_by_role("button", name="Enregistrer la correction").click()
    page.wait_for_selector("text=est corrigé")
    row.refresh_from_db()
    assert row.organisation.name == "Comité de jumelage de Valrêvé"
    staff.check()
