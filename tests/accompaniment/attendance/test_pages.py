"""The page of participants: its sentence, its export, and what an officer reads of it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accompaniment.attendance import attending
from accompaniment.attendance.participants import roll_of
from accompaniment.enums import Presence
from accompaniment.models import Attendance, GatheringShare
from partnership import files
from partnership.actions.files import attach
from partnership.models import StoredFile
from tests import factories
from tests.accompaniment.attendance.builders import (
    coming_gathering,
    here,
    plain,
    signed_up,
)
from tests.partnership.attachments.builders import PDF


@pytest.fixture
def gathering(world):
    return factories.GatheringFactory(owner=world.network, convention=world.convention)


def note(gathering, state, **fields):
    return factories.AttendanceFactory(gathering=gathering, state=state, **fields)


def test_one_sentence_says_who_came(as_staff, gathering):
    holder = factories.OrganisationFactory(owner=gathering.owner)
    note(gathering, "present", organisation=holder)
    note(gathering, "present", organisation=holder)
    note(gathering, "present", people=0, young_people=18, last_name="", organisation=holder)
    note(gathering, "present", organisation=None, organisation_name="Foyer rural")
    note(gathering, "excused", people=3)
    note(gathering, "no_reply", people=2)
    text = plain(as_staff.get(here("attendance", gathering)))
    assert "3 participants de 2 structures, 18 jeunes, 3 excusés, 2 sans réponse" in text
    assert "18 personnes sans nom parmi les présents" in text


def test_a_stated_number_that_differs_is_flagged_and_one_that_agrees_is_not(world):
    gathering = factories.GatheringFactory(
        owner=world.network, stated_participants=13, stated_organisations=1
    )
    note(gathering, "present", people=12)
    assert roll_of(gathering, world.staff).differences == [
        "Le document annonce 13\u00a0participants, les lignes en donnent 12."
    ]


def test_a_gathering_that_nobody_filled_in_contradicts_nothing(world):
    gathering = factories.GatheringFactory(owner=world.network, stated_participants=13)
    assert roll_of(gathering, world.staff).differences == []


def test_the_list_is_read_by_structure_too(as_staff, gathering):
    holder = factories.OrganisationFactory(owner=gathering.owner, name="Lycée fictif")
    note(gathering, "present", organisation=holder, first_name="Awa", last_name="Sarr")
    note(gathering, "excused", organisation=holder)
    text = plain(as_staff.get(here("attendance", gathering) + "?vue=structures"))
    assert "Présent : 1, Excusé : 1" in text
    assert "Awa Sarr" in text


def test_filters_and_exports_follow_the_address(as_staff, gathering):
    note(gathering, "present", last_name="Sarr", people=2, young_people=3)
    note(gathering, "absent", last_name="Petit")
    page = plain(as_staff.get(here("attendance", gathering) + "?state=absent"))
    assert "Petit" in page
    assert "Sarr" not in page
    csv = as_staff.get(here("attendance", gathering) + "?export=csv&state=present")
    header, line = csv.getvalue().decode("utf-8-sig").strip().splitlines()
    row = dict(zip(header.split(";"), line.split(";"), strict=True))
    assert row["Sujet"] == gathering.title
    assert row["Date"] == "2026-03-10"
    assert (row["Nom"], row["Présence"]) == ("Sarr", "Présent")
    assert (row["Nombre de participants"], row["Jeunes"]) == ("2", "3")
    assert as_staff.get(here("attendance", gathering) + "?export=xlsx").status_code == 200


def test_an_empty_page_says_what_to_do(as_staff, gathering):
    assert "ouvrez l'inscription en ligne" in plain(as_staff.get(here("attendance", gathering)))


class TestWhatAnOfficerReads:
    @pytest.fixture
    def shared(self, gathering, world):
        """Served by two funders; theirs finances the Pas-de-Calais."""
        GatheringShare.objects.filter(gathering=gathering).update(percent=50)
        GatheringShare.objects.create(
            gathering=gathering, convention=world.other_convention, percent=50
        )
        world.funder.territory = "62"
        world.funder.save()
        near = factories.OrganisationFactory(owner=world.network, insee_code="62041")
        far = factories.OrganisationFactory(owner=world.network, insee_code="59350")
        note(gathering, "present", last_name="Proche", organisation=near)
        note(gathering, "present", last_name="Lointain", organisation=far)
        note(gathering, "present", last_name="Inconnu", organisation=None)
        return gathering

    def test_of_a_shared_gathering_others_are_only_a_number(self, as_officer, shared):
        text = plain(as_officer.get(here("attendance", shared)))
        assert "Proche" in text
        assert "Lointain" not in text
        assert "Inconnu" not in text
        assert "et 2 personnes d'autres territoires" in text

    def test_the_row_of_another_territory_does_not_exist_for_them(self, as_officer, shared):
        far = shared.attendances.get(last_name="Lointain")
        assert as_officer.get(here("attendance-row", shared, far.uid)).status_code == 404

    def test_exports_leave_them_out_too(self, as_officer, shared):
        csv = as_officer.get(here("attendance", shared) + "?export=csv").getvalue().decode()
        assert "Proche" in csv
        assert "Lointain" not in csv

    def test_what_their_own_side_entered_stays_visible(self, shared, world):
        row = attending.enter(
            gathering=shared, by=world.officer, last_name="Petit", state=Presence.INVITED
        )
        assert row in Attendance.objects.visible_to(world.officer)
        assert row not in Attendance.objects.visible_to(world.other_officer)

    def test_a_scanned_sheet_is_opened_by_those_who_brought_it(self, client, shared, world):
        """It bears every name, and the one who scanned it tells which body they work for."""
        sheet = files.store(
            shared, name="feuille.pdf", content=b"%PDF", content_type="x", by=world.other_officer
        )
        page = here("attendance", shared)
        for person, opens in (
            (world.staff, True),
            (world.other_officer, True),
            (world.officer, False),
        ):
            client.force_login(person)
            answers = (client.get(page), client.get(here("gathering", shared)))
            for answer in answers:
                assert ("feuille.pdf" in plain(answer)) is opens
                assert (str(world.other_officer) in plain(answer)) is opens
            assert (files.visible_file(sheet.uid, person) is not None) is opens
            assert (files.visible_among([sheet], person) == {sheet.uid}) is opens

    def test_the_same_sheet_is_kept_for_each_side_that_brings_it(self, shared, world):
        for person in (world.officer, world.other_officer, world.officer):
            attach(subject=shared, brought=[SimpleUploadedFile("feuille.pdf", PDF)], by=person)
        kept = StoredFile.objects.filter(subject_uid=shared.uid).order_by("pk")
        assert [one.added_by for one in kept] == [world.officer, world.other_officer]

    def test_of_a_gathering_of_their_own_they_open_the_sheet_of_the_association(
        self, gathering, world
    ):
        sheet = files.store(
            gathering, name="feuille.pdf", content=b"%PDF", content_type="x", by=world.staff
        )
        assert files.visible_file(sheet.uid, world.officer) == sheet

    def test_of_a_gathering_of_their_own_they_read_everybody(self, as_officer, gathering):
        far = factories.OrganisationFactory(owner=gathering.owner, insee_code="59350")
        note(gathering, "present", last_name="Lointain", organisation=far)
        assert "Lointain" in plain(as_officer.get(here("attendance", gathering)))

    def test_who_comes_from_another_funder_is_a_number_even_there(self, client, gathering, world):
        world.other_funder.name = "Région lointaine"
        world.other_funder.save()
        factories.ConventionFactory(owner=world.network, funder=world.other_funder)
        note(gathering, "present", last_name="Dupont", organisation=world.other_funder)
        note(gathering, "present", last_name="Proche", organisation=world.funder)
        page = here("attendance", gathering)
        client.force_login(world.staff)
        assert "Région lointaine" in plain(client.get(page))
        client.force_login(world.officer)
        text = plain(client.get(page))
        assert "Proche" in text
        assert "Dupont" not in text
        assert "Région lointaine" not in text
        assert "et 1 personne d'autres territoires" in text

    def test_two_conventions_of_one_funder_share_nothing_with_another(
        self, as_officer, gathering, world
    ):
        GatheringShare.objects.filter(gathering=gathering).update(percent=50)
        twin = factories.ConventionFactory(owner=world.network, funder=world.funder)
        GatheringShare.objects.create(gathering=gathering, convention=twin, percent=50)
        note(gathering, "present", last_name="Lointain")
        assert "Lointain" in plain(as_officer.get(here("attendance", gathering)))

    def test_addresses_of_people_stay_with_the_association(self, as_officer, world):
        gathering = coming_gathering(world.convention)
        row = signed_up(gathering, email="karim@exemple.test", phone="0600000000")
        for address in (
            here("attendance", gathering),
            here("attendance-row", gathering, row.uid),
            here("attendance", gathering) + "?export=csv",
        ):
            text = as_officer.get(address).getvalue().decode()
            assert row.last_name in text
            assert "karim@exemple.test" not in text
            assert "0600000000" not in text


def test_the_queries_of_the_page_do_not_grow_with_its_rows(client, world, gathering):
    def queries(who):
        client.force_login(getattr(world, who))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(here("attendance", gathering)).status_code == 200
        return len(captured)

    def fill(count):
        for _ in range(count):
            row = note(gathering, "present", noted_by=world.staff, handed_in=None)
            row.handed_in = files.store(
                row, name="a.pdf", content=PDF, content_type="application/pdf"
            )
            row.save()
            note(gathering, "registered", organisation=None, organisation_name="A")

    fill(2)
    few = {who: queries(who) for who in ("staff", "officer")}
    fill(10)
    assert {who: queries(who) for who in ("staff", "officer")} == few
