"""Mails as files, forwarded to the association's address, read in its mailbox: each once."""

import datetime
import imaplib
import io
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError
from django.urls import reverse

from accompaniment import tasks
from accompaniment.models import ProposedEntry
from accompaniment.proposals import inbox
from tests.accompaniment.test_mails import GMAIL, HOLDER, letter

pytestmark = pytest.mark.usefixtures("in_june")


@pytest.fixture
def forwarded(world):
    """What the staff member forwards; `by`: somebody else."""

    def forwarded(*, by=None, text=GMAIL, message_id="<f@lianes.test>"):
        return letter(
            text,
            **{"from": by or f"Rabe <{world.staff.email.upper()}>", "message_id": message_id},
        ).as_bytes()

    return forwarded


def only() -> ProposedEntry:
    return ProposedEntry.objects.get()


def test_what_is_forwarded_is_proposed_to_who_forwarded_it(world, forwarded):
    assert inbox.receive(forwarded()) == inbox.Received.PROPOSED
    assert (only().person, only().owner) == (world.staff, world.network)
    assert only().date == datetime.date(2026, 6, 2)
    # The team's other address in the block is not known as one of ours.
    assert HOLDER in only().correspondents
    assert inbox.receive(forwarded(message_id="<g@lianes.test>")) == inbox.Received.KNOWN


def test_a_sender_who_is_not_of_the_team_is_ignored_with_a_line(world, forwarded, caplog):
    caplog.set_level("INFO", logger="trame.inbox")
    world.admin.is_active = False
    world.admin.save()
    for by in ("inconnu@ailleurs.test", world.officer.email, world.admin.email):
        assert inbox.receive(forwarded(by=by)) == inbox.Received.IGNORED
        assert by in caplog.text
    assert not ProposedEntry.objects.exists()


@pytest.fixture
def pipe(monkeypatch):
    """Hand a message to the command, as a mail server does: its exit code."""

    def pipe(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        try:
            call_command("receive_mail", stderr=io.StringIO())
        except SystemExit as end:
            return end.code
        return 0

    return pipe


def test_the_command_receives_a_message(forwarded, pipe):
    assert pipe(forwarded()) == 0
    assert only().title == "Mail reçu : Budget du forage"


def test_the_exit_code_says_what_to_do_with_a_message(world, forwarded, pipe, monkeypatch):
    assert pipe(b"rien") == 65
    assert pipe(forwarded(by="inconnu@ailleurs.test")) == 0

    def fail(content):
        raise OperationalError

    monkeypatch.setattr(inbox, "receive", fail)
    assert pipe(forwarded()) == 75


class Mailbox:
    """A mailbox that forgets nothing: number → message; those read are in `seen`."""

    def __init__(self, *messages: bytes):
        self.messages = {str(rank): one for rank, one in enumerate(messages, start=1)}
        self.seen: set[str] = set()
        self.fails = ""

    def __call__(self, host, timeout):
        assert timeout
        return self

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return None

    def login(self, user, password):
        if self.fails == "login":
            raise imaplib.IMAP4.error("refused")

    def select(self, folder):
        return ("NO", [b"unknown"]) if self.fails == "select" else ("OK", [b"1"])

    def uid(self, command, number, *asked):
        if command == "SEARCH":
            unseen = [one for one in self.messages if one not in self.seen]
            return "OK", [" ".join(unseen).encode()]
        if command == "STORE":
            self.seen.add(number)
            return "OK", [b""]
        content = self.messages[number]
        if "SIZE" in asked[0]:
            return "OK", [f"1 (UID {number} RFC822.SIZE {len(content)})".encode()]
        assert "PEEK" in asked[0], "reading must not mark a message"
        return "OK", [(b"1 (BODY[] {1}", content), b")"]


@pytest.fixture
def mailbox(settings, monkeypatch):
    def mailbox(*messages):
        settings.INBOX_HOST = "imap.test"
        box = Mailbox(*messages)
        monkeypatch.setattr(imaplib, "IMAP4_SSL", box)
        return box

    return mailbox


def test_the_mailbox_is_read_and_its_messages_marked(forwarded, mailbox):
    box = mailbox(forwarded(), b"rien", forwarded(by="inconnu@ailleurs.test"))
    assert inbox.read_inbox() == 3
    assert box.seen == {"1", "2", "3"}
    assert only().title == "Mail reçu : Budget du forage"
    assert inbox.read_inbox() == 0


def test_a_message_too_large_is_left(forwarded, mailbox, monkeypatch, caplog):
    monkeypatch.setattr(inbox, "LARGEST", 10)
    box = mailbox(forwarded())
    inbox.read_inbox()
    assert box.seen == {"1"}
    assert "left" in caplog.text
    assert not ProposedEntry.objects.exists()


def test_a_message_that_could_not_be_kept_is_read_again(forwarded, mailbox, monkeypatch):
    box = mailbox(forwarded())
    with monkeypatch.context() as broken:
        broken.setattr(inbox, "receive", lambda content: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            inbox.read_inbox()
    assert box.seen == set()
    inbox.read_inbox()
    assert only()


def test_a_message_that_cannot_be_kept_stops_no_other(forwarded, mailbox, monkeypatch):
    box = mailbox(b"poison", forwarded())
    receive = inbox.receive
    monkeypatch.setattr(
        inbox, "receive", lambda content: 1 / 0 if content == b"poison" else receive(content)
    )
    with pytest.raises(ZeroDivisionError):
        inbox.read_inbox()
    assert box.seen == {"2"}
    assert only()


@pytest.mark.parametrize("fails", ["login", "select"])
@pytest.mark.django_db
def test_a_mailbox_that_refuses_is_said_in_the_log_and_tried_again(mailbox, caplog, fails):
    mailbox().fails = fails
    tasks.read_inbox()
    assert "mailbox" in caplog.text


def test_no_mailbox_is_read_where_none_is_named(settings, monkeypatch):
    settings.INBOX_HOST = ""
    monkeypatch.setattr(imaplib, "IMAP4_SSL", lambda *args, **given: pytest.fail("read"))
    assert inbox.read_inbox() == 0


@pytest.fixture
def bring(as_staff):
    def bring(*contents):
        files = [
            SimpleUploadedFile(f"mail{rank}.eml", one, "message/rfc822")
            for rank, one in enumerate(contents)
        ]
        return as_staff.post(reverse("accompaniment:proposals-mails"), {"mails": files})

    return bring


def test_several_mails_brought_at_once_are_proposed_each_once(world, bring, as_staff):
    second = letter(message_id="<deux@tantely.test>", subject="Autre").as_bytes()
    answer = bring(letter().as_bytes(), second, letter().as_bytes(), b"rien")
    assert answer.status_code == 302
    html = as_staff.get(answer.url).content.decode()
    assert "2\u00a0lignes proposées, 1 déjà connue" in html
    assert "mail3.eml" in html
    assert ProposedEntry.objects.filter(person=world.staff).count() == 2


@pytest.mark.parametrize("contents", [(), (b"",), (b"rien",)])
def test_what_is_no_mail_is_refused_beside_its_field(bring, contents):
    answer = bring(*contents)
    assert answer.status_code == 422
    assert 'id="id_mails_error"' in answer.content.decode()


def test_what_is_no_calendar_is_refused_beside_its_field(as_staff):
    for content in (b"", b"rien"):
        file = SimpleUploadedFile("a.ics", content, "text/calendar")
        answer = as_staff.post(reverse("accompaniment:proposals-calendar"), {"calendar": file})
        assert answer.status_code == 422
        assert 'id="id_calendar_error"' in answer.content.decode()
