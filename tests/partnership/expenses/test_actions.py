"""Keeping an expense: who bears what, never above the whole, never twice, never lost."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from partnership import citations, files
from partnership.actions.expenses import (
    Part,
    change_expense,
    charge,
    create_expense,
    remove_expense,
)
from partnership.enums import BudgetSide, Verb
from partnership.models import Expense, ExpenseShare, JournalEntry
from tests import factories
from tests.partnership.expenses.builders import make_expense, make_line


def part(percent, convention=None, line=None, name=""):
    return Part(Decimal(percent), convention, line, name)


def journal_of(expense):
    entries = JournalEntry.objects.filter(subject_type="expense", subject_uid=expense.uid)
    return [(entry.verb, entry.changes) for entry in entries.order_by("pk")]


def messages(refused):
    return " ".join(refused.value.messages)


def test_an_expense_is_kept_with_its_parts_and_journaled(world):
    line = make_line(world.convention)
    parts = [part("60", world.convention, line), part("40", name="Région imaginaire")]
    row = create_expense(
        owner=world.network, parts=parts, by=world.admin, label="Train", amount=Decimal("120.00")
    )
    shares = row.shares.order_by("pk")
    assert [(one.percent, one.funder_name) for one in shares] == [
        (Decimal(60), ""),
        (Decimal(40), "Région imaginaire"),
    ]
    [(verb, changes)] = journal_of(row)
    assert verb == Verb.CREATED
    assert changes["amount"] == "120.00"
    assert len(changes["shares"]) == 2


@pytest.mark.parametrize("who", ["staff", "officer", "other_officer"])
def test_only_the_administration_writes(world, who):
    somebody = getattr(world, who)
    row = make_expense(world.convention)
    with pytest.raises(PermissionDenied):
        create_expense(
            owner=world.network,
            parts=[part("100", world.convention)],
            by=somebody,
            label="Train",
            amount=Decimal(1),
        )
    with pytest.raises(PermissionDenied):
        change_expense(expense=row, by=somebody, label="Autre")
    with pytest.raises(PermissionDenied):
        charge(expense=row, convention=world.other_convention, percent=Decimal(1), by=somebody)
    with pytest.raises(PermissionDenied):
        remove_expense(expense=row, by=somebody)
    assert list(Expense.objects.values_list("label", flat=True)) == ["Billets de train"]


def test_the_parts_never_pass_the_whole(world):
    with pytest.raises(ValidationError) as refused:
        make_expense(
            world.convention,
            parts=[part("60", world.convention), part("40.01", world.other_convention)],
        )
    assert "100,01" in messages(refused)
    assert Expense.objects.count() == 0


def test_parts_that_do_not_hold_are_refused(world):
    here, elsewhere = world.convention, factories.ConventionFactory()
    income = make_line(here, side=BudgetSide.INCOME)
    of_other = make_line(world.other_convention)
    refused = [
        [part("100", name="Région")],
        [part("50", here), part("50", here)],
        [part("50", name="Région"), part("50", name="Région"), part("0.01", here)],
        [part("100", elsewhere)],
        [part("100", here, of_other)],
        [part("100", here, income)],
    ]
    for parts in refused:
        with pytest.raises(ValidationError):
            make_expense(here, parts=parts)
    assert Expense.objects.count() == 0


def test_two_people_who_each_add_a_part_never_pass_the_whole_together(world):
    """Each read the expense before the other wrote: the second one counts what is there now."""
    row = make_expense(world.convention, percent="40")
    first, second = Expense.objects.get(pk=row.pk), Expense.objects.get(pk=row.pk)
    charge(expense=first, convention=world.other_convention, percent=Decimal(50), by=world.admin)
    line = make_line(world.convention)
    with pytest.raises(ValidationError) as refused:
        charge(
            expense=second,
            convention=world.convention,
            budget_line=line,
            percent=Decimal(50),
            by=world.admin,
        )
    assert "140,00" in messages(refused)
    percents = ExpenseShare.objects.filter(expense=row).order_by("pk")
    assert [one.percent for one in percents] == [Decimal(40), Decimal(50)]


def test_the_lock_is_taken_before_the_parts_are_read(world, django_assert_num_queries):
    """Where the database can lock, the row is asked for with FOR UPDATE: nobody reads between."""
    row = make_expense(world.convention)
    asked = []
    hold = Expense.objects.select_for_update

    def watched(**given):
        asked.append(given)
        return hold(**given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Expense.objects, "select_for_update", watched)
        change_expense(expense=row, by=world.admin, parts=[part("10", world.convention)])
    assert asked == [{"of": ("self",)}]


def test_a_part_that_stays_keeps_its_row(world):
    row = make_expense(world.convention, percent="60")
    kept = row.shares.get().uid
    parts = [part("50", world.convention), part("50", name="Région")]
    change_expense(expense=row, by=world.admin, parts=parts)
    assert row.shares.get(convention=world.convention).uid == kept
    change_expense(expense=row, by=world.admin, parts=[part("50", world.convention)])
    assert row.shares.get().uid == kept


def test_nothing_is_journaled_when_nothing_changes(world):
    row = make_expense(world.convention)
    before = JournalEntry.objects.count()
    change_expense(
        expense=row, by=world.admin, label=row.label, parts=[part("100", world.convention)]
    )
    assert JournalEntry.objects.count() == before


def test_a_correction_keeps_both_readings(world):
    row = make_expense(world.convention)
    change_expense(expense=row, by=world.admin, amount=Decimal("130.00"))
    assert journal_of(row)[-1] == (Verb.CHANGED, {"amount": ["120.00", "130.00"]})


def test_a_form_sent_twice_makes_one_expense(world):
    given = {
        "owner": world.network,
        "by": world.admin,
        "uid": uuid.uuid4(),
        "label": "Train",
        "amount": Decimal("10.00"),
    }
    parts = [part("100", world.convention)]
    first = create_expense(parts=parts, **given)
    assert create_expense(parts=parts, **given) == first
    with pytest.raises(ValidationError):
        create_expense(parts=parts, **given | {"label": "Autre chose"})
    assert Expense.objects.count() == 1


def test_the_amount_of_working_time_is_not_typed(world):
    row = make_expense(world.convention, minutes=120, hourly_rate=Decimal(60))
    change_expense(expense=row, by=world.admin, label="Temps de mars")
    with pytest.raises(ValidationError):
        change_expense(expense=row, by=world.admin, amount=Decimal(1))
    row.refresh_from_db()
    assert (row.label, row.amount) == ("Temps de mars", Decimal("120.00"))


def test_a_fresh_expense_is_deleted_and_an_older_one_cancelled(world):
    now = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
    with time_machine.travel(now, tick=False) as clock:
        fresh, old = make_expense(world.convention), make_expense(world.convention)
        assert remove_expense(expense=fresh, by=world.admin) is True
        clock.shift(datetime.timedelta(minutes=10))
        with pytest.raises(ValidationError):
            remove_expense(expense=old, by=world.admin, reason=" ")
        assert remove_expense(expense=old, by=world.admin, reason="Doublon") is False
    assert [verb for verb, _ in journal_of(fresh)] == [Verb.CREATED, Verb.DELETED]
    assert journal_of(old)[-1] == (Verb.CANCELLED, {"reason": "Doublon"})
    old.refresh_from_db()
    assert (old.is_cancelled, old.cancel_reason) == (True, "Doublon")
    with pytest.raises(ValidationError):
        change_expense(expense=old, by=world.admin, label="Autre")


def test_what_is_cited_or_proved_is_only_cancelled(world, monkeypatch):
    cited, proved = make_expense(world.convention), make_expense(world.convention)
    files.store(proved, name="facture.pdf", content=b"%PDF", content_type="application/pdf")
    monkeypatch.setattr(citations, "is_cited", lambda row: row.pk == cited.pk)
    for row in (cited, proved):
        assert remove_expense(expense=row, by=world.admin, reason="Erreur") is False
    assert Expense.objects.count() == 2
