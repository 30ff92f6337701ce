"""Every address × who: a new URL fails here until somebody says who may open it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partnership import jobs
from partnership.demonstration import LOGINS
from tests.addresses import address_of, arguments_of
from tests.downloads import end
from tests.who import ROLES
from tests.who_reads import GET
from tests.who_writes import POST


def _names(patterns, prefix="") -> set[str]:
    names = set()
    for one in patterns:
        if isinstance(one, URLResolver):
            if one.app_name == "admin":
                continue
            names |= _names(
                one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix
            )
        elif isinstance(one, URLPattern):
            names.add(f"{prefix}{one.name}")
    return names


@pytest.fixture
def addresses(world, monkeypatch):
    """The address of every name, on rows of `world.convention`."""
    monkeypatch.setattr(jobs, "send", lambda job: True)
    arguments = arguments_of(world)
    return {name: address_of(name, arguments, world.convention.reference) for name in GET}


def test_every_address_is_classified():
    assert _names(get_resolver().url_patterns) == set(GET)


def test_every_address_that_answers_post_is_classified():
    assert set(POST) <= set(GET)
    only_post = {name for name, statuses in GET.items() if statuses[1] == 405} - {"logout"}
    assert only_post <= set(POST)


@pytest.mark.parametrize("rank", range(len(ROLES)), ids=ROLES)
def test_each_role_opens_what_is_its_own(client, world, addresses, rank):
    if ROLES[rank] != "anonymous":
        client.force_login(getattr(world, ROLES[rank]))
    answers = {}
    for name, address in addresses.items():
        response = client.get(address)
        answers[name] = response.status_code
        end(response)
    assert answers == {name: statuses[rank] for name, statuses in GET.items()}


@pytest.mark.parametrize("rank", range(len(ROLES)), ids=ROLES)
def test_each_role_writes_what_is_its_own(client, world, addresses, rank):
    """Each address on the same rows: what the one before wrote is undone."""
    answers = {}
    for name in POST:
        with transaction.atomic():
            if ROLES[rank] != "anonymous":
                client.force_login(getattr(world, ROLES[rank]))
            answers[name] = client.post(addresses[name]).status_code
            transaction.set_rollback(True)
    assert answers == {name: statuses[rank] for name, statuses in POST.items()}


def test_an_anonymous_visitor_is_sent_to_the_login_page_and_back(client, addresses):
    answer = client.get(addresses["reporting:convention"])
    assert answer.url == f"{reverse('login')}?next={addresses['reporting:convention']}"


def test_the_administration_is_for_its_own_accounts(client, world):
    client.force_login(world.admin)
    assert client.get("/administration/").status_code == 302


def test_the_demonstration_has_a_login_for_each_side():
    assert len({login.email for login in LOGINS}) == 4
