"""Noting a collective time, its parts and its state: what holds, what is refused, what is kept."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from accompaniment.enums import GatheringKind, GatheringState
from accompaniment.gathering.actions.agenda import keep_agenda
from accompaniment.gathering.actions.keeping import (
    change_gathering,
    create_gathering,
    remove_gathering,
)
from accompaniment.gathering.actions.parts import Lines, Parts
from accompaniment.gathering.actions.states import (
    cancel_gathering,
    hold_gathering,
    plan_again,
    postpone_date,
)
from accompaniment.models import Gathering
from partnership.models import JournalEntry
from tests import factories

pytestmark = pytest.mark.usefixtures("in_june")
MARCH, APRIL, MAY, JULY = (datetime.date(2026, month, 10) for month in (3, 4, 5, 7))


@pytest.fixture
def note(world):
    """Note a workshop of March for the convention; say only what is different."""

    def note(*, dates=(MARCH,), shares=None, by=None, **fields):
        shares = [{"convention": world.convention}] if shares is None else shares
        return create_gathering(
            owner=world.network,
            by=by or world.staff,
            parts=Parts(
                dates=Lines([{"date": day, "minutes": 120} for day in dates]),
                shares=Lines(shares),
            ),
            **{"title": "Atelier budget", "kind": GatheringKind.WORKSHOP} | fields,
        )

    return note


@pytest.fixture
def planned(note):
    return note()


def date_of(gathering):
    return gathering.standing_dates[0]


def test_the_same_form_sent_twice_makes_one_gathering(note):
    uid = uuid.uuid4()
    assert note(uid=uid) == note(uid=uid)
    assert Gathering.objects.count() == 1
    with pytest.raises(ValidationError, match="déjà servi"):
        note(uid=uid, title="Un autre")


def test_what_is_noted_is_journaled_with_its_dates_and_conventions(note, world):
    gathering = note()
    line = JournalEntry.objects.get(subject_uid=gathering.uid)
    assert line.by == world.staff
    assert line.changes["dates"] == ["10 mars 2026 2h"]
    assert line.changes["shares"] == ["DEP-2026 : 100,00\u00a0%"]


def test_an_officer_notes_none(note, world):
    with pytest.raises(PermissionDenied):
        note(by=world.officer)


def test_shares_are_never_above_a_hundred_in_all(note, world):
    both = [
        {"convention": world.convention, "percent": Decimal(60)},
        {"convention": world.other_convention, "percent": Decimal("40.01")},
    ]
    with pytest.raises(ValidationError, match=r"100,01.*en tout"):
        note(shares=both)
    assert not Gathering.objects.exists()


def test_a_share_added_meanwhile_by_somebody_else_is_counted(note, world):
    gathering = note(shares=[{"convention": world.convention, "percent": Decimal(60)}])
    factories.accompaniment.GatheringShare.objects.create(
        gathering=gathering, convention=world.other_convention, percent=Decimal(40)
    )
    known = gathering.shares.order_by("pk").first()
    raised = {"uid": known.uid, "convention": world.convention, "percent": Decimal(61)}
    with pytest.raises(ValidationError, match=r"101,00.*en tout"):
        change_gathering(gathering=gathering, by=world.staff, parts=Parts(shares=Lines([raised])))


def test_a_convention_from_elsewhere_and_an_action_of_another_are_refused(note, world):
    with pytest.raises(ValidationError, match="pas de votre réseau"):
        note(shares=[{"convention": factories.ConventionFactory()}])
    action = factories.CommitmentFactory(convention=world.other_convention)
    with pytest.raises(ValidationError, match="d'une autre convention"):
        note(shares=[{"convention": world.convention, "commitment": action}])


def test_dates_outside_the_period_of_a_convention_served_are_refused(note):
    outside = datetime.date(2025, 12, 31)
    with pytest.raises(ValidationError, match="n'est pas dans la période de DEP-2026"):
        note(dates=[outside])
    assert note(dates=[outside, MARCH]).dates.count() == 2


def test_what_a_document_told_may_contradict_itself(note):
    outside = datetime.date(2025, 12, 31)
    assert note(dates=[outside], taken_over=True, by=None).shares.exists()


def test_a_preparation_shorter_than_that_of_the_people_is_refused(world, planned):
    line = {"person": world.staff, "preparation_minutes": 90}
    with pytest.raises(ValidationError, match="plus courte"):
        change_gathering(
            gathering=planned,
            by=world.staff,
            preparation_minutes=60,
            parts=Parts(workers=Lines([line])),
        )


def test_it_is_held_once_its_last_date_is_past(note, world):
    gathering = note(dates=[MARCH, JULY])
    with pytest.raises(ValidationError, match="10 juillet 2026 n'est pas encore passé"):
        hold_gathering(gathering=gathering, by=world.staff)
    last = gathering.standing_dates[-1]
    change_gathering(
        gathering=gathering, by=world.staff, parts=Parts(dates=Lines(removed=[str(last.uid)]))
    )
    assert hold_gathering(gathering=gathering, by=world.staff).state == GatheringState.HELD


def test_without_a_date_it_is_not_held(note, world):
    with pytest.raises(ValidationError, match="Donnez la date"):
        hold_gathering(gathering=note(dates=[]), by=world.staff)


def test_postponed_it_keeps_its_date_with_why_and_chains(planned, world):
    first = date_of(planned)
    second = postpone_date(date=first, to=APRIL, reason="Salle prise", by=world.staff)
    third = postpone_date(date=second, to=MAY, reason="Grève", by=world.staff, minutes=90)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.postponed_to, first.postponed_reason) == (second, "Salle prise")
    assert second.postponed_to == third
    planned = Gathering.objects.get(pk=planned.pk)
    assert [one.date for one in planned.standing_dates] == [MAY]
    assert (planned.state, planned.state_reason) == (GatheringState.POSTPONED, "Grève")
    assert hold_gathering(gathering=planned, by=world.staff).state_reason == ""


def test_postponed_without_a_new_day_it_receives_it_later(planned, world):
    first = date_of(planned)
    assert postpone_date(date=first, reason="Trop peu d'inscrits", by=world.staff) is None
    assert Gathering.objects.get(pk=planned.pk).standing_dates == []
    second = postpone_date(date=first, to=MAY, reason="Trop peu d'inscrits", by=world.staff)
    with pytest.raises(ValidationError, match="déjà reportée"):
        postpone_date(date=first, to=JULY, reason="Encore", by=world.staff)
    assert second.date == MAY


def test_one_date_of_two_put_off_leaves_it_planned(note, world):
    gathering = note(dates=[MARCH, APRIL])
    postpone_date(date=date_of(gathering), to=MAY, reason="Grève", by=world.staff)
    assert Gathering.objects.get().state == GatheringState.PLANNED


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"to": MARCH, "reason": "x"}, "même date"),
        ({"to": APRIL, "reason": " "}, "Dites pourquoi"),
        ({"to": datetime.date(2027, 3, 1), "reason": "x"}, "n'est pas dans la période"),
    ],
)
def test_a_postponement_that_does_not_hold_is_refused(planned, world, given, words):
    with pytest.raises(ValidationError, match=words):
        postpone_date(date=date_of(planned), by=world.staff, **given)


def test_a_date_that_replaces_another_is_not_taken_away(planned, world):
    new = postpone_date(date=date_of(planned), to=APRIL, reason="Grève", by=world.staff)
    with pytest.raises(ValidationError, match="reportez-la"):
        change_gathering(
            gathering=planned, by=world.staff, parts=Parts(dates=Lines(removed=[str(new.uid)]))
        )


def test_cancelled_it_says_why_and_what_took_place_is_not_cancelled(planned, world):
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        cancel_gathering(gathering=planned, reason="", by=world.staff)
    off = cancel_gathering(gathering=planned, reason="Trois inscrits", by=world.staff)
    assert (off.state, off.state_reason) == (GatheringState.CANCELLED, "Trois inscrits")
    for move in (
        lambda: hold_gathering(gathering=off, by=world.staff),
        lambda: postpone_date(date=date_of(off), reason="x", by=world.staff),
    ):
        with pytest.raises(ValidationError, match="est annulé"):
            move()
    again = plan_again(gathering=off, by=world.staff)
    assert (again.state, again.state_reason) == (GatheringState.PLANNED, "")
    hold_gathering(gathering=again, by=world.staff)
    with pytest.raises(ValidationError, match="a eu lieu"):
        cancel_gathering(gathering=again, reason="x", by=world.staff)
    with pytest.raises(ValidationError, match="a eu lieu"):
        postpone_date(date=date_of(again), to=MAY, reason="x", by=world.staff)


def test_fresh_and_empty_a_mistake_is_deleted_with_its_postponed_dates(planned, world):
    postpone_date(date=date_of(planned), to=APRIL, reason="Grève", by=world.staff)
    assert remove_gathering(gathering=planned, by=world.staff) is True
    assert not Gathering.objects.exists()


def test_with_somebody_on_its_list_it_is_kept_with_a_reason(planned, world):
    factories.AttendanceFactory(gathering=planned)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        remove_gathering(gathering=planned, by=world.staff)
    assert remove_gathering(gathering=planned, by=world.staff, reason="Doublon") is False
    assert not Gathering.objects.standing().exists()
    with pytest.raises(ValidationError, match="vient d'être retiré"):
        hold_gathering(gathering=planned, by=world.staff)


def test_after_ten_minutes_it_is_kept_with_a_reason(planned, world, monkeypatch):
    later = timezone.now() + datetime.timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        remove_gathering(gathering=planned, by=world.staff)


def test_the_agenda_keeps_its_order_and_the_rows_that_stay(planned, world):
    keep_agenda(
        gathering=planned,
        by=world.staff,
        lines=[{"activity": "Accueil", "minutes": 15}, {"activity": "Atelier", "minutes": 60}],
    )
    first, second = planned.agenda.order_by("position")
    keep_agenda(
        gathering=planned,
        by=world.staff,
        lines=[{"uid": second.uid, "activity": "Atelier"}, {"activity": "Clôture"}],
        removed=[str(first.uid)],
    )
    kept = list(planned.agenda.order_by("position"))
    assert [row.activity for row in kept] == ["Atelier", "Clôture"]
    assert kept[0].pk == second.pk
    assert kept[0].minutes == 60
    with pytest.raises(ValidationError):
        keep_agenda(gathering=planned, by=world.staff, lines=[{"activity": ""}])
