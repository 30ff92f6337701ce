"""Who came is forgotten once its delay is over; how many came is kept."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment import tasks
from accompaniment.attendance import attending, erasing
from accompaniment.enums import Presence
from accompaniment.gathering import surveying
from accompaniment.models import Survey
from partnership import files
from partnership.enums import Origin
from partnership.models import JournalEntry, Mail, StoredFile
from tests import factories
from tests.accompaniment.attendance.builders import (
    coming_gathering,
    here,
    mails_to,
    plain,
    send,
    signed_up,
)
from tests.partnership.attachments.builders import PDF


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def old(client, world):
    gathering = coming_gathering(world.convention, asked_file="La fiche")
    send(client, gathering)
    row = gathering.attendances.get()
    row.state, row.reason = Presence.PRESENT, "maladie"
    row.handed_in = files.store(row, name="fiche.pdf", content=PDF, content_type="application/pdf")
    row.save()
    factories.AttendanceFactory(
        gathering=gathering, state="excused", last_name="", role="Présidente", people=2
    )
    gathering.dates.update(date=datetime.date(2020, 1, 31))
    return gathering


def test_names_go_and_numbers_stay(as_admin, old, django_capture_on_commit_callbacks):
    stored = StoredFile.objects.get()
    place = stored.file.storage.path(stored.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_admin.post(here("attendance-erase", old), follow=True)
    assert "sont effacés" in plain(answer)
    row = old.attendances.get(state="present")
    kept = (row.full_name, row.email, row.phone, row.reason, row.search_text)
    assert kept[:4] == ("", "", "", "")
    assert "diallo" not in kept[4]
    assert row.organisation_name == "Amis du fleuve"
    assert old.attendances.get(state="excused").people == 2
    assert not StoredFile.objects.exists()
    with pytest.raises(FileNotFoundError), open(place, "rb"):
        pass
    assert mails_to("karim@exemple.test") == []


def test_the_mails_of_another_gathering_stay(as_admin, client, world, old):
    Mail.objects.create(owner=world.network, to=world.staff, subject="a", body=old.sign_up_key)
    as_admin.post(here("attendance-erase", old))
    assert Mail.objects.filter(to=world.staff).exists()


def test_only_the_administration_erases(as_staff, old):
    assert as_staff.post(here("attendance-erase", old)).status_code == 403
    assert old.attendances.exclude(email="").exists()


def test_nothing_is_erased_before_the_delay(old, world):
    old.dates.update(date=datetime.date(2026, 6, 1))
    with pytest.raises(ValidationError, match="conservation"):
        erasing.erase_names(gathering=old, by=world.admin)


def test_the_page_says_until_when_names_are_kept(as_staff, old):
    assert "31 janvier 2022" in plain(as_staff.get(here("attendance", old)))


class TestTheClock:
    def test_it_erases_what_is_due_says_so_and_finds_nothing_the_second_time(self, old):
        tasks.erase_names()
        row = old.attendances.get(state="present")
        assert (row.full_name, row.email, row.handed_in) == ("", "", None)
        assert not Mail.objects.exists()
        entries = JournalEntry.objects.filter(subject_uid=old.uid, changes__has_key="names erased")
        told = entries.get()
        assert (told.by, told.origin) == (None, Origin.JOB)
        tasks.erase_names()
        assert entries.count() == 1

    @pytest.mark.parametrize(("day", "erased"), [(30, 0), (31, 1)])
    def test_the_day_of_the_promise_is_kept(self, old, monkeypatch, day, erased):
        told = datetime.date(2022, 1, day)
        monkeypatch.setattr(timezone, "localdate", lambda *_: told)
        assert erasing.erase_what_is_due() == erased

    def test_it_leaves_those_of_lately_and_those_of_no_known_date(self, client, world):
        recent = coming_gathering(world.convention, days=-30)
        undated = coming_gathering(world.convention)
        for gathering in (recent, undated):
            signed_up(gathering)
        undated.dates.all().delete()
        assert erasing.erase_what_is_due() == 0
        assert erasing.has_names(recent)
        assert erasing.has_names(undated)

    def test_a_gathering_with_a_recent_date_keeps_its_names(self, old):
        old.dates.create(date=timezone.localdate() - datetime.timedelta(days=5))
        assert erasing.erase_what_is_due() == 0
        assert erasing.has_names(old)

    def test_what_was_excused_by_role_without_a_name_is_left_as_it_is(self, world):
        gathering = coming_gathering(world.convention, days=-2000)
        factories.AttendanceFactory(
            gathering=gathering,
            state="excused",
            first_name="",
            last_name="",
            role="Présidente",
            reason="maladie",
        )
        assert erasing.erase_what_is_due() == 0
        assert gathering.attendances.get().reason == "maladie"

    def test_the_mails_of_its_survey_go_too(self, old, world):
        survey = Survey.objects.create(gathering=old, is_open=True)
        surveying.send_link(survey=survey, by=world.staff)
        assert len(mails_to("karim@exemple.test")) == 2
        tasks.erase_names()
        assert not Mail.objects.exists()


def test_who_is_taken_off_the_list_leaves_no_message_behind(client, world):
    gathering = coming_gathering(world.convention)
    send(client, gathering)
    send(client, gathering, email="deux@exemple.test")
    row = gathering.attendances.get(email="karim@exemple.test")
    attending.remove(row=row, by=world.staff)
    assert mails_to("karim@exemple.test") == []
    assert len(mails_to("deux@exemple.test")) == 1
