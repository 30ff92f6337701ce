"""Reminders leave once each, to those they concern."""

from __future__ import annotations

import datetime

import pytest

from partnership.actions.deadlines import keep_report_deadline, move_deadline
from partnership.enums import ConventionState, DeadlineKind
from partnership.models import Convention, Deadline, Mail, Reminder
from partnership.reminders import remind
from tests import factories

DUE = datetime.date(2027, 4, 1)


@pytest.fixture
def convention(world):
    world.other_convention.state = ConventionState.PROPOSED
    world.other_convention.save()
    return world.convention


def days_before(days: int) -> datetime.date:
    return DUE - datetime.timedelta(days=days)


def told() -> set[str]:
    return {mail.to.email for mail in Mail.objects.select_related("to").order_by("pk")}


def test_each_reminder_leaves_once(world, convention):
    for days in (61, 60, 60, 45, 30, 29, 7, 1, 0, -1, -2):
        remind(days_before(days))
    assert list(Reminder.objects.order_by("pk").values_list("days", flat=True)) == [60, 30, 7, -1]
    assert Mail.objects.filter(to=world.admin).count() == 4


def test_the_bilan_is_recalled_to_the_team_alone(world, convention):
    remind(days_before(30))
    assert told() == {world.staff.email, world.admin.email}
    mail = Mail.objects.filter(to=world.staff).get()
    assert mail.subject == "Dans 30 jours : bilan attendu, DEP-2026"
    assert "1er avril 2027" in mail.body
    assert "/echeances/" in mail.body


def test_another_date_is_recalled_to_both_sides(world, convention):
    Deadline.objects.create(
        convention=convention,
        kind=DeadlineKind.PAYMENT,
        label="Versement du solde",
        due_on=datetime.date(2026, 6, 30),
    )
    remind(datetime.date(2026, 6, 1))
    assert told() == {world.staff.email, world.admin.email, world.officer.email}


def test_who_asked_not_to_be_told_is_not(world, convention):
    world.staff.wants_reminders = False
    world.staff.save()
    remind(days_before(30))
    assert told() == {world.admin.email}


def test_who_left_is_not_told(world, convention):
    world.staff.memberships.update(until_on=days_before(31))
    remind(days_before(30))
    assert told() == {world.admin.email}


def test_a_transmitted_bilan_is_not_recalled(world, convention):
    keep_report_deadline(convention=convention)
    convention.report_submitted_on = days_before(40)
    convention.save()
    assert remind(days_before(30)) == 0


@pytest.mark.parametrize("state", ["proposed", "before_commission", "refused", "terminated"])
def test_a_convention_that_owes_nothing_is_not_recalled(world, convention, state):
    Convention.objects.filter(pk=convention.pk).update(**factories.standing(state))
    assert remind(days_before(30)) == 0


def test_a_date_that_was_extended_is_recalled_anew(world, convention):
    remind(days_before(30))
    row = Deadline.objects.get(convention=convention)
    move_deadline(
        deadline=row, to=datetime.date(2027, 6, 1), reason="Clôture tardive.", by=world.officer
    )
    assert remind(days_before(29)) == 0
    assert remind(datetime.date(2027, 5, 2)) == 1
    assert list(Reminder.objects.order_by("pk").values_list("days", flat=True)) == [30, 30]


def test_an_old_date_wakes_nobody(world, convention):
    assert remind(datetime.date(2028, 1, 1)) == 0
