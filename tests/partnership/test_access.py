"""What dated memberships open, and the rows that follow from it."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from partnership.access import Access
from partnership.enums import Role
from partnership.models import User
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 6, 15)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def association():
    return factories.OrganisationFactory(runner=True)


def member(organisation, role=Role.STAFF, **dates) -> User:
    return factories.MembershipFactory(organisation=organisation, role=role, **dates).user


@pytest.mark.parametrize(
    ("dates", "opens"),
    [
        ({}, True),
        ({"from_on": TODAY}, True),
        ({"from_on": TODAY + DAY}, False),
        ({"until_on": TODAY}, True),
        ({"until_on": TODAY - DAY}, False),
        ({"from_on": TODAY - DAY, "until_on": TODAY + DAY}, True),
    ],
)
def test_a_membership_opens_from_its_first_day_to_its_last(association, dates, opens):
    access = Access.of(member(association, **dates), on=TODAY)
    assert access.is_association is opens


def test_staff_work_in_the_network_and_do_not_administer_it(association):
    access = Access.of(member(association, Role.STAFF))
    assert access.networks == {association.owner_id}
    assert not access.is_admin
    assert not access.is_officer
    assert access.label == "Chargé·e de mission"


def test_an_admin_works_in_the_network_and_administers_it(association):
    access = Access.of(member(association, Role.ADMIN))
    assert access.networks == access.administered == {association.owner_id}
    assert access.label == "Administration de l'association"


def test_an_officer_opens_their_body_and_no_network(association):
    funder = factories.OrganisationFactory(owner=association.owner)
    access = Access.of(member(funder, Role.OFFICER))
    assert access.funders == {funder.pk}
    assert not access.is_association
    assert access.label == "Agent du financeur"


@pytest.mark.parametrize("role", [Role.STAFF, Role.ADMIN])
def test_working_for_a_body_that_runs_no_network_opens_nothing(association, role):
    body = factories.OrganisationFactory(owner=association.owner)
    assert Access.of(member(body, role)) == Access()


def test_an_admin_of_one_network_administers_no_other(association):
    user = member(association, Role.ADMIN)
    elsewhere = factories.OrganisationFactory(runner=True)
    factories.MembershipFactory(user=user, organisation=elsewhere, role=Role.STAFF)
    access = Access.of(user)
    assert access.networks == {association.owner_id, elsewhere.owner_id}
    assert access.administered == {association.owner_id}


def test_a_closed_account_opens_nothing(association):
    user = member(association, Role.ADMIN)
    user.is_active = False
    assert Access.of(user) == Access()


def test_nobody_and_a_person_without_membership_have_no_role():
    assert Access.of(AnonymousUser()) == Access()
    assert Access.of(factories.UserFactory()).label == "Aucun rôle"


def test_reading_the_access_costs_one_query(association, django_assert_num_queries):
    user = member(association, Role.ADMIN)
    for role in (Role.STAFF, Role.OFFICER):
        factories.MembershipFactory(user=user, organisation=association, role=role)
    user = User.objects.get(pk=user.pk)
    with django_assert_num_queries(1):
        assert user.access.is_admin
        assert user.access.is_officer
