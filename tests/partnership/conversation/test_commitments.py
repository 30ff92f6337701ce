"""An action done according to the association, then validated by the funder."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import standing
from partnership.actions.commitments import mark_commitment
from partnership.enums import CommitmentState, Verb
from partnership.models import Amendment, CommitmentChange, JournalEntry, Notice
from tests.partnership.conversation.builders import accept, action

QUALITATIVE = {"target": None, "unit": "", "text": "Appui-conseil"}


@pytest.mark.parametrize("who", ["staff", "admin"])
def test_the_team_says_that_an_action_is_done_and_takes_it_back(world, who):
    by, row = getattr(world, who), action(world)
    assert mark_commitment(commitment=row, done=True, by=by).state == CommitmentState.DONE
    assert mark_commitment(commitment=row, done=False, by=by).state == CommitmentState.RUNNING
    changes = [entry.changes["state"] for entry in JournalEntry.objects.order_by("pk")]
    assert changes == [["running", "done"], ["done", "running"]]


@pytest.mark.parametrize("who", ["officer", "other_officer"])
def test_nobody_else_says_it(world, who):
    row = action(world)
    with pytest.raises(PermissionDenied):
        mark_commitment(commitment=row, done=True, by=getattr(world, who))
    row.refresh_from_db()
    assert row.state == CommitmentState.RUNNING


def test_an_action_without_a_quantity_says_what_shows_it(world):
    row = action(world, **QUALITATIVE)
    with pytest.raises(ValidationError, match="ce qui a été fait"):
        mark_commitment(commitment=row, done=True, by=world.staff, reason="  ")
    marked = mark_commitment(commitment=row, done=True, by=world.staff, reason=" Deux\n appuis. ")
    assert marked.state_reason == "Deux appuis."
    with pytest.raises(ValidationError, match="reste à faire"):
        mark_commitment(commitment=row, done=False, by=world.staff)
    entry = JournalEntry.objects.get()
    assert entry.verb == Verb.MOVED
    assert entry.changes == {"state": ["running", "done"], "reason": ["", "Deux appuis."]}


def test_a_quantity_that_an_amendment_gave_needs_no_reason(world):
    row = action(world, **QUALITATIVE)
    amendment = Amendment.objects.create(
        convention=world.convention,
        number=1,
        signed_on="2026-02-01",
        in_force_on="2026-02-01",
        purpose="Préciser",
    )
    CommitmentChange.objects.create(
        amendment=amendment, commitment=row, target=4, unit="rendez-vous"
    )
    marked = mark_commitment(commitment=row, done=True, by=world.staff)
    marked.refresh_from_db()
    assert (marked.state, marked.target) == (CommitmentState.DONE, None)


def test_an_action_that_an_amendment_withdrew_is_not_marked(world):
    row = action(world)
    amendment = Amendment.objects.create(
        convention=world.convention,
        number=1,
        signed_on="2026-02-01",
        in_force_on="2026-02-01",
        purpose="Retirer",
    )
    CommitmentChange.objects.create(amendment=amendment, commitment=row, withdrawn=True)
    with pytest.raises(ValidationError, match="retiré cette action"):
        mark_commitment(commitment=row, done=True, by=world.staff)


def test_the_same_again_changes_journals_and_tells_nothing(world):
    row = action(world)
    for _ in range(2):
        mark_commitment(commitment=row, done=True, by=world.staff)
    assert JournalEntry.objects.count() == 1
    assert Notice.objects.filter(to=world.officer).count() == 1


def test_what_the_funder_validated_is_not_taken_back(world):
    row = action(world)
    mark_commitment(commitment=row, done=True, by=world.staff)
    accept(world, row)
    with pytest.raises(ValidationError, match="validée par le Département"):
        mark_commitment(commitment=row, done=False, by=world.admin)
    row.refresh_from_db()
    assert row.state == CommitmentState.VALIDATED


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CommitmentState.RUNNING, "en cours"),
        (CommitmentState.DONE, "réalisé selon Lianes"),
        (CommitmentState.VALIDATED, "validé par le Département"),
    ],
)
def test_a_state_names_the_side_that_says_it(world, state, words):
    world.association.short_name = "Lianes"
    world.convention.beneficiary = world.association
    assert standing.commitment(state, world.convention)[1] == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Département du Nord", "le Département du Nord"),
        ("Région Hauts-de-France", "la Région Hauts-de-France"),
        ("Agence de l'eau", "l'Agence de l'eau"),
        ("Lianes coopération", "Lianes coopération"),
    ],
)
def test_a_body_takes_its_article_in_a_sentence(world, name, words):
    world.funder.name = name
    assert standing.side(world.funder) == words
