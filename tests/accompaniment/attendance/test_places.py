"""More places than before call those who wait; whom the public page sends people to."""

from __future__ import annotations

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accompaniment.attendance import signing_up
from accompaniment.enums import GatheringState, Presence
from accompaniment.gathering.actions.keeping import change_gathering
from accompaniment.models import Survey
from tests.accompaniment.attendance.builders import (
    coming_gathering,
    here,
    mails_to,
    own,
    plain,
    signed_up,
)
from tests.partnership.attachments.builders import PDF, sent


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def full(world):
    """One place, taken; two people wait."""
    gathering = coming_gathering(world.convention, capacity=1)
    signed_up(gathering)
    now = timezone.now()
    for rank in (2, 1):  # the last noted came first
        signed_up(
            gathering,
            last_name=f"Attente{rank}",
            email=f"{rank}@exemple.test",
            state=Presence.WAITING,
            registered_at=now + datetime.timedelta(minutes=rank),
        )
    return gathering


def waiting(gathering) -> list[str]:
    found = gathering.attendances.filter(state=Presence.WAITING).order_by("registered_at")
    return [row.last_name for row in found]


def test_more_places_call_the_first_who_wait_and_tell_them(full, world):
    [called] = change_gathering(gathering=full, by=world.staff, capacity=2)
    assert called.email == "1@exemple.test"
    assert waiting(full) == ["Attente2"]
    assert "Une place pour vous" in mails_to("1@exemple.test")[0].subject
    assert mails_to("2@exemple.test") == []


def test_no_limit_any_more_calls_everybody(full, world):
    assert len(change_gathering(gathering=full, by=world.staff, capacity=None)) == 2
    assert waiting(full) == []


def test_fewer_places_or_other_words_call_nobody(full, world):
    full.attendances.filter(state=Presence.REGISTERED).update(state=Presence.WITHDRAWN)
    assert change_gathering(gathering=full, by=world.staff, title="Autre titre") == []
    assert waiting(full) == ["Attente1", "Attente2"]


def test_of_a_gathering_called_off_nobody_is_called(full, world):
    full.state, full.state_reason = GatheringState.CANCELLED, "Neige"
    full.save()
    assert change_gathering(gathering=full, by=world.staff, capacity=9) == []
    assert mails_to("1@exemple.test") == []


def test_both_sides_read_what_is_asked_and_how_many_handed_it_in(client, world):
    gathering = coming_gathering(
        world.convention,
        asked_file="La fiche projet",
        asked_file_by_on=timezone.localdate() + datetime.timedelta(days=3),
    )
    signing_up.hand_in(row=signed_up(gathering), brought=sent("projet.pdf", PDF))
    for who in ("staff", "officer"):
        client.force_login(getattr(world, who))
        text = plain(client.get(here("attendance", gathering)))
        assert "La fiche projet, au plus tard le" in text
        assert "1 fichier remis" in text


REACHED = {
    "mail": ({"email": "bonjour@exemple.test"}, "écrivez à bonjour@exemple.test"),
    "both": (
        {"email": "bonjour@exemple.test", "phone": "03 20 00 00 00"},
        "écrivez à bonjour@exemple.test ou appelez le 03 20 00 00 00",
    ),
    "phone": ({"phone": "03 20 00 00 00"}, "appelez Association au 03 20 00 00 00"),
    "none": ({}, "répondez au message par lequel Association vous a invité·e"),
}


@pytest.mark.parametrize("known", REACHED)
def test_closed_pages_say_how_to_reach_the_association(client, world, known):
    fields, words = REACHED[known]
    for name, value in fields.items():
        setattr(world.association, name, value)
    world.association.runs_its_network = True
    world.association.save()
    closed = coming_gathering(world.convention, sign_up_opens=False)
    old = signed_up(coming_gathering(world.convention, days=-60))
    survey = Survey.objects.create(gathering=closed)
    for address in (
        reverse("accompaniment:sign-up", args=[closed.sign_up_key]),
        reverse("accompaniment:survey", args=[survey.key]),
        own("my-sign-up", old),
    ):
        page = plain(client.get(address))
        for tag in ('<a href="mailto:bonjour@exemple.test">', "</a>"):
            page = page.replace(tag, "")
        assert words in page
