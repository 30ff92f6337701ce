"""The types of rows that files, the journal, questions and search speak of."""

from __future__ import annotations

import uuid

import pytest

from partnership import subjects
from partnership.models import Convention, Job, Membership, Network
from tests import factories


@pytest.fixture
def registered(monkeypatch):
    monkeypatch.setattr(subjects, "_subjects", {})
    subject = subjects.Subject(
        "convention", Convention, "Convention", Convention.objects.visible_to
    )
    subjects.register(subject)
    return subject


def test_a_type_may_be_registered_again_as_itself(registered):
    subjects.register(registered)
    assert subjects.every() == [registered]
    assert subjects.get("convention") is registered


@pytest.mark.parametrize(("key", "model"), [("convention", Job), ("agreement", Convention)])
def test_a_key_or_a_model_is_not_registered_for_something_else(registered, key, model):
    with pytest.raises(ValueError, match="registered twice"):
        subjects.register(subjects.Subject(key, model, "Autre", model.objects.visible_to))
    assert subjects.every() == [registered]


def test_a_row_of_a_type_that_nobody_registered_has_no_key(db):
    with pytest.raises(KeyError, match="Membership"):
        subjects.key_of(Membership())


def test_a_row_is_given_to_those_who_see_it(world):
    uid = world.convention.uid
    assert subjects.visible_row("convention", uid, world.officer) == world.convention
    assert subjects.visible_row("convention", uid, world.other_officer) is None
    assert subjects.visible_row("convention", uuid.uuid4(), world.officer) is None
    assert subjects.visible_row("unknown", uid, world.officer) is None


def test_the_address_of_a_commitment_is_its_own_page(world):
    row = factories.CommitmentFactory(convention=world.convention, number=1, part="a")
    address = subjects.get("commitment").address(row)
    assert address == f"{world.convention.get_absolute_url()}actions/1-a/"


def test_a_type_without_a_page_has_no_address(world):
    assert subjects.get("network").model is Network
    assert subjects.get("network").address(world.network) is None


def test_each_type_says_whose_network_its_rows_are_in(world):
    """Files and journal lines are kept under the owner of their subject."""
    commitment = factories.CommitmentFactory(convention=world.convention)
    for row in (world.convention, commitment, world.funder):
        assert row.owner_id == world.network.pk
