"""Accents, case and a typing error are forgiven; nothing far away is offered."""

from __future__ import annotations

import pytest

from partnership.models import Organisation
from partnership.searching import MOST_CANDIDATES, forgiving, likeness
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = (
    ("Comité de jumelage d'Étaples", "Étaples"),
    ("Lycée Robespierre", "Arras"),
    ("MALCO HDF", "Boulogne-sur-Mer"),
    ("Mairie de Dourges", "Dourges"),
    ("Amis du Mali", "Béthune"),
)


@pytest.fixture
def network():
    owner = factories.NetworkFactory()
    for name, town in NAMES:
        factories.OrganisationFactory(owner=owner, name=name, town=town)
    return owner


def found(text: str) -> tuple[list[str], bool]:
    answer = forgiving(Organisation.objects.all(), text)
    return [one.name for one in answer.rows], answer.is_near


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("etaples", "Comité de jumelage d'Étaples"),
        ("JUMELAGE ETAPLES", "Comité de jumelage d'Étaples"),
        ("lycee", "Lycée Robespierre"),
    ],
)
def test_accents_and_case_are_forgiven(network, typed, name):
    assert found(typed) == ([name], False)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Robespière", "Lycée Robespierre"),
        ("Bolougne", "MALCO HDF"),
        ("Comité de jumellage Etapes", "Comité de jumelage d'Étaples"),
        ("dourgse mairei", "Mairie de Dourges"),
    ],
)
def test_a_typing_error_is_forgiven(network, typed, name):
    names, is_near = found(typed)
    assert names[0] == name
    assert is_near


@pytest.mark.parametrize("typed", ["Zanzibar", "xyz", "qqqqqqqq", "%%%", "a"])
def test_what_is_far_is_not_offered(network, typed):
    names, is_near = found(typed)
    assert names == [] or not is_near


def test_nothing_typed_finds_everything(network):
    names, is_near = found("  ")
    assert len(names) == len(NAMES)
    assert not is_near


def test_the_nearest_is_found_among_many(network):
    owner = network
    Organisation.objects.bulk_create(
        [
            Organisation(owner=owner, name=f"Mairie {n}", search_text=f"mairie {n}")
            for n in range(MOST_CANDIDATES + 50)
        ]
    )
    assert found("Mairie de Dourgse")[0][0] == "Mairie de Dourges"


def test_likeness_goes_from_nothing_to_the_same():
    assert likeness("etaples", "comite d etaples") == 100
    assert likeness("etaples", "") == 0
    assert likeness("bolougne", "boulogne sur mer") > 85 > likeness("zanzibar", "boulogne sur mer")
