"""Entering who came: one tap, one short form, a number; and what each side may write."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accompaniment.attendance import attending
from accompaniment.enums import Presence
from accompaniment.models import Attendance, GatheringShare
from partnership import citations
from partnership.enums import Side
from partnership.models import JournalEntry, Organisation
from tests import factories
from tests.accompaniment.attendance.builders import (
    coming_gathering,
    here,
    mails_to,
    signed_up,
)


@pytest.fixture
def gathering(world):
    return factories.GatheringFactory(owner=world.network, convention=world.convention)


def person(**given) -> dict:
    return {
        "uid": str(uuid.uuid4()),
        "first_name": "Awa",
        "last_name": "Sarr",
        "organisation_name": "Foyer rural",
        "town": "",
        "role": "",
        "coming": "walk_in",
        "reason": "",
    } | given


def add(client, gathering, which="personne", **given):
    given = person(**given) if which == "personne" else given
    return client.post(here("attendance-add", gathering, which), given)


def test_a_walk_in_is_noted_present_in_one_form(as_staff, gathering):
    assert add(as_staff, gathering).status_code == 302
    row = gathering.attendances.get()
    assert (row.state, row.is_walk_in, row.full_name) == (Presence.PRESENT, True, "Awa Sarr")
    assert row.side == Side.ASSOCIATION


def test_the_same_form_sent_twice_makes_one_row(as_staff, gathering):
    given = person()
    for _ in range(2):
        as_staff.post(here("attendance-add", gathering, "personne"), given)
    assert gathering.attendances.count() == 1


def test_a_form_that_served_elsewhere_is_refused(as_staff, gathering, world):
    other = factories.GatheringFactory(owner=world.network)
    given = person()
    as_staff.post(here("attendance-add", gathering, "personne"), given)
    answer = as_staff.post(here("attendance-add", other, "personne"), given)
    assert answer.status_code == 422
    assert not other.attendances.exists()


def test_a_structure_comes_as_a_number_the_young_apart(as_staff, gathering):
    given = {
        "uid": str(uuid.uuid4()),
        "organisation_name": "Lycée fictif",
        "people": "2",
        "young_people": "18",
        "coming": "present",
    }
    assert add(as_staff, gathering, "groupe", **given).status_code == 302
    row = gathering.attendances.get()
    assert (row.people, row.young_people, row.full_name) == (2, 18, "")


def test_somebody_is_excused_by_role_with_the_reason(as_staff, gathering):
    given = {
        "uid": str(uuid.uuid4()),
        "organisation_name": "",
        "role": "Présidente du comité de jumelage",
        "people": "1",
        "coming": "excused",
        "reason": "maladie",
    }
    assert add(as_staff, gathering, "groupe", **given).status_code == 302
    row = gathering.attendances.get()
    assert (row.state, row.reason, str(row)) == (
        Presence.EXCUSED,
        "maladie",
        "Présidente du comité de jumelage",
    )


@pytest.mark.parametrize(
    ("which", "given", "words"),
    [
        ("personne", {"last_name": ""}, "Donnez au moins le nom."),
        ("groupe", {"people": "0", "organisation_name": "A"}, "Il faut au moins une personne."),
        ("groupe", {"people": "3"}, "Donnez une structure ou une fonction."),
        ("groupe", {"people": "-1", "organisation_name": "A"}, "supérieure ou égale"),
    ],
)
def test_a_refused_form_says_what_is_wrong(as_staff, gathering, which, given, words):
    given = {"uid": str(uuid.uuid4()), "coming": "present"} | given
    answer = add(as_staff, gathering, which, **given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not gathering.attendances.exists()


@pytest.mark.parametrize("state", ["present", "absent", "excused"])
def test_one_tap_says_whether_somebody_came(as_staff, gathering, state):
    row = factories.AttendanceFactory(gathering=gathering, state="registered")
    address = here("attendance-state", gathering, row.uid)
    answer = as_staff.post(address, {"state": state}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.state == state
    text = answer.content.decode()
    assert f'id="ligne-{row.uid}"' in text
    assert 'hx-swap-oob="true"' in text
    assert "<html" not in text


def test_a_tap_without_script_comes_back_to_the_line(as_staff, gathering):
    row = factories.AttendanceFactory(gathering=gathering, state="registered")
    answer = as_staff.post(here("attendance-state", gathering, row.uid), {"state": "present"})
    assert answer.url == f"{here('attendance', gathering)}#ligne-{row.uid}"


def test_a_presence_that_does_not_exist_is_refused(as_staff, gathering):
    row = factories.AttendanceFactory(gathering=gathering, state="registered")
    as_staff.post(here("attendance-state", gathering, row.uid), {"state": "parti"})
    row.refresh_from_db()
    assert row.state == "registered"


def test_who_came_without_signing_up_cannot_be_absent(as_staff, gathering):
    row = factories.AttendanceFactory(gathering=gathering, is_walk_in=True)
    answer = as_staff.post(
        here("attendance-state", gathering, row.uid),
        {"state": "absent"},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422
    assert "retirez la ligne" in answer.content.decode()


def test_everybody_registered_came_and_nobody_else(as_staff, gathering):
    for state in ("registered", "registered", "excused", "waiting", "invited"):
        factories.AttendanceFactory(gathering=gathering, state=state)
    as_staff.post(here("attendance-all-present", gathering))
    states = sorted(gathering.attendances.order_by("pk").values_list("state", flat=True))
    assert states == ["excused", "invited", "present", "present", "waiting"]


def test_a_row_is_corrected_and_the_journal_keeps_no_name(as_staff, gathering, world):
    row = factories.AttendanceFactory(gathering=gathering, last_name="Durant")
    holder = factories.OrganisationFactory(owner=world.network)
    given = {
        "organisation": str(holder.uid),
        "first_name": "Zoé",
        "last_name": "Durand",
        "state": "present",
        "people": "1",
        "young_people": "3",
        "email": "zoe@exemple.test",
    }
    answer = as_staff.post(here("attendance-row", gathering, row.uid), given)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.full_name, row.organisation, row.young_people) == ("Zoé Durand", holder, 3)
    line = JournalEntry.objects.get(subject_uid=row.uid)
    assert line.changes["corrected"] == ["email", "first_name", "last_name"]
    assert "Durand" not in str(line.changes)


def test_a_row_is_removed_and_journaled(as_staff, gathering):
    row = factories.AttendanceFactory(gathering=gathering)
    as_staff.post(here("attendance-remove", gathering, row.uid))
    assert not Attendance.objects.exists()
    assert JournalEntry.objects.get(subject_uid=row.uid).verb == "deleted"


def test_a_row_that_must_last_is_not_removed(as_staff, gathering, monkeypatch):
    row = factories.AttendanceFactory(gathering=gathering)
    monkeypatch.setattr(citations, "_askers", [lambda cited: cited == row])
    answer = as_staff.post(here("attendance-remove", gathering, row.uid), follow=True)
    assert "ne se retire plus" in answer.content.decode()
    assert Attendance.objects.exists()


def test_excusing_somebody_before_the_day_gives_their_place(as_staff, world):
    gathering = coming_gathering(world.convention, capacity=1)
    row = signed_up(gathering)
    waiting = signed_up(gathering, email="b@exemple.test", state="waiting")
    as_staff.post(here("attendance-state", gathering, row.uid), {"state": "excused"})
    waiting.refresh_from_db()
    assert waiting.state == "registered"
    assert mails_to("b@exemple.test")


def test_on_the_day_itself_nobody_is_called_at_the_last_minute(as_staff, world):
    gathering = coming_gathering(world.convention, capacity=1, days=0)
    row = signed_up(gathering)
    waiting = signed_up(gathering, email="b@exemple.test", state="waiting")
    as_staff.post(here("attendance-state", gathering, row.uid), {"state": "excused"})
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_places_that_were_added_go_to_those_who_wait_when_the_team_says_so(as_staff, world):
    gathering = coming_gathering(world.convention, capacity=1)
    signed_up(gathering)
    waiting = signed_up(gathering, email="b@exemple.test", state="waiting")
    gathering.capacity = 2
    gathering.save()
    as_staff.post(here("attendance-promote", gathering))
    waiting.refresh_from_db()
    assert waiting.state == "registered"


class TestTheOfficer:
    def invite(self, world, gathering, **fields):
        given = {"last_name": "Petit", "state": Presence.INVITED, "by": world.officer}
        return attending.enter(gathering=gathering, **given | fields)

    def test_notes_who_their_side_invited(self, as_officer, gathering, world):
        answer = add(as_officer, gathering, coming="invited")
        assert answer.status_code == 302
        row = gathering.attendances.get()
        assert (row.side, row.noted_by, row.state) == (Side.FUNDER, world.officer, "invited")

    def test_does_not_note_who_came(self, as_officer, gathering, world):
        assert add(as_officer, gathering, coming="walk_in").status_code == 422
        with pytest.raises(ValidationError):
            self.invite(world, gathering, state=Presence.PRESENT)

    def test_corrects_what_their_side_entered_and_nothing_else(self, gathering, world):
        theirs = self.invite(world, gathering)
        ours = factories.AttendanceFactory(gathering=gathering)
        attending.set_state(row=theirs, by=world.officer, state="excused")
        with pytest.raises(PermissionDenied):
            attending.set_state(row=ours, by=world.officer, state="absent")
        with pytest.raises(PermissionDenied):
            attending.remove(row=ours, by=world.officer)

    def test_does_not_say_afterwards_who_came(self, as_officer, gathering, world):
        """Who came makes figures: the association says it."""
        theirs = self.invite(world, gathering)
        page = as_officer.get(here("attendance", gathering)).content.decode()
        assert 'value="excused"' in page
        assert 'value="present" id=' not in page
        row = as_officer.get(here("attendance-row", gathering, theirs.uid)).content.decode()
        assert '<option value="present"' not in row
        as_officer.post(here("attendance-state", gathering, theirs.uid), {"state": "present"})
        theirs.refresh_from_db()
        assert theirs.state == "invited"

    def test_does_not_correct_what_another_funder_entered(self, gathering, world):
        share_with_another_funder(gathering, world)
        theirs = self.invite(world, gathering)
        with pytest.raises(PermissionDenied):
            attending.set_state(row=theirs, by=world.other_officer, state="excused")

    def test_a_colleague_corrects_what_one_who_left_entered(self, gathering, world):
        theirs = self.invite(world, gathering)
        world.officer.memberships.update(until_on="2020-01-01")
        colleague = factories.MembershipFactory(organisation=world.funder, role="officer").user
        attending.set_state(row=theirs, by=colleague, state="excused")

    def test_of_a_gathering_that_serves_somebody_else_notes_nobody(self, gathering, world):
        with pytest.raises(PermissionDenied):
            attending.enter(gathering=gathering, by=world.other_officer, last_name="Petit")

    @pytest.mark.parametrize("came", ["present", "absent"])
    def test_does_not_undo_what_the_team_said_of_who_came(self, gathering, world, came):
        theirs = attending.enter(
            gathering=gathering, by=world.officer, last_name="Petit", state="invited"
        )
        attending.set_state(row=theirs, by=world.staff, state=came)
        for undo in (
            lambda: attending.set_state(row=theirs, by=world.officer, state="excused"),
            lambda: attending.change(row=theirs, by=world.officer, people=40),
            lambda: attending.remove(row=theirs, by=world.officer),
        ):
            with pytest.raises(ValidationError, match="a noté qui est venu"), transaction.atomic():
                undo()
        attending.change(row=theirs, by=world.officer, last_name="Petitjean")
        theirs.refresh_from_db()
        assert (theirs.state, theirs.people, theirs.last_name) == (came, 1, "Petitjean")

    def test_attaches_a_scanned_sheet(self, as_officer, gathering):
        page = as_officer.get(here("attendance", gathering)).content.decode()
        assert "Feuilles signées et autres fichiers" in page
        assert f"/gathering/{gathering.uid}/" in page


def share_with_another_funder(gathering, world):
    GatheringShare.objects.filter(gathering=gathering).update(percent=50)
    GatheringShare.objects.create(
        gathering=gathering, convention=world.other_convention, percent=50
    )


class TestStructures:
    @pytest.mark.parametrize("typed", ["lycee emile zola", "LEZ", "Lycée Émile-Zola Arras"])
    def test_a_name_without_doubt_is_linked(self, as_staff, gathering, world, typed):
        known = factories.OrganisationFactory(
            owner=world.network, name="Lycée Émile-Zola", short_name="LEZ", town="Arras"
        )
        add(as_staff, gathering, organisation_name=typed)
        assert gathering.attendances.get().organisation == known

    def test_a_typing_error_is_a_question_never_a_guess(self, as_staff, gathering, world):
        known = factories.OrganisationFactory(owner=world.network, name="Lycée Robespierre")
        add(as_staff, gathering, organisation_name="Lycée Robespiere")
        row = gathering.attendances.get()
        assert (row.organisation, row.organisation_name) == (None, "Lycée Robespiere")
        page = as_staff.get(here("attendance-structures", gathering)).content.decode()
        assert str(known.uid) in page
        as_staff.post(
            here("attendance-structures", gathering),
            {"name": "Lycée Robespiere", "chosen": str(known.uid)},
        )
        row.refresh_from_db()
        assert row.organisation == known

    def test_two_of_one_name_are_a_question_unless_the_town_says_which(
        self, as_staff, gathering, world
    ):
        towns = {
            town: factories.OrganisationFactory(owner=world.network, name="Mairie", town=town)
            for town in ("Arras", "Lens")
        }
        add(as_staff, gathering, organisation_name="Mairie", last_name="Un")
        add(as_staff, gathering, organisation_name="mairie", town="lens", last_name="Deux")
        assert gathering.attendances.get(last_name="Un").organisation is None
        assert gathering.attendances.get(last_name="Deux").organisation == towns["Lens"]

    def test_the_same_name_in_another_town_is_a_question(self, as_staff, gathering, world):
        factories.OrganisationFactory(owner=world.network, name="Mairie", town="Arras")
        add(as_staff, gathering, organisation_name="Mairie", town="Lens")
        assert gathering.attendances.get().organisation is None

    def test_one_answer_links_every_row_of_that_name(self, as_staff, gathering, world):
        for name in ("Foyer rural", "FOYER RURAL", "Autre foyer"):
            add(as_staff, gathering, organisation_name=name, last_name=name)
        as_staff.post(
            here("attendance-structures", gathering), {"name": "Foyer rural", "chosen": "nouvelle"}
        )
        made = Organisation.objects.get(name="Foyer rural")
        assert gathering.attendances.filter(organisation=made).count() == 2

    def test_a_structure_of_another_network_is_refused(self, as_staff, gathering):
        stranger = factories.OrganisationFactory()
        add(as_staff, gathering)
        answer = as_staff.post(
            here("attendance-structures", gathering),
            {"name": "Foyer rural", "chosen": str(stranger.uid)},
        )
        assert answer.status_code == 422
        assert gathering.attendances.get().organisation is None
