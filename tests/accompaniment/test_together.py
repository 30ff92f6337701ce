"""Several people, or one person's impatient fingers, at the same moment."""

from __future__ import annotations

import datetime
import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accompaniment import actions
from accompaniment.log import closing
from accompaniment.log.noting import note_session
from accompaniment.models import Accompaniment, AccompanimentSession, MonthClosing
from partnership.models import Organisation
from tests import factories
from tests.conftest import make_world

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def _together(works) -> list[Exception | None]:
    """Run each in its own thread and connection, started as one; what each raised."""
    gate = threading.Barrier(len(works))
    raised: list[Exception | None] = [None] * len(works)

    def run(rank, work):
        try:
            gate.wait(timeout=10)
            work()
        except Exception as error:
            raised[rank] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def _note(world, *, organisation=None, uid=None):
    return note_session(
        owner=world.network,
        organisation=organisation,
        new_name="" if organisation else "Foyer rural",
        convention=world.convention,
        kind="echange",
        date=datetime.date(2026, 3, 2),
        minutes=30,
        channels=["telephone"],
        line="",
        internal_note="",
        staff=[world.staff],
        uid=uid or uuid.uuid4(),
        by=world.staff,
    )


def test_a_new_structure_noted_by_several_at_once_is_created_once():
    world = make_world()
    raised = _together([lambda: _note(world)] * AT_ONCE)
    assert raised == [None] * AT_ONCE
    assert Organisation.objects.filter(name="Foyer rural").count() == 1
    assert Accompaniment.objects.count() == 1
    assert AccompanimentSession.objects.count() == AT_ONCE


def test_a_structure_first_met_by_several_at_once_has_one_follow_up():
    world = make_world()
    holder = factories.OrganisationFactory(owner=world.network)
    _together([lambda: _note(world, organisation=holder)] * AT_ONCE)
    assert Accompaniment.objects.filter(organisation=holder).count() == 1


def test_one_form_sent_several_times_at_once_is_noted_once_and_never_fails():
    world = make_world()
    uid = uuid.uuid4()
    raised = _together([lambda: _note(world, uid=uid)] * AT_ONCE)
    assert raised == [None] * AT_ONCE
    assert AccompanimentSession.objects.count() == 1


def test_nothing_slips_into_a_month_while_it_is_being_closed():
    world = make_world()
    closing.set_months(network=world.network, closes=True, by=world.admin)
    holder = factories.OrganisationFactory(owner=world.network)

    def close():
        closing.close_month(
            owner=world.network,
            person=world.staff,
            month=datetime.date(2026, 3, 1),
            by=world.staff,
            today=datetime.date(2026, 6, 15),
        )

    raised = _together([lambda: _note(world, organisation=holder), close, close])
    assert raised[1:] == [None, None]
    assert MonthClosing.objects.count() == 1
    noted = AccompanimentSession.objects.first()
    if noted is not None:
        assert raised[0] is None
        assert noted.created_at < MonthClosing.objects.get().closed_at
    else:
        assert isinstance(raised[0], ValidationError)


def test_an_exchange_cancelled_while_others_correct_it_stays_cancelled():
    world = make_world()
    session = factories.SessionFactory(follow_up__convention=world.convention, taken_over=True)

    def correct():
        stale = AccompanimentSession.objects.get(pk=session.pk)
        actions.change_session(
            session=stale,
            by=world.staff,
            channels=["mail"],
            staff=[],
            convention=world.convention,
            line="corrigé",
        )

    def cancel():
        actions.remove_entry(row=session, by=world.staff, reason="Erreur de saisie")

    raised = _together([cancel, correct, correct, correct])
    assert raised[0] is None
    assert all(error is None or isinstance(error, ValidationError) for error in raised)
    session.refresh_from_db()
    assert session.is_cancelled
    assert session.cancelled_reason == "Erreur de saisie"
