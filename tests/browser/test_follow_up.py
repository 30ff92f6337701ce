"""Advice that goes past its third meeting: noted, flagged on both sides, converted, counted."""

from __future__ import annotations

import datetime

from django.urls import reverse
from django.utils import timezone

from accompaniment.actions import log_session
from accompaniment.models import FollowUpYear
from partnership.models import Convention
from reporting.collecting import figures_of
from tests.browser.conftest import OTHER_OFFICER, STAFF
from tests.browser.gestures import follow, plain, press

ADVISED = "tbody tr:has-text('Théâtre du Détour')"
FLAG = "4e rendez-vous d'appui-conseil (3 prévus)"


def _three_meetings(example: str) -> FollowUpYear:
    """The structure advised has three meetings behind it: none of today."""
    year = FollowUpYear.objects.for_list().get(
        convention__reference=example, accompaniment__organisation__name="Théâtre du Détour"
    )
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    year.sessions.filter(date=timezone.localdate()).update(date=yesterday)
    for _ in range(3 - year.advice_meetings):
        log_session(
            owner=year.accompaniment.owner,
            follow_up=year,
            kind="echange",
            date=yesterday,
            by=None,
            channels=["visio"],
            minutes=45,
        )
    return year


def _values(example: str) -> tuple[int, int]:
    figures = figures_of(Convention.objects.for_list().get(reference=example))
    return figures["advice.meetings"].value, figures["accompaniment.sessions"].value


def test_the_fourth_meeting_is_flagged_converted_and_counted(visitor, example):
    year = _three_meetings(example)
    meetings, sessions = _values(example)

    staff = visitor().log_in(STAFF)
    page = staff.page
    page.wait_for_selector("[data-quick-log][data-started]")
    page.keyboard.type("theatre", delay=20)
    page.wait_for_selector(".ts-dropdown .option")
    for key in ("Enter", "v", "3", "Enter"):
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    row = page.locator("#recent-rows > li").first
    row.get_by_text(FLAG).wait_for()
    row.locator(".moved-bars").wait_for()
    staff.check()
    assert _values(example) == (meetings + 1, sessions)

    officer = visitor(width="phone").log_in(OTHER_OFFICER)
    for name, args in (
        ("accompaniment:follow-ups", ()),
        ("accompaniment:entries", ()),
        ("accompaniment:follow-up", (year.uid,)),
        ("reporting:convention", (example,)),
    ):
        officer.go(name, *args)
        assert FLAG in plain(officer.page)
        officer.check()
    assert officer.page.get_by_role("link", name="Passer").count() == 0
    officer.go("accompaniment:follow-ups")
    assert FLAG in plain(officer.page, ADVISED)

    row.get_by_role("link", name="Passer ce suivi en accompagnement renforcé").click()
    page.wait_for_url(lambda address: "convertir" in address)
    assert "4 rendez-vous d'appui-conseil" in page.input_value("[name=reason]")
    page.fill("[name=reason]", "Le projet devient un séjour")
    staff.check()
    press(page, "Passer en accompagnement renforcé")
    assert "Appui-conseil → Accompagnement renforcé" in plain(page)
    assert "Le projet devient un séjour" in plain(page)
    staff.check()
    assert _values(example) == (meetings, sessions + 1)

    follow(page, "Voir toute l'histoire")
    assert "Changement de mode" in plain(page)
    staff.check()

    officer.go("accompaniment:follow-ups")
    assert FLAG not in plain(officer.page, ADVISED)
    address = reverse("accompaniment:follow-up", args=[year.uid])
    officer.page.goto(officer.base + address)
    assert "Le projet devient un séjour" in plain(officer.page)
    officer.check()
