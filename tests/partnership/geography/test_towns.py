from __future__ import annotations

import pytest

from partnership.geography.outlines import box, holds, outlines, rings_of
from partnership.geography.projection import place
from partnership.geography.towns import HERE, find_town


@pytest.mark.parametrize(
    ("written", "insee_code"),
    [
        ("Arras", "62041"),
        ("ARRAS CEDEX", "62041"),
        ("St Omer", "62765"),
        ("boulogne sur mer", "62160"),
        ("Lens 62300", "62498"),
        ("Athies (62)", "62042"),
        ("Athies (80)", "80034"),
        ("Dunkerque", "59183"),
        ("Montreuil", "62588"),
        ("Montreuil (93)", "93048"),
        ("Paris", "75056"),
    ],
)
def test_a_town_is_found_as_people_write_it(written, insee_code):
    assert find_town(written).insee_code == insee_code


def test_a_town_is_found_by_its_code_whatever_its_name():
    assert find_town("Ailleurs", "62041").name == "Arras"


@pytest.mark.parametrize("written", ["Athies", "Salle des fêtes", "", "Atlantide"])
def test_what_could_be_two_towns_or_is_none_is_not_guessed(written):
    assert find_town(written) is None


@pytest.mark.parametrize("name", ["Arras", "Calais", "Lille", "Amiens", "Beauvais", "Laon"])
def test_a_town_stands_inside_its_own_departement(name):
    town = find_town(name)
    [drawn] = [one for one in outlines() if one.code == town.department]
    assert holds(rings_of(drawn.path), place(town.latitude, town.longitude))


def test_the_outlines_are_those_of_the_five_departements():
    assert sorted(one.code for one in outlines()) == sorted(HERE)
    assert box()[2:] == (pytest.approx(119.5, abs=1), pytest.approx(145, abs=1))
    assert holds([[(0, 0), (2, 0), (2, 2), (0, 2)]], (1, 1))
    assert not holds([[(0, 0), (2, 0), (2, 2), (0, 2)]], (3, 1))
