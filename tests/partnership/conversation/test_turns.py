"""Ask, answer, accept, refuse: who may, when, and what it makes of the item."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import conversation, subjects
from partnership.actions import commitments
from partnership.enums import CommitmentState, ThreadState, Verb
from partnership.models import JournalEntry, Remark, Thread
from tests.partnership.conversation.builders import accept, action, answer, ask, expense, refuse


def state_of(item):
    return Thread.objects.get(subject_uid=item.uid).state


@pytest.fixture
def item(world):
    return action(world)


@pytest.fixture
def done(world, item):
    return commitments.mark_commitment(commitment=item, done=True, by=world.staff)


@pytest.fixture
def validated(world, done):
    accept(world, done)
    done.refresh_from_db()
    return done


@pytest.mark.parametrize("turn", [ask, refuse, accept])
@pytest.mark.parametrize("who", ["staff", "admin", "other_officer"])
def test_asking_accepting_and_refusing_are_the_funders(world, item, turn, who):
    with pytest.raises(PermissionDenied, match="revient au financeur"):
        turn(world, item, by=getattr(world, who))
    assert not Thread.objects.exists()


@pytest.mark.parametrize("who", ["officer", "other_officer"])
def test_answering_is_the_associations(world, item, who):
    ask(world, item)
    with pytest.raises(PermissionDenied, match="équipe de l'association"):
        answer(world, item, by=getattr(world, who))
    assert state_of(item) == ThreadState.ASKED


@pytest.mark.parametrize("who", ["staff", "admin"])
def test_the_team_and_its_administration_answer(world, item, who):
    ask(world, item)
    answer(world, item, by=getattr(world, who))
    assert state_of(item) == ThreadState.ANSWERED


@pytest.mark.parametrize("build", [action, lambda world: expense(world.convention)])
def test_a_question_an_answer_and_an_agreement_follow_each_other(world, build):
    item = build(world)
    ask(world, item)
    assert state_of(item) == ThreadState.ASKED
    answer(world, item)
    assert state_of(item) == ThreadState.ANSWERED
    accept(world, item)
    assert state_of(item) == ThreadState.ACCEPTED
    kinds = list(Remark.objects.values_list("kind", "by_funder"))
    assert kinds == [("question", True), ("answer", False), ("acceptance", True)]


def test_a_question_opens_again_what_was_accepted_and_that_alone(world):
    first, second = expense(world.convention), expense(world.convention, label="Traiteur")
    for one in (first, second):
        accept(world, one)
    ask(world, first)
    assert (state_of(first), state_of(second)) == (ThreadState.ASKED, ThreadState.ACCEPTED)


def test_a_question_takes_its_validation_from_an_action_and_from_that_one_alone(world):
    first, second = (
        commitments.mark_commitment(commitment=action(world), done=True, by=world.staff)
        for _ in range(2)
    )
    for one in (first, second):
        accept(world, one)
    ask(world, first)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (CommitmentState.DONE, CommitmentState.VALIDATED)


def test_a_refusal_sends_an_action_back_to_work(world, validated):
    refuse(world, validated)
    validated.refresh_from_db()
    assert validated.state == CommitmentState.RUNNING
    assert state_of(validated) == ThreadState.REFUSED


def test_what_is_refused_can_be_answered_then_accepted(world, done):
    refuse(world, done)
    answer(world, done)
    accept(world, done)
    done.refresh_from_db()
    assert state_of(done) == ThreadState.ACCEPTED
    assert done.state == CommitmentState.RUNNING  # the answer is: the action is still to be done


def test_an_action_that_nobody_says_is_done_is_not_validated(world, item):
    with pytest.raises(ValidationError, match="n'a pas encore noté"):
        accept(world, item)
    assert not Thread.objects.exists()


def test_nothing_is_accepted_twice(world, validated):
    with pytest.raises(ValidationError, match="déjà validée"):
        accept(world, validated)
    bill = expense(world.convention)
    accept(world, bill)
    with pytest.raises(ValidationError, match="déjà accepté"):
        accept(world, bill)


def test_nobody_answers_what_was_not_asked(world, item):
    with pytest.raises(ValidationError, match="Aucune question"):
        answer(world, item)
    assert not Thread.objects.exists()


@pytest.mark.parametrize("turn", [ask, refuse])
@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_question_and_a_refusal_say_something(world, item, turn, text):
    with pytest.raises(ValidationError, match="Écrivez votre message"):
        turn(world, item, text=text)
    assert not Thread.objects.exists()
    assert not JournalEntry.objects.exists()


def test_an_item_of_another_convention_is_not_talked_about_here(world):
    elsewhere = expense(world.other_convention)
    with pytest.raises(ValidationError, match="pas dans cette convention"):
        ask(world, elsewhere)
    with pytest.raises(ValidationError, match="pas dans cette convention"):
        ask(world, world.funder)  # a type that is not talked about


def test_each_turn_is_journaled_with_the_state_before_and_after(world, item):
    ask(world, item)
    answer(world, item)
    entries = JournalEntry.objects.filter(subject_type="thread").order_by("pk")
    assert [entry.verb for entry in entries] == [Verb.ASKED, Verb.ANSWERED]
    assert [entry.changes["state"] for entry in entries] == [["", "asked"], ["asked", "answered"]]
    assert entries[0].changes["commitment"] == str(item.uid)


def test_a_validation_is_journaled_on_the_action(world, validated):
    entry = JournalEntry.objects.filter(subject_uid=validated.uid).first()
    assert (entry.verb, entry.by) == (Verb.MOVED, world.officer)
    assert entry.changes == {"state": ["done", "validated"]}


@pytest.mark.parametrize("build", [action, lambda world: expense(world.convention)])
def test_a_message_sent_twice_is_said_once(world, build):
    item, uid = build(world), uuid.uuid4()
    first = ask(world, item, uid=uid)
    assert ask(world, item, uid=uid) == first
    assert Remark.objects.count() == 1
    assert JournalEntry.objects.count() == 1


def test_an_agreement_sent_twice_is_given_once(world, done):
    uid = uuid.uuid4()
    assert accept(world, done, uid=uid) == accept(world, done, uid=uid)
    assert Remark.objects.count() == 1


def test_another_message_from_a_page_that_has_served_is_refused(world, item):
    uid = uuid.uuid4()
    ask(world, item, uid=uid)
    with pytest.raises(ValidationError, match="déjà parti"):
        ask(world, item, uid=uid, text="Autre chose ?")
    with pytest.raises(ValidationError, match="déjà parti"):
        answer(world, item, uid=uid)
    assert Remark.objects.count() == 1


def test_each_turn_keeps_how_the_item_stood(world):
    bill = expense(world.convention)
    asked = ask(world, bill)
    bill.amount = 100
    bill.save()
    answered = answer(world, bill)
    plain = [one.reading.replace("\u00a0", " ") for one in (asked, answered)]
    assert plain == ["Location de salle · 120,00 €", "Location de salle · 100,00 €"]


def test_the_readings_are_side_by_side_once_they_differ(world):
    bill = expense(world.convention)
    ask(world, bill)
    talk = conversation.talk_about(world.convention, bill, world.officer)
    assert talk.said[0].readings == ()
    bill.label = "Salle"
    bill.save()
    answer(world, bill)
    bill.label = "Salle des fêtes"
    bill.save()
    talk = conversation.talk_about(world.convention, bill, world.officer)
    told = [[(words, text.split(" · ")[0]) for words, text in one.readings] for one in talk.said]
    assert told == [
        [("Au moment de la question", "Location de salle"), ("Maintenant", "Salle des fêtes")],
        [
            ("Au moment de la question", "Location de salle"),
            ("Au moment de la réponse", "Salle"),
            ("Maintenant", "Salle des fêtes"),
        ],
    ]


def test_open_questions_are_those_after_the_last_word(world, django_assert_num_queries):
    first, second, third = (action(world) for _ in range(3))
    ask(world, first)
    ask(world, first, text="Et encore ?")
    for one in (second, third):
        ask(world, one)
        answer(world, one)
    ask(world, third, text="Vraiment ?")
    with django_assert_num_queries(1):
        counts = conversation.counts_for(world.convention)
    assert counts == {("commitment", first.uid): 2, ("commitment", third.uid): 1}
    assert conversation.counts_for(world.other_convention) == {}


def test_the_turns_offered_are_those_that_can_be_taken(world, item):
    def offered(who):
        talk = conversation.talk_about(world.convention, item, getattr(world, who))
        return [one.label for one in talk.gestures]

    assert offered("officer") == ["Poser la question", "Refuser"]
    assert offered("staff") == []
    ask(world, item)
    assert offered("staff") == offered("admin") == ["Répondre"]
    assert offered("officer") == ["Poser la question", "Accepter", "Refuser"]
    assert offered("other_officer") == []
    item.state = CommitmentState.DONE
    assert offered("officer") == ["Poser la question", "Valider cette action", "Refuser"]


def test_a_higher_app_says_how_a_row_stands(monkeypatch, world):
    monkeypatch.setattr(subjects, "_subjects", dict(subjects._subjects))
    subjects.describe_with("expense", lambda row: f"Dépense de {row.amount}")
    bill = expense(world.convention)
    assert ask(world, bill).reading == "Dépense de 120"
    assert subjects.get("expense").label == "Dépense"
