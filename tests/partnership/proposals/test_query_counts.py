"""Ten times the rows, as many queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.partnership.proposals import builders

pytestmark = pytest.mark.one_database

PAGES = (
    "convention-edit",
    "programme",
    "programme-edit",
    "chapters",
    "links",
    "budget",
    "budget-edit",
)


def fill(world, convention, count):
    past = factories.ConventionFactory(owner=world.network, funder=world.funder, past=True)
    for rank in range(count):
        number = convention.original_commitments.count() + 1
        action = factories.CommitmentFactory(convention=convention, number=number)
        prior = factories.CommitmentFactory(convention=past, number=rank + 1)
        action.continues.add(prior)
        factories.ReadingFactory(
            commitment=action, proposed_by=world.association, beside=["accompaniment.minutes"]
        )
        position = convention.budget_lines.count() + 1
        for side in ("expense", "income"):
            line = convention.budget_lines.create(
                side=side, position=position, label=f"Ligne {position}", amount=10
            )
            if side == "income":
                line.funder = factories.OrganisationFactory(owner=world.network)
                line.save()
            else:
                builders.pays(line, action, 3)
        builders.chapter(convention, f"Chapitre {number}", action)


OPENED = [("admin", page) for page in PAGES] + [
    ("officer", page) for page in ("convention-edit", "programme", "links", "budget")
]


@pytest.mark.parametrize(("who", "page"), OPENED)
def test_the_queries_of_a_page_do_not_grow_with_its_rows(client, world, proposal, page, who):
    client.force_login(getattr(world, who))
    address = reverse(f"partnership:{page}", args=["DEP-2026"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    fill(world, proposal, 2)
    few = queries()
    fill(world, proposal, 18)
    assert queries() == few


def test_the_page_of_a_new_convention_does_not_grow_with_the_conventions(as_admin, world):
    address = reverse("partnership:convention-new")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_admin.get(address).status_code == 200
        return len(captured)

    few = queries()
    for _ in range(10):
        factories.ConventionFactory(owner=world.network, beneficiary=world.association)
    assert queries() == few
