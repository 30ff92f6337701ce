"""What an hour of a person costs: who keeps it, for which days, on its page."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.actions.staff_rates import add_staff_rate, end_staff_rate
from partnership.enums import Role, Verb
from partnership.models import JournalEntry, StaffRate
from tests import factories
from tests.partnership.staff.builders import NEW_YEAR, make_rate

ADDRESS = "partnership:staff-rates"
JUNE = datetime.date(2026, 6, 30)
JULY = datetime.date(2026, 7, 1)


def add(world, **fields):
    given = {
        "owner": world.network,
        "person": world.staff,
        "from_on": NEW_YEAR,
        "hourly_rate": Decimal("27.40"),
        "by": world.admin,
    }
    return add_staff_rate(**given | fields)


def test_a_rate_is_kept_and_told(world):
    row = add(world)
    line = JournalEntry.objects.get(subject_type="staff_rate")
    assert (line.verb, line.by, line.subject_uid) == (Verb.CREATED, world.admin, row.uid)
    assert line.changes["hourly_rate"] == "27.40"


def test_the_same_form_sent_twice_makes_one_rate(world):
    uid = uuid.uuid4()
    assert add(world, uid=uid) == add(world, uid=uid)
    with pytest.raises(ValidationError, match="a déjà servi"):
        add(world, uid=uid, hourly_rate=Decimal("30.00"))
    assert StaffRate.objects.count() == 1


@pytest.mark.parametrize("who", ["staff", "officer"])
def test_only_the_administration_keeps_rates(world, who):
    with pytest.raises(PermissionDenied, match="administration"):
        add(world, by=getattr(world, who))
    row = add(world)
    with pytest.raises(PermissionDenied):
        end_staff_rate(rate=row, until_on=JUNE, by=getattr(world, who))


def test_the_administration_of_another_network_keeps_none_of_them(world):
    elsewhere = factories.OrganisationFactory(runner=True)
    other = factories.MembershipFactory(organisation=elsewhere, role=Role.ADMIN).user
    with pytest.raises(PermissionDenied):
        add(world, by=other)
    with pytest.raises(ValidationError, match="équipe"):
        add(world, person=other)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (NEW_YEAR, None),
        (JULY, None),
        (JULY, JULY),
        (datetime.date(2025, 6, 1), NEW_YEAR),
        (datetime.date(2025, 6, 1), None),
    ],
)
def test_two_rates_of_a_person_never_hold_the_same_day(world, first, last):
    add(world)
    with pytest.raises(ValidationError, match="a déjà un coût horaire de 27,40"):
        add(world, from_on=first, until_on=last)
    assert StaffRate.objects.count() == 1


def test_a_rate_follows_another_that_is_ended_and_another_person_has_their_own(world):
    first = add(world)
    end_staff_rate(rate=first, until_on=JUNE, by=world.admin)
    add(world, from_on=JULY)
    add(world, person=world.admin)
    assert StaffRate.objects.count() == 3


def test_a_rate_is_not_stretched_over_the_next_one_nor_ended_before_it_begins(world):
    first = add(world, until_on=JUNE)
    add(world, from_on=JULY)
    for day, words in ((None, "a déjà"), (JULY, "a déjà"), (datetime.date(2025, 1, 1), "précède")):
        with pytest.raises(ValidationError, match=words):
            end_staff_rate(rate=first, until_on=day, by=world.admin)
    first.refresh_from_db()
    assert first.until_on == JUNE


def test_the_page_adds_a_rate(as_admin, world):
    form = as_admin.get(reverse(ADDRESS)).context["form"]
    data = {
        "uid": form["uid"].value(),
        "person": world.staff.uid,
        "hourly_rate": "27,40",
        "from_on": "2026-01-01",
    }
    assert as_admin.post(reverse(ADDRESS), data).status_code == 302
    assert StaffRate.objects.get().hourly_rate == Decimal("27.40")
    assert "27,40" in as_admin.get(reverse(ADDRESS)).content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("hourly_rate", "vingt", "vingt"),
        ("hourly_rate", "0", "supérieur à zéro"),
        ("until_on", "2025-01-01", "précède"),
        ("from_on", "", "premier jour"),
        ("person", "", "Choisissez une personne"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(as_admin, world, field, typed, words):
    data = {"person": world.staff.uid, "hourly_rate": "27,40", "from_on": "2026-01-01"}
    answer = as_admin.post(reverse(ADDRESS), data | {field: typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert not StaffRate.objects.exists()
    if field != "hourly_rate":
        assert "27,40" in page


def test_an_overlap_is_refused_in_the_page(as_admin, world):
    make_rate(world.convention, world.staff)
    data = {"person": world.staff.uid, "hourly_rate": "30", "from_on": "2026-05-01"}
    answer = as_admin.post(reverse(ADDRESS), data)
    assert answer.status_code == 422
    assert "terminez-le d&#x27;abord" in answer.content.decode()


def test_the_page_ends_a_rate_and_says_when_it_cannot(as_admin, world):
    row = make_rate(world.convention, world.staff)
    address = reverse("partnership:staff-rate-end", args=[row.uid])
    assert as_admin.post(address, {"until_on": "2026-06-30"}).status_code == 302
    row.refresh_from_db()
    assert row.until_on == JUNE
    answer = as_admin.post(address, {"until_on": "2025-06-30"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "La fin précède le début." in page
    assert 'value="2025-06-30"' in page


def test_an_administration_sees_no_rate_of_another_network(as_admin, world):
    other = factories.ConventionFactory()
    row = make_rate(other, factories.UserFactory(last_name="Ailleurs"), "99.99")
    assert "99,99" not in as_admin.get(reverse(ADDRESS)).content.decode()
    address = reverse("partnership:staff-rate-end", args=[row.uid])
    assert as_admin.post(address, {"until_on": ""}).status_code == 404


def test_the_queries_of_the_list_do_not_grow(as_admin, world):
    def fill(count):
        for _ in range(count):
            person = factories.MembershipFactory(organisation=world.association).user
            make_rate(world.convention, person)

    def queries():
        with CaptureQueriesContext(connection) as found:
            as_admin.get(reverse(ADDRESS))
        return len(found)

    fill(2)
    few = queries()
    fill(15)
    assert queries() == few
