"""Working time as an expense: computed once, with its time sheet, never twice."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from partnership.account_headings import keep_headings
from partnership.actions.expenses import remove_expense
from partnership.charging import charges_of
from partnership.models import AccountHeading, Expense, JournalEntry
from tests import factories
from tests.partnership.expenses.builders import make_line
from tests.partnership.staff.builders import IN_MARCH, make_rate, make_salary, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def rate(world):
    return make_rate(world.convention, world.staff)


def test_minutes_times_the_rate_are_an_expense_with_its_time_sheet(world, rate):
    rows = [worked(world.staff, 45, "b", datetime.date(2026, 3, 9)), worked(world.staff, 50, "a")]
    made = make_salary(world.convention, rate, rows, by=world.admin)
    assert (made.minutes, made.hourly_rate, made.amount) == (
        95,
        Decimal("27.40"),
        Decimal("43.38"),  # 95 / 60 × 27,40 = 43,3833…
    )
    assert made.person == world.staff
    assert made.time_sheet == [
        {"uid": "a", "type": "session", "date": "2026-03-02", "minutes": 50, "what": "Entretien"},
        {"uid": "b", "type": "session", "date": "2026-03-09", "minutes": 45, "what": "Entretien"},
    ]
    [charge] = charges_of(world.convention)
    assert (charge.charged, charge.counts) == (Decimal("43.38"), True)


def test_the_journal_tells_the_expense_and_neither_the_rate_nor_the_name(world, rate):
    made = make_salary(world.convention, rate, by=world.admin)
    line = JournalEntry.objects.get(subject_uid=made.uid)
    assert "hourly_rate" not in line.changes
    assert str(world.staff) not in str(line.changes)


def test_it_bears_the_account_of_staff_costs_unless_its_budget_line_has_one(world, rate):
    keep_headings(AccountHeading)
    alone = make_salary(world.convention, rate)
    assert alone.account.code == "64"
    mapped = make_line(world.convention, account=AccountHeading.objects.filter(code="64").last())
    rows = [worked(world.staff, uid="b")]
    on_line = make_salary(world.convention, rate, rows, budget_line=mapped)
    assert on_line.account is None
    assert charges_of(world.convention)[-1].account_id == mapped.account_id


@pytest.mark.parametrize("who", ["staff", "officer", "other_officer"])
def test_only_the_administration_records_it(world, rate, who):
    with pytest.raises(PermissionDenied):
        make_salary(world.convention, rate, by=getattr(world, who))
    assert not Expense.objects.exists()


def test_the_same_time_of_a_person_is_never_valued_twice(world, rate):
    make_salary(world.convention, rate, label="Temps de mars")
    rows = [worked(world.staff, 30, "new"), worked(world.staff, 60, "a")]
    with pytest.raises(ValidationError, match=r"Temps de mars.*ne se paie pas deux fois"):
        make_salary(world.convention, rate, rows)
    with pytest.raises(ValidationError, match="ne se paie pas deux fois"):
        make_salary(world.other_convention, rate)
    assert Expense.objects.count() == 1


def test_an_exchange_of_two_people_is_valued_once_for_each(world, rate):
    make_salary(world.convention, rate)
    other = make_rate(world.convention, world.admin, "38.15")
    make_salary(world.convention, other, [worked(world.admin, 60, "a")])
    assert sum(one.amount for one in Expense.objects.order_by("pk")) == Decimal("65.55")


def test_time_of_a_cancelled_expense_may_be_valued_again(world, rate):
    made = make_salary(world.convention, rate)
    Expense.objects.filter(pk=made.pk).update(
        created_at=made.created_at - datetime.timedelta(hours=1)
    )
    remove_expense(expense=made, by=world.admin, reason="Erreur de mois")
    assert make_salary(world.convention, rate).amount == Decimal("27.40")


def test_sent_twice_it_is_recorded_once(world, rate):
    uid = uuid.uuid4()
    first = make_salary(world.convention, rate, uid=uid)
    assert make_salary(world.convention, rate, uid=uid) == first
    with pytest.raises(ValidationError):
        make_salary(world.convention, rate, [worked(world.staff, 10, "z")], uid=uid)
    assert Expense.objects.count() == 1


def test_what_is_not_this_persons_time_at_this_rate_is_refused(world):
    rate = make_rate(world.convention, world.staff, last=IN_MARCH)
    late = datetime.date(2026, 3, 3)
    for rows, words in (
        ([], "pas de temps à valoriser"),
        ([worked(world.admin)], "n'est pas celui de"),
        ([worked(world.staff, None)], "n'a pas"),
        ([worked(world.staff, day=late)], "hors de la période"),
        ([worked(world.staff), worked(world.staff)], "présente deux fois"),
    ):
        with pytest.raises(ValidationError, match=words):
            make_salary(world.convention, rate, rows)
    assert not Expense.objects.exists()


def test_the_rate_of_another_association_is_refused(world):
    elsewhere = make_rate(factories.ConventionFactory(), world.staff)
    with pytest.raises(ValidationError, match="autre association"):
        make_salary(world.convention, elsewhere)
