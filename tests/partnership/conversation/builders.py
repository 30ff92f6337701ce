"""Items that both sides talk about, and what is said of them."""

from __future__ import annotations

from decimal import Decimal

from partnership.actions import conversation
from partnership.models import Expense, ExpenseShare
from tests import factories


def action(world, **fields):
    """An action of the programme of the world's convention, counted by its sessions."""
    row = factories.CommitmentFactory(convention=world.convention, **fields)
    if row.target:
        factories.ReadingFactory(commitment=row, beside=["accompaniment.organisations"])
    return row


def expense(convention, **fields):
    given = {"owner": convention.owner, "label": "Location de salle", "amount": Decimal(120)}
    row = Expense.objects.create(**given | fields)
    ExpenseShare.objects.create(expense=row, convention=convention)
    return row


def session(world, **fields):
    return factories.SessionFactory(follow_up__convention=world.convention, **fields)


def ask(world, item, text="Combien de structures ?", **fields):
    given = {"convention": world.convention, "by": world.officer}
    return conversation.ask(item=item, text=text, **given | fields)


def answer(world, item, text="Dix-sept.", **fields):
    given = {"convention": world.convention, "by": world.staff}
    return conversation.answer(item=item, text=text, **given | fields)


def accept(world, item, **fields):
    given = {"convention": world.convention, "by": world.officer}
    return conversation.accept(item=item, **given | fields)


def refuse(world, item, text="Il manque la preuve.", **fields):
    given = {"convention": world.convention, "by": world.officer}
    return conversation.refuse(item=item, text=text, **given | fields)
