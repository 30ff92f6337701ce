"""Ten times the rows, the same number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting import actions
from tests import factories

pytestmark = pytest.mark.one_database

PAGES = {
    "today": ("reporting:today",),
    "convention": ("reporting:convention", "DEP-2026"),
    "figure": ("reporting:figure", "DEP-2026", "accompaniment.sessions"),
    "structures": ("reporting:figure", "DEP-2026", "accompaniment.organisations"),
    "report": ("reporting:report", "DEP-2026"),
    "reports": ("reporting:reports",),
    "conventions": ("partnership:conventions",),
}


def _fill(world, count):
    for _ in range(count):
        factories.SessionFactory(
            follow_up__convention=world.convention,
            channels=["telephone", "mail"],
            staff=[world.staff, world.admin],
        )
        factories.WorkEntryFactory(convention=world.convention, staff=[world.admin])
        factories.ReadingFactory(
            commitment__convention=world.convention, beside=["accompaniment.minutes"]
        )
        extra = factories.ConventionFactory(owner=world.network, beneficiary=world.association)
        actions.freeze(convention=extra, by=world.admin)


def _queries(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_does_not_grow_with_the_rows(as_admin, world, page):
    name, *args = PAGES[page]
    address = reverse(name, args=args)
    _fill(world, 2)
    few = _queries(as_admin, address)
    _fill(world, 20)
    assert _queries(as_admin, address) == few
