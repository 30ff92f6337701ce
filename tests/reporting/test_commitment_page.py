"""The page of one action: what was promised, what is done, what is said of it."""

from __future__ import annotations

import datetime
import html
import re

import pytest
import time_machine
from django.urls import reverse

from partnership.actions.commitments import mark_commitment
from partnership.enums import CommitmentState
from partnership.models import Remark, Thread
from tests.partnership.conversation.builders import accept, action, answer, ask, session

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())


def page(client, label="1"):
    return client.get(reverse("reporting:commitment", args=["DEP-2026", label]))


def mark(client, label="1", **fields):
    return client.post(reverse("reporting:mark", args=["DEP-2026", label]), fields)


@pytest.fixture
def counted(world):
    """An action of thirty, with two sessions of one structure."""
    row = action(world, number=1)
    first = session(world)
    session(world, follow_up=first.follow_up)
    return row


@pytest.fixture
def qualitative(world):
    return action(world, number=2, part="a", target=None, unit="", text="Appui-conseil")


def test_it_shows_the_conventions_text_the_target_and_what_is_done(as_officer, counted):
    response = page(as_officer)
    shown = text_of(response)
    assert "Réalisation de 30 accompagnements" in shown
    assert "2 sessions" in shown
    assert "2 pour 30 prévus" in shown
    address = reverse("reporting:figure", args=["DEP-2026", "accompaniment.sessions"])
    assert f'href="{address}"' in response.content.decode()


def test_it_is_found_by_its_label(as_staff, counted, qualitative):
    assert page(as_staff, "2-a").status_code == 200
    for unknown in ("2", "2-b", "9", "1-a"):
        assert page(as_staff, unknown).status_code == 404


def test_the_conventions_page_leads_to_it_and_counts_its_questions(as_officer, world, counted):
    ask(world, counted)
    ask(world, counted, text="Et encore ?")
    response = as_officer.get(reverse("reporting:convention", args=["DEP-2026"]))
    shown = text_of(response)
    assert f'href="{counted.get_absolute_url()}"' in response.content.decode()
    assert "7 000 € votés · 2026 · " in shown
    assert re.search(r"votés · 2026 · [^·]+ · 2 questions ouvertes", shown)
    answer(world, counted)
    shown = text_of(as_officer.get(reverse("reporting:convention", args=["DEP-2026"])))
    assert "question ouverte" not in shown


@time_machine.travel(datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC))
def test_a_state_names_who_says_it(as_officer, world, counted):
    convention = reverse("reporting:convention", args=["DEP-2026"])
    assert "en cours" in text_of(page(as_officer))
    mark_commitment(commitment=counted, done=True, by=world.staff)
    for shown in (text_of(page(as_officer)), text_of(as_officer.get(convention))):
        assert "réalisé selon l'Association" in shown
    accept(world, counted)
    for shown in (text_of(page(as_officer)), text_of(as_officer.get(convention))):
        assert "validé par le Département" in shown


@time_machine.travel(datetime.datetime(2027, 1, 15, tzinfo=datetime.UTC))
def test_an_action_whose_year_is_over_is_not_said_to_go_on(client, world, counted):
    client.force_login(world.officer)
    response = page(client)
    assert response.context["line"].state is None


def test_the_team_marks_an_action_and_takes_it_back(as_staff, counted):
    assert mark(as_staff, done="oui").status_code == 302
    counted.refresh_from_db()
    assert counted.state == CommitmentState.DONE
    assert "Remettre en cours" in text_of(page(as_staff))
    assert mark(as_staff, done="non").status_code == 302
    counted.refresh_from_db()
    assert counted.state == CommitmentState.RUNNING


def test_an_action_without_a_quantity_asks_what_shows_it(as_staff, qualitative):
    refused = mark(as_staff, "2-a", done="oui", reason="")
    assert refused.status_code == 422
    assert "Dites ce qui a été fait" in text_of(refused)
    assert mark(as_staff, "2-a", done="oui", reason="Deux appuis.").status_code == 302
    assert "« Deux appuis. »" in text_of(page(as_staff, "2-a"))


def test_what_is_typed_is_kept_where_it_is_refused(as_staff, world, counted):
    mark_commitment(commitment=counted, done=True, by=world.staff)
    accept(world, counted)
    refused = mark(as_staff, done="non", reason="Une erreur.")
    assert refused.status_code == 422
    shown = text_of(refused)
    assert "validée par le Département" in shown
    assert "Une erreur." in shown


def test_only_the_team_is_offered_to_mark(as_officer, counted):
    assert "Noter comme réalisée" not in text_of(page(as_officer))
    assert mark(as_officer, done="oui").status_code == 403


def test_a_question_keeps_how_the_action_stood(as_officer, world, counted):
    ask(world, counted)
    assert Remark.objects.get().reading == "2\u00a0sessions, 1\u00a0structure"
    session(world)
    shown = text_of(page(as_officer))
    assert "Au moment de la question 2 sessions, 1 structure" in shown
    assert "Maintenant 3 sessions, 2 structures" in shown


def test_the_reading_of_an_action_without_a_figure_is_what_was_said(world, qualitative):
    mark_commitment(commitment=qualitative, done=True, by=world.staff, reason="Deux appuis.")
    ask(world, qualitative)
    assert Remark.objects.get().reading == "Deux appuis."


def test_the_demonstration_talks_of_the_invented_convention_only(demonstration):
    threads = Thread.objects.select_related("convention")
    assert {one.convention.reference[:8] for one in threads} == {"EXEMPLE-"}
    assert sorted(one.state for one in threads) == ["accepted", "answered", "asked"]
