"""The public page: who may sign up, until when, for which place; and what it never tells."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accompaniment.attendance import signing_up
from accompaniment.enums import GatheringState, Presence
from accompaniment.models import Attendance
from partnership import sending
from partnership.models import JournalEntry, Mail
from tests import factories
from tests.accompaniment.attendance.builders import (
    coming_gathering,
    mails_to,
    own,
    send,
    signed_up,
)


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def page(client, gathering, query=""):
    return client.get(reverse("accompaniment:sign-up", args=[gathering.sign_up_key]) + query)


def test_somebody_signs_up_and_gets_a_personal_link(client, world):
    gathering = coming_gathering(world.convention, place="Maison des associations", town="Arras")
    answer = send(client, gathering)
    assert answer.url == reverse("accompaniment:signed-up", args=[gathering.sign_up_key])
    row = gathering.attendances.get()
    assert (row.full_name, row.organisation_name, row.town) == (
        "Karim Diallo",
        "Amis du fleuve",
        "Arras",
    )
    assert row.state == Presence.REGISTERED
    assert row.consented_at is not None
    assert row.confirmed_at is None
    [mail] = mails_to("karim@exemple.test")
    assert gathering.title in mail.subject
    assert own("my-sign-up", row) in mail.body
    assert "Maison des associations, Arras" in mail.body


def test_the_page_says_what_when_where_and_how_many_places_are_left(client, world):
    gathering = coming_gathering(
        world.convention, capacity=3, place="Mairie", sign_up_words="Venez nombreux"
    )
    signed_up(gathering)
    text = page(client, gathering).content.decode()
    assert "Mairie" in text
    assert "Venez nombreux" in text
    assert "2\u00a0places libres" in text


def test_the_link_of_the_video_meeting_is_not_public(client, world):
    gathering = coming_gathering(world.convention, link="https://visio.exemple.test/secrete")
    assert "secrete" not in page(client, gathering).content.decode()
    send(client, gathering)
    assert "secrete" not in mails_to("karim@exemple.test")[0].body
    row = gathering.attendances.get()
    assert "secrete" not in client.get(own("my-sign-up", row)).content.decode()
    assert "secrete" not in client.get(own("sign-up-calendar", row)).content.decode()
    client.post(own("sign-up-confirm", row))
    assert "secrete" in client.get(own("my-sign-up", row)).content.decode()
    assert "secrete" in client.get(own("sign-up-calendar", row)).content.decode()


def test_the_page_shows_no_navigation_and_asks_search_engines_to_stay_away(client, world):
    client.force_login(world.staff)
    answer = page(client, coming_gathering(world.convention))
    text = answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "Navigation principale" not in text
    assert str(world.staff) not in text


def test_the_directory_does_not_leak_to_the_public(client, world):
    factories.OrganisationFactory(owner=world.network, name="Structure très secrète")
    assert "très secrète" not in page(client, coming_gathering(world.convention)).content.decode()


def test_an_unknown_key_is_404_and_so_is_a_gathering_that_was_taken_back(client, world):
    assert client.get(reverse("accompaniment:sign-up", args=["inconnue"])).status_code == 404
    gone = coming_gathering(
        world.convention, cancelled_at=timezone.now(), cancelled_reason="Erreur"
    )
    assert page(client, gone).status_code == 404


YESTERDAY = datetime.timedelta(days=-1)
CLOSED = {
    "not opened": ({"sign_up_opens": False}, "ne sont pas ouvertes"),
    "held": ({"state": GatheringState.HELD}, "a eu lieu"),
    "cancelled": ({"state": GatheringState.CANCELLED, "state_reason": "Neige"}, "est annulé"),
    "begun": ({"days": -1}, "a commencé"),
}


@pytest.mark.parametrize("case", CLOSED)
def test_a_closed_page_says_why_and_writes_nothing(client, world, case):
    fields, words = CLOSED[case]
    gathering = coming_gathering(world.convention, **fields)
    assert words in page(client, gathering).content.decode()
    assert send(client, gathering).status_code == 409
    assert not gathering.attendances.exists()


def test_after_its_date_the_page_is_closed_and_open_that_very_day(client, world):
    today = timezone.localdate()
    gathering = coming_gathering(world.convention, sign_up_until_on=today)
    assert "M'inscrire" in page(client, gathering).content.decode()
    gathering.sign_up_until_on = today + YESTERDAY
    gathering.save()
    assert "Les inscriptions étaient ouvertes" in page(client, gathering).content.decode()


def test_the_team_reads_a_closed_page_before_it_opens_and_nobody_else(client, world):
    gathering = coming_gathering(world.convention, sign_up_opens=False)
    assert "M'inscrire" not in page(client, gathering, "?apercu=1").content.decode()
    client.force_login(world.staff)
    assert "M'inscrire" in page(client, gathering, "?apercu=1").content.decode()
    assert send(client, gathering).status_code == 409


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("consent", "", "Cochez cette case"),
        ("email", "karim", "n&#x27;est pas complète"),
        ("last_name", "", "Donnez votre nom."),
        ("organisation_name", "", "Donnez le nom de votre structure"),
        ("project_kind", "inventé", "inventé"),
    ],
)
def test_a_wrong_answer_is_refused_and_keeps_what_was_typed(client, world, field, value, words):
    gathering = coming_gathering(world.convention)
    answer = send(client, gathering, **{field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Diallo" in answer.content.decode() or field == "last_name"
    assert not gathering.attendances.exists()


def test_what_a_program_fills_in_writes_nothing_and_says_nothing(client, world):
    gathering = coming_gathering(world.convention)
    answer = send(client, gathering, site="https://publicite.exemple")
    assert answer.status_code == 302
    assert not gathering.attendances.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "again",
    [
        {},
        {"email": "KARIM@exemple.test", "phone": "0600000000"},
        {"first_name": "KARIM", "last_name": "Diàllo"},
        {"first_name": "Diallo", "last_name": "Karim"},
    ],
)
def test_the_same_person_twice_is_one_row_and_the_page_says_the_same(client, world, again):
    gathering = coming_gathering(world.convention)
    first = send(client, gathering)
    second = send(client, gathering, **again)
    assert first.url == second.url
    row = gathering.attendances.get()
    assert row.full_name == "Karim Diallo"
    assert Mail.objects.count() == 2


def test_colleagues_share_a_mailbox_and_each_has_a_place_and_a_link(client, world):
    gathering = coming_gathering(world.convention, capacity=2)
    send(client, gathering)
    send(client, gathering, first_name="Awa")
    send(client, gathering, first_name="Luc", last_name="Petit")
    for _ in range(2):
        send(client, gathering, first_name="Awa")
    karim, awa, luc = gathering.attendances.order_by("pk")
    assert [row.state for row in (karim, awa, luc)] == ["registered", "registered", "waiting"]
    told = mails_to("karim@exemple.test")
    for row, mail in zip((karim, awa, luc), told[:3], strict=True):
        assert own("my-sign-up", row) in mail.body
    assert "Bonjour Awa Diallo," in told[1].body
    signing_up.withdraw(row=karim)
    luc.refresh_from_db()
    assert luc.state == Presence.REGISTERED


def test_one_person_is_written_to_three_times_an_hour_at_most(client, world):
    gathering = coming_gathering(world.convention)
    answers = {send(client, gathering).status_code for _ in range(6)}
    assert answers == {302}
    assert len(mails_to("karim@exemple.test")) == 3


def test_one_address_does_not_sign_up_a_crowd(client, world):
    gathering = coming_gathering(world.convention)
    for rank in range(signing_up.PEOPLE_AN_HOUR):
        assert send(client, gathering, last_name=f"N{rank}").status_code == 302
    refused = send(client, gathering, last_name="De trop")
    assert refused.status_code == 422
    assert "donnez l&#x27;adresse de la personne" in refused.content.decode()
    assert "De trop" in refused.content.decode()
    assert gathering.attendances.count() == signing_up.PEOPLE_AN_HOUR
    assert send(client, gathering, last_name="N0").status_code == 302


def test_too_many_from_one_place_are_refused_with_words(client, world, settings):
    settings.SIGN_UPS_PER_ADDRESS = 2
    gathering = coming_gathering(world.convention)
    for rank in range(2):
        assert send(client, gathering, email=f"n{rank}@exemple.test").status_code == 302
    refused = send(client, gathering, email="n3@exemple.test")
    assert refused.status_code == 429
    assert "n&#x27;est pas notée" in refused.content.decode()
    assert gathering.attendances.count() == 2
    elsewhere = client.post(
        reverse("accompaniment:sign-up", args=[gathering.sign_up_key]),
        REMOTE_ADDR="192.0.2.7",
        data={},
    )
    assert elsewhere.status_code == 422


def test_a_gathering_takes_so_many_sign_ups_an_hour_from_wherever_they_come(
    client, world, settings
):
    settings.SIGN_UPS_PER_GATHERING = 1
    gathering = coming_gathering(world.convention)
    assert send(client, gathering).status_code == 302
    assert send(client, gathering, email="b@exemple.test").status_code == 429
    assert (
        send(client, coming_gathering(world.convention), email="b@exemple.test").status_code == 302
    )


def test_a_full_gathering_says_so_beforehand_and_makes_people_wait(client, world):
    gathering = coming_gathering(world.convention, capacity=1)
    signed_up(gathering)
    assert "liste d'attente" in page(client, gathering).content.decode()
    send(client, gathering, email="deux@exemple.test")
    assert gathering.attendances.get(email="deux@exemple.test").state == Presence.WAITING
    assert "Liste d'attente" in mails_to("deux@exemple.test")[0].subject


def test_who_was_invited_by_name_and_signs_up_stays_one_row(client, world):
    gathering = coming_gathering(world.convention)
    invited = factories.AttendanceFactory(
        gathering=gathering,
        state=Presence.INVITED,
        first_name="K.",
        last_name="Diallo",
        email="karim@exemple.test",
    )
    for _ in range(2):
        send(client, gathering)
    row = gathering.attendances.get()
    assert row.pk == invited.pk
    assert row.state == Presence.REGISTERED
    assert row.first_name == "K."


def test_a_shared_mailbox_does_not_take_somebody_elses_invitation(client, world):
    gathering = coming_gathering(world.convention)
    factories.AttendanceFactory(
        gathering=gathering,
        state=Presence.INVITED,
        last_name="Autre",
        email="karim@exemple.test",
    )
    send(client, gathering)
    assert gathering.attendances.get(last_name="Autre").state == Presence.INVITED
    assert gathering.attendances.get(last_name="Diallo").state == Presence.REGISTERED


def test_a_known_structure_is_recognised_accents_and_case_forgiven(client, world):
    known = factories.OrganisationFactory(
        owner=world.network, name="Lycée Émile-Zola", town="Arras"
    )
    gathering = coming_gathering(world.convention)
    send(client, gathering, organisation_name="LYCEE EMILE ZOLA")
    assert gathering.attendances.get().organisation == known


def test_the_journal_keeps_no_name_and_no_address(client, world):
    gathering = coming_gathering(world.convention)
    send(client, gathering)
    kept = str(list(JournalEntry.objects.order_by("pk").values_list("changes", flat=True)))
    assert "Diallo" not in kept
    assert "karim" not in kept


def test_in_a_demonstration_the_message_is_read_by_who_signed_up(client, world, settings):
    settings.DEMONSTRATION = True
    gathering = coming_gathering(world.convention)
    text = client.get(send(client, gathering).url).content.decode()
    assert own("my-sign-up", gathering.attendances.get()) in text
    other = type(client)()
    assert (
        "Votre inscription"
        not in other.get(
            reverse("accompaniment:signed-up", args=[gathering.sign_up_key])
        ).content.decode()
    )


def test_without_a_demonstration_no_page_shows_the_link(client, world):
    gathering = coming_gathering(world.convention)
    text = client.get(send(client, gathering).url).content.decode()
    assert gathering.attendances.get().key not in text


def test_the_mail_goes_to_the_address_and_to_nobody_else(client, world, mailoutbox):
    gathering = coming_gathering(world.convention)
    send(client, gathering)
    assert sending.send_waiting() == 1
    assert mailoutbox[0].to == ["karim@exemple.test"]


def test_who_cancelled_and_signs_up_again_takes_a_new_place(client, world):
    gathering = coming_gathering(world.convention, capacity=1)
    row = signed_up(gathering, email="karim@exemple.test")
    signing_up.withdraw(row=row)
    signed_up(gathering, email="deux@exemple.test")
    send(client, gathering)
    row = Attendance.objects.get(pk=row.pk)
    assert row.state == Presence.WAITING
