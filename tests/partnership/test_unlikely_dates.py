"""Days that nobody means: refused beside their field, they break no page of anybody."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.urls import reverse

from partnership.models import Convention, Deadline
from partnership.rendering.calendars import Day, calendar_bytes
from tests import factories

FAR = ["9999-12-31", "0001-01-01", "1999-12-31"]
REFUSED = ": vérifiez la date."


@pytest.mark.parametrize("day", FAR)
def test_a_deadline_stays_within_this_century(as_officer, world, day):
    address = reverse("partnership:deadline-new", args=["DEP-2026"])
    sent = {"uid": str(uuid.uuid4()), "kind": "payment", "label": "Acompte", "due_on": day}
    answer = as_officer.post(address, sent)
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
    assert not Deadline.objects.exists()


@pytest.mark.parametrize("day", FAR)
def test_a_deadline_is_not_moved_out_of_it(as_officer, world, day):
    row = Deadline.objects.create(
        convention=world.convention, kind="call", label="Appel", due_on=datetime.date(2026, 12, 1)
    )
    assert as_officer.post(row.get_absolute_url(), {"to": day, "reason": "r"}).status_code == 422


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("name", ["original_starts_on", "original_ends_on"])
def test_a_period_stays_within_it(as_admin, world, name, day):
    terms = {
        "uid": str(uuid.uuid4()),
        "reference": "DEP-2027",
        "purpose": "Ouverture au monde",
        "funder": str(world.funder.uid),
        "beneficiary": str(world.association.uid),
        "original_starts_on": "2027-01-01",
        "original_ends_on": "2027-12-31",
        "original_rule": "unknown",
    }
    answer = as_admin.post(reverse("partnership:convention-new"), terms | {name: day})
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
    assert not Convention.objects.filter(reference="DEP-2027").exists()


@pytest.mark.parametrize("day", FAR)
def test_a_reading_begins_within_it(as_admin, world, day):
    action = factories.CommitmentFactory(convention=world.convention)
    address = reverse("partnership:reading-new", args=["DEP-2026", action.uid])
    sent = {"figure": "accompaniment.sessions", "valid_from": day}
    assert as_admin.post(address, sent).status_code == 422
    assert not action.readings.exists()


def test_the_calendar_outlives_a_day_that_was_kept_before(db):
    now = datetime.datetime.now(datetime.UTC)
    day = Day("a@trame", datetime.date.max, "Fin", "https://trame.test/", now)
    assert b"99991231" in calendar_bytes([day], name="Échéances")
