"""To which convention an entry belongs when nobody said so."""

from dataclasses import dataclass

from accompaniment.log.attaching import attach


@dataclass(frozen=True)
class Agreement:
    name: str
    funder_id: int


DEPARTEMENT = Agreement("Département 2026", 1)
REGION = Agreement("Région 2026", 2)
REGION_AGAIN = Agreement("Région, avenir 2026", 2)


def test_the_only_convention_of_the_day_is_taken():
    found = attach([DEPARTEMENT], None)
    assert found.convention is DEPARTEMENT
    assert not found.must_ask


def test_the_only_convention_is_taken_though_the_last_entry_was_for_another_funder():
    assert attach([DEPARTEMENT], REGION.funder_id).convention is DEPARTEMENT


def test_no_convention_leaves_the_entry_to_attach_without_asking():
    found = attach([], DEPARTEMENT.funder_id)
    assert found.convention is None
    assert not found.must_ask


def test_several_conventions_are_asked_about():
    found = attach([DEPARTEMENT, REGION], None)
    assert found.must_ask
    assert found.candidates == (DEPARTEMENT, REGION)


def test_among_several_the_funder_of_the_last_entry_decides():
    found = attach([DEPARTEMENT, REGION], REGION.funder_id)
    assert found.convention is REGION
    assert not found.must_ask


def test_a_funder_of_no_convention_of_the_day_decides_nothing():
    assert attach([DEPARTEMENT, REGION], 99).candidates == (DEPARTEMENT, REGION)


def test_two_conventions_of_the_last_funder_are_asked_about_alone():
    found = attach([DEPARTEMENT, REGION, REGION_AGAIN], REGION.funder_id)
    assert found.must_ask
    assert found.candidates == (REGION, REGION_AGAIN)
