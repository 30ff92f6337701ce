"""Whatever is sent to a form, the site answers in words: it never crashes, and never writes a row
that points to another network's."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from partnership import jobs
from tests import factories
from tests.addresses import address_of, arguments_of
from tests.downloads import end
from tests.who_reads import GET

ELSEWHERE = 987_654_000  # primary keys above it are another network's
LONG = "mot " * 2_500
NASTY = (
    "",
    "a\x00b",
    LONG,
    "-1",
    "99999999999999999999999999",
    "1e999",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "00000000-0000-0000-0000-000000000000",
    "\U0001f600\u202e<script>'\"",
    "=1+1",
)
MARKED = re.compile(r"^(?:csrfmiddlewaretoken|.*-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$")


class Forms(HTMLParser):
    """The forms of a page that are sent: their address, and what a browser would send."""

    def __init__(self, address: str):
        super().__init__()
        self.address = address
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self._fields: dict[str, list[str]] | None = None
        self._select = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and (given.get("method") or "").lower() == "post":
            self._fields = {}
            self.found.append((given.get("action") or self.address, self._fields))
        if self._fields is None:
            return
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self._select = name
            self._fields.setdefault(name, [])
        elif tag == "option" and self._select and value:
            if "selected" in given or not self._fields[self._select]:
                self._fields[self._select] = [value]
        elif tag == "textarea" and name:
            self._fields[name] = ["Mot"]
        elif tag == "input" and name and given.get("type") != "file":
            self._input(name, value, given)
        elif tag == "input" and name:
            self._fields[name] = []

    def _input(self, name, value, given):
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            kept = self._fields.setdefault(name, [])
            if "checked" in given or not kept:
                kept.append(value)
        else:
            likely = {"date": "2026-03-02", "number": "1", "email": "a@exemple.test"}
            self._fields[name] = [value or likely.get(kind, "1")]

    def handle_endtag(self, tag):
        if tag == "form":
            self._fields = None
        elif tag == "select":
            self._select = ""


@pytest.fixture
def forms(client, world, monkeypatch):
    """Each form that a person of that role meets on the pages of the app, once."""
    client.raise_request_exception = False
    monkeypatch.setattr(jobs, "send", lambda job: True)
    arguments = arguments_of(world)

    def forms(role):
        client.force_login(getattr(world, role))
        met: dict[tuple, tuple[str, dict]] = {}
        for name in GET:
            if not name.startswith("accompaniment:"):
                continue
            address = address_of(name, arguments, world.convention.reference)
            answer = client.get(address)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            page = Forms(address)
            if answer.status_code == 200 and is_page:
                page.feed(answer.content.decode())
            end(answer)
            for to, fields in page.found:
                shape = re.sub(r"[0-9a-f-]{36}", "…", to)
                if not to.startswith("/compte"):
                    met.setdefault((shape, *sorted(fields)), (to, fields))
        return list(met.values())

    return forms


@pytest.fixture
def elsewhere(world):
    """What another network has, by what a field that could take it is called."""
    network = factories.NetworkFactory()
    convention = factories.ConventionFactory(pk=ELSEWHERE + 1, owner=network, reference="AILLEURS")
    holder = factories.OrganisationFactory(pk=ELSEWHERE + 2, owner=network, name="Ailleurs")
    person = factories.UserFactory(pk=ELSEWHERE + 3)
    factories.MembershipFactory(
        user=person,
        organisation=factories.OrganisationFactory(owner=network, runner=True),
    )
    action = factories.CommitmentFactory(pk=ELSEWHERE + 4, convention=convention)
    project = factories.ProjectFactory(pk=ELSEWHERE + 5, organisation=holder)
    follow_up = factories.FollowUpYearFactory(
        pk=ELSEWHERE + 6, convention=convention, accompaniment__organisation=holder
    )
    gathering = factories.GatheringFactory(pk=ELSEWHERE + 7, owner=network)
    session = factories.SessionFactory(pk=ELSEWHERE + 8, follow_up=follow_up)
    return {
        r"convention": convention.reference,
        r"organisation|structure": str(holder.uid),
        r"staff|worker|person|lead|^to$|facilit": str(person.uid),
        r"commitment": str(action.uid),
        r"project": str(project.uid),
        r"follow_up": str(follow_up.uid),
        r"gathering": str(gathering.uid),
        r"uid": str(session.uid),
    }


def send(client, address, data):
    """Send it, and undo what it wrote: its status."""
    with transaction.atomic():
        answer = client.post(address, data)
        end(answer)
        transaction.set_rollback(True)
    return answer.status_code


def test_no_form_crashes_whatever_the_team_sends_it(client, forms):
    crashed, met = [], set()
    for address, fields in forms("staff"):
        named = [name for name in fields if not MARKED.match(name)]
        sent = mixed(fields, named)
        for rank, name in enumerate(named):
            of_any_line = re.sub(r"-\d+-", "-", name)
            if of_any_line not in met:  # alone, the rest being right: it goes further
                sent.append(fields | {name: [NASTY[rank % len(NASTY)]]})
                met.add(of_any_line)
        for name in [one for one in named if not fields[one]]:
            sent.append(fields | {name: SimpleUploadedFile("a\u202e.exe", b"PK\x03\x04")})
        crashed += [(address, data) for data in sent if send(client, address, data) >= 500]
    assert crashed == []


def test_no_form_crashes_whatever_a_funder_sends_it(client, forms):
    crashed = []
    for address, fields in forms("officer"):
        sent = mixed(fields, [name for name in fields if not MARKED.match(name)])
        crashed += [(address, data) for data in sent if send(client, address, data) >= 500]
    assert crashed == []


def mixed(fields, named):
    """Nothing at all, then each field wrong in its own way, so that every way meets the fields of
    a long form."""
    shifts = range(0, len(NASTY), 6) if named else []
    return [{}] + [
        fields | {name: [NASTY[(rank + shift) % len(NASTY)]] for rank, name in enumerate(named)}
        for shift in shifts
    ]


def test_no_form_writes_a_row_of_another_network(client, forms, elsewhere):
    written = []

    def look(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")) and "django_session" not in sql:
            given = [one for row in params for one in row] if many else params or ()
            if any(isinstance(one, int) and ELSEWHERE < one < ELSEWHERE + 100 for one in given):
                written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        for address, fields in forms("staff"):
            for name in fields:
                for pattern, value in elsewhere.items():
                    if re.search(pattern, name):
                        send(client, address, fields | {name: [value]})
                        assert not written, (address, name)
                        break
