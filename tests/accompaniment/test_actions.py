"""Noting, correcting and taking back entries: atomic, journaled, once."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accompaniment import actions
from accompaniment.enums import DatePrecision, SessionKind, WorkKind
from accompaniment.models import AccompanimentSession, FollowUpYear, WorkEntry
from partnership import journal
from partnership.enums import Verb
from partnership.models import JournalEntry
from tests import factories

DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def year(world):
    return factories.FollowUpYearFactory(convention=world.convention)


@pytest.fixture
def log_session(world, year):
    def log_session(**given):
        return actions.log_session(
            **{
                "owner": world.network,
                "follow_up": year,
                "kind": SessionKind.MEETING,
                "date": DAY,
                "by": world.staff,
                "minutes": 60,
            }
            | given
        )

    return log_session


@pytest.fixture
def log_work(world):
    def log_work(**given):
        return actions.log_work(
            **{
                "owner": world.network,
                "kind": WorkKind.PREPARATION,
                "date": DAY,
                "by": world.staff,
                "minutes": 60,
                "convention": world.convention,
            }
            | given
        )

    return log_work


@pytest.fixture
def full_journal(monkeypatch):
    """A journal that takes no more line."""

    def full(*args, **kwargs):
        raise RuntimeError("The journal is full.")

    return lambda: monkeypatch.setattr(journal, "record", full)


def journal_of(row):
    return JournalEntry.objects.filter(subject_uid=row.uid).order_by("pk")


def change(session, **given):
    return actions.change_session(
        **{
            "session": session,
            "by": session.noted_by,
            "channels": session.channel_codes,
            "staff": list(session.staff.order_by("pk")),
            "convention": session.convention,
        }
        | given
    )


def age(row, **ago):
    """Make the row older than it is."""
    type(row).objects.filter(pk=row.pk).update(
        created_at=timezone.now() - datetime.timedelta(**ago)
    )
    return type(row).objects.get(pk=row.pk)


def test_an_exchange_takes_its_structure_and_convention_from_its_follow_up(
    world, year, log_session
):
    session = log_session(channels=["telephone", "visio"], staff=[world.staff, world.admin])
    assert session.organisation == year.accompaniment.organisation
    assert session.convention == world.convention
    assert session.channel_codes == ("telephone", "visio")
    assert session.staff.count() == 2
    line = journal_of(session).get()
    assert (line.verb, line.by, line.owner) == (Verb.CREATED, world.staff, world.network)
    assert line.changes["minutes"] == 60


@pytest.mark.parametrize("which", ["log_session", "log_work"])
def test_the_same_uid_again_gives_back_the_first_row(request, which):
    log, uid = request.getfixturevalue(which), uuid.uuid4()
    first = log(uid=uid)
    again = log(uid=uid, minutes=15)
    assert again == first
    assert again.minutes == 60
    assert journal_of(first).count() == 1


@pytest.mark.parametrize("which", ["log_session", "log_work"])
def test_an_entry_whose_line_cannot_be_journaled_is_not_written(request, which, full_journal):
    log = request.getfixturevalue(which)
    full_journal()
    with pytest.raises(RuntimeError):
        log()
    assert not AccompanimentSession.objects.exists()
    assert not WorkEntry.objects.exists()


def test_an_exchange_that_the_database_refuses_leaves_no_line(log_session):
    with pytest.raises(ValidationError):
        log_session(minutes=24 * 60 + 1)
    assert not JournalEntry.objects.exists()


def test_work_serves_an_action_of_its_convention(world, log_work):
    commitment = factories.CommitmentFactory(convention=world.convention)
    assert log_work(commitment=commitment).commitment == commitment


@pytest.mark.parametrize("convention", ["other_convention", None])
def test_work_for_an_action_of_another_convention_is_refused(world, log_work, convention):
    commitment = factories.CommitmentFactory(convention=world.convention)
    with pytest.raises(ValidationError) as refused:
        log_work(commitment=commitment, convention=convention and getattr(world, convention))
    assert refused.value.message_dict["commitment"] == [
        "Cette action du programme est celle d'une autre convention."
    ]
    assert not WorkEntry.objects.exists()


def test_a_correction_journals_only_what_changed(world, log_session):
    session = log_session(channels=["telephone"], staff=[world.staff], line="Appel")
    change(session, minutes=90, line="Appel", channels=["visio"], staff=[world.admin])
    session = AccompanimentSession.objects.get(pk=session.pk)
    assert (session.minutes, session.channel_codes) == (90, ("visio",))
    assert journal_of(session).last().changes == {
        "minutes": [60, 90],
        "channels": [["telephone"], ["visio"]],
        "staff": [[str(world.staff.uid)], [str(world.admin.uid)]],
    }


def test_a_correction_that_changes_nothing_writes_no_line(world, log_session):
    session = log_session(channels=["visio", "mail"], staff=[world.staff])
    change(session, minutes=60, date=DAY)
    assert journal_of(session).get().verb == Verb.CREATED


def test_moving_an_exchange_to_another_convention_moves_it_to_that_year(world, year, log_session):
    session = change(log_session(), convention=world.other_convention)
    session.refresh_from_db()
    assert session.convention == world.other_convention
    assert session.follow_up.convention == world.other_convention
    assert session.follow_up.accompaniment == year.accompaniment
    assert session.follow_up.mode == year.mode
    assert FollowUpYear.objects.count() == 2


def test_moving_an_exchange_of_a_nameless_structure_keeps_its_accompaniment(world, log_session):
    nameless = factories.AccompanimentFactory(owner=world.network, organisation=None)
    year = factories.FollowUpYearFactory(accompaniment=nameless, convention=world.convention)
    session = change(log_session(follow_up=year), convention=None)
    assert session.follow_up.accompaniment == nameless


def test_a_correction_whose_line_cannot_be_journaled_changes_nothing(
    world, log_session, full_journal
):
    session = log_session(channels=["telephone"])
    full_journal()
    with pytest.raises(RuntimeError):
        change(session, minutes=90, channels=["visio"])
    session = AccompanimentSession.objects.get(pk=session.pk)
    assert (session.minutes, session.channel_codes) == (60, ("telephone",))


def test_correcting_work_refuses_an_action_of_another_convention(world, log_work):
    commitment = factories.CommitmentFactory(convention=world.convention)
    work = log_work(commitment=commitment)
    with pytest.raises(ValidationError):
        actions.change_work(
            work=work, by=world.staff, staff=[], convention=None, commitment=commitment
        )
    actions.change_work(work=work, by=world.staff, staff=[], convention=None, commitment=None)
    work.refresh_from_db()
    assert (work.convention, work.commitment) == (None, None)
    assert journal_of(work).last().changes == {
        "convention": [str(world.convention.uid), None],
        "commitment": [str(commitment.uid), None],
    }


@pytest.mark.parametrize("which", ["log_session", "log_work"])
def test_an_entry_under_ten_minutes_old_is_deleted_and_journaled(world, request, which):
    row = age(request.getfixturevalue(which)(), minutes=9, seconds=30)
    assert actions.remove_entry(row=row, by=world.staff) is True
    assert not type(row).objects.exists()
    line = journal_of(row).last()
    assert (line.verb, line.by) == (Verb.DELETED, world.staff)
    assert line.changes == {"date": "2026-03-02", "minutes": 60}


@pytest.mark.parametrize("which", ["log_session", "log_work"])
def test_an_older_entry_is_cancelled_with_its_reason_and_leaves_the_figures(world, request, which):
    row = age(request.getfixturevalue(which)(), minutes=10, seconds=1)
    assert actions.remove_entry(row=row, by=world.admin, reason=" en double ") is False
    row.refresh_from_db()
    assert (row.cancelled_reason, row.cancelled_by) == ("en double", world.admin)
    assert not type(row).objects.counted().exists()
    assert not type(row).objects.standing().exists()
    assert journal_of(row).last().verb == Verb.CANCELLED
    assert journal_of(row).last().changes == {"reason": "en double"}


def test_an_older_entry_is_not_cancelled_without_a_reason(world, log_session):
    row = age(log_session(), hours=1)
    with pytest.raises(ValidationError) as refused:
        actions.remove_entry(row=row, by=world.staff, reason="  ")
    assert refused.value.message_dict["reason"] == [
        "Dites pourquoi : la ligne reste, annulée avec ce motif."
    ]
    assert AccompanimentSession.objects.counted().get() == row


def test_a_line_taken_over_from_a_document_is_never_deleted(world, log_session):
    row = log_session(taken_over=True)
    assert actions.remove_entry(row=row, by=world.staff, reason="en double") is False
    assert AccompanimentSession.objects.get() == row


def test_a_cancelled_line_keeps_its_first_reason(world, log_session):
    row = log_session(taken_over=True)
    actions.remove_entry(row=row, by=world.staff, reason="en double")
    assert actions.remove_entry(row=row, by=world.admin, reason="autre chose") is False
    row.refresh_from_db()
    assert (row.cancelled_reason, row.cancelled_by) == ("en double", world.staff)
    assert journal_of(row).filter(verb=Verb.CANCELLED).count() == 1


def test_a_deletion_that_cannot_be_journaled_deletes_nothing(world, log_session, full_journal):
    row = log_session()
    full_journal()
    with pytest.raises(RuntimeError):
        actions.remove_entry(row=row, by=world.staff)
    assert AccompanimentSession.objects.get() == row


@pytest.mark.parametrize(
    ("year", "month", "stored"),
    [
        (2026, 3, (datetime.date(2026, 3, 1), DatePrecision.MONTH)),
        (2026, None, (datetime.date(2026, 1, 15), DatePrecision.YEAR)),
        (2026, 1, (datetime.date(2026, 1, 15), DatePrecision.MONTH)),
        (2025, 12, (datetime.date(2025, 12, 1), DatePrecision.MONTH)),
    ],
)
def test_an_imprecise_date_is_its_first_day_within_the_convention(year, month, stored):
    convention = factories.ConventionFactory.build(
        owner=None, funder=None, beneficiary=None, original_starts_on=datetime.date(2026, 1, 15)
    )
    assert actions.stored_date(convention, year, month) == stored


def test_an_imprecise_date_without_convention_is_its_very_first_day():
    assert actions.stored_date(None, 2026) == (datetime.date(2026, 1, 1), DatePrecision.YEAR)


def test_an_unknown_mode_of_a_taken_over_year_does_not_decide_the_next_one(world):
    past = factories.FollowUpYearFactory(
        convention=factories.ConventionFactory(owner=world.network, past=True), mode="unknown"
    )
    year = actions.open_follow_up(
        owner=world.network,
        organisation=past.accompaniment.organisation,
        convention=world.convention,
        by=world.staff,
    )
    assert (year.accompaniment, year.mode) == (past.accompaniment, "contact")


def test_a_cancelled_line_refuses_a_correction_that_was_already_open(world):
    session = factories.SessionFactory(follow_up__convention=world.convention, taken_over=True)
    opened = AccompanimentSession.objects.get(pk=session.pk)
    actions.remove_entry(row=session, by=world.staff, reason="Doublon")
    with pytest.raises(ValidationError, match="vient d'être annulée"):
        actions.change_session(
            session=opened,
            by=world.staff,
            channels=[],
            staff=[],
            convention=world.convention,
            line="autre",
        )
    session.refresh_from_db()
    assert session.is_cancelled
