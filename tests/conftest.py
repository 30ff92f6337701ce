"""What every test starts from: a world that forgives nothing, and the people of two sides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

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


@contextmanager
def _reading_from(name: str) -> Iterator[None]:
    """The tests' connection, on another database for a while."""
    kept = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept


@pytest.fixture(scope="session")
def _demonstration_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A copy of the empty database, with the demonstration loaded: once for all the tests."""
    from reporting.demo.loading import load

    creation = connection.creation
    with django_db_blocker.unblock():
        connection.close()  # what is written is in the file, not in a journal beside it
        creation.clone_test_db(suffix="demonstration", verbosity=0)
        name = creation.get_test_db_clone_settings("demonstration")["NAME"]
        with _reading_from(name), transaction.atomic():
            load()
    yield name
    with django_db_blocker.unblock():
        creation.destroy_test_db(suffix="demonstration", verbosity=0)


@pytest.fixture(scope="module")
def _loaded(_demonstration_database, django_db_blocker):
    """The tests of a module that asks for it read the demonstration's database."""
    with django_db_blocker.unblock(), _reading_from(_demonstration_database):
        yield


@pytest.fixture
def demonstration(_loaded, db):
    """The published years and the invented one, as everybody's first look finds them."""
