"""The dates to keep as people read and move them."""

from __future__ import annotations

import datetime
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from partnership.actions import deadlines as actions
from partnership.enums import DeadlineKind
from partnership.models import Convention, Deadline, JournalEntry
from tests import factories

pytestmark = pytest.mark.django_db
LIST = reverse("partnership:deadlines")
COUNTDOWN = reverse("reporting:countdown", args=["DEP-2026"])


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel("2027-03-02 12:00", tick=False):
        yield


def payment(world, **fields):
    given = {"kind": DeadlineKind.PAYMENT, "label": "Solde", "due_on": datetime.date(2027, 3, 30)}
    return Deadline.objects.create(convention=world.convention, **given | fields)


def test_the_bilan_is_due_from_the_terms_alone(as_staff):
    page = as_staff.get(LIST).content.decode()
    assert "1er avril 2027" in page
    assert "dans 30\u00a0jours" in page


def test_the_funder_extends_the_bilan_and_everybody_reads_why(client, world):
    client.force_login(world.officer)
    answer = client.post(reverse("partnership:deadline-report", args=["DEP-2026"]))
    moved = client.post(answer.url, {"to": "2027-05-15", "reason": "Comptes tardifs."})
    assert moved.status_code == 302
    client.force_login(world.staff)
    page = client.get(answer.url).content.decode()
    assert "Du 1er avril 2027 au 15 mai 2027" in page
    assert "Comptes tardifs." in page
    convention = Convention.objects.for_list().get(reference="DEP-2026")
    assert convention.report_due_on == datetime.date(2027, 5, 15)
    assert convention.report_standing(datetime.date(2027, 5, 5)) == (
        "bilan attendu dans 10\u00a0jours"
    )
    assert not convention.report_is_late(datetime.date(2027, 4, 20))
    line = JournalEntry.objects.get(subject_type="deadline", verb="changed")
    assert line.changes["due_on"] == ["2027-04-01", "2027-05-15"]


def test_the_association_does_not_extend_its_own_bilan(client, world):
    row = actions.keep_report_deadline(convention=world.convention)
    with pytest.raises(PermissionDenied):
        actions.move_deadline(
            deadline=row, to=datetime.date(2027, 6, 1), reason="Retard.", by=world.admin
        )
    client.force_login(world.admin)
    assert client.post(row.get_absolute_url(), {"to": "2027-06-01"}).status_code == 403
    assert "Noter la nouvelle date" not in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("to", "reason", "words"),
    [
        ("2027-04-15", "", "Dites pourquoi l&#x27;échéance change."),
        ("demain", "Retard.", "Cette date n&#x27;est pas comprise"),
        ("2027-03-30", "Retard.", "C&#x27;est déjà la date de cette échéance."),
    ],
)
def test_a_date_that_does_not_move_says_why(as_admin, world, to, reason, words):
    row = payment(world)
    answer = as_admin.post(row.get_absolute_url(), {"to": to, "reason": reason})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    row.refresh_from_db()
    assert row.due_on == datetime.date(2027, 3, 30)


def test_the_bilan_is_not_due_during_its_own_period(world):
    row = actions.keep_report_deadline(convention=world.convention)
    with pytest.raises(ValidationError, match="après la fin de la période"):
        actions.move_deadline(
            deadline=row, to=datetime.date(2026, 12, 31), reason="Tôt.", by=world.officer
        )


def test_a_date_is_noted_once_and_then_met(as_admin, world):
    sent = {"uid": str(uuid.uuid4()), "kind": "call", "label": "Jumelages", "due_on": "2027-03-15"}
    for _ in range(2):
        answer = as_admin.post(reverse("partnership:deadline-new", args=["DEP-2026"]), sent)
        assert answer.url == COUNTDOWN
    row = Deadline.objects.get()
    as_admin.post(reverse("partnership:deadline-met", args=[row.uid]), {"on": "2027-03-14"})
    assert "faite le 14 mars 2027" in as_admin.get(COUNTDOWN).content.decode()
    assert "Jumelages" not in as_admin.get(LIST).content.decode()
    assert "Jumelages" in as_admin.get(f"{LIST}?toutes=oui").content.decode()


def test_a_refused_date_keeps_what_was_typed(as_admin, world):
    answer = as_admin.post(
        reverse("partnership:deadline-new", args=["DEP-2026"]),
        {"uid": str(uuid.uuid4()), "kind": "call", "label": "Jumelages", "due_on": "32/13/2027"},
    )
    assert answer.status_code == 422
    assert 'value="Jumelages"' in answer.content.decode()


def test_the_bilan_is_met_by_its_transmission_alone(as_officer, world):
    row = actions.keep_report_deadline(convention=world.convention)
    answer = as_officer.post(
        reverse("partnership:deadline-met", args=[row.uid]), {"on": "2027-03-01"}
    )
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.done_on is None


def test_the_countdown_says_what_each_action_lacks(as_admin, world):
    commitment = factories.CommitmentFactory(convention=world.convention, number=1)
    factories.ReadingFactory(commitment=commitment)
    factories.CommitmentFactory(convention=world.convention, number=2)
    follow_up = factories.FollowUpYearFactory(convention=world.convention)
    factories.SessionFactory(follow_up=follow_up)
    page = as_admin.get(COUNTDOWN).content.decode()
    assert "1 sur 2 ont un résultat, 1 une preuve." in page
    assert page.count("sans preuve") == 1


def test_somebody_of_the_team_sees_to_an_action(as_admin, world):
    commitment = factories.CommitmentFactory(convention=world.convention)
    address = reverse("partnership:in-charge", args=["DEP-2026"])
    as_admin.post(address, {"commitment": commitment.uid, "person": world.staff.uid})
    commitment.refresh_from_db()
    assert commitment.in_charge == world.staff
    as_admin.post(address, {"commitment": commitment.uid, "person": world.officer.uid})
    commitment.refresh_from_db()
    assert commitment.in_charge == world.staff
    with pytest.raises(PermissionDenied):
        actions.put_in_charge(commitment=commitment, person=world.officer, by=world.admin)


def calendar_of(client, user):
    user.refresh_from_db()
    client.logout()
    return client.get(reverse("partnership:calendar", args=[user.calendar_key]))


def titles(answer) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


@pytest.mark.parametrize(
    ("given", "name"),
    [({"from": "week"}, "accompaniment:week"), ({}, "partnership:deadlines")],
)
def test_an_address_is_made_on_the_page_that_asked_for_it(as_staff, given, name):
    answer = as_staff.post(reverse("partnership:calendar-renew"), given)
    assert answer.url == reverse(name)


def test_a_calendar_reads_what_is_due_without_login(client, world):
    payment(world)
    client.force_login(world.officer)
    client.post(reverse("partnership:calendar-renew"))
    answer = calendar_of(client, world.officer)
    assert answer["Content-Type"].startswith("text/calendar")
    assert titles(answer) == ["Solde · DEP-2026", "Bilan attendu · DEP-2026"]
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event.decoded("dtstart") == datetime.date(2027, 3, 30)


def test_a_renewed_address_replaces_the_other(client, world):
    client.force_login(world.staff)
    client.post(reverse("partnership:calendar-renew"))
    world.staff.refresh_from_db()
    before = world.staff.calendar_key
    client.post(reverse("partnership:calendar-renew"))
    client.logout()
    assert client.get(reverse("partnership:calendar", args=[before])).status_code == 404
    assert calendar_of(client, world.staff).status_code == 200


def test_a_closed_account_has_no_calendar(client, world):
    actions.renew_calendar(by=world.staff)
    world.staff.is_active = False
    world.staff.save()
    assert calendar_of(client, world.staff).status_code == 404


def test_the_lists_cost_the_same_however_many_dates(as_admin, world):
    costs = []
    for _ in range(2):
        for _number in range(4):
            payment(world)
            factories.CommitmentFactory(convention=world.convention, in_charge=world.staff)
        with CaptureQueriesContext(connection) as queries:
            as_admin.get(LIST)
            as_admin.get(COUNTDOWN)
        costs.append(len(queries))
    assert costs[0] == costs[1]
