"""Amendments: who notes them, what they may change, what they leave, how one is taken back."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import files
from partnership.actions import amendments as actions
from partnership.actions.amendments import AddedAction, ChangedAction
from partnership.enums import AdjustmentRule, DeadlineKind, Verb
from partnership.enums import ConventionState as State
from partnership.models import Amendment, Commitment, Convention, Deadline, JournalEntry
from tests import factories
from tests.partnership.life import builders

DAY = datetime.date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-16 10:00"):
        yield


@pytest.fixture
def signed(world):
    factories.CommitmentFactory(convention=world.convention, number=1, target=30)
    factories.CommitmentFactory(convention=world.convention, number=2, text="Deux temps", target=2)
    return builders.at(world.convention, State.SIGNED)


def record(convention, by, **fields) -> Amendment:
    given = {"signed_on": DAY, "purpose": "Un changement"}
    return actions.record_amendment(convention=convention, by=by, **given | fields)


def fresh(convention) -> Convention:
    return Convention.objects.get(pk=convention.pk)


@pytest.mark.parametrize("name", ["admin", "officer"])
def test_either_side_notes_a_signed_amendment(world, signed, name):
    made = record(signed, getattr(world, name), amount=Decimal(5000))
    assert (made.number, made.in_force_on) == (1, DAY)
    assert fresh(signed).terms().amount == Decimal(5000)
    signed.refresh_from_db()
    assert signed.original_amount == Decimal(7000)
    entry = JournalEntry.objects.get()
    assert (entry.verb, entry.subject_uid) == (Verb.CREATED, made.uid)
    assert entry.changes["terms"][0] == [
        "Subvention",
        "7\u202f000,00\u00a0€",
        "5\u202f000,00\u00a0€",
    ]


@pytest.mark.parametrize("name", ["staff", "other_officer"])
def test_it_is_nobody_elses_to_note(world, signed, name):
    with pytest.raises(PermissionDenied):
        record(signed, getattr(world, name), amount=Decimal(5000))


@pytest.mark.parametrize("state", [s for s in State if s not in {State.VOTED, State.SIGNED}])
def test_only_a_voted_convention_that_runs_is_amended(world, state):
    if state == State.TERMINATED:
        world.convention.terminated_on, world.convention.heard = DAY, "la présidente"
    convention = builders.at(world.convention, state)
    with pytest.raises(ValidationError, match="votée ou signée ; celle-ci est"):
        record(convention, world.admin, amount=Decimal(5000))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2026, 9, 30), "à partir du 1er octobre 2026"),
        (datetime.date(2026, 11, 17), "n'est pas encore passé"),
    ],
)
def test_it_is_signed_between_the_convention_and_today(world, signed, day, words):
    with pytest.raises(ValidationError, match=words) as refused:
        record(signed, world.admin, signed_on=day, amount=Decimal(5000))
    assert list(refused.value.error_dict) == ["signed_on"]


@pytest.mark.parametrize("fields", [{}, {"amount": Decimal(7000)}, {"rule": ""}])
def test_it_must_change_something(world, signed, fields):
    with pytest.raises(ValidationError, match="ne change rien"):
        record(signed, world.admin, **fields)
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"amount": Decimal(18696)}, "amount", "dépasserait le coût prévisionnel"),
        ({"projected_cost": Decimal(6999)}, "amount", "dépasserait le coût prévisionnel"),
        ({"ends_on": datetime.date(2025, 12, 31)}, "ends_on", "La période finirait"),
        ({"ends_on": datetime.date(2027, 4, 1)}, "report_due_on", "donnez aussi la date du bilan"),
        (
            {"report_due_on": datetime.date(2026, 12, 31)},
            "report_due_on",
            "avant la fin de la période",
        ),
    ],
)
def test_what_results_must_hold_together(world, signed, fields, name, words):
    with pytest.raises(ValidationError, match=words) as refused:
        record(signed, world.admin, **fields)
    assert list(refused.value.error_dict) == [name]
    assert not Amendment.objects.exists()


def test_what_results_is_judged_whole_not_field_by_field(world, signed):
    record(
        signed,
        world.admin,
        amount=Decimal(20000),
        projected_cost=Decimal(40000),
        ends_on=datetime.date(2027, 6, 30),
        report_due_on=datetime.date(2027, 10, 1),
        rule=AdjustmentRule.ACTUAL_COST,
    )
    terms = fresh(signed).terms()
    assert (terms.amount, terms.projected_cost, terms.rule) == (
        Decimal(20000),
        Decimal(40000),
        AdjustmentRule.ACTUAL_COST,
    )


def test_one_noted_late_must_hold_with_those_that_follow_it(world, signed):
    record(signed, world.admin, projected_cost=Decimal(8000), number=2)
    with pytest.raises(ValidationError, match="Avec l'avenant n° 2 : La subvention"):
        record(
            signed,
            world.admin,
            number=1,
            amount=Decimal(9000),
            signed_on=datetime.date(2026, 10, 5),
        )


def test_two_of_the_same_number_are_refused_with_words(world, signed):
    record(signed, world.admin, amount=Decimal(5000))
    with pytest.raises(ValidationError, match="déjà un avenant de ce numéro"):
        record(signed, world.officer, number=1, amount=Decimal(4000))


def test_actions_are_changed_withdrawn_and_added(world, signed):
    first, second = signed.terms().commitments
    record(
        signed,
        world.admin,
        changed=[ChangedAction(first, target=20), ChangedAction(second, withdrawn=True)],
        added=[AddedAction("Un webinaire", 1, "webinaire")],
    )
    now = fresh(signed).terms().commitments
    assert [(one.number, one.text, one.target) for one in now] == [
        (1, "Réalisation de 30 accompagnements", 20),
        (3, "Un webinaire", 1),
    ]
    first.refresh_from_db()
    assert first.target == 30
    before = fresh(signed).terms(on=datetime.date(2026, 10, 19)).commitments
    assert [one.number for one in before] == [1, 2]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target": 30}, "Rien ne change à l'action 1"),
        ({"text": "Réalisation de 30 accompagnements"}, "Rien ne change à l'action 1"),
    ],
)
def test_an_action_said_to_change_must_change(world, signed, change, words):
    first, second = signed.terms().commitments
    with pytest.raises(ValidationError, match=words):
        record(
            signed,
            world.admin,
            changed=[ChangedAction(first, **change), ChangedAction(second, withdrawn=True)],
        )
    assert not Amendment.objects.exists()


def test_an_action_that_was_withdrawn_does_not_change_again(world, signed):
    second = signed.terms().commitments[1]
    record(signed, world.admin, changed=[ChangedAction(second, withdrawn=True)])
    with pytest.raises(ValidationError, match="n'est pas au programme"):
        record(signed, world.admin, amount=Decimal(5000), changed=[ChangedAction(second, target=3)])


def test_a_quantity_needs_a_unit(world, signed):
    bare = factories.CommitmentFactory(
        convention=signed, number=4, text="Valorisation", target=None, unit=""
    )
    with pytest.raises(ValidationError, match="Donnez l'unité de la quantité prévue à l'action 4"):
        record(signed, world.admin, changed=[ChangedAction(bare, target=3)])


def test_an_action_of_another_convention_is_refused(world, signed):
    other = factories.CommitmentFactory(convention=world.other_convention)
    with pytest.raises(ValidationError, match="celle d'une autre convention"):
        record(signed, world.admin, changed=[ChangedAction(other, withdrawn=True)])


def test_the_stored_deadline_of_the_bilan_moves_with_its_history(world, signed):
    deadline = builders.report_deadline(signed)
    record(signed, world.admin, report_due_on=datetime.date(2027, 5, 1))
    deadline.refresh_from_db()
    assert deadline.due_on == datetime.date(2027, 5, 1)
    change = deadline.changes.get()
    assert (change.before, change.after, change.reason, change.by) == (
        datetime.date(2027, 4, 1),
        datetime.date(2027, 5, 1),
        "avenant n° 1",
        world.admin,
    )
    assert fresh(signed).report_due_on == datetime.date(2027, 5, 1)


def test_an_amendment_that_leaves_the_bilans_day_leaves_its_deadline(world, signed):
    deadline = builders.report_deadline(signed)
    Deadline.objects.update(due_on=datetime.date(2027, 4, 15))
    record(signed, world.admin, amount=Decimal(5000))
    deadline.refresh_from_db()
    assert deadline.due_on == datetime.date(2027, 4, 15)
    assert not deadline.changes.exists()


def test_without_a_stored_deadline_none_is_made(world, signed):
    record(signed, world.admin, report_due_on=datetime.date(2027, 5, 1))
    assert not Deadline.objects.filter(kind=DeadlineKind.REPORT).exists()


def test_its_author_takes_it_back_within_ten_minutes_and_nothing_is_left(world, signed):
    deadline = builders.report_deadline(signed)
    Deadline.objects.update(due_on=datetime.date(2027, 4, 15))
    made = record(
        signed,
        world.admin,
        report_due_on=datetime.date(2027, 5, 1),
        added=[AddedAction("Un webinaire")],
    )
    with time_machine.travel("2026-11-16 10:09"):
        actions.remove_amendment(amendment=made, by=world.admin)
    assert not Amendment.objects.exists()
    assert Commitment.objects.filter(convention=signed).count() == 2
    deadline.refresh_from_db()
    assert deadline.due_on == datetime.date(2027, 4, 15)
    assert deadline.changes.order_by("pk").last().reason == "avenant n° 1 retiré"
    told = JournalEntry.objects.filter(subject_uid=made.uid).order_by("pk")
    assert [one.verb for one in told] == [Verb.CREATED, Verb.DELETED]


def test_it_is_not_taken_back_by_another_person_nor_later(world, signed):
    made = record(signed, world.admin, amount=Decimal(5000))
    with pytest.raises(ValidationError, match="par la personne qui l'a noté"):
        actions.remove_amendment(amendment=made, by=world.officer)
    with pytest.raises(PermissionDenied):
        actions.remove_amendment(amendment=made, by=world.staff)
    with (
        time_machine.travel("2026-11-16 10:11"),
        pytest.raises(ValidationError, match="dans les dix minutes"),
    ):
        actions.remove_amendment(amendment=made, by=world.admin)
    assert Amendment.objects.exists()


def _another(world, convention, made):
    record(convention, world.admin, amount=Decimal(4000))


def _deliberation(world, convention, made):
    builders.deliberation(convention, number="2026-200", amendment=made)


def _file(world, convention, made):
    files.store(made, name="avenant.pdf", content=b"%PDF", content_type="application/pdf")


def _reading(world, convention, made):
    factories.ReadingFactory(commitment=made.added_commitments.get())


def _work(world, convention, made):
    factories.WorkEntryFactory(convention=convention, commitment=made.added_commitments.get())


@pytest.mark.parametrize("cite", [_another, _deliberation, _file, _reading, _work])
def test_it_is_not_taken_back_once_something_cites_it(world, signed, cite):
    made = record(signed, world.admin, amount=Decimal(5000), added=[AddedAction("Un webinaire")])
    cite(world, signed, made)
    with pytest.raises(ValidationError, match="déjà cité"):
        actions.remove_amendment(amendment=made, by=world.admin)
    assert Amendment.objects.filter(pk=made.pk).exists()
