"""What a device sends once the network is back: the same rows as the quick log, once."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accompaniment.log.recent import structures_at_hand
from accompaniment.models import AccompanimentSession
from partnership.actions.merging import merge_organisations
from tests import factories

pytestmark = pytest.mark.usefixtures("in_june")
WAITING = reverse("accompaniment:log-waiting")


@pytest.fixture
def send_waiting(world, client, typed):
    client.force_login(world.staff)

    def send(**values):
        return client.post(WAITING, typed(**values))

    return send


def test_an_entry_that_waited_is_noted_in_the_name_of_who_is_logged_in(world, send_waiting):
    uid = uuid.uuid4()
    answer = send_waiting(uid=str(uid), line="Depuis la salle des fêtes")
    assert answer.json() == {"noted": str(uid)}
    session = AccompanimentSession.objects.get()
    assert (session.uid, session.line) == (uid, "Depuis la salle des fêtes")
    assert session.noted_by == world.staff


def test_an_entry_sent_twice_is_one_row(send_waiting):
    uid = str(uuid.uuid4())
    assert send_waiting(uid=uid).status_code == 200
    assert send_waiting(uid=uid).json() == {"noted": uid}
    assert AccompanimentSession.objects.count() == 1


def test_a_structure_merged_while_the_entry_waited_is_its_survivor(world, send_waiting):
    kept = factories.OrganisationFactory(owner=world.network, name="Lycée Robespierre")
    double = factories.OrganisationFactory(owner=world.network, name="Lycee Robespierre")
    merge_organisations(kept=kept, double=double, by=world.admin)
    send_waiting(organisation=str(double.uid))
    assert AccompanimentSession.objects.get().organisation == kept


def test_what_is_wrong_is_said_by_the_name_of_its_field(send_waiting):
    answer = send_waiting(duration="1h75")
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["Durée"]
    assert not AccompanimentSession.objects.exists()


def test_a_reference_that_served_for_something_else_is_refused_in_words(send_waiting):
    uid = str(uuid.uuid4())
    send_waiting(uid=uid, line="Une chose")
    answer = send_waiting(uid=uid, line="Une autre")
    assert answer.status_code == 422
    assert "a déjà servi" in answer.json()["errors"][0]["words"]
    assert AccompanimentSession.objects.get().line == "Une chose"


def test_the_device_learns_who_is_logged_in_with_a_token_for_them(world, client):
    client.force_login(world.staff)
    said = client.get(WAITING).json()
    assert said["person"] == str(world.staff.uid)
    assert len(said["token"]) > 30


def test_an_entry_without_the_token_of_the_session_is_not_noted(world, typed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.staff)
    assert client.post(WAITING, typed()).status_code == 403
    token = client.get(WAITING).json()["token"]
    assert client.post(WAITING, typed(), headers={"X-CSRFToken": token}).status_code == 200


def test_the_structures_at_hand_are_those_of_one_s_own_latest_exchanges(world, holder, client):
    factories.SessionFactory(
        follow_up=factories.FollowUpYearFactory(
            accompaniment__organisation=holder, convention=world.convention
        )
    )
    factories.SessionFactory()  # another network's
    factories.OrganisationFactory(owner=world.network, name="Jamais rencontrée")
    assert structures_at_hand(world.staff) == [holder]
    client.force_login(world.staff)
    answer = client.get(reverse("accompaniment:log-structures"))
    assert answer.json() == {"results": [{"value": str(holder.uid), "text": holder.name_and_town}]}


def test_the_worker_answers_for_the_whole_site_and_is_asked_for_again_each_time(client):
    answer = client.get(reverse("accompaniment:service-worker"))
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    assert reverse("accompaniment:log") in answer.content.decode()
    assert reverse("partnership:organisation-search") in answer.content.decode()
    assert reverse("accompaniment:log-structures") in answer.content.decode()
    assert reverse("accompaniment:without-network") in answer.content.decode()


def test_the_page_without_network_holds_nobody_s_data(world, client):
    client.force_login(world.staff)
    words = client.get(reverse("accompaniment:without-network")).content.decode()
    assert str(world.staff) not in words
    assert json.dumps(str(world.staff.uid)) not in words


def test_an_entry_that_names_a_colleague_who_left_says_what_to_do(world, send_waiting):
    left = factories.MembershipFactory(organisation=world.association, until_on="2026-01-31").user
    answer = send_waiting(staff=[str(left.uid)])
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error == {
        "field": "Salarié·es",
        "words": "Une des personnes cochées n'est plus de l'équipe : cochez de nouveau qui était "
        "là.",
    }
    assert not AccompanimentSession.objects.exists()
