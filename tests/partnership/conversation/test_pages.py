"""The pages of the conversation, the messages, and what one wants to be told."""

from __future__ import annotations

import html
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership import mailing
from partnership.enums import ThreadState
from partnership.models import Remark, Thread, User
from tests.factories import NetworkFactory
from tests.partnership.conversation.builders import action, answer, ask, expense


def text_of(response) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(words).split())


def said(name, item, reference="DEP-2026", kind="commitment"):
    return reverse(f"partnership:{name}", args=[reference, kind, item.uid])


def message(**fields):
    return {"uid": str(uuid.uuid4()), "kind": "question", "text": "Pourquoi ?"} | fields


def test_an_officer_asks_and_reads_it_on_the_page(as_officer, world):
    item = action(world)
    response = as_officer.post(said("remark", item), message(), follow=True)
    assert response.redirect_chain == [(f"{said('thread', item)}#conversation-{item.uid}", 302)]
    shown = text_of(response)
    assert "Pourquoi ?" in shown
    assert "Question ouverte" in shown
    assert "l'association en est avertie" in shown


def test_asked_from_the_items_page_one_goes_back_there(as_officer, world):
    item = action(world)
    response = as_officer.post(said("remark", item), message(back="item"))
    assert response.url == f"{item.get_absolute_url()}#conversation-{item.uid}"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "Écrivez votre question."),
        ({"kind": "refusal", "text": ""}, "Dites pourquoi vous refusez"),
        ({"kind": "", "text": "Bonjour"}, "Choisissez le bouton"),
        ({"kind": "shout", "text": "Bonjour"}, "Choisissez le bouton"),
        ({"text": "a" * 4001}, "raccourcissez-le"),
        ({"kind": "acceptance", "text": "D'accord"}, "n'a pas encore noté"),
    ],
)
def test_a_message_that_is_refused_says_why_and_keeps_its_words(as_officer, world, fields, words):
    item = action(world)
    response = as_officer.post(said("remark", item), message(**fields))
    assert response.status_code == 422
    shown = text_of(response)
    assert words in shown
    assert fields["text"].strip() in shown
    assert not Remark.objects.exists()


def test_an_answer_without_words_is_refused(as_staff, world):
    item = action(world)
    ask(world, item)
    response = as_staff.post(said("remark", item), message(kind="answer", text=""))
    assert response.status_code == 422
    assert "Écrivez votre réponse." in text_of(response)


def test_a_turn_of_the_other_side_is_forbidden_with_words(as_staff, world):
    response = as_staff.post(said("remark", action(world)), message())
    assert response.status_code == 403
    assert "revient au financeur" in text_of(response)


def test_a_form_sent_twice_says_it_once(as_officer, world):
    item, sent = action(world), message()
    for _ in range(2):
        assert as_officer.post(said("remark", item), sent).status_code == 302
    assert Remark.objects.count() == 1


def test_a_page_that_has_served_gives_another_chance(as_officer, world):
    item, sent = action(world), message()
    as_officer.post(said("remark", item), sent)
    response = as_officer.post(said("remark", item), sent | {"text": "Et pour 2025 ?"})
    assert response.status_code == 422
    assert "déjà parti" in text_of(response)
    fresh = re.search(r'name="uid" value="([^"]+)"', response.content.decode())[1]
    assert fresh != sent["uid"]
    again = as_officer.post(said("remark", item), sent | {"text": "Et pour 2025 ?", "uid": fresh})
    assert again.status_code == 302
    assert Remark.objects.count() == 2


def test_an_item_of_another_convention_or_type_does_not_exist_here(as_staff, world):
    elsewhere = expense(world.other_convention)
    for address in (
        said("thread", elsewhere, kind="expense"),
        said("thread", elsewhere),
        said("thread", world.association, kind="organisation"),
        said("thread", world.convention, kind="unknown"),
    ):
        assert as_staff.get(address).status_code == 404


def test_an_expense_has_its_conversation_too(as_officer, world):
    bill = expense(world.convention)
    response = as_officer.get(said("thread", bill, kind="expense"))
    assert "Location de salle · 120,00 €" in text_of(response)
    assert "Accepter" in text_of(response)


def test_both_readings_are_on_the_page(as_staff, world):
    bill = expense(world.convention)
    ask(world, bill)
    bill.amount = 100
    bill.save()
    shown = text_of(as_staff.get(said("thread", bill, kind="expense")))
    assert "Au moment de la question Location de salle · 120,00 €" in shown
    assert "Maintenant Location de salle · 100,00 €" in shown


def test_what_is_typed_is_never_markup(as_staff, world):
    item = action(world)
    ask(world, item, text="<script>alert(1)</script>")
    assert "<script>alert" not in as_staff.get(said("thread", item)).content.decode()


def test_the_list_has_the_questions_that_wait_first(as_officer, world):
    first, second = action(world, text="Répondue"), action(world, text="En attente")
    ask(world, second)
    ask(world, first)
    answer(world, first)
    response = as_officer.get(reverse("partnership:threads", args=["DEP-2026"]))
    shown = text_of(response)
    assert "2 points discutés · 1 question ouverte" in shown
    assert shown.index("En attente") < shown.index("Répondue")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"state": "asked"}, 1),
        ({"state": "accepted"}, 0),
        ({"subject_type": "expense"}, 1),
        ({"subject_type": "commitment"}, 0),
        ({"state": "nothing"}, 0),
    ],
)
def test_the_list_is_filtered_by_its_address(as_staff, world, query, count):
    ask(world, expense(world.convention))
    response = as_staff.get(reverse("partnership:threads", args=["DEP-2026"]), query)
    assert len(response.context["lines"]) == count


def test_a_convention_that_nobody_talks_about_says_so(as_staff, world):
    shown = text_of(as_staff.get(reverse("partnership:threads", args=["DEP-2026"])))
    assert "Aucune question n'a été posée." in shown
    assert "aucune question ouverte" in shown


def test_one_reads_ones_own_messages_only(client, world):
    mailing.write(owner=world.network, to=world.staff, subject="Pour Camille", body="Bonjour.")
    for who, count in (("staff", 1), ("admin", 0), ("officer", 0)):
        client.force_login(getattr(world, who))
        shown = text_of(client.get(reverse("partnership:mails")))
        assert shown.count("Pour Camille") == count


@pytest.mark.parametrize("demonstration", [True, False])
def test_what_is_written_to_people_without_account_is_read_in_a_demonstration_alone(
    client, world, settings, demonstration
):
    settings.DEMONSTRATION = demonstration
    for network, subject in ((world.network, "Votre place"), (NetworkFactory(), "Ailleurs")):
        mailing.write_to_address(owner=network, address="a@b.test", subject=subject, body="Oui.")
    for who, reads in (("staff", demonstration), ("officer", False)):
        client.force_login(getattr(world, who))
        shown = text_of(client.get(reverse("partnership:mails")))
        assert ("Votre place" in shown) == ("Écrit à a@b.test" in shown) == reads
        assert "Ailleurs" not in shown


def test_the_messages_are_read_page_by_page(as_staff, world):
    for rank in range(21):
        mailing.write(owner=world.network, to=world.staff, subject=f"N° {rank}", body="Bonjour.")
    shown = text_of(as_staff.get(reverse("partnership:mails")))
    assert "Page 1 sur 2" in shown
    assert "N° 20" in shown
    assert "N° 0 " not in shown


def test_one_chooses_what_one_is_told(as_officer, world):
    address = reverse("partnership:preferences")
    assert as_officer.post(address, {"wants_reminders": "on"}).status_code == 302
    officer = User.objects.get(pk=world.officer.pk)
    assert (officer.wants_notices, officer.wants_reminders) == (False, True)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("reporting:convention", ["DEP-2026"]),
        ("partnership:threads", ["DEP-2026"]),
        ("partnership:mails", []),
    ],
)
def test_more_talk_asks_no_more_queries(as_staff, world, name, args):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert as_staff.get(reverse(name, args=args)).status_code == 200
        return len(asked)

    def talk(count):
        for _ in range(count):
            item, bill = action(world), expense(world.convention)
            ask(world, item)
            ask(world, bill)
            answer(world, bill)
            mailing.write(owner=world.network, to=world.staff, subject="Un", body="Deux")

    talk(2)
    few = queries()
    talk(15)
    assert queries() == few


def test_a_longer_conversation_asks_no_more_queries(as_staff, world):
    item = action(world)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert as_staff.get(said("thread", item)).status_code == 200
            assert as_staff.get(item.get_absolute_url()).status_code == 200
        return len(asked)

    ask(world, item)
    answer(world, item)
    few = queries()
    for _ in range(10):
        ask(world, item)
        answer(world, item)
    assert queries() == few
    assert Thread.objects.get().state == ThreadState.ANSWERED
