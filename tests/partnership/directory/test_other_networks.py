"""Somebody who works for one network and follows another one's conventions as an officer."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership.actions.directory import change_organisation, keep_contact
from partnership.enums import Role
from tests import factories


@pytest.fixture
def two_sided(world):
    """Administers a network of their own, and is an officer of the world's funder."""
    own = factories.OrganisationFactory(runner=True, name="Une autre association")
    person = factories.MembershipFactory(organisation=own, role=Role.ADMIN).user
    factories.MembershipFactory(user=person, organisation=world.funder, role=Role.OFFICER)
    return person


@pytest.mark.parametrize("page", ["organisation-edit", "organisation-merge", "contact-new"])
def test_the_directory_that_one_reads_as_an_officer_is_not_written(client, world, two_sided, page):
    client.force_login(two_sided)
    assert client.get(world.association.get_absolute_url()).status_code == 200
    address = reverse(f"partnership:{page}", args=[world.association.uid])
    assert client.get(address).status_code == 403
    assert client.post(address, {"name": "Autre nom", "last_name": "X"}).status_code == 403
    world.association.refresh_from_db()
    assert world.association.name == "Association"


def test_the_actions_refuse_it_too(world, two_sided):
    with pytest.raises(PermissionDenied, match="autre réseau"):
        change_organisation(organisation=world.association, values={"name": "X"}, by=two_sided)
    with pytest.raises(PermissionDenied, match="autre réseau"):
        keep_contact(organisation=world.association, values={"last_name": "X"}, by=two_sided)
