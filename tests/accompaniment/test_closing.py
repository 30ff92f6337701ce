"""A month that a person closed no longer changes, until it is reopened with a reason."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accompaniment import actions
from accompaniment.gathering.actions.keeping import (
    change_gathering,
    create_gathering,
    remove_gathering,
)
from accompaniment.gathering.actions.parts import Lines, Parts
from accompaniment.gathering.actions.states import plan_again
from accompaniment.importing.sessions import import_sessions
from accompaniment.log import closing
from accompaniment.log.hours import hours_of
from accompaniment.models import AccompanimentSession, GatheringWorker, MonthClosing, WorkEntry
from partnership.models import JournalEntry, Network
from tests import factories
from tests.accompaniment.builders import write_csv
from tests.accompaniment.conftest import TODAY

pytestmark = pytest.mark.usefixtures("in_june")
MARCH = datetime.date(2026, 3, 1)


@pytest.fixture
def closes(world):
    """The network closes its months."""
    closing.set_months(network=world.network, closes=True, by=world.admin)
    world.network.refresh_from_db()
    return world.network


@pytest.fixture
def session(world, holder):
    return factories.SessionFactory(
        follow_up__convention=world.convention, date="2026-03-02", staff=[world.staff]
    )


@pytest.fixture
def close(world, closes):
    """Closes March for a person of the team, by themselves."""

    def close(person=None, month=MARCH, by=None):
        person = person or world.staff
        return closing.close_month(
            owner=closes, person=person, month=month, by=by or person, today=TODAY
        )

    return close


@pytest.fixture
def closed(session, close):
    return close()


def correct(session, by, **given):
    kept = {"channels": [], "staff": list(session.staff.all()), "convention": session.convention}
    return actions.change_session(session=session, by=by, **kept | given)


def test_months_are_closed_by_nobody_until_the_administration_says_so(world, as_staff):
    with pytest.raises(ValidationError, match="n'est pas en usage"):
        closing.close_month(
            owner=world.network, person=world.staff, month=MARCH, by=world.staff, today=TODAY
        )
    html = as_staff.get(reverse("accompaniment:months")).content.decode()
    assert "Arrêter mars 2026" not in html


def test_the_administration_puts_it_on_and_off(as_admin, world):
    address = reverse("accompaniment:months-settings")
    as_admin.post(address, {"closes": "on"})
    assert Network.objects.get(pk=world.network.pk).closes_months
    as_admin.post(address)
    assert not Network.objects.get(pk=world.network.pk).closes_months
    assert JournalEntry.objects.filter(subject_type="network").count() == 2


def test_a_person_closes_and_the_page_shows_hours_and_history(as_staff, world, closes, session):
    page = as_staff.get(reverse("accompaniment:months"))
    html = page.content.decode()
    assert "Arrêter mars 2026" in html
    assert "1h" in html
    given = {"month": "2026-03-01", "person": str(world.staff.uid)}
    as_staff.post(reverse("accompaniment:month-close"), given)
    row = MonthClosing.objects.get()
    assert (row.person, row.month, row.closed_by) == (world.staff, MARCH, world.staff)
    html = as_staff.get(reverse("accompaniment:months")).content.decode()
    assert "Arrêter mars 2026" not in html
    assert "Rouvrir mars 2026" in html
    assert f"par {world.staff}" in html


def test_a_month_waits_for_its_planned_sessions_and_says_which(as_staff, world, closes, session):
    AccompanimentSession.objects.update(state="planned")
    given = {"month": "2026-03-01", "person": str(world.staff.uid)}
    answer = as_staff.post(reverse("accompaniment:month-close"), given)
    assert answer.status_code == 422
    assert f"{session.organisation} le 2 mars 2026" in answer.context["refused"].replace(
        "\u00a0", " "
    )
    assert not MonthClosing.objects.exists()


def test_a_month_to_come_is_not_closed(close):
    with pytest.raises(ValidationError, match="n'a pas commencé"):
        close(month=datetime.date(2026, 7, 1))
    assert close(month=datetime.date(2026, 6, 1)).month.month == 6


def test_a_month_closed_twice_is_closed_once(close):
    assert close() == close()
    assert JournalEntry.objects.filter(subject_type="month_closing").count() == 1


def test_the_database_holds_one_closing_at_a_time(world, closed):
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthClosing.objects.create(
            owner=world.network, person=world.staff, month=MARCH, closed_by=world.staff
        )


def test_nothing_is_added_to_a_closed_month(closed, send):
    count = AccompanimentSession.objects.count()
    answer = send()
    assert answer.status_code == 422
    [said] = answer.context["form"].errors["date"]
    assert "Le mois est arrêté (mars 2026" in said
    assert "l'administration peut le rouvrir" in said
    assert AccompanimentSession.objects.count() == count
    assert send(organisation="", channels=[], kind="preparation").status_code == 422
    assert not WorkEntry.objects.exists()


def test_another_month_and_another_person_are_still_noted(closed, send, world):
    assert send(date="2026-04-02").status_code == 302
    assert send(staff=[str(world.admin.uid)]).status_code == 302
    assert send(staff=[str(world.admin.uid), str(world.staff.uid)]).status_code == 422


def test_nothing_is_corrected_in_a_closed_month_nor_moved_in_or_out(closed, session, world):
    for given in ({"minutes": 45}, {"date": datetime.date(2026, 4, 2)}, {"staff": []}):
        with pytest.raises(ValidationError, match="Le mois est arrêté"):
            correct(session, world.staff, **given)
    april = factories.SessionFactory(
        follow_up=session.follow_up, date=datetime.date(2026, 4, 2), staff=[world.staff]
    )
    with pytest.raises(ValidationError, match="Le mois est arrêté"):
        correct(april, world.staff, date=datetime.date(2026, 3, 2))
    colleague = factories.SessionFactory(follow_up=session.follow_up, staff=[world.admin])
    with pytest.raises(ValidationError, match="Le mois est arrêté"):
        correct(colleague, world.admin, staff=[world.staff])
    session.refresh_from_db()
    assert (session.minutes, str(session.date)) == (60, "2026-03-02")


def test_nothing_is_removed_from_a_closed_month(closed, session, as_staff):
    answer = as_staff.post(reverse("accompaniment:session-remove", args=[session.uid]))
    assert answer.status_code == 422
    assert "Le mois est arrêté" in answer.content.decode()
    assert AccompanimentSession.objects.standing().filter(pk=session.pk).exists()


def test_work_of_a_closed_month_neither_changes_nor_goes(close, world):
    work = factories.WorkEntryFactory(convention=world.convention, staff=[world.staff])
    close()
    with pytest.raises(ValidationError, match="Le mois est arrêté"):
        actions.change_work(
            work=work,
            by=world.staff,
            staff=[world.staff],
            convention=work.convention,
            commitment=None,
            minutes=15,
        )
    with pytest.raises(ValidationError, match="Le mois est arrêté"):
        actions.remove_entry(row=work, by=world.staff, reason="Erreur")


def test_an_import_is_refused_where_the_month_is_closed(tmp_path, closed, world):
    name = world.staff.email
    text = f"Structure;Durée (min);Date;Salarié·e\nFoyer;60;02/03/2026;{name}\n"
    result = import_sessions(path=write_csv(tmp_path, text), convention=world.convention)
    [refused] = result.refused
    assert "Le mois de mars 2026 est arrêté" in refused.reason


def test_a_day_known_to_the_year_only_is_in_no_month(close, world, session):
    close(month=datetime.date(2026, 1, 1))
    AccompanimentSession.objects.update(date="2026-01-01", date_precision="year")
    session.refresh_from_db()
    correct(session, world.staff, minutes=45)
    assert AccompanimentSession.objects.get(pk=session.pk).minutes == 45


def test_reopening_needs_a_reason_and_stays_in_the_history(as_staff, closed, session, world):
    address = reverse("accompaniment:month-reopen", args=[closed.uid])
    refused = as_staff.post(address, {"reason": " "})
    assert refused.status_code == 422
    assert "Dites pourquoi ce mois est rouvert." in refused.content.decode()
    as_staff.post(address, {"reason": "Un rendez-vous oublié"})
    correct(session, world.staff, minutes=45)
    html = as_staff.get(reverse("accompaniment:months")).content.decode()
    assert "Un rendez-vous oublié" in html
    assert "Arrêter mars 2026" in html
    verbs = JournalEntry.objects.filter(subject_uid=closed.uid).order_by("pk")
    assert [one.verb for one in verbs] == ["frozen", "restored"]


def test_the_administration_closes_and_reopens_for_anybody_and_others_only_for_themselves(
    world, close, as_admin
):
    colleague = factories.MembershipFactory(organisation=world.association).user
    with pytest.raises(PermissionDenied):
        close(person=world.staff, by=colleague)
    row = close(person=world.staff, by=world.admin)
    with pytest.raises(PermissionDenied):
        closing.reopen_month(closing=row, reason="Oubli", by=colleague)
    html = as_admin.get(reverse("accompaniment:months"), {"personne": world.staff.uid})
    assert f"Les mois de {world.staff}" in html.content.decode()
    as_admin.post(reverse("accompaniment:month-reopen", args=[row.uid]), {"reason": "Oubli"})
    row.refresh_from_db()
    assert (row.reopened_by, row.reopened_reason) == (world.admin, "Oubli")


def test_the_months_of_a_colleague_are_not_shown(as_staff, world, close):
    row = close(person=world.admin, by=world.admin)
    address = reverse("accompaniment:months")
    assert as_staff.get(address, {"personne": world.admin.uid}).status_code == 404
    assert as_staff.get(address, {"personne": "nimporte"}).status_code == 404
    answer = as_staff.post(reverse("accompaniment:month-reopen", args=[row.uid]), {"reason": "x"})
    assert answer.status_code == 404
    given = {"month": "2026-04-01", "person": str(world.admin.uid)}
    assert as_staff.post(reverse("accompaniment:month-close"), given).status_code == 422
    assert MonthClosing.objects.count() == 1


def test_where_months_are_no_longer_closed_everything_changes_again(closed, session, world):
    closing.set_months(network=world.network, closes=False, by=world.admin)
    correct(session, world.staff, minutes=45)


def test_minutes_are_kept_as_they_were_noted_and_a_correction_says_the_earlier_ones(
    as_staff, world, session, client
):
    correct(session, world.admin, minutes=47)
    correct(session, world.admin, minutes=None)
    session = correct(session, world.admin, minutes=45, line="Précisé")
    correct(session, world.admin, line="Précisé encore")
    assert session.minutes == 45
    lines = JournalEntry.objects.filter(subject_uid=session.uid, changes__has_key="minutes")
    assert [one.changes["minutes"] for one in lines.order_by("pk")] == [
        [60, 47],
        [47, None],
        [None, 45],
    ]
    html = as_staff.get(session.get_absolute_url()).content.decode().replace("\u00a0", " ")
    assert "45 min" in html
    assert "corrigé de 1h le" in html
    assert "corrigé de 47 min le" in html
    assert f"par {world.admin}" in html
    client.force_login(world.officer)
    assert "corrigé de" not in client.get(session.get_absolute_url()).content.decode()


@pytest.fixture
def ran(world):
    """A gathering of March that the person ran, two hours."""
    gathering = factories.GatheringFactory(owner=world.network, convention=world.convention)
    GatheringWorker.objects.create(gathering=gathering, person=world.staff)
    return gathering


def test_hours_of_a_gathering_do_not_change_in_a_closed_month(world, ran, close):
    close()
    date, worker = ran.dates.get(), ran.workers.get()
    longer = Parts(dates=Lines(kept=[{"uid": date.uid, "date": date.date, "minutes": 300}]))
    moved = Parts(dates=Lines(kept=[{"uid": date.uid, "date": datetime.date(2026, 4, 2)}]))
    without = Parts(workers=Lines(removed=[str(worker.uid)]))
    for parts in (longer, moved, without):
        with pytest.raises(ValidationError, match="mars 2026"), transaction.atomic():
            change_gathering(gathering=ran, by=world.admin, parts=parts)
    for write in (
        lambda: plan_again(gathering=ran, by=world.admin),
        lambda: remove_gathering(gathering=ran, by=world.admin, reason="Erreur"),
        lambda: create_gathering(
            owner=world.network,
            by=world.admin,
            title="Oublié",
            kind="atelier",
            state="held",
            parts=Parts(
                dates=Lines(kept=[{"date": MARCH, "minutes": 60}]),
                workers=Lines(kept=[{"person": world.staff}]),
            ),
        ),
    ):
        with pytest.raises(ValidationError, match="Le mois est arrêté"), transaction.atomic():
            write()
    assert hours_of(world.staff, world.staff, MARCH, closing.last_day(MARCH)).total == 120


def test_what_is_no_hour_of_a_gathering_still_changes_in_a_closed_month(world, ran, close):
    close()
    change_gathering(gathering=ran, by=world.admin, title="Atelier coopération")
    other = GatheringWorker(gathering=ran, person=world.admin)
    change_gathering(
        gathering=ran,
        by=world.admin,
        parts=Parts(workers=Lines(kept=[{"uid": other.uid, "person": world.admin}])),
    )
    assert ran.workers.count() == 2
