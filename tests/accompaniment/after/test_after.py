"""What the team keeps of a gathering, what was handed out, who has no attendance yet."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.enums import GatheringState, Presence
from accompaniment.models import Feedback, Handout
from partnership.models import JournalEntry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(world):
    return factories.GatheringFactory(owner=world.network, convention=world.convention)


def here(name, gathering):
    return reverse(f"accompaniment:{name}", args=[gathering.uid])


def point(**given):
    return {"uid": str(uuid.uuid4()), "sense": "negative", "text": "Trop court"} | given


def test_a_point_is_kept_and_read_by_both_sides(world, gathering, client):
    client.force_login(world.staff)
    client.post(here("feedback", gathering), point())
    row = Feedback.objects.get()
    assert JournalEntry.objects.filter(subject_uid=row.uid, by=world.staff).exists()
    client.force_login(world.officer)
    words = client.get(here("gathering-after", gathering)).content.decode()
    assert "Point négatif" in words
    assert "Trop court" in words
    assert "Garder ce point" not in words


def test_a_point_sent_twice_is_one_and_sent_again_otherwise_it_is_corrected(
    world, gathering, client
):
    client.force_login(world.staff)
    sent = point()
    client.post(here("feedback", gathering), sent)
    client.post(here("feedback", gathering), sent)
    client.post(here("feedback", gathering), sent | {"text": "Trop court, mais utile"})
    assert Feedback.objects.get().text == "Trop court, mais utile"


def test_the_reference_of_a_point_does_not_move_it_to_another_gathering(world, gathering, client):
    client.force_login(world.staff)
    sent = point()
    client.post(here("feedback", gathering), sent)
    other = factories.GatheringFactory(owner=world.network)
    assert client.post(here("feedback", other), sent).status_code == 422
    assert Feedback.objects.get().gathering == gathering


def test_an_empty_point_is_refused_and_what_was_chosen_stays(world, gathering, client):
    client.force_login(world.staff)
    answer = client.post(here("feedback", gathering), point(text="  "))
    assert answer.status_code == 422
    assert "Écrivez ce que vous gardez" in answer.content.decode()
    assert not Feedback.objects.exists()


def test_a_document_handed_out_is_noted_once_and_taken_away(world, gathering, client):
    client.force_login(world.staff)
    sent = {"uid": str(uuid.uuid4()), "title": "Guide du porteur", "link": "exemple.org/guide"}
    client.post(here("handout", gathering), sent)
    client.post(here("handout", gathering), sent)
    row = Handout.objects.get()
    assert row.link == "https://exemple.org/guide"
    client.post(reverse("accompaniment:handout-remove", args=[row.uid]))
    assert not Handout.objects.exists()
    assert JournalEntry.objects.filter(subject_uid=row.uid, verb="deleted").exists()


def test_those_without_attendance_are_listed_once_its_last_day_is_past(world, gathering, client):
    factories.AttendanceFactory(
        gathering=gathering, last_name="Sansréponse", state=Presence.REGISTERED
    )
    factories.AttendanceFactory(gathering=gathering, last_name="Venue", state=Presence.PRESENT)
    client.force_login(world.staff)
    words = client.get(here("gathering-after", gathering)).content.decode()
    assert "Sansréponse" in words
    assert "Venue" not in words
    gathering.state = GatheringState.PLANNED  # nobody said yet that it took place
    gathering.save()
    assert "Sansréponse" in client.get(here("gathering-after", gathering)).content.decode()
    gathering.dates.create(date=timezone.localdate() + datetime.timedelta(days=1))
    assert "Sansréponse" not in client.get(here("gathering-after", gathering)).content.decode()


def test_the_page_asks_the_same_number_of_queries_however_much_it_holds(
    world, gathering, client, django_assert_max_num_queries
):
    for rank in range(5):
        Feedback.objects.create(gathering=gathering, sense="positive", text=f"Bien {rank}")
        factories.AttendanceFactory(
            gathering=gathering,
            state=Presence.REGISTERED,
            organisation__owner=world.network,
        )
    client.force_login(world.staff)
    client.get(here("gathering-after", gathering))
    with django_assert_max_num_queries(30):
        client.get(here("gathering-after", gathering))
