"""A session from the plan to the figures: planned, its day passes, held from the week, counted."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.models import AccompanimentSession
from partnership.models import Convention
from reporting.collecting import figures_of
from tests.browser.conftest import STAFF
from tests.browser.gestures import choose, plain, press


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_from_a_planned_session_to_one_that_counts(visitor, example, width):
    def sessions() -> int:
        convention = Convention.objects.for_list().get(reference=example)
        return figures_of(convention)["accompaniment.sessions"].value

    before = sessions()
    staff = visitor(width=width).log_in(STAFF)
    page = staff.go("accompaniment:plan")
    staff.check()
    choose(page, "#id_organisation", "Lycée Jeanne")
    page.get_by_label("Durée prévue").fill("1h")
    page.get_by_label("Présentiel").check()
    page.get_by_label("De quoi il s'agira").fill("Un pays à choisir")
    page.get_by_label("Convention").select_option(example)
    press(page, "Prévoir")
    assert "C'est prévu" in plain(page, "body")
    assert "Lycée Jeanne" in plain(page, ".week")
    staff.check()
    staff.picture(f"semaine-prevue-{width}")
    assert sessions() == before

    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    row = AccompanimentSession.objects.get(line="Un pays à choisir")
    AccompanimentSession.objects.filter(pk=row.pk).update(date=yesterday)
    staff.go("reporting:today")
    assert "À confirmer" in plain(page)
    staff.go("accompaniment:week")
    staff.check()
    staff.picture(f"semaine-a-confirmer-{width}")
    address = reverse("accompaniment:session-outcome", args=[row.uid, "tenu"])
    page.locator(f'a[href="{address}"]').first.click()
    page.wait_for_load_state("networkidle")
    staff.check()
    staff.picture(f"tenu-{width}")
    page.locator("#id_duration").fill("45")
    press(page, "Noter comme tenu")
    assert "l'échange est tenu" in plain(page, "body")
    row.refresh_from_db()
    assert (row.state, row.minutes, row.date) == ("held", 45, yesterday)
    assert "À confirmer" not in plain(page)
    if yesterday.year == timezone.localdate().year:
        assert sessions() == before + 1
    staff.check()


def test_the_form_of_a_promotion_is_asked_for_a_promotion_alone(visitor):
    staff = visitor().log_in(STAFF)
    page = staff.go("accompaniment:log")
    page.wait_for_selector("[data-quick-log][data-started]")
    page.get_by_text("Nature, personnes, convention").click()
    assert not page.locator("#id_promotion").is_visible()
    page.get_by_label("Nature", exact=True).select_option("valorisation")
    page.locator("#id_promotion").select_option("relais")
    page.get_by_label("Nature", exact=True).select_option("preparation")
    assert not page.locator("#id_promotion").is_visible()
    assert page.locator("#id_promotion").is_disabled()
    staff.check()
