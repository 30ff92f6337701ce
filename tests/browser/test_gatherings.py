"""A collective time from its announcement to the day it is held, under the hand."""

from __future__ import annotations

import datetime

from django.utils import timezone

from accompaniment.models import Gathering
from tests.browser.conftest import STAFF
from tests.browser.gestures import follow, plain, press


def day(offset: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=offset)).isoformat()


def activities(page) -> list[str]:
    return page.locator("textarea[name$=-activity]").evaluate_all(
        "all => all.map(one => one.value)"
    )


def test_noted_with_two_dates_its_agenda_moved_put_off_and_held(visitor):
    staff = visitor().log_in(STAFF)
    page = staff.go("accompaniment:gatherings")
    follow(page, "Noter un temps collectif")
    page.fill("[name=title]", "Atelier budget")
    page.fill("[name=dates-0-date]", day(-9))
    page.fill("[name=dates-0-starts_at]", "14:00")
    page.fill("[name=dates-0-ends_at]", "16:00")
    press(page, "Ajouter une date")
    page.fill("[name=dates-1-date]", day(-2))
    page.fill("[name=dates-1-duration]", "1h30")
    page.check("[name=serves_none]")
    staff.check()
    staff.picture("temps-collectif-nouveau")
    press(page, "Enregistrer")
    assert "3h30" in plain(page)

    follow(page, "Déroulé")
    follow(page, "Écrire le déroulé", nth=0)
    for rank, (words, time) in enumerate((("Accueil", "15"), ("Atelier", "1h"))):
        page.fill(f"[name=deroule-{rank}-activity]", words)
        page.fill(f"[name=deroule-{rank}-duration]", time)
    page.keyboard.press("Tab")
    page.wait_for_function(
        "() => document.getElementById('agenda-table').innerText.includes('14h15-15h15')"
    )
    button = page.get_by_role("button", name="Descendre").first
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "() => document.querySelector('textarea[name=deroule-0-activity]').value === 'Atelier'"
    )
    assert activities(page)[:2] == ["Atelier", "Accueil"]
    assert page.evaluate("document.activeElement.innerText").startswith("Descendre")
    assert "15h00-15h15" in plain(page, "#agenda-table")
    staff.check()
    staff.picture("temps-collectif-deroule")
    press(page, "Enregistrer le déroulé")
    assert "14h00-15h00" in plain(page)

    follow(page, "Le temps collectif")
    page.get_by_text("Reporter une date").click()
    row = Gathering.objects.get(title="Atelier budget")
    page.select_option("[name=report-date]", str(row.standing_dates[1].uid))
    page.fill("[name=report-to]", day(-1))
    press(page, "Noter le report")
    assert "Dites pourquoi." in plain(page)
    page.fill("[name=report-reason]", "Salle prise")
    press(page, "Noter le report")
    assert "Salle prise" in plain(page)
    press(page, "Noter qu'il a eu lieu")
    assert "Tenu" in plain(page, "header.page-header")
    staff.check()
    staff.picture("temps-collectif")

    page = staff.go("reporting:today")
    assert "Atelier budget" in plain(page)
    assert "présence à noter" in plain(page)
