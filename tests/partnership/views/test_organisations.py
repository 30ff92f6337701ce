"""Finding a structure by typing."""

from __future__ import annotations

from html import unescape

import pytest
from django.urls import reverse

from partnership.views.organisations import SHOWN
from tests import factories

ADDRESS = reverse("partnership:organisation-search")


@pytest.fixture
def etaples(world):
    return factories.OrganisationFactory(
        owner=world.network, name="Comité de jumelage", short_name="CJE", town="Étaples"
    )


def found(client, text: str) -> list[str]:
    return [one["text"] for one in client.get(ADDRESS, {"q": text}).json()["results"]]


@pytest.mark.parametrize(
    "text", ["etaples", "ÉTAPLES", "Etap", "comité étaples", "jumelage  comite", "cje"]
)
def test_case_accents_and_order_do_not_matter(as_staff, etaples, text):
    assert found(as_staff, text) == ["Comité de jumelage (Étaples)"]


def test_an_answer_is_the_reference_and_the_name_of_the_structure(as_staff, etaples):
    results = as_staff.get(ADDRESS, {"q": "cje"}).json()["results"]
    assert results == [{"value": str(etaples.uid), "text": "Comité de jumelage (Étaples)"}]


def test_a_structure_of_another_network_is_not_found(as_staff, etaples):
    factories.OrganisationFactory(name="Étaples ailleurs")
    assert found(as_staff, "etaples") == ["Comité de jumelage (Étaples)"]


def test_no_more_are_given_than_a_person_reads(as_staff, world):
    factories.OrganisationFactory.create_batch(SHOWN + 3, owner=world.network, town="Arras")
    assert len(found(as_staff, "arras")) == SHOWN


def test_nothing_typed_gives_the_first_structures_and_nothing_known_gives_none(as_staff, world):
    assert len(found(as_staff, "")) == 3
    assert found(as_staff, "introuvable") == []


def test_only_the_association_searches_its_directory(as_officer, etaples):
    answer = as_officer.get(ADDRESS, {"q": "etaples"})
    assert answer.status_code == 403
    assert "Les échanges sont notés par l'équipe de l'association." in unescape(
        answer.content.decode()
    )
    assert "Comité de jumelage" not in answer.content.decode()
