"""The survey: written by the team, answered by whoever has the link, counted from the replies."""

import datetime
import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accompaniment.enums import Presence
from accompaniment.gathering.survey_results import results_of
from accompaniment.models import Survey, SurveyAnswer, SurveyReply
from partnership.models import Mail
from tests import factories
from tests.accompaniment.after.builders import lines, make_survey, reply_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def gathering(world):
    return factories.GatheringFactory(owner=world.network, convention=world.convention)


@pytest.fixture
def survey(gathering):
    return make_survey(gathering)


def public(survey):
    return reverse("accompaniment:survey", args=[survey.key])


def here(name, gathering):
    return reverse(f"accompaniment:{name}", args=[gathering.uid])


def test_the_team_writes_its_questions_and_opens_the_link(world, gathering, client):
    client.force_login(world.staff)
    client.post(
        here("survey-edit", gathering),
        lines(("Utile ?", "one", "Oui\nNon\n\nOui"), ("Une remarque ?", "free", "")),
    )
    survey = Survey.objects.get()
    questions = list(survey.questions.order_by("position"))
    assert [one.text for one in questions] == ["Utile ?", "Une remarque ?"]
    assert [one.text for one in questions[0].choices.order_by("position")] == ["Oui", "Non"]
    assert not survey.is_open
    client.post(here("survey-open", gathering), {"ouvrir": "1"})
    survey.refresh_from_db()
    assert survey.is_open
    client.post(here("survey-open", gathering), {"fermer": "1"})
    survey.refresh_from_db()
    assert not survey.is_open


def test_a_choice_without_two_answers_is_refused_and_what_was_typed_stays(world, gathering, client):
    client.force_login(world.staff)
    answer = client.post(here("survey-edit", gathering), lines(("Utile ?", "one", "Oui")))
    assert answer.status_code == 422
    assert "au moins deux réponses possibles" in answer.content.decode()
    assert "Utile ?" in answer.content.decode()
    assert not Survey.objects.exists()


def test_a_survey_without_a_question_does_not_open(world, gathering, client):
    survey = Survey.objects.create(gathering=gathering)
    client.force_login(world.staff)
    client.post(here("survey-open", gathering), {"ouvrir": "1"})
    survey.refresh_from_db()
    assert not survey.is_open


def test_a_reply_is_counted_once_without_an_account_nor_a_name(survey, client):
    sent = reply_of(survey, "Oui", ["Les outils", "Les contacts"], "Merci !")
    assert client.post(public(survey), sent).url == reverse(
        "accompaniment:survey-thanks", args=[survey.key]
    )
    client.post(public(survey), sent)
    client.post(public(survey), reply_of(survey, "Non", ["Les outils"]))
    one, several, free = results_of(survey)
    assert [(choice.text, choice.count) for choice in one.choices] == [("Oui", 1), ("Non", 1)]
    assert [choice.count for choice in several.choices] == [2, 1]
    assert (several.replies, free.texts) == (2, ("Merci !",))
    assert SurveyReply.objects.count() == 2


def test_a_reply_that_says_nothing_is_refused(survey, client):
    answer = client.post(public(survey), reply_of(survey))
    assert answer.status_code == 422
    assert "Répondez à une question au moins" in answer.content.decode()
    assert not SurveyReply.objects.exists()


def test_a_choice_of_another_survey_is_refused(survey, client):
    other = make_survey(factories.GatheringFactory(owner=survey.gathering.owner))
    sent = reply_of(survey, "Oui")
    question = survey.questions.order_by("position").first()
    foreign = other.questions.order_by("position").first().choices.first()
    sent[f"question-{question.uid}"] = [str(foreign.uid)]
    assert client.post(public(survey), sent).status_code == 422
    assert not SurveyAnswer.objects.exists()


def test_a_reply_that_served_for_another_survey_is_refused_in_words(survey, client):
    other = make_survey(factories.GatheringFactory(owner=survey.gathering.owner))
    uid = uuid.uuid4()
    client.post(public(other), reply_of(other, "Oui", uid=uid))
    answer = client.post(public(survey), reply_of(survey, "Oui", uid=uid))
    assert answer.status_code == 422
    assert "a déjà servi" in answer.content.decode()
    assert not survey.replies.exists()


@pytest.mark.parametrize(
    "closed",
    [{"is_open": False}, {"closes_on": datetime.date(2020, 1, 1)}],
)
def test_a_closed_survey_says_so_and_keeps_nothing(survey, client, closed):
    Survey.objects.filter(pk=survey.pk).update(**closed)
    assert "est fermé" in client.get(public(survey)).content.decode()
    assert client.post(public(survey), reply_of(survey, "Oui")).status_code == 409
    assert not SurveyReply.objects.exists()


def test_the_last_day_is_still_open(survey, client):
    Survey.objects.filter(pk=survey.pk).update(closes_on=timezone.localdate())
    assert client.post(public(survey), reply_of(survey, "Oui")).status_code == 302


def test_an_unknown_link_or_one_of_a_gathering_taken_back_answers_nothing(survey, client):
    assert client.get(reverse("accompaniment:survey", args=["inconnue"])).status_code == 404
    gathering = survey.gathering
    gathering.cancelled_at, gathering.cancelled_reason = timezone.now(), "Erreur"
    gathering.save()
    assert client.get(public(survey)).status_code == 404


def test_too_many_replies_from_one_place_wait_an_hour(survey, client, settings):
    settings.SIGN_UPS_PER_ADDRESS = 1
    assert client.post(public(survey), reply_of(survey, "Oui")).status_code == 302
    assert client.post(public(survey), reply_of(survey, "Oui")).status_code == 429
    assert SurveyReply.objects.count() == 1


def test_the_questions_stay_once_replies_have_come(world, survey, client):
    client.post(public(survey), reply_of(survey, "Oui"))
    client.force_login(world.staff)
    client.post(
        here("survey-edit", survey.gathering),
        lines(("Autre ?", "free", ""), introduction="Bonjour"),
    )
    survey.refresh_from_db()
    assert survey.introduction == "Bonjour"
    assert survey.questions.count() == 3


def test_the_link_goes_once_to_those_who_were_there(world, survey, client):
    gathering = survey.gathering
    for state, email in (
        (Presence.PRESENT, "venue@exemple.test"),
        (Presence.ABSENT, "absente@exemple.test"),
        (Presence.PRESENT, ""),
    ):
        factories.AttendanceFactory(gathering=gathering, state=state, email=email)
    client.force_login(world.staff)
    client.post(here("survey-send", gathering))
    client.post(here("survey-send", gathering))
    mail = Mail.objects.get(body__contains=survey.key)
    assert mail.address == "venue@exemple.test"


def test_the_link_of_a_closed_survey_is_not_sent(world, survey, client):
    Survey.objects.filter(pk=survey.pk).update(is_open=False)
    factories.AttendanceFactory(gathering=survey.gathering, email="venue@exemple.test")
    client.force_login(world.staff)
    client.post(here("survey-send", survey.gathering))
    assert not Mail.objects.filter(body__contains=survey.key).exists()


def test_a_published_count_that_the_replies_contradict_is_pointed_out(world, survey, client):
    yes = survey.questions.order_by("position").first().choices.order_by("position").first()
    yes.stated_count = 5
    yes.save()
    client.force_login(world.officer)
    page = here("gathering-after", survey.gathering)
    assert "annoncé" in client.get(page).content.decode()
    assert "écart" not in client.get(page).content.decode()
    client.post(public(survey), reply_of(survey, "Oui", uid=uuid.uuid4()))
    assert "écart" in client.get(page).content.decode()


def test_the_replies_are_exported(world, survey, client):
    client.post(public(survey), reply_of(survey, "Oui", [], "Merci"))
    client.force_login(world.staff)
    answer = client.get(here("survey-results", survey.gathering) + "?export=csv")
    words = b"".join(answer).decode("utf-8-sig")
    assert "Était-ce utile ?" in words
    assert "Merci" in words
