"""Every address × who: a new URL fails here until somebody says who may open it."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from partnership import jobs
from partnership.demonstration import LOGINS
from tests.addresses import address_of, arguments_of
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
KEEPERS = (LOGIN, 403, 200, 403, 404)
FUNDERS = (LOGIN, 403, 403, 200, 404)
PUBLIC = (200, 200, 200, 200, 200)
GET = {
    "partnership:home": (LOGIN, 302, 302, 302, 302),
    "partnership:health": PUBLIC,
    "partnership:conventions": EVERYONE,
    "partnership:open-data": EVERYONE,
    "partnership:open-data-csv": EVERYONE,
    "accompaniment:gatherings": EVERYONE,
    "accompaniment:gathering": THEIR_OWN,
    "partnership:threads": THEIR_OWN,
    "partnership:thread": THEIR_OWN,
    "partnership:remark": (LOGIN, 405, 405, 405, 405),
    "partnership:mails": EVERYONE,
    "partnership:preferences": EVERYONE,
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
    "partnership:staff-rates": (LOGIN, 403, 200, 403, 403),
    "partnership:staff-rate-end": (LOGIN, 405, 405, 405, 405),
    "reporting:cerfa": THEIR_OWN,
    "reporting:cerfa-texts": KEEPERS,
    "reporting:cerfa-pdf": (LOGIN, 405, 405, 405, 405),
    "reporting:staff-time": WRITERS,
    "reporting:staff-time-sharing": (LOGIN, 405, 405, 405, 405),
    "reporting:salary-new": KEEPERS,
    "reporting:time-sheet": WRITERS,
    "reporting:time-sheet-pdf": (LOGIN, 405, 405, 405, 405),
    "partnership:carry-over": THEIR_OWN,
    "partnership:carry-over-new": (LOGIN, 403, 200, 403, 404),
    "reporting:years": THEIR_OWN,
    "partnership:deadlines": EVERYONE,
    "partnership:deadline": THEIR_OWN,
    "partnership:deadline-met": (LOGIN, 405, 405, 405, 405),
    "partnership:deadline-new": (LOGIN, 403, 200, 200, 404),
    "partnership:deadline-report": (LOGIN, 405, 405, 405, 405),
    "partnership:in-charge": (LOGIN, 405, 405, 405, 405),
    "partnership:calendar": PUBLIC,
    "partnership:calendar-renew": (LOGIN, 405, 405, 405, 405),
    "reporting:countdown": THEIR_OWN,
    "partnership:directory": EVERYONE,
    "partnership:organisation-new": ASSOCIATION,
    "partnership:organisation-edit": (LOGIN, 200, 200, 404, 404),
    "partnership:organisation-merge": (LOGIN, 403, 200, 403, 403),
    "partnership:contact": ASSOCIATION,
    "partnership:contact-new": ASSOCIATION_ELSE_404,
    "partnership:contact-remove": (LOGIN, 405, 405, 405, 405),
    "reporting:organisation": ASSOCIATION_ELSE_404,
    "partnership:expenses": THEIR_OWN,
    "partnership:expense-new": KEEPERS,
    "partnership:expense": THEIR_OWN,
    "partnership:expense-cancel": (LOGIN, 405, 405, 405, 405),
    "partnership:payments": THEIR_OWN,
    "partnership:payment-remove": (LOGIN, 405, 405, 405, 405),
    "partnership:import": (LOGIN, 403, 200, 403, 403),
    "partnership:import-result": (LOGIN, 404, 200, 404, 404),
    "partnership:import-write": (LOGIN, 405, 405, 405, 405),
    "partnership:import-answer": (LOGIN, 405, 405, 405, 405),
    "partnership:import-refused": (LOGIN, 404, 200, 404, 404),
    "partnership:imports": (LOGIN, 403, 200, 403, 403),
    "partnership:import-undo": (LOGIN, 403, 200, 403, 403),
    "partnership:gap-explanation": (LOGIN, 403, 200, 403, 404),
    "partnership:file-add": (LOGIN, 405, 405, 405, 405),
    "partnership:file-withdraw": (LOGIN, 405, 405, 405, 405),
    "partnership:evidence": THEIR_OWN,
    "partnership:evidence-add": WRITERS,
    "partnership:evidence-item": THEIR_OWN,
    "partnership:evidence-cancel": (LOGIN, 405, 405, 405, 405),
    "partnership:duties": (LOGIN, 403, 200, 403, 404),
    "partnership:dossier": THEIR_OWN,
    "partnership:paper": THEIR_OWN,
    "partnership:paper-texts": FUNDERS,
    "partnership:visas": FUNDERS,
    "partnership:annexes": FUNDERS,
    "partnership:papers": THEIR_OWN,
    "partnership:move": (LOGIN, 403, 200, 200, 404),
    "partnership:vote": (LOGIN, 403, 403, 302, 404),
    "partnership:deliberation": (LOGIN, 403, 403, 200, 404),
    "partnership:imputation-new": (LOGIN, 403, 403, 200, 404),
    "partnership:imputation": (LOGIN, 403, 403, 200, 404),
    "partnership:imputation-remove": (LOGIN, 405, 405, 405, 405),
    "partnership:amendment-new": (LOGIN, 403, 200, 200, 404),
    "partnership:amendment-vote": (LOGIN, 403, 403, 200, 404),
    "partnership:amendment-remove": (LOGIN, 405, 405, 405, 405),
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
    "reporting:commitment": THEIR_OWN,
    "reporting:mark": (LOGIN, 405, 405, 405, 405),
    "reporting:moved": THEIR_OWN,
    "reporting:money": THEIR_OWN,
    "reporting:financial-report": THEIR_OWN,
    "reporting:settlement": THEIR_OWN,
    "reporting:settlement-propose": (LOGIN, 405, 405, 405, 405),
    "reporting:settlement-observe": (LOGIN, 405, 405, 405, 405),
    "reporting:settlement-no-observation": (LOGIN, 405, 405, 405, 405),
    "reporting:settlement-withdraw": (LOGIN, 405, 405, 405, 405),
    "reporting:settlement-decide": (LOGIN, 405, 405, 405, 405),
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
    "partnership:staff-rates": (LOGIN, 403, 422, 403, 403),
    "partnership:staff-rate-end": (LOGIN, 403, 302, 403, 403),
    "reporting:cerfa-texts": (LOGIN, 403, 302, 403, 404),
    "reporting:cerfa-pdf": (LOGIN, 403, 302, 403, 404),
    "reporting:staff-time-sharing": (LOGIN, 403, 302, 403, 404),
    "reporting:salary-new": (LOGIN, 403, 422, 403, 404),
    "reporting:time-sheet-pdf": (LOGIN, 302, 302, 403, 404),
    "partnership:organisation-new": (LOGIN, 422, 422, 403, 403),
    "partnership:organisation-edit": (LOGIN, 422, 422, 404, 404),
    "partnership:organisation-merge": (LOGIN, 403, 422, 403, 403),
    "partnership:contact": (LOGIN, 422, 422, 403, 403),
    "partnership:contact-new": (LOGIN, 422, 422, 404, 404),
    "partnership:contact-remove": (LOGIN, 302, 302, 403, 403),
    "partnership:deadline": (LOGIN, 403, 422, 422, 404),
    "partnership:deadline-met": (LOGIN, 403, 302, 302, 404),
    "partnership:deadline-new": (LOGIN, 403, 422, 422, 404),
    "partnership:deadline-report": (LOGIN, 403, 403, 302, 404),
    "partnership:in-charge": (LOGIN, 403, 302, 403, 404),
    "partnership:calendar-renew": (LOGIN, 302, 302, 302, 302),
    "partnership:carry-over": (LOGIN, 403, 403, 422, 404),
    "partnership:carry-over-new": (LOGIN, 403, 422, 403, 404),
    "partnership:expense-new": (LOGIN, 403, 422, 403, 404),
    "partnership:expense": (LOGIN, 403, 422, 403, 404),
    "partnership:expense-cancel": (LOGIN, 403, 302, 403, 404),
    "partnership:payments": (LOGIN, 403, 422, 403, 404),
    "partnership:payment-remove": (LOGIN, 403, 302, 403, 404),
    "partnership:import": (LOGIN, 403, 422, 403, 403),
    "partnership:import-write": (LOGIN, 404, 302, 404, 404),
    "partnership:import-answer": (LOGIN, 404, 302, 404, 404),
    "partnership:import-undo": (LOGIN, 403, 302, 403, 403),
    "partnership:gap-explanation": (LOGIN, 403, 302, 403, 404),
    "reporting:financial-report": (LOGIN, 403, 302, 403, 404),
    "reporting:settlement-propose": (LOGIN, 403, 403, 422, 404),
    "reporting:settlement-observe": (LOGIN, 403, 422, 422, 404),
    "reporting:settlement-no-observation": (LOGIN, 403, 302, 403, 404),
    "reporting:settlement-withdraw": (LOGIN, 403, 403, 422, 404),
    "reporting:settlement-decide": (LOGIN, 403, 403, 422, 404),
    "partnership:file-add": (LOGIN, 422, 422, 403, 404),
    "partnership:file-withdraw": (LOGIN, 302, 302, 403, 404),
    "partnership:evidence-add": (LOGIN, 422, 422, 403, 404),
    "partnership:evidence-item": (LOGIN, 422, 422, 403, 404),
    "partnership:evidence-cancel": (LOGIN, 422, 422, 403, 404),
    "partnership:duties": (LOGIN, 403, 302, 403, 404),
    "partnership:paper": (LOGIN, 422, 422, 422, 404),
    "partnership:paper-texts": (LOGIN, 403, 403, 422, 404),
    "partnership:visas": (LOGIN, 403, 403, 302, 404),
    "partnership:annexes": (LOGIN, 403, 403, 422, 404),
    "partnership:move": (LOGIN, 403, 422, 422, 404),
    "partnership:vote": (LOGIN, 403, 403, 422, 404),
    "partnership:deliberation": (LOGIN, 403, 403, 422, 404),
    "partnership:imputation-new": (LOGIN, 403, 403, 422, 404),
    "partnership:imputation": (LOGIN, 403, 403, 422, 404),
    "partnership:imputation-remove": (LOGIN, 403, 403, 302, 404),
    "partnership:amendment-new": (LOGIN, 403, 422, 422, 404),
    "partnership:amendment-vote": (LOGIN, 403, 403, 422, 404),
    "partnership:amendment-remove": (LOGIN, 403, 302, 302, 404),
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
    "partnership:remark": (LOGIN, 422, 422, 422, 404),
    "partnership:preferences": (LOGIN, 302, 302, 302, 302),
    "reporting:mark": (LOGIN, 422, 422, 403, 404),
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
