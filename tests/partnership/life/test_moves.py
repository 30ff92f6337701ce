"""The moves of a convention: what each asks, what it refuses, what it leaves in the journal."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import life, standing
from partnership.actions.conventions import move_convention
from partnership.actions.votes import record_refusal, record_vote
from partnership.enums import ConventionState as State
from partnership.enums import Verb
from partnership.models import Convention, Deliberation, JournalEntry
from tests.partnership.life import builders

TERMINATION = {
    "reason": "Dissolution.",
    "notice_given_on": datetime.date(2026, 10, 15),
    "terminated_on": datetime.date(2026, 11, 16),
    "heard": "la présidente",
}
VOTE = {"number": "2026-100", "voted_on": builders.VOTED_ON}


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-16 10:00"):
        yield


def moved(convention, to, by, **facts):
    return move_convention(convention=convention, to=to, by=by, **facts)


def test_a_convention_is_not_voted_without_its_deliberation(world):
    convention = builders.at(world.convention, State.BEFORE_COMMISSION)
    with pytest.raises(ValidationError, match="Notez la délibération avec le vote"):
        moved(convention, State.VOTED, world.officer)


def test_the_vote_notes_the_deliberation_and_moves_the_convention_together(world):
    convention = builders.at(world.convention, State.BEFORE_COMMISSION)
    row = record_vote(
        convention=convention,
        by=world.officer,
        fields=VOTE,
        groups=[("Groupe A", "for"), ("Groupe B", "abstention")],
    )
    convention.refresh_from_db()
    assert convention.state == State.VOTED
    assert [(one.group, one.vote) for one in row.group_votes.all()] == [
        ("Groupe A", "for"),
        ("Groupe B", "abstention"),
    ]
    move, note = JournalEntry.objects.order_by("-pk")
    assert move.changes == {
        "state": ["before_commission", "voted"],
        "reason": "",
        "deliberation": "2026-100",
        "voted_on": "2026-09-14",
    }
    assert (note.verb, note.subject_type, note.subject_uid) == (
        Verb.CREATED,
        "deliberation",
        row.uid,
    )
    assert note.changes["groups"] == [["Groupe A", "for"], ["Groupe B", "abstention"]]


@pytest.mark.parametrize("name", ["staff", "admin", "other_officer"])
def test_the_vote_is_the_funders_to_note(world, name):
    convention = builders.at(world.convention, State.BEFORE_COMMISSION)
    with pytest.raises(PermissionDenied):
        record_vote(convention=convention, by=getattr(world, name), fields=VOTE)
    assert not Deliberation.objects.exists()


@pytest.mark.parametrize("state", [State.PROPOSED, State.VOTED, State.SIGNED, State.REFUSED])
def test_a_vote_elsewhere_leaves_no_deliberation_behind(world, state):
    convention = builders.at(world.convention, state)
    before = Deliberation.objects.count()
    with pytest.raises(ValidationError, match="ne peut pas devenir « votée »"):
        record_vote(convention=convention, by=world.officer, fields=VOTE | {"number": "2026-101"})
    assert Deliberation.objects.count() == before


def test_a_vote_to_come_is_refused(world):
    convention = builders.at(world.convention, State.BEFORE_COMMISSION)
    with pytest.raises(ValidationError, match="n'est pas encore passé") as refused:
        record_vote(
            convention=convention,
            by=world.officer,
            fields=VOTE | {"voted_on": datetime.date(2026, 11, 17)},
        )
    assert list(refused.value.error_dict) == ["voted_on"]


def test_an_opinion_after_the_vote_is_refused_and_the_convention_stays(world):
    convention = builders.at(world.convention, State.BEFORE_COMMISSION)
    with pytest.raises(ValidationError, match="L'avis de la commission précède le vote"):
        record_vote(
            convention=convention,
            by=world.officer,
            fields=VOTE | {"opinion_on": datetime.date(2026, 9, 15)},
        )
    convention.refresh_from_db()
    assert convention.state == State.BEFORE_COMMISSION


def test_a_refusal_has_a_reason_and_its_deliberation_where_there_is_one(world):
    convention = builders.at(world.convention, State.BEFORE_COMMISSION)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        record_refusal(convention=convention, by=world.officer, reason=" ", fields=VOTE)
    assert not Deliberation.objects.exists()
    record_refusal(convention=convention, by=world.officer, reason="Budget épuisé", fields=VOTE)
    convention.refresh_from_db()
    assert convention.state == State.REFUSED
    assert convention.vote.number == "2026-100"


def test_a_refusal_without_a_deliberation_is_a_refusal_all_the_same(world):
    convention = builders.at(world.convention, State.BEFORE_COMMISSION)
    refused = record_refusal(convention=convention, by=world.officer, reason="Hors champ")
    assert refused.state == State.REFUSED
    assert not Deliberation.objects.exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Donnez la date de la signature"),
        (datetime.date(2026, 9, 13), "La signature ne peut pas précéder le vote, le 14 septembre"),
        (datetime.date(2026, 11, 17), "n'est pas encore passée"),
    ],
)
def test_a_signature_has_a_date_between_the_vote_and_today(world, day, words):
    convention = builders.at(world.convention, State.VOTED)
    with pytest.raises(ValidationError, match=words) as refused:
        moved(convention, State.SIGNED, world.admin, signed_on=day)
    assert list(refused.value.error_dict) == ["signed_on"]


def test_a_signature_may_be_of_the_day_of_the_vote(world):
    convention = builders.at(world.convention, State.VOTED)
    signed = moved(convention, State.SIGNED, world.officer, signed_on=builders.VOTED_ON)
    assert Convention.objects.get(pk=signed.pk).signed_on == builders.VOTED_ON


@pytest.mark.parametrize("missing", ["notice_given_on", "terminated_on", "heard", "reason"])
def test_a_termination_says_when_why_and_who_was_heard(world, missing):
    convention = builders.at(world.convention, State.SIGNED)
    empty = "  " if missing in {"heard", "reason"} else None
    with pytest.raises(ValidationError) as refused:
        moved(convention, State.TERMINATED, world.admin, **TERMINATION | {missing: empty})
    assert list(refused.value.error_dict) == [missing]


def test_a_termination_takes_effect_after_its_notice(world):
    convention = builders.at(world.convention, State.SIGNED)
    facts = TERMINATION | {"terminated_on": datetime.date(2026, 10, 14)}
    with pytest.raises(ValidationError, match="après sa notification"):
        moved(convention, State.TERMINATED, world.admin, **facts)


def test_a_short_notice_is_noted_all_the_same_and_said(world):
    convention = builders.at(world.convention, State.SIGNED)
    facts = TERMINATION | {"terminated_on": datetime.date(2026, 11, 15)}
    ended = moved(convention, State.TERMINATED, world.admin, **facts)
    told = life.termination_of(ended)
    assert told.notice_is_short
    assert told.sentence == (
        "résiliée avec effet au 15 novembre 2026, préavis notifié le 15 octobre 2026, "
        "après avoir entendu la présidente"
    )


@pytest.mark.parametrize(
    ("notice", "earliest"),
    [
        ((2026, 6, 15), (2026, 7, 16)),
        ((2026, 1, 31), (2026, 3, 1)),
        ((2026, 12, 15), (2027, 1, 16)),
        ((2026, 11, 30), (2026, 12, 31)),
        ((2028, 1, 30), (2028, 3, 1)),
    ],
)
def test_one_clear_month_counts_neither_its_first_day_nor_its_last(notice, earliest):
    day = datetime.date(*earliest)
    given = datetime.date(*notice)
    assert standing.earliest_end(given) == day
    assert not standing.notice_is_short(day, given)
    assert standing.notice_is_short(day - datetime.timedelta(days=1), given)


def test_a_step_takes_no_fact_of_another(world):
    convention = builders.at(world.convention, State.PROPOSED)
    Convention.objects.update(proposal_sent_on=builders.SENT_ON)
    with pytest.raises(TypeError):
        moved(convention, State.BEFORE_COMMISSION, world.officer, heard="quelqu'un")


def test_the_history_says_who_when_why_in_one_query(world, django_assert_num_queries):
    convention = builders.at(world.convention, State.BEFORE_COMMISSION)
    moved(convention, State.PROPOSED, world.officer, reason="Il manque le budget.")
    Convention.objects.update(proposal_sent_on=builders.SENT_ON)
    moved(convention, State.BEFORE_COMMISSION, world.officer)
    record_vote(convention=convention, by=world.officer, fields=VOTE)
    moved(convention, State.SIGNED, world.admin, signed_on=builders.SIGNED_ON)
    moved(convention, State.TERMINATED, world.admin, **TERMINATION)
    with django_assert_num_queries(1):
        told = [(one.label, one.who, one.reason) for one in life.moves_of(convention)]
    officer, admin = str(world.officer), str(world.admin)
    assert told == [
        ("Rendre à l'association", officer, "Il manque le budget."),
        ("Inscrire à l'ordre du jour de la commission", officer, ""),
        ("Noter le vote", officer, ""),
        ("Noter la signature", admin, ""),
        ("Noter la résiliation", admin, "Dissolution."),
    ]
    facts = [one.facts for one in life.moves_of(convention)]
    assert facts[2] == ("délibération n° 2026-100", "votée le 14 septembre 2026")
    assert facts[4] == (
        "préavis notifié le 15 octobre 2026",
        "avec effet au 16 novembre 2026",
        "après avoir entendu la présidente",
    )


def line(convention) -> list[tuple[str, str]]:
    moves = life.moves_of(convention)
    return [(step.label, step.position) for step in life.steps_of(convention, moves)]


def test_the_line_of_steps_says_what_is_done_where_we_are_and_what_comes(world):
    convention = builders.at(world.convention, State.VOTED)
    assert line(convention) == [
        ("Proposée", "done"),
        ("Devant la commission", "done"),
        ("Votée", "current"),
        ("Signée", "to-come"),
        ("Soldée", "to-come"),
    ]


def test_a_step_bears_the_day_of_its_paper_and_never_that_of_its_note(world):
    convention = builders.at(world.convention, State.VOTED)
    moved(convention, State.SIGNED, world.admin, signed_on=builders.SIGNED_ON)
    convention.refresh_from_db()
    days = [step.day for step in life.steps_of(convention, life.moves_of(convention))]
    assert days == [builders.SENT_ON, None, builders.VOTED_ON, builders.SIGNED_ON, None]


def test_a_refusal_ends_the_line(world):
    convention = builders.at(world.convention, State.REFUSED)
    assert line(convention) == [
        ("Proposée", "done"),
        ("Devant la commission", "done"),
        ("Refusée", "current"),
    ]


@pytest.mark.parametrize(("was", "count"), [(State.VOTED, 4), (State.SIGNED, 5)])
def test_a_termination_ends_the_line_where_it_happened(world, was, count):
    convention = builders.at(world.convention, was)
    convention.signed_on = None
    convention.save()
    JournalEntry.objects.all().delete()
    if was == State.SIGNED:
        convention = builders.at(world.convention, State.VOTED)
        moved(convention, State.SIGNED, world.admin, signed_on=builders.SIGNED_ON)
    ended = moved(convention, State.TERMINATED, world.admin, **TERMINATION)
    told = line(ended)
    assert told[-1] == ("Résiliée", "current")
    assert len(told) == count


def test_each_side_reads_the_state_in_its_own_words(world):
    convention = builders.at(world.convention, State.PROPOSED)
    said = {
        "staff": "Proposition en préparation",
        "admin": "Proposition en préparation",
        "officer": "Proposition en préparation à l'association",
    }
    for name, words in said.items():
        assert life.state_sentence(convention, getattr(world, name)) == words
    convention.proposal_sent_on = datetime.date(2026, 6, 1)
    assert life.state_sentence(convention, world.officer) == (
        "Proposition reçue le 1er juin 2026, à inscrire à l'ordre du jour de la commission"
    )
    voted = builders.at(world.convention, State.VOTED)
    assert life.state_sentence(voted, world.admin) == (
        "Subvention votée le 14 septembre 2026 (délibération n° 2026-100) : convention à signer"
    )


@pytest.mark.parametrize(
    ("state", "name", "labels"),
    [
        (State.PROPOSED, "admin", []),
        (State.PROPOSED, "officer", ["Inscrire à l'ordre du jour de la commission"]),
        (
            State.BEFORE_COMMISSION,
            "officer",
            ["Rendre à l'association", "Noter le vote", "Noter le refus"],
        ),
        (State.BEFORE_COMMISSION, "staff", []),
        (State.VOTED, "admin", ["Noter la signature", "Noter la résiliation"]),
        (State.VOTED, "staff", []),
        (State.SIGNED, "officer", ["Noter la résiliation"]),
        (State.SETTLED, "officer", []),
    ],
)
def test_a_person_is_offered_their_moves_and_settling_is_decided_elsewhere(
    world, state, name, labels
):
    convention = builders.at(world.convention, state)
    offered = life.offered_moves(convention, getattr(world, name))
    assert [one.label for one in offered] == labels
