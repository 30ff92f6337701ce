"""Signing on a screen, the sign-in sheet, the certificates: who gets what, and what it says."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from PIL import Image

from accompaniment.attendance import certificates, sign_in_sheet, signing
from accompaniment.enums import Presence
from accompaniment.models import CoFacilitator, GatheringDate, GatheringShare
from partnership import files, jobs
from partnership.models import Job, JournalEntry, StoredFile
from tests import factories
from tests.accompaniment.attendance.builders import here, signature
from tests.partnership.attachments.builders import picture
from tests.pdf_text import text_of


@pytest.fixture
def gathering(world):
    found = factories.GatheringFactory(
        owner=world.network,
        convention=world.convention,
        title="Atelier de dépôt",
        place="Maison des associations",
        town="Arras",
    )
    found.staff.add(world.staff)
    return found


@pytest.fixture
def row(gathering):
    return factories.AttendanceFactory(
        gathering=gathering, state="registered", first_name="Awa", last_name="Sarr"
    )


def blank() -> str:
    empty = io.BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(empty, "PNG")
    return signature(empty.getvalue())


class TestSigning:
    def test_a_name_is_tapped_signed_and_present(self, as_staff, gathering, row):
        page = as_staff.get(here("signing", gathering)).content.decode()
        assert here("sign", gathering, row.uid) in page
        answer = as_staff.post(here("sign", gathering, row.uid), {"signature": signature()})
        assert answer.url == here("signing", gathering)
        row.refresh_from_db()
        assert row.state == Presence.PRESENT
        assert row.signed_at is not None
        assert row.signature.content_type == "image/png"

    def test_without_a_signature_a_tap_is_enough(self, as_staff, gathering, row):
        as_staff.post(here("sign", gathering, row.uid), {"without": "oui"})
        row.refresh_from_db()
        assert (row.state, row.signed_at, row.signature) == (Presence.PRESENT, None, None)

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ("", "Le cadre est vide"),
            (blank(), "Le cadre est vide"),
            ("data:image/png;base64,@@@", "signez à nouveau"),
            ("data:text/html;base64,PHNjcmlwdD4=", "signez à nouveau"),
            (signature(b"MZ programme"), "signez à nouveau"),
            (signature(picture("PNG", size=(4000, 10))), "signez à nouveau"),
            (signature(picture("JPEG")), "signez à nouveau"),
            ("data:image/png;base64," + "A" * 900_000, "signez à nouveau"),
        ],
    )
    def test_what_is_no_signature_is_refused(self, as_staff, gathering, row, sent, words):
        answer = as_staff.post(here("sign", gathering, row.uid), {"signature": sent})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        row.refresh_from_db()
        assert row.state == Presence.REGISTERED
        assert not StoredFile.objects.exists()

    def test_signed_again_the_new_signature_replaces_the_first(self, row, world):
        signing.sign(row=row, by=world.staff, data_url=signature())
        row.refresh_from_db()
        first = row.signature
        signing.sign(row=row, by=world.staff, data_url=signature(picture(size=(30, 30))))
        row.refresh_from_db()
        first.refresh_from_db()
        assert row.signature != first
        assert first.cancelled_at is not None

    def test_who_signed_is_not_absent_until_the_signature_is_withdrawn(
        self, as_staff, gathering, row, world
    ):
        signing.sign(row=row, by=world.staff, data_url=signature())
        tap = here("attendance-state", gathering, row.uid)
        answer = as_staff.post(tap, {"state": "absent"}, headers={"HX-Request": "true"})
        assert answer.status_code == 422
        as_staff.post(here("signature-withdraw", gathering, row.uid))
        as_staff.post(tap, {"state": "absent"})
        row.refresh_from_db()
        assert (row.state, row.signed_at, row.signature) == ("absent", None, None)

    def test_somebody_not_expected_adds_themselves_then_signs(self, as_staff, gathering):
        given = {"last_name": "Petit", "first_name": "Luc", "organisation_name": "Foyer rural"}
        answer = as_staff.post(here("signing-add", gathering), given)
        made = gathering.attendances.get()
        assert (made.is_walk_in, made.state) == (True, Presence.PRESENT)
        assert answer.url == here("sign", gathering, made.uid)

    def test_the_screen_shows_no_address_and_no_signature_to_the_next_person(
        self, as_staff, gathering, row, world
    ):
        row.email, row.phone = "awa@exemple.test", "0600000000"
        row.save()
        signing.sign(row=row, by=world.staff, data_url=signature())
        row.refresh_from_db()
        for address in (here("signing", gathering), here("sign", gathering, row.uid)):
            text = as_staff.get(address).content.decode()
            assert "awa@exemple.test" not in text
            assert "0600000000" not in text
            assert str(row.signature.uid) not in text
            assert "Navigation principale" not in text

    def test_the_journal_says_that_somebody_signed(self, row, world):
        signing.sign(row=row, by=world.staff, data_url=signature())
        line = JournalEntry.objects.filter(subject_uid=row.uid).latest("pk")
        assert line.changes == {"state": ["registered", "present"], "signed": True}


def html_of(gathering, reader) -> str:
    sheet = sign_in_sheet.sheet_of(gathering, reader)
    return render_to_string("accompaniment/papers/sign_in_sheet.html", {"sheet": sheet})


def logo(body):
    body.logo = files.store(body, name="logo.png", content=picture("PNG"), content_type="image/png")
    body.save()
    return str(body.logo.uid)


class TestTheSheet:
    def test_says_what_when_where_with_whom_and_leaves_spare_lines(self, gathering, row, world):
        factories.AttendanceFactory(gathering=gathering, state="excused", last_name="Excusé")
        factories.AttendanceFactory(gathering=gathering, state="withdrawn", last_name="Reparti")
        text = html_of(gathering, world.staff)
        for words in ("Atelier de dépôt", "10 mars 2026", "Maison des associations, Arras"):
            assert words in text
        assert str(world.staff) in text
        assert "Sarr" in text
        assert "Excusé" not in text
        assert "Reparti" not in text
        assert text.count('<td class="sign">') == 1 + sign_in_sheet.SPARE_LINES

    def test_has_a_column_to_sign_for_each_date(self, gathering, row, world):
        GatheringDate.objects.create(gathering=gathering, date=datetime.date(2026, 3, 24))
        text = html_of(gathering, world.staff)
        assert "Signature, le 10/03" in text
        assert "Signature, le 24/03" in text
        assert text.count('<td class="sign">') == 2 * (1 + sign_in_sheet.SPARE_LINES)

    def test_each_date_has_its_own_signature_in_its_own_column(
        self, as_staff, gathering, row, world, time_machine
    ):
        GatheringDate.objects.create(gathering=gathering, date=datetime.date(2026, 3, 24))
        time_machine.move_to(datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC))
        signing.sign(row=row, by=world.staff, data_url=signature())
        time_machine.move_to(datetime.datetime(2026, 3, 24, 12, tzinfo=datetime.UTC))
        assert "0 sur 1 ont signé" in as_staff.get(here("signing", gathering)).content.decode()
        for _ in range(2):  # signed again that day, the second replaces the first
            signing.sign(row=row, by=world.staff, data_url=signature())
        assert "1 sur 1 ont signé" in as_staff.get(here("signing", gathering)).content.decode()
        [part] = sign_in_sheet.sheet_of(gathering, world.staff).parts
        [first, second] = part.lines[0].signatures
        assert first
        assert second
        assert first != second
        signing.withdraw_signature(row=row, by=world.staff)
        [part] = sign_in_sheet.sheet_of(gathering, world.staff).parts
        assert part.lines[0].signatures == ["", ""]

    def test_more_dates_than_a_table_holds_make_another_table(self, gathering, row, world):
        for day in range(11, 11 + sign_in_sheet.MOST_COLUMNS):
            GatheringDate.objects.create(gathering=gathering, date=datetime.date(2026, 3, day))
        parts = sign_in_sheet.sheet_of(gathering, world.staff).parts
        assert [len(one.columns) for one in parts] == [3, 2]
        text = html_of(gathering, world.staff)
        assert all(f"Signature, le {day}/03" in text for day in range(10, 15))
        assert text.count("Sarr") == 2

    def test_a_signature_outlives_the_date_that_it_was_for(self, gathering, row, world):
        signing.sign(row=row, by=world.staff, data_url=signature())
        gathering.dates.all().delete()
        GatheringDate.objects.create(gathering=gathering, date=datetime.date(2026, 3, 24))
        assert "Signature de Awa Sarr" in html_of(gathering, world.staff)

    def test_an_officer_reads_no_other_funder_in_who_runs_it(self, gathering, world):
        CoFacilitator.objects.create(gathering=gathering, organisation=world.other_funder)
        factories.ConventionFactory(owner=world.network, funder=world.other_funder)
        assert world.other_funder.name in html_of(gathering, world.staff)
        assert world.other_funder.name not in html_of(gathering, world.officer)

    def test_prints_the_signatures_collected_and_not_one_withdrawn(self, gathering, row, world):
        signing.sign(row=row, by=world.staff, data_url=signature())
        row.refresh_from_db()
        assert f"file:{row.signature.uid}" in html_of(gathering, world.staff)
        assert "Signature de Awa Sarr" in html_of(gathering, world.staff)
        signing.withdraw_signature(row=row, by=world.staff)
        assert "Signature de Awa" not in html_of(gathering, world.staff)

    def test_bears_all_the_logos_for_the_association_and_their_own_for_an_officer(
        self, gathering, world
    ):
        GatheringShare.objects.filter(gathering=gathering).update(percent=50)
        GatheringShare.objects.create(
            gathering=gathering, convention=world.other_convention, percent=50
        )
        ours, theirs, others = map(logo, (world.association, world.funder, world.other_funder))
        whole = html_of(gathering, world.staff)
        assert all(uid in whole for uid in (ours, theirs, others))
        part = html_of(gathering, world.officer)
        assert ours in part
        assert theirs in part
        assert others not in part

    def test_does_not_name_another_funder_to_an_officer(self, gathering, world):
        GatheringShare.objects.filter(gathering=gathering).update(percent=50)
        GatheringShare.objects.create(
            gathering=gathering, convention=world.other_convention, percent=50
        )
        CoFacilitator.objects.create(gathering=gathering, organisation=world.other_funder)
        CoFacilitator.objects.create(gathering=gathering, organisation=world.funder, name="M. Roy")
        assert "Autre financeur" in html_of(gathering, world.staff)
        part = html_of(gathering, world.officer)
        assert "Autre financeur" not in part
        assert "M. Roy (Département)" in part

    def test_of_a_shared_gathering_names_nobody_of_another_territory(self, gathering, row, world):
        GatheringShare.objects.filter(gathering=gathering).update(percent=50)
        GatheringShare.objects.create(
            gathering=gathering, convention=world.other_convention, percent=50
        )
        text = html_of(gathering, world.officer)
        assert "Sarr" not in text
        assert "1\u00a0autre personne" in text

    def test_is_a_pdf_in_landscape_with_the_names(self, as_staff, gathering, row, world):
        signing.sign(row=row, by=world.staff, data_url=signature())
        answer = as_staff.get(here("sign-in-sheet", gathering))
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        assert "Sarr" in text_of(answer.content)

    def test_asks_for_nothing_that_it_was_not_given(self, gathering, row, world):
        signing.sign(row=row, by=world.staff, data_url=signature())
        assert sign_in_sheet.render(sign_in_sheet.sheet_of(gathering, world.staff)).refused == ()

    @pytest.mark.parametrize(("who", "status"), [("officer", 200), ("other_officer", 404)])
    def test_is_for_the_funders_served_alone(self, client, gathering, row, world, who, status):
        client.force_login(getattr(world, who))
        assert client.get(here("sign-in-sheet", gathering)).status_code == status


class TestCertificates:
    @pytest.fixture
    def present(self, gathering, world):
        world.association.representative = "Madame Dupont, présidente"
        world.association.town = "Lille"
        world.association.save()
        return factories.AttendanceFactory(
            gathering=gathering, first_name="Awa", last_name="Sarr", state="present"
        )

    def html(self, gathering, world, **only):
        found = certificates.certificates_of(gathering, world.staff, **only)
        return render_to_string("accompaniment/papers/certificates.html", {"certificates": found})

    def test_say_who_what_when_how_long_where_and_who_signs(self, gathering, present, world):
        text = self.html(gathering, world)
        for words in (
            "Awa Sarr",
            "Atelier de dépôt",
            "10 mars 2026",
            "2h",
            "Maison des associations, Arras",
            "Fait à Lille",
            "Madame Dupont, présidente",
            f"N° 2026-{present.uid.hex[:8].upper()}",
        ):
            assert words in text

    @pytest.mark.parametrize("state", ["registered", "absent", "excused", "invited", "withdrawn"])
    def test_are_for_nobody_who_was_not_there(self, as_staff, gathering, world, state):
        away = factories.AttendanceFactory(gathering=gathering, last_name="Loin", state=state)
        assert "Loin" not in self.html(gathering, world)
        assert as_staff.get(here("certificate", gathering, away.uid)).status_code == 404

    def test_are_for_nobody_without_a_name_and_the_page_says_how_many(
        self, as_staff, gathering, present
    ):
        nameless = factories.AttendanceFactory(gathering=gathering, last_name="", people=4)
        page = as_staff.get(here("certificates", gathering)).content.decode()
        assert "4\u00a0personnes présentes sans nom" in page
        assert as_staff.get(here("certificate", gathering, nameless.uid)).status_code == 404

    def test_one_alone_is_a_pdf_of_its_own(self, as_staff, gathering, present, world):
        factories.AttendanceFactory(gathering=gathering, last_name="Petit", state="present")
        answer = as_staff.get(here("certificate", gathering, present.uid))
        text = text_of(answer.content)
        assert "Awa Sarr" in text
        assert "Petit" not in text

    def test_all_of_them_are_one_document_made_by_a_job(
        self, as_staff, gathering, present, world, monkeypatch
    ):
        monkeypatch.setattr(jobs, "send", lambda job: True)
        factories.AttendanceFactory(gathering=gathering, last_name="Petit", state="present")
        as_staff.post(here("certificates", gathering))
        jobs.run(Job.objects.get().uid)
        job = Job.objects.get()
        assert job.state == "done"
        text = text_of(files.read(job.result_file))
        assert "Awa Sarr" in text
        assert "Petit" in text

    def test_are_refused_where_nobody_was_there(self, as_staff, gathering):
        as_staff.post(here("certificates", gathering))
        assert not Job.objects.exists()

    def test_a_job_of_somebody_who_left_fails_with_words(self, gathering, present, world):
        job = certificates.request(gathering=gathering, by=world.staff)
        world.staff.memberships.update(until_on=datetime.date(2020, 1, 1))
        with pytest.raises(jobs.JobError, match="plus d'attestation"):
            certificates.make(Job.objects.get(pk=job.pk), jobs.Progress(job))


def test_a_picture_without_ink_is_refused_by_the_action_too(row, world):
    with pytest.raises(ValidationError):
        signing.sign(row=row, by=world.staff, data_url="")
