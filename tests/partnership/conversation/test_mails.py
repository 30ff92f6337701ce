"""Who is told, in how many messages, and what becomes of a message that does not leave."""

from __future__ import annotations

import datetime
import smtplib

import pytest
import time_machine
from django.core import mail as outgoing
from django.core.mail import EmailMessage
from django.utils import timezone

from partnership import mailing, sending, tasks
from partnership.actions.people import set_preferences
from partnership.enums import Role
from partnership.models import JournalEntry, Mail, Notice
from tests import factories
from tests.partnership.conversation.builders import accept, action, answer, ask, refuse

START = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def told() -> list[str]:
    return sorted(Notice.objects.values_list("to__email", flat=True))


def waiting_mail(world, to="staff", **fields):
    return mailing.write(
        owner=world.network, to=getattr(world, to), subject="Un rappel", body="Bonjour.", **fields
    )


def test_the_association_is_told_of_what_the_funder_says(world):
    ask(world, action(world))
    assert told() == sorted([world.staff.email, world.admin.email])
    notice = Notice.objects.filter(to=world.staff).get()
    assert str(world.officer) in notice.text
    assert "Combien de structures ?" in notice.text
    assert notice.address.startswith("/conventions/DEP-2026/questions/commitment/")


def test_the_funders_officers_are_told_of_an_answer_and_nobody_elses(world):
    item = action(world)
    ask(world, item)
    Notice.objects.all().delete()
    answer(world, item)
    assert told() == [world.officer.email]


def test_somebody_of_both_sides_gets_no_notice_of_what_they_did(world):
    factories.MembershipFactory(user=world.officer, organisation=world.association, role=Role.STAFF)
    ask(world, action(world))
    assert world.officer.email not in told()


@pytest.mark.parametrize(
    "dates",
    [
        {"until_on": datetime.date(2026, 3, 1)},
        {"from_on": datetime.date(2026, 3, 3)},
    ],
)
def test_somebody_whose_membership_does_not_run_gets_nothing(world, clock, dates):
    world.staff.memberships.update(**dates)
    ask(world, action(world))
    assert told() == [world.admin.email]


def test_a_closed_account_gets_nothing(world):
    world.admin.is_active = False
    world.admin.save()
    ask(world, action(world))
    assert told() == [world.staff.email]


def test_who_does_not_want_notices_gets_none(world):
    set_preferences(by=world.staff, wants_notices=False, wants_reminders=True)
    ask(world, action(world))
    assert told() == [world.admin.email]
    entry = JournalEntry.objects.filter(subject_uid=world.association.uid).get()
    assert entry.changes["wants_notices"] == [True, False]


def test_a_notice_waits_for_those_that_follow(world, clock):
    ask(world, action(world))
    clock.shift(9 * MINUTE)
    assert mailing.group_notices() == 0
    clock.shift(MINUTE)
    assert mailing.group_notices() == 2


def test_several_notices_make_one_message_for_each_person(world, clock):
    first, second = action(world), action(world)
    ask(world, first, text="Première ?")
    clock.shift(8 * MINUTE)
    refuse(world, second, text="Seconde.")
    clock.shift(3 * MINUTE)
    assert sending.deliver() == 2
    [mail] = Mail.objects.filter(to=world.staff)
    assert mail.subject == "2 nouveautés sur DEP-2026"
    assert mail.body.index("Première ?") < mail.body.index("Seconde.")
    assert f"http://127.0.0.1:8000/conventions/DEP-2026/questions/commitment/{first.uid}/" in (
        mail.body
    )
    assert [one.to for one in outgoing.outbox].count([world.staff.email]) == 1
    clock.shift(20 * MINUTE)
    assert sending.deliver() == 0
    assert Mail.objects.filter(to=world.staff).count() == 1


def test_a_notice_after_the_message_makes_another(world, clock):
    item = action(world)
    ask(world, item)
    clock.shift(11 * MINUTE)
    sending.deliver()
    ask(world, item, text="Et encore ?")
    clock.shift(11 * MINUTE)
    sending.deliver()
    assert Mail.objects.filter(to=world.staff).count() == 2


def test_the_delay_is_a_setting(world, clock, settings):
    settings.NOTICE_DELAY_MINUTES = 0
    ask(world, action(world))
    assert mailing.group_notices() == 2


def test_who_opted_out_or_left_meanwhile_gets_no_message(world, clock):
    ask(world, action(world))
    set_preferences(by=world.staff, wants_notices=False, wants_reminders=False)
    world.admin.memberships.update(until_on=datetime.date(2026, 3, 1))
    clock.shift(15 * MINUTE)
    assert sending.deliver() == 0
    assert not Mail.objects.exists()
    assert not Notice.objects.exists()


def test_every_message_says_how_to_have_no_more(world):
    mail = waiting_mail(world)
    assert "http://127.0.0.1:8000/compte/preferences/" in mail.body


def test_a_subject_is_one_line(world):
    mail = mailing.write(owner=world.network, to=world.staff, subject="Un\r\nBcc: x", body="…")
    assert mail.subject == "Un Bcc: x"


def test_the_clock_sends_what_waits(world):
    waiting_mail(world)
    tasks.send_mails()
    [sent] = outgoing.outbox
    assert (sent.to, sent.subject) == ([world.staff.email], "Un rappel")
    assert Mail.objects.get().sent_at is not None


def test_two_senders_send_a_message_once(world, monkeypatch):
    waiting_mail(world)
    send = EmailMessage.send

    def send_while_another_works(self, *args, **kwargs):
        assert sending.send_waiting() == 0
        return send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send_while_another_works)
    assert sending.send_waiting() == 1
    assert len(outgoing.outbox) == 1


def test_a_message_seen_by_two_senders_is_taken_by_one(world):
    mail, now = waiting_mail(world), timezone.now()
    assert [sending._claim(mail, now), sending._claim(mail, now)] == [True, False]


@pytest.fixture
def broken(monkeypatch):
    """A server that refuses everything; returns how many times it was asked."""
    asked = []

    def refuse_everything(self, *args, **kwargs):
        asked.append(self)
        raise smtplib.SMTPServerDisconnected("Connection lost")

    monkeypatch.setattr(EmailMessage, "send", refuse_everything)
    return asked


def test_a_message_that_fails_keeps_its_error_and_is_tried_later(world, clock, broken):
    waiting_mail(world)
    assert sending.send_waiting() == 0
    mail = Mail.objects.get()
    assert (mail.sent_at, mail.attempts) == (None, 1)
    assert mail.error == "SMTPServerDisconnected: Connection lost"
    sending.send_waiting()
    assert len(broken) == 1
    clock.shift(6 * MINUTE)
    sending.send_waiting()
    assert len(broken) == 2


def test_a_message_is_tried_five_times_at_most(world, clock, broken):
    waiting_mail(world)
    for _ in range(9):
        sending.send_waiting()
        clock.shift(140 * MINUTE)
    assert len(broken) == Mail.objects.get().attempts == 5


def test_a_failure_does_not_keep_the_others_back(world, monkeypatch):
    waiting_mail(world, to="admin")
    waiting_mail(world)
    send = EmailMessage.send

    def fail_for_admin(self, *args, **kwargs):
        if self.to == [world.admin.email]:
            raise OSError("no route")
        return send(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", fail_for_admin)
    assert sending.send_waiting() == 1
    assert [one.to for one in outgoing.outbox] == [[world.staff.email]]


def test_a_message_that_leaves_at_last_forgets_its_error(world, clock):
    mail = waiting_mail(world)
    Mail.objects.update(attempts=1, claimed_at=START - 10 * MINUTE, error="OSError")
    assert sending.send_waiting() == 1
    mail.refresh_from_db()
    assert (mail.error, mail.sent_at) == ("", START)


def test_the_demonstration_writes_to_nobody_and_keeps_what_it_would_have_sent(world, settings):
    settings.DEMONSTRATION = True
    waiting_mail(world)
    assert sending.send_waiting() == 1
    assert outgoing.outbox == []
    assert Mail.objects.get().sent_at is not None


@pytest.mark.parametrize("who", ["staff", "officer"])
def test_a_message_to_somebody_who_left_does_not_leave(world, who):
    waiting_mail(world, to=who)
    getattr(world, who).memberships.update(until_on=datetime.date(2020, 1, 1))
    assert sending.send_waiting() == 0
    assert outgoing.outbox == []
    assert "n'avait plus accès" in Mail.objects.get().error


def test_an_agreement_without_a_word_is_told_too(world):
    item = action(world)
    ask(world, item)
    Notice.objects.all().delete()
    accept(world, item)
    text = Notice.objects.filter(to=world.staff).get().text
    assert text == f"{world.officer} accepte « {item} »"
