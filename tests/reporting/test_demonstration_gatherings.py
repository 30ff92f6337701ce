"""The invented collective times: one to sign up for, one with a survey, one to complete."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from accompaniment.attendance.sign_up_rules import closed_because, places_left
from accompaniment.gathering import surveying
from accompaniment.models import Attendance, Gathering, SurveyReply
from partnership.models import Mail, User
from reporting.demo.gatherings_example import HELD, PAST, REPLIES, TO_COME
from reporting.demo.loading import load
from tests.downloads import end

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_one_to_come_has_a_place_left_and_asks_for_a_file(client):
    coming = Gathering.objects.get(title=TO_COME)
    assert closed_because(coming, timezone.localdate()) == ""
    assert places_left(coming) == 1
    page = client.get(reverse("accompaniment:sign-up", args=[coming.sign_up_key]))
    text = html.unescape(page.content.decode())
    assert "1\u00a0place libre" in text
    assert "La fiche projet, au plus tard le" in text
    assert "bonjour@lianes.example" in text
    handed = coming.attendances.get(handed_in__isnull=False).handed_in
    officer = User.objects.get(email="agent@pays-imaginaire.example")
    client.force_login(officer)
    answer = client.get(reverse("partnership:file", args=[handed.uid]))
    assert answer.status_code == 200
    end(answer)


def test_one_held_has_young_people_apart_and_an_open_survey_with_replies():
    held = Gathering.objects.get(title=HELD)
    assert held.is_held
    assert surveying.is_open(held.survey, timezone.localdate())
    assert held.survey.replies.count() == len(REPLIES)
    assert held.attendances.get(young_people__gt=0).young_people == 12
    assert held.feedback.exists()


def test_one_to_complete_lacks_its_attendance():
    today = timezone.localdate()
    found = Gathering.objects.to_complete(today).get(title=PAST)
    assert found.attendances.filter(state="registered").count() == 2


def test_everybody_there_is_called_exemple_and_writes_from_an_example():
    invented = Attendance.objects.filter(gathering__title__in=(HELD, PAST, TO_COME))
    assert set(invented.values_list("last_name", flat=True)) == {"Exemple", ""}
    addresses = Mail.objects.exclude(address="").values_list("address", flat=True)
    assert addresses
    assert all(one.endswith(".example") for one in addresses)


def test_loaded_again_nobody_signs_up_nor_replies_once_more():
    def counted():
        return [model.objects.count() for model in (Gathering, Attendance, SurveyReply, Mail)]

    before = counted()
    assert load() is False
    assert counted() == before
