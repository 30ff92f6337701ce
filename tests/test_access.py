"""Every address × who: a new URL fails here until somebody says who may open it."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partnership import files, jobs
from partnership.demonstration import LOGINS
from reporting import actions
from tests import factories
from tests.downloads import end

ROLES = ("anonymous", "staff", "admin", "officer", "other_officer")
LOGIN = 302

# Name → status for each of ROLES, in their order. `convention` and what hangs on it belong to
# the network of staff and admin, and to the funder of `officer`.
EVERYONE = (LOGIN, 200, 200, 200, 200)
THEIR_OWN = (LOGIN, 200, 200, 200, 404)
ASSOCIATION = (LOGIN, 200, 200, 403, 403)
ASSOCIATION_ELSE_404 = (LOGIN, 200, 200, 404, 404)
WRITERS = (LOGIN, 200, 200, 403, 404)
PUBLIC = (200, 200, 200, 200, 200)
GET = {
    "partnership:home": (LOGIN, 302, 302, 302, 302),
    "partnership:health": PUBLIC,
    "partnership:conventions": EVERYONE,
    "partnership:convention-new": (LOGIN, 403, 200, 403, 403),
    "partnership:convention-edit": THEIR_OWN,
    "partnership:proposal-send": (LOGIN, 405, 405, 405, 405),
    "partnership:programme": THEIR_OWN,
    "partnership:programme-edit": (LOGIN, 403, 302, 403, 404),
    "partnership:reading-new": (LOGIN, 403, 200, 200, 404),
    "partnership:reading-accept": (LOGIN, 405, 405, 405, 405),
    "partnership:reading-withdraw": (LOGIN, 405, 405, 405, 405),
    "partnership:chapters": (LOGIN, 403, 200, 403, 404),
    "partnership:links": THEIR_OWN,
    "partnership:budget": THEIR_OWN,
    "partnership:budget-edit": (LOGIN, 403, 200, 403, 404),
    "partnership:budget-balance": (LOGIN, 405, 405, 405, 405),
    "partnership:budget-import": (LOGIN, 403, 200, 403, 404),
    "partnership:organisation-search": ASSOCIATION,
    "partnership:jobs": EVERYONE,
    "partnership:job": (LOGIN, 404, 200, 404, 404),
    "partnership:job-state": (LOGIN, 404, 200, 404, 404),
    "partnership:file": ASSOCIATION_ELSE_404,
    "accompaniment:log": ASSOCIATION,
    "accompaniment:entries": EVERYONE,
    "accompaniment:session": THEIR_OWN,
    "accompaniment:session-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:work-entries": EVERYONE,
    "accompaniment:work": THEIR_OWN,
    "accompaniment:work-remove": (LOGIN, 405, 405, 405, 405),
    "accompaniment:follow-ups": EVERYONE,
    "accompaniment:accompaniment": THEIR_OWN,
    "accompaniment:follow-up": ASSOCIATION,
    "reporting:today": (LOGIN, 200, 200, 302, 302),
    "reporting:convention": THEIR_OWN,
    "reporting:figure": THEIR_OWN,
    "reporting:moved": THEIR_OWN,
    "reporting:reports": ASSOCIATION,
    "reporting:report": WRITERS,
    "reporting:narrative": WRITERS,
    "reporting:freeze": (LOGIN, 405, 405, 405, 405),
    "reporting:report-pdf": (LOGIN, 405, 405, 405, 405),
    "reporting:version": WRITERS,
    "reporting:version-pdf": (LOGIN, 405, 405, 405, 405),
    "login": (200, 302, 302, 302, 302),
    "logout": (LOGIN, 405, 405, 405, 405),
    "password_change": EVERYONE,
    "password_change_done": EVERYONE,
    "password_reset": PUBLIC,
    "password_reset_done": PUBLIC,
    "password_reset_confirm": PUBLIC,
    "password_reset_complete": PUBLIC,
}
POST = {
    "partnership:convention-new": (LOGIN, 403, 422, 403, 403),
    "partnership:convention-edit": (LOGIN, 403, 422, 403, 404),
    "partnership:proposal-send": (LOGIN, 403, 422, 403, 404),
    "partnership:programme-edit": (LOGIN, 403, 422, 403, 404),
    "partnership:reading-new": (LOGIN, 403, 422, 422, 404),
    "partnership:reading-accept": (LOGIN, 403, 403, 302, 404),
    "partnership:reading-withdraw": (LOGIN, 403, 302, 403, 404),
    "partnership:chapters": (LOGIN, 403, 422, 403, 404),
    "partnership:links": (LOGIN, 403, 302, 403, 404),
    "partnership:budget-edit": (LOGIN, 403, 422, 403, 404),
    "partnership:budget-balance": (LOGIN, 403, 200, 403, 404),
    "partnership:budget-import": (LOGIN, 403, 422, 403, 404),
    "accompaniment:log": (LOGIN, 422, 422, 403, 403),
    "accompaniment:session": (LOGIN, 422, 422, 403, 404),
    "accompaniment:work": (LOGIN, 422, 422, 403, 404),
    "accompaniment:session-remove": (LOGIN, 302, 302, 403, 403),
    "accompaniment:work-remove": (LOGIN, 302, 302, 403, 403),
    "accompaniment:follow-up": (LOGIN, 422, 422, 403, 403),
    "reporting:narrative": (LOGIN, 302, 302, 403, 404),
    "reporting:freeze": (LOGIN, 403, 302, 403, 404),
    "reporting:report-pdf": (LOGIN, 403, 302, 403, 404),
    "reporting:version-pdf": (LOGIN, 403, 302, 404, 404),
}


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
    version = actions.freeze(convention=world.convention, by=world.admin)
    follow_up = factories.FollowUpYearFactory(convention=world.convention)
    session = factories.SessionFactory(follow_up=follow_up)
    work = factories.WorkEntryFactory(convention=world.convention)
    job = actions.request_pdf(convention=world.convention, by=world.admin)
    stored = files.store(version, name="bilan.pdf", content=b"%PDF", content_type="application/pdf")
    reference = world.convention.reference
    reading = factories.ReadingFactory(
        commitment__convention=world.convention, proposed_by=world.association
    )
    arguments = {
        "partnership:convention-edit": [reference],
        "partnership:proposal-send": [reference],
        "partnership:programme": [reference],
        "partnership:programme-edit": [reference],
        "partnership:reading-new": [reference, reading.commitment.uid],
        "partnership:reading-accept": [reference, reading.uid],
        "partnership:reading-withdraw": [reference, reading.uid],
        "partnership:chapters": [reference],
        "partnership:links": [reference],
        "partnership:budget": [reference],
        "partnership:budget-edit": [reference],
        "partnership:budget-balance": [reference],
        "partnership:budget-import": [reference],
        "partnership:job": [job.uid],
        "partnership:job-state": [job.uid],
        "partnership:file": [stored.uid],
        "accompaniment:session": [session.uid],
        "accompaniment:session-remove": [session.uid],
        "accompaniment:work": [work.uid],
        "accompaniment:work-remove": [work.uid],
        "accompaniment:accompaniment": [follow_up.accompaniment.uid],
        "accompaniment:follow-up": [follow_up.uid],
        "reporting:convention": [reference],
        "reporting:figure": [reference, "accompaniment.sessions"],
        "reporting:moved": ["echange", session.uid],
        "reporting:report": [reference],
        "reporting:narrative": [reference],
        "reporting:freeze": [reference],
        "reporting:report-pdf": [reference],
        "reporting:version": [reference, 1],
        "reporting:version-pdf": [reference, 1],
        "password_reset_confirm": ["MQ", "jeton"],
    }
    return {name: reverse(name, args=arguments.get(name)) for name in GET}


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


@pytest.mark.parametrize("name", POST)
@pytest.mark.parametrize("rank", range(len(ROLES)), ids=ROLES)
def test_each_role_writes_what_is_its_own(client, world, addresses, rank, name):
    if ROLES[rank] != "anonymous":
        client.force_login(getattr(world, ROLES[rank]))
    assert client.post(addresses[name]).status_code == POST[name][rank]


def test_an_anonymous_visitor_is_sent_to_the_login_page_and_back(client, addresses):
    answer = client.get(addresses["reporting:convention"])
    assert answer.url == f"{reverse('login')}?next={addresses['reporting:convention']}"


def test_the_administration_is_for_its_own_accounts(client, world):
    client.force_login(world.admin)
    assert client.get("/administration/").status_code == 302


def test_the_demonstration_has_a_login_for_each_side():
    assert len({login.email for login in LOGINS}) == 4
