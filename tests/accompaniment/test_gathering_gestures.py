"""What the pages of a collective time offer, and when."""

from __future__ import annotations

import datetime
import html

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.enums import GatheringState
from accompaniment.models import Gathering
from tests import factories

NEW = "accompaniment:gathering-new"


def gathering_in(world, *days: int, **fields) -> Gathering:
    today = timezone.localdate()
    first, *others = [today + datetime.timedelta(days=one) for one in days]
    made = factories.GatheringFactory(
        owner=world.network, state=GatheringState.PLANNED, date=first, **fields
    )
    for one in others:
        made.dates.create(date=one)
    return made


@pytest.mark.parametrize(
    ("days", "offered"), [((-1,), True), ((0,), True), ((1,), False), ((-3, 4), False)]
)
def test_that_it_took_place_is_offered_from_its_last_day_on(as_staff, world, days, offered):
    page = as_staff.get(gathering_in(world, *days).get_absolute_url())
    assert ("Noter qu'il a eu lieu" in page.content.decode()) == offered


def test_that_all_came_is_offered_once_it_has_begun(as_staff, world):
    for days, offered in (((1,), False), ((0,), True), ((-1, 4), True)):
        gathering = gathering_in(world, *days)
        factories.AttendanceFactory(gathering=gathering, state="registered")
        page = as_staff.get(reverse("accompaniment:attendance", args=[gathering.uid]))
        assert ("Tous les inscrits sont présents" in page.content.decode()) == offered


def test_the_form_stars_only_what_it_asks_for(as_staff):
    page = as_staff.get(reverse(NEW)).content.decode()
    for label, starred in (("Intitulé", True), ("Convention ou action", False)):
        assert (f'{label}<span class="asteriskField">*</span>' in page) == starred


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("parts-0-percent", "Choisissez une convention ou une action du programme."),
        ("salaries-0-preparation", "Dites qui."),
    ],
)
def test_a_line_that_is_begun_says_what_it_lacks(as_staff, field, words):
    sent = {
        f"{prefix}-{name}": count
        for prefix in ("dates", "parts", "salaries", "partenaires")
        for name, count in (("TOTAL_FORMS", "1"), ("INITIAL_FORMS", "0"))
    }
    answer = as_staff.post(reverse(NEW), sent | {"title": "Atelier", field: "2"})
    assert answer.status_code == 422
    assert words in html.unescape(answer.content.decode())
    assert not Gathering.objects.exists()


@pytest.mark.parametrize("kind", ["gatherings", "attendance"])
def test_those_who_may_import_find_it_where_it_is_needed(client, world, kind):
    here = reverse("accompaniment:gatherings")
    if kind == "attendance":
        here = reverse(
            "accompaniment:attendance",
            args=[gathering_in(world, 3, convention=world.convention).uid],
        )
    address = reverse("partnership:import", args=[kind])
    for who, offered in (("admin", True), ("staff", False), ("officer", False)):
        client.force_login(getattr(world, who))
        assert (address in client.get(here).content.decode()) == offered


def test_an_insee_code_that_is_missing_leads_to_the_structure(client, world):
    world.funder.territory = "62"
    world.funder.save()
    structure = factories.OrganisationFactory(owner=world.network, insee_code="")
    row = factories.FollowUpYearFactory(
        accompaniment__owner=world.network,
        accompaniment__organisation=structure,
        convention=world.convention,
    )
    factories.SessionFactory(follow_up=row)
    mend = reverse("partnership:organisation-edit", args=[structure.uid])
    for who, offered in (("staff", True), ("officer", False)):
        client.force_login(getattr(world, who))
        page = client.get(row.get_absolute_url()).content.decode()
        assert "INSEE" in page
        assert (f'href="{mend}">Le renseigner' in page) == offered
