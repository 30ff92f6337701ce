"""Ten times the rows, as many queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniment.models import FollowUpKind
from tests import factories

pytestmark = pytest.mark.usefixtures("in_june")


@pytest.fixture
def add_rows(world):
    """Rows of everything that the pages show, the exchanges of one holder among them."""
    whole = factories.FollowUpYearFactory(
        convention=world.convention, accompaniment__owner=world.network
    )

    def add_rows(count):
        for _ in range(count):
            for year in (whole, factories.FollowUpYearFactory(convention=world.convention)):
                factories.SessionFactory(
                    follow_up=year,
                    channels=["visio", "mail"],
                    staff=[world.staff, world.admin],
                    noted_by=world.staff,
                )
                FollowUpKind.objects.get_or_create(follow_up=year, kind="mobilite")
            factories.WorkEntryFactory(
                convention=world.convention,
                organisation=factories.OrganisationFactory(owner=world.network),
                commitment=factories.CommitmentFactory(convention=world.convention),
                staff=[world.staff],
                noted_by=world.staff,
            )
            factories.ProposedEntryFactory(
                owner=world.network,
                person=world.staff,
                organisation=whole.accompaniment.organisation,
                starts_at=datetime.time(10),
            )
            past = factories.ConventionFactory(past=True, owner=world.network, funder=world.funder)
            factories.FollowUpYearFactory(accompaniment=whole.accompaniment, convention=past)

    add_rows.accompaniment = whole.accompaniment
    return add_rows


ADDRESSES = {
    "entries": lambda rows: reverse("accompaniment:entries"),
    "entries as CSV": lambda rows: reverse("accompaniment:entries") + "?export=csv",
    "entries as XLSX": lambda rows: reverse("accompaniment:entries") + "?export=xlsx",
    "work": lambda rows: reverse("accompaniment:work-entries"),
    "work as CSV": lambda rows: reverse("accompaniment:work-entries") + "?export=csv",
    "follow-ups": lambda rows: reverse("accompaniment:follow-ups"),
    "accompaniment": lambda rows: rows.accompaniment.get_absolute_url(),
    "log": lambda rows: reverse("accompaniment:log"),
    "proposals": lambda rows: reverse("accompaniment:proposals"),
    "today": lambda rows: reverse("reporting:today"),
}


FOR_STAFF = {"log", "proposals", "today"}
OPENED = [
    (who, page)
    for who in ("staff", "officer")
    for page in ADDRESSES
    if who == "staff" or page not in FOR_STAFF
]


@pytest.mark.parametrize(("who", "page"), OPENED)
def test_the_queries_of_a_page_do_not_grow_with_its_rows(client, world, add_rows, page, who):
    client.force_login(getattr(world, who))

    def queries():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(ADDRESSES[page](add_rows))
            assert answer.status_code == 200
            assert answer.getvalue()
        return [query["sql"] for query in captured]

    add_rows(2)
    few = queries()
    add_rows(18)
    assert len(queries()) == len(few)
