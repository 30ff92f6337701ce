"""What every test starts from: a world that forgives nothing, and the people of two sides."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction

from partnership.enums import Role
from partnership.models import Convention, Network, Organisation, User
from tests import factories
from tests.hostile import unordered_rows_refused


@pytest.fixture(autouse=True)
def _hostile():
    with unordered_rows_refused():
        yield


@dataclass
class World:
    """One network, its association, two funders, and a person of each role."""

    network: Network
    association: Organisation
    funder: Organisation
    other_funder: Organisation
    convention: Convention
    other_convention: Convention
    staff: User
    admin: User
    officer: User
    other_officer: User


def make_world() -> World:
    network = factories.NetworkFactory()
    association = factories.OrganisationFactory(owner=network, runner=True, name="Association")
    funder = factories.OrganisationFactory(owner=network, name="Département")
    other = factories.OrganisationFactory(owner=network, name="Autre financeur")
    people = {
        name: factories.MembershipFactory(organisation=body, role=role).user
        for name, body, role in (
            ("staff", association, Role.STAFF),
            ("admin", association, Role.ADMIN),
            ("officer", funder, Role.OFFICER),
            ("other_officer", other, Role.OFFICER),
        )
    }
    return World(
        network=network,
        association=association,
        funder=funder,
        other_funder=other,
        convention=factories.ConventionFactory(
            owner=network, reference="DEP-2026", funder=funder, beneficiary=association
        ),
        other_convention=factories.ConventionFactory(
            owner=network, reference="AUTRE-2026", funder=other, beneficiary=association
        ),
        **people,
    )


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def as_staff(client, world):
    client.force_login(world.staff)
    return client


@pytest.fixture
def as_admin(client, world):
    client.force_login(world.admin)
    return client


@pytest.fixture
def as_officer(client, world):
    client.force_login(world.officer)
    return client


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    """Loads the demonstration once for a module of tests, in a transaction undone after them."""
    from reporting.demo.loading import load

    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(_loaded, db):
    """The published years and the invented one, as everybody's first look finds them."""
