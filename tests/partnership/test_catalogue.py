"""The counting rules that exist, and what is refused because it does not."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from django.core.exceptions import ValidationError

from partnership import catalogue
from partnership.catalogue import Declaration, Dimension
from tests import factories

COLOUR = Dimension("colour", "couleur", {"red": "Rouge", "blue": "Bleu"})
MONTH = Dimension("month", "mois")


@pytest.fixture
def declared(monkeypatch):
    """A rule in two versions; only the second can be cut."""
    monkeypatch.setattr(catalogue, "_declarations", {})
    first = Declaration("kites.count", "Cerfs-volants", "cerf-volant", "On compte chacun.")
    second = dataclasses.replace(first, version=2, dimensions=(COLOUR, MONTH))
    for one in (second, first):
        catalogue.register(one)
    return first, second


def refused(*args) -> str:
    with pytest.raises(ValidationError) as error:
        catalogue.check(*args)
    return " ".join(error.value.messages)


def test_a_rule_is_read_in_its_latest_version_unless_one_is_named(declared):
    first, second = declared
    assert catalogue.get("kites.count") == second
    assert catalogue.get("kites.count", 1) == first
    assert catalogue.all_declarations() == [first, second]


@pytest.mark.parametrize("asked", [("kites.weight",), ("kites.count", 3)])
def test_a_rule_that_does_not_exist_is_not_found(declared, asked):
    with pytest.raises(KeyError):
        catalogue.get(*asked)


def test_the_same_declaration_may_be_registered_again(declared):
    catalogue.register(declared[0])
    assert catalogue.all_declarations() == list(declared)


def test_two_rules_cannot_share_an_id_and_a_version(declared):
    other = dataclasses.replace(declared[0], sentence="On compte les paires.")
    with pytest.raises(ValueError, match=r"kites\.count v1 is declared twice"):
        catalogue.register(other)
    assert catalogue.get("kites.count", 1).sentence == "On compte chacun."


@pytest.mark.parametrize(
    "filters",
    [None, {}, {"colour": ["red"]}, {"colour": ["red", "blue"]}, {"month": ["2026-03"]}],
)
def test_filters_that_exist_are_accepted(declared, filters):
    catalogue.check("kites.count", 2, filters)


def test_an_unknown_id_is_refused_in_french(declared):
    assert refused("kites.weight") == "Le chiffre « kites.weight » n'existe pas dans Trame."


def test_an_unknown_version_is_refused_in_french(declared):
    assert refused("kites.count", 3) == "Le chiffre « kites.count » n'existe pas dans Trame."


def test_a_filter_that_the_version_does_not_know_is_refused_in_french(declared):
    words = "Le chiffre « Cerfs-volants » ne se filtre pas par « colour »."
    assert refused("kites.count", 1, {"colour": ["red"]}) == words


def test_a_value_that_the_filter_does_not_know_is_refused_in_french(declared):
    words = "Le filtre « couleur » ne connaît pas : green, 7."
    assert refused("kites.count", 2, {"colour": ["red", "green", 7]}) == words


@pytest.mark.parametrize("codes", ["red", [], None, {"red": 1}])
def test_a_filter_that_is_no_list_of_values_is_refused_in_french(declared, codes):
    words = "Le filtre « colour » attend une liste de valeurs."
    assert refused("kites.count", 2, {"colour": codes}) == words


@pytest.mark.parametrize("filters", [["colour"], "colour", 3])
def test_filters_that_are_no_table_are_refused_in_french(declared, filters):
    words = "Les filtres d'un chiffre associent à chaque critère sa liste de valeurs."
    assert refused("kites.count", 2, filters) == words


@pytest.mark.parametrize("code", [["red"], {"red": 1}])
def test_a_value_that_is_itself_a_list_is_refused_in_french(declared, code):
    assert refused("kites.count", 2, {"colour": [code]}).startswith("Le filtre « couleur » ne")


def test_a_reading_of_an_unknown_figure_is_not_saved(db):
    with pytest.raises(ValidationError, match="n'existe pas dans Trame"):
        factories.ReadingFactory(figure_id="accompaniment.kites")


def test_a_reading_with_an_unknown_filter_is_not_saved(db):
    with pytest.raises(ValidationError, match="ne se filtre pas par « colour »"):
        factories.ReadingFactory(filters={"colour": ["red"]})


def test_a_reading_that_shows_an_unknown_figure_beside_is_not_saved(db):
    with pytest.raises(ValidationError, match="n'existe pas dans Trame"):
        factories.ReadingFactory(beside=["accompaniment.minutes", str(uuid.UUID(int=0))])


def test_an_unknown_filter_is_refused_when_a_reading_is_changed_too(db):
    reading = factories.ReadingFactory()
    reading.filters = {"colour": ["red"]}
    with pytest.raises(ValidationError, match="ne se filtre pas"):
        reading.save()
    reading.refresh_from_db()
    assert reading.filters == {}
