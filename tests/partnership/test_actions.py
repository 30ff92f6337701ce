"""Writes of the partnership: who may, in what order, and what the journal keeps."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import journal, transitions
from partnership.actions import conventions, organisations
from partnership.enums import ConventionState, Origin, Verb
from partnership.models import Convention, JournalEntry, Organisation, TakenOverValue
from partnership.permissions import can_move_convention
from tests import factories

STEPS = [pytest.param(step, id=f"{step.source}-{step.target}") for step in transitions.TRANSITIONS]
IN_TABLE = {(step.source, step.target) for step in transitions.TRANSITIONS}
OUT_OF_TABLE = [
    (source, target)
    for source in ConventionState
    for target in ConventionState
    if (source, target) not in IN_TABLE
]
PEOPLE = ("staff", "admin", "officer", "other_officer")


def standing_at(world, state) -> Convention:
    world.convention.state = state
    world.convention.proposal_sent_on = datetime.date(2026, 2, 1)
    world.convention.save()
    return world.convention


def may(step) -> set[str]:
    """Names in the world of those whom the step's roles allow."""
    return {str(role) for role in step.roles}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_done_by_each_role_it_belongs_to(world, step):
    for name in sorted(may(step)):
        convention = standing_at(world, step.source)
        moved = conventions.move_convention(
            convention=convention, to=step.target, by=getattr(world, name), reason="Le motif."
        )
        assert moved.state == step.target
        convention.refresh_from_db()
        assert convention.state == step.target


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_refused_to_everybody_else_with_words(world, step):
    convention = standing_at(world, step.source)
    for name in sorted(set(PEOPLE) - may(step)):
        with pytest.raises(PermissionDenied) as refused:
            conventions.move_convention(
                convention=convention, to=step.target, by=getattr(world, name), reason="Le motif."
            )
        who = " ou ".join(role.label for role in step.roles)
        assert str(refused.value) == f"« {step.label} » revient à : {who}."
    convention.refresh_from_db()
    assert convention.state == step.source
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_the_page_offers_a_step_to_those_who_may_do_it(world, step):
    offered = {
        name for name in PEOPLE if can_move_convention(getattr(world, name), world.convention, step)
    }
    assert offered == may(step)


@pytest.mark.parametrize(("source", "target"), OUT_OF_TABLE)
def test_a_step_that_is_not_in_the_table_is_refused(world, source, target):
    convention = standing_at(world, source)
    with pytest.raises(ValidationError) as refused:
        conventions.move_convention(
            convention=convention, to=target, by=world.officer, reason="Oui."
        )
    assert refused.value.messages == [
        f"Une convention « {source.label.lower()} » ne peut pas devenir « {target.label.lower()} »."
    ]
    convention.refresh_from_db()
    assert convention.state == source


@pytest.mark.parametrize("step", [step for step in STEPS if step.values[0].needs_reason])
@pytest.mark.parametrize("reason", ["", "  \n "])
def test_a_step_that_undoes_needs_a_reason(world, step, reason):
    convention = standing_at(world, step.source)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        conventions.move_convention(
            convention=convention, to=step.target, by=world.officer, reason=reason
        )
    convention.refresh_from_db()
    assert convention.state == step.source


def test_a_move_is_judged_on_the_stored_state_not_on_the_page_that_was_open(world):
    stale = standing_at(world, ConventionState.PROPOSED)
    Convention.objects.filter(pk=stale.pk).update(state=ConventionState.SIGNED)
    with pytest.raises(ValidationError, match="« signée » ne peut pas devenir"):
        conventions.move_convention(
            convention=stale, to=ConventionState.BEFORE_COMMISSION, by=world.officer
        )


def test_a_move_is_journaled_with_who_what_and_why(world):
    convention = standing_at(world, ConventionState.SIGNED)
    with journal.origin(Origin.PAGE):
        conventions.move_convention(
            convention=convention,
            to=ConventionState.TERMINATED,
            by=world.admin,
            reason=" Dissolution. ",
        )
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.by, entry.owner) == (Verb.MOVED, world.admin, world.network)
    assert (entry.subject_type, entry.subject_uid) == ("convention", convention.uid)
    assert entry.changes == {"state": ["signed", "terminated"], "reason": "Dissolution."}
    assert entry.origin == Origin.PAGE


def test_a_move_whose_journal_line_fails_did_not_happen(world, monkeypatch):
    convention = standing_at(world, ConventionState.VOTED)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(journal, "record", broken)
    with pytest.raises(RuntimeError):
        conventions.move_convention(
            convention=convention, to=ConventionState.SIGNED, by=world.admin
        )
    convention.refresh_from_db()
    assert convention.state == ConventionState.VOTED


def test_a_structure_is_created_with_its_spaces_put_right_and_journaled(world):
    made = organisations.create_organisation(
        owner=world.network, name="  Comité   de jumelage ", by=world.staff, town="Étaples"
    )
    assert made.name_and_town == "Comité de jumelage (Étaples)"
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.subject_uid) == (Verb.CREATED, made.uid)


@pytest.mark.parametrize(
    "fields", [{"name": " "}, {"name": "A", "siret": "43853522100025"}, {"name": "B", "kind": "?"}]
)
def test_a_structure_that_is_wrong_is_neither_created_nor_journaled(world, fields):
    before = Organisation.objects.count()
    with pytest.raises(ValidationError):
        organisations.create_organisation(owner=world.network, by=world.staff, **fields)
    assert Organisation.objects.count() == before
    assert not JournalEntry.objects.exists()


@pytest.fixture
def past(world):
    return factories.ConventionFactory(
        owner=world.network, funder=world.funder, beneficiary=world.association, past=True
    )


def take_over(convention, by, **fields):
    given = {
        "figure_id": "accompaniment.sessions",
        "value": Decimal(35),
        "source": "Bilan 2023",
        "page": "ligne 281",
        "today": datetime.date(2026, 6, 15),
    }
    return conventions.take_over_value(convention=convention, by=by, **given | fields)


def test_a_published_total_of_a_past_year_is_kept_and_journaled(world, past):
    taken = take_over(past, world.admin, quotation="35 entretiens")
    assert (taken.value, taken.page, taken.quotation) == (Decimal(35), "ligne 281", "35 entretiens")
    entry = JournalEntry.objects.get()
    assert entry.changes == {"taken over": "accompaniment.sessions", "value": "35"}


@pytest.mark.parametrize(
    ("today", "refused"),
    [(datetime.date(2023, 12, 31), True), (datetime.date(2024, 1, 1), False)],
)
def test_a_total_without_rows_is_refused_until_the_year_is_over(world, past, today, refused):
    if refused:
        with pytest.raises(ValidationError, match="n'est pas terminée"):
            take_over(past, world.admin, today=today)
    else:
        take_over(past, world.admin, today=today)
    assert TakenOverValue.objects.exists() is not refused


def test_the_same_total_taken_over_again_changes_and_journals_nothing(world, past):
    first = take_over(past, world.admin)
    assert take_over(past, world.admin) == first
    assert JournalEntry.objects.count() == 1


def test_another_total_for_the_same_figure_is_refused_rather_than_lost(world, past):
    take_over(past, world.admin)
    with pytest.raises(ValidationError, match="Ce chiffre a déjà une valeur reprise"):
        take_over(past, world.admin, value=Decimal(40))
    assert TakenOverValue.objects.get().value == Decimal(35)
    assert JournalEntry.objects.count() == 1


@pytest.mark.parametrize(
    "fields", [{"value": Decimal(-1)}, {"source": ""}, {"figure_id": "accompaniment.kites"}]
)
def test_a_wrong_total_is_refused_with_words_and_leaves_nothing(world, past, fields):
    with pytest.raises(ValidationError):
        take_over(past, world.admin, **fields)
    assert not TakenOverValue.objects.exists()
    assert not JournalEntry.objects.exists()
