"""Each person's own page: confirm, cancel, agenda, the asked file, and its end."""

from __future__ import annotations

import datetime

import icalendar
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accompaniment.attendance import signing_up
from accompaniment.enums import GatheringState, Presence
from accompaniment.models import GatheringDate
from partnership.actions.files import attach
from partnership.models import StoredFile
from tests import factories
from tests.accompaniment.attendance.builders import (
    coming_gathering,
    here,
    mails_to,
    own,
    signed_up,
)
from tests.downloads import end
from tests.partnership.attachments.builders import PDF, sent


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def test_the_link_confirms_only_when_the_person_says_so(client, world):
    row = signed_up(coming_gathering(world.convention))
    assert "Je confirme ma venue" in client.get(own("my-sign-up", row)).content.decode()
    row.refresh_from_db()
    assert row.confirmed_at is None
    client.post(own("sign-up-confirm", row))
    row.refresh_from_db()
    assert row.confirmed_at is not None


def test_who_cancels_leaves_the_place_to_the_first_who_waits(client, world):
    gathering = coming_gathering(world.convention, capacity=1)
    row = signed_up(gathering)
    now = timezone.now()
    late = signed_up(gathering, email="2@exemple.test", state="waiting", registered_at=now)
    first = signed_up(
        gathering,
        email="1@exemple.test",
        state="waiting",
        registered_at=now - datetime.timedelta(hours=1),
    )
    client.post(own("sign-up-cancel", row))
    for one in (row, first, late):
        one.refresh_from_db()
    assert (row.state, first.state, late.state) == ("withdrawn", "registered", "waiting")
    assert "Une place pour vous" in mails_to("1@exemple.test")[0].subject
    assert mails_to("2@exemple.test") == []


def test_nobody_passes_before_a_group_that_waits(world):
    gathering = coming_gathering(world.convention, capacity=2)
    taken = signed_up(gathering)
    signed_up(gathering, email="b@exemple.test")
    now = timezone.now()
    group = signed_up(
        gathering, email="g@exemple.test", state="waiting", people=2, registered_at=now
    )
    alone = signed_up(gathering, email="a@exemple.test", state="waiting")
    signing_up.withdraw(row=taken)
    group.refresh_from_db()
    alone.refresh_from_db()
    assert (group.state, alone.state) == ("waiting", "waiting")


def test_who_waits_has_nothing_to_confirm(client, world):
    row = signed_up(coming_gathering(world.convention), state=Presence.WAITING)
    answer = client.post(own("sign-up-confirm", row))
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_once_it_is_over_nothing_changes_any_more(client, world):
    row = signed_up(coming_gathering(world.convention, days=-3))
    assert client.get(own("my-sign-up", row)).status_code == 200
    assert client.post(own("sign-up-cancel", row)).status_code == 422
    row.refresh_from_db()
    assert row.state == Presence.REGISTERED


@pytest.mark.parametrize(("days", "status"), [(-30, 200), (-31, 410)])
def test_the_link_ends_a_month_after_the_last_day(client, world, days, status):
    row = signed_up(coming_gathering(world.convention, days=days))
    assert client.get(own("my-sign-up", row)).status_code == status
    assert client.get(own("sign-up-calendar", row)).status_code == status
    assert (client.post(own("sign-up-file", row)).status_code == 410) == (status == 410)


def test_the_key_of_a_person_opens_no_other_gathering_and_no_row_of_the_team(client, world):
    row, other = signed_up(coming_gathering(world.convention)), coming_gathering(world.convention)
    wrong = reverse("accompaniment:my-sign-up", args=[other.sign_up_key, row.key])
    assert client.get(wrong).status_code == 404
    noted = factories.AttendanceFactory(gathering=coming_gathering(world.convention))
    assert client.get(own("my-sign-up", noted)).status_code == 404


def test_the_agenda_gives_the_hours_of_each_date_that_stands(client, world):
    gathering = coming_gathering(world.convention, place="Mairie", town="Arras")
    day = gathering.dates.get()
    day.starts_at, day.ends_at = datetime.time(9, 30), datetime.time(12)
    day.save()
    GatheringDate.objects.create(
        gathering=gathering,
        date=day.date - datetime.timedelta(days=2),
        postponed_to=day,
        postponed_reason="Neige",
    )
    row = signed_up(gathering)
    answer = client.get(own("sign-up-calendar", row))
    [event] = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    paris = timezone.get_current_timezone()
    assert event.decoded("dtstart").astimezone(paris).time() == datetime.time(9, 30)
    assert event.decoded("dtend").astimezone(paris).time() == datetime.time(12)
    assert str(event["location"]) == "Mairie, Arras"


def test_a_date_without_hours_is_a_whole_day_of_the_agenda(client, world):
    row = signed_up(coming_gathering(world.convention))
    [event] = icalendar.Calendar.from_ical(client.get(own("sign-up-calendar", row)).content).walk(
        "VEVENT"
    )
    assert event.decoded("dtstart") == row.gathering.dates.get().date


def hand_in(client, row, name="projet.pdf", content=PDF):
    return client.post(own("sign-up-file", row), {"file": sent(name, content)})


def test_the_asked_file_is_kept_for_the_team_and_the_officer(client, world):
    row = signed_up(coming_gathering(world.convention, asked_file="La fiche projet"))
    assert hand_in(client, row).status_code == 302
    row.refresh_from_db()
    assert row.handed_in.name == "projet.pdf"
    address = reverse("partnership:file", args=[row.handed_in.uid])
    assert client.get(address).status_code == 302
    for who, status in (("staff", 200), ("officer", 200), ("other_officer", 404)):
        client.force_login(getattr(world, who))
        answer = client.get(address)
        assert answer.status_code == status
        end(answer)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("projet.pdf", b"MZ ceci est un programme", "se dit PDF"),
        ("page.html", b"<html><script>alert(1)</script></html>", "n&#x27;est pas accepté"),
        ("vide.pdf", b"", "Ce fichier est vide"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(client, world, name, content, words):
    row = signed_up(coming_gathering(world.convention, asked_file="La fiche projet"))
    answer = hand_in(client, row, name, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_a_file_above_the_limit_is_refused(world, monkeypatch):
    monkeypatch.setattr(signing_up, "LARGEST_FILE_MB", 0)
    row = signed_up(coming_gathering(world.convention, asked_file="La fiche projet"))
    with pytest.raises(ValidationError, match="la limite est de"):
        signing_up.hand_in(row=row, brought=sent("projet.pdf", PDF))


def test_a_file_is_refused_where_none_is_asked(client, world):
    row = signed_up(coming_gathering(world.convention))
    assert hand_in(client, row).status_code == 422
    assert not StoredFile.objects.exists()


def test_a_file_after_its_date_says_so_to_both(client, world):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    gathering = coming_gathering(
        world.convention, asked_file="La fiche", asked_file_by_on=yesterday
    )
    row = signed_up(gathering)
    assert "en retard" in client.get(own("my-sign-up", row)).content.decode()
    hand_in(client, row)
    assert "reçu en retard" in client.get(own("my-sign-up", row)).content.decode()
    client.force_login(world.staff)
    page = client.get(here("attendance-row", gathering, row.uid)).content.decode()
    assert "remis en retard" in page


def test_another_file_replaces_the_first(client, world):
    row = signed_up(coming_gathering(world.convention, asked_file="La fiche projet"))
    hand_in(client, row)
    hand_in(client, row, "version2.pdf", PDF + b"\n%%EOF\n")
    row.refresh_from_db()
    assert row.handed_in.name == "version2.pdf"
    assert StoredFile.objects.get(name="projet.pdf").cancelled_at is not None


def test_somebody_sends_so_many_files_an_hour_and_no_more(client, world):
    row = signed_up(coming_gathering(world.convention, asked_file="La fiche projet"))
    answers = [hand_in(client, row).status_code for _ in range(signing_up.FILES_AN_HOUR + 1)]
    assert answers[-1] == 422


@pytest.mark.parametrize("brought_before", ["by the team", "replaced since"])
def test_a_file_that_is_there_already_is_the_one_handed_in(client, world, brought_before):
    row = signed_up(coming_gathering(world.convention, asked_file="La fiche projet"))
    if brought_before == "by the team":
        kept = attach(subject=row, brought=[sent("projet.pdf", PDF)], by=world.staff).kept
    else:
        hand_in(client, row, "autre.pdf", PDF + b"\n%%EOF\n")
        kept = attach(subject=row, brought=[sent("projet.pdf", PDF)], by=world.staff).kept
    for _ in range(2):
        assert hand_in(client, row).status_code == 302
        row.refresh_from_db()
        assert [row.handed_in] == kept
        assert row.handed_in.cancelled_at is None
    assert "projet.pdf" in client.get(own("my-sign-up", row)).content.decode()


def test_the_database_takes_one_sign_up_of_each_person(world):
    gathering = coming_gathering(world.convention)
    signed_up(gathering)
    with pytest.raises(IntegrityError), transaction.atomic():
        signed_up(gathering, email="Karim@exemple.test")
    signed_up(gathering, first_name="Awa")
    factories.AttendanceFactory(gathering=gathering, email="karim@exemple.test")


def test_a_cancelled_gathering_says_so_on_the_persons_page(client, world):
    row = signed_up(
        coming_gathering(world.convention, state=GatheringState.CANCELLED, state_reason="Neige")
    )
    assert "est annulé" in client.get(own("my-sign-up", row)).content.decode()
