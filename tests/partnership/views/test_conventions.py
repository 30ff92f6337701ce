"""The list of conventions."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import files
from partnership.enums import ConventionState
from partnership.views.conventions import PER_PAGE
from tests import factories

ADDRESS = reverse("partnership:conventions")


@pytest.fixture
def make(world):
    """More conventions of the same two parties, of years gone by."""

    def make(count: int, **fields):
        parties = {"funder": world.funder, "beneficiary": world.association}
        return factories.ConventionFactory.create_batch(
            count, owner=world.network, past=True, **parties | fields
        )

    return make


def listed(answer) -> list[str]:
    return [row.reference for row, *_ in answer.context["lines"]]


def test_each_line_says_the_money_and_where_the_convention_stands(as_staff, world):
    world.convention.state = ConventionState.PROPOSED
    world.convention.original_ends_on = datetime.date(2036, 12, 31)
    world.convention.original_report_due_on = None
    world.convention.save()
    html = as_staff.get(ADDRESS).content.decode()
    assert "7\u202f000\u00a0€ : subvention proposée, non votée" in html
    assert "Proposée, en cours" in html
    assert f'href="{world.convention.get_absolute_url()}"' in html


def test_the_newest_year_comes_first(as_staff, make):
    (old,) = make(1, reference="ANCIENNE-2023")
    assert listed(as_staff.get(ADDRESS)) == ["AUTRE-2026", "DEP-2026", old.reference]


def test_an_officer_reads_nothing_of_another_funder(as_officer):
    answer = as_officer.get(ADDRESS)
    assert listed(answer) == ["DEP-2026"]
    assert "Autre financeur" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "dep"}, ["DEP-2026"]),
        ({"q": "MOBILITE"}, ["DEP-2026"]),
        ({"q": "mobilité autre"}, []),
        ({"state": "signed"}, ["AUTRE-2026"]),
        ({"q": "dep", "state": "voted"}, ["DEP-2026"]),
        ({"q": "dep", "state": "signed"}, []),
        ({"q": "", "state": ""}, ["AUTRE-2026", "DEP-2026"]),
    ],
)
def test_the_list_is_filtered_by_its_address(as_staff, world, query, found):
    world.convention.purpose, world.convention.state = "Mobilité", ConventionState.VOTED
    world.convention.save()
    assert listed(as_staff.get(ADDRESS, query)) == found


def test_a_filter_that_finds_nothing_offers_to_show_everything(as_staff):
    html = as_staff.get(ADDRESS, {"q": "introuvable"}).content.decode()
    assert "Aucune convention ne répond à ces filtres." in html
    assert f'<a class="btn btn-outline-primary" href="{ADDRESS}">Tout montrer</a>' in html


def test_a_person_without_membership_reads_whom_to_ask(client, db):
    client.force_login(factories.UserFactory())
    html = client.get(ADDRESS).content.decode()
    assert "Aucune convention ne vous est ouverte." in html


def test_a_state_that_does_not_exist_does_not_break_the_page(as_staff):
    answer = as_staff.get(ADDRESS, {"state": "rêvée"})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Ce choix n'est pas dans la liste" in html.replace("&#x27;", "'")
    assert listed(answer) == []
    assert "Un filtre est à corriger ci-dessus" in html


def test_a_long_list_is_cut_in_pages_that_keep_the_filter(as_staff, make):
    make(PER_PAGE + 1)
    first = as_staff.get(ADDRESS, {"q": "conv"})
    assert len(listed(first)) == PER_PAGE
    assert "Page 1 sur 2" in first.content.decode()
    assert "?q=conv&amp;page=2" in first.content.decode()
    second = as_staff.get(ADDRESS, {"q": "conv", "page": 2})
    assert len(listed(second)) == 1
    assert not set(listed(first)) & set(listed(second))


@pytest.mark.parametrize("page", ["0", "999", "deux"])
def test_a_page_that_does_not_exist_shows_one_that_does(as_staff, page):
    assert as_staff.get(ADDRESS, {"page": page}).status_code == 200


def test_the_number_of_queries_stays_flat_as_rows_grow_tenfold(as_staff, make, world):
    logo = files.store(world.funder, name="a.svg", content=b"<svg/>", content_type="image/svg+xml")
    world.funder.logo = logo
    world.funder.save()
    with CaptureQueriesContext(connection) as few:
        assert len(listed(as_staff.get(ADDRESS))) == 2
    for row in make(18):
        factories.CommitmentFactory(convention=row)
    with CaptureQueriesContext(connection) as many:
        assert len(listed(as_staff.get(ADDRESS))) == 20
    assert len(many) == len(few)


def test_the_list_is_read_only(as_staff):
    assert as_staff.post(ADDRESS).status_code == 405
