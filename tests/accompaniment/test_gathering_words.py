"""The words of a log: kinds and places, and what is left to ask."""

import pytest

from accompaniment.enums import GatheringKind, PlaceKind
from accompaniment.importing.gathering_words import OwnPlaces, kind_of, place_of


@pytest.fixture
def own(world):
    world.association.name = "Lianes coopération"
    world.association.short_name = "Lianes"
    world.association.town = "Lille"
    world.association.address = "5 rue Fictive, 59000 Lille"
    world.association.save()
    return OwnPlaces(world.network)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Ateliers", GatheringKind.WORKSHOP),
        ("Réunion d’info", GatheringKind.INFORMATION),
        ("ACCOMPAGNEMENTS", GatheringKind.LOGGED_FOLLOW_UP),
        ("Copil", GatheringKind.STEERING),
        ("évènement", GatheringKind.EVENT),
        ("RDV prestataire", GatheringKind.PARTNER),
        ("reunion_reseau", GatheringKind.NETWORK),
        ("Jury blanc", GatheringKind.MOCK_JURY),
        ("Salon", None),
        ("Réunion", None),
    ],
)
def test_kinds_are_known_by_the_words_of_people(words, kind):
    assert kind_of(words) == kind


@pytest.mark.parametrize(
    ("words", "kind", "town"),
    [
        ("Visio", PlaceKind.ONLINE, ""),
        ("en ligne", PlaceKind.ONLINE, ""),
        ("à distance", PlaceKind.ONLINE, ""),
        ("Zoom", PlaceKind.ONLINE, ""),
        ("Réunion Teams", PlaceKind.ONLINE, ""),
        ("bureau", PlaceKind.OWN_OFFICES, ""),
        ("Dans nos locaux", PlaceKind.OWN_OFFICES, ""),
        ("Lianes", PlaceKind.OWN_OFFICES, ""),
        ("Locaux de Lianes coopération, Lille", PlaceKind.OWN_OFFICES, ""),
        ("5, rue Fictive", PlaceKind.OWN_OFFICES, ""),
        ("Arras", PlaceKind.ELSEWHERE, "Arras"),
        ("Mairie de Béthune", PlaceKind.ELSEWHERE, "Béthune"),
        ("Lycée Guy Mollet, Arras", PlaceKind.ELSEWHERE, "Arras"),
        ("Arras (62)", PlaceKind.ELSEWHERE, "Arras"),
        ("Maison des associations à Lens", PlaceKind.ELSEWHERE, "Lens"),
        ("", PlaceKind.UNKNOWN, ""),
        ("Ailleurs", PlaceKind.ELSEWHERE, ""),
    ],
)
def test_places_are_known_by_the_words_of_people(own, words, kind, town):
    found = place_of(words, own)
    assert (found.kind, found.town) == (kind, town)


@pytest.mark.parametrize(
    "words",
    ["MRES", "Lille", "59000 Lille", "Visio et Arras", "Zoom / bureau", "Calais et Lens",
     "bureau du Département", "Salle 3", "Médiathèque"],
)  # fmt: skip
def test_what_could_be_two_places_or_none_is_asked(own, words):
    assert place_of(words, own) is None


def test_the_town_of_another_column_settles_the_place(own):
    found = place_of("Médiathèque", own, "Calais")
    assert (found.kind, found.town, found.insee_code) == (PlaceKind.ELSEWHERE, "Calais", "62193")
    assert place_of("Médiathèque", own, "Lille") is None
