"""A decided settlement keeps the expenses that it was made of."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.actions import expenses as actions
from partnership.enums import AdjustmentRule, ConventionState, SettlementState
from partnership.models import Convention, Settlement
from tests.partnership.expenses.builders import IN_MARCH, make_expense, make_line

WORDS = "Le solde de DEP-2026 est décidé"


@pytest.fixture
def shared(world):
    """Charged for 40 % to the world's convention, for 50 % to the other one."""
    parts = [
        actions.Part(Decimal(40), world.convention),
        actions.Part(Decimal(50), world.other_convention),
    ]
    return make_expense(world.convention, parts=parts)


@pytest.fixture
def settled(world, shared):
    settle(world.convention)
    return world.convention


def settle(convention: Convention, state=SettlementState.DECIDED) -> None:
    Settlement.objects.create(
        convention=convention,
        state=state,
        rule=AdjustmentRule.PRORATA,
        granted=Decimal(7000),
        projected_cost=Decimal(18695),
        realised=Decimal(48),
        paid=Decimal(0),
        due=Decimal("17.97"),
        decided_due=Decimal("17.97"),
        decided_on=IN_MARCH,
        proposed_on=IN_MARCH,
        observations_until=IN_MARCH,
    )
    convention.state = ConventionState.SETTLED
    convention.save()


def test_nothing_is_added_to_it(as_admin, world, settled):
    with pytest.raises(ValidationError, match=WORDS):
        make_expense(settled)
    sent = {
        "label": "Train",
        "amount": "12",
        "parts-TOTAL_FORMS": "1",
        "parts-INITIAL_FORMS": "1",
        "parts-0-payer": f"convention:{settled.uid}",
        "parts-0-percent": "100",
    }
    answer = as_admin.post(reverse("partnership:expense-new", args=["DEP-2026"]), sent)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


@pytest.mark.parametrize(
    "fields", [{"amount": Decimal(130)}, {"paid_on": datetime.date(2025, 3, 2)}, {"paid_on": None}]
)
def test_what_it_counted_does_not_change(world, shared, settled, fields):
    with pytest.raises(ValidationError, match=WORDS):
        actions.change_expense(expense=shared, by=world.admin, **fields)
    shared.refresh_from_db()
    assert (shared.amount, shared.paid_on) == (Decimal(120), IN_MARCH)


def test_its_part_does_not_change_but_another_conventions_does(world, shared, settled):
    other = actions.Part(Decimal(60), world.other_convention)
    with pytest.raises(ValidationError, match=WORDS):
        actions.change_expense(expense=shared, by=world.admin, parts=[other])
    with pytest.raises(ValidationError, match=WORDS):
        actions.charge(
            expense=shared,
            convention=settled,
            percent=Decimal(10),
            budget_line=make_line(settled),
            by=world.admin,
        )
    kept = actions.Part(Decimal(40), settled)
    actions.change_expense(expense=shared, by=world.admin, parts=[kept, other], label="Bus")
    shared.refresh_from_db()
    assert shared.label == "Bus"
    assert sorted(one.percent for one in shared.shares.order_by("pk")) == [40, 60]


def test_it_is_not_taken_back(as_admin, world, shared, settled):
    with pytest.raises(ValidationError, match=WORDS):
        actions.remove_expense(expense=shared, by=world.admin, reason="Erreur")
    address = reverse("partnership:expense-cancel", args=[shared.uid])
    assert WORDS in as_admin.post(address, {"reason": "Erreur"}).content.decode()
    shared.refresh_from_db()
    assert not shared.is_cancelled


def test_a_settlement_that_is_only_proposed_stops_nothing(world, shared):
    settle(world.convention, SettlementState.PROPOSED)
    actions.change_expense(expense=shared, by=world.admin, amount=Decimal(130))
    assert make_expense(world.convention).pk
