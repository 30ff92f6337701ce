"""What a mail says of an exchange, however its program wrote it."""

import datetime
import time
from contextlib import suppress
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.proposals import mails
from accompaniment.proposals.forwarded import written_day
from accompaniment.proposals.mails import MailError, read_forwarded, read_mail

TODAY = datetime.date(2026, 6, 15)
OWN = frozenset({"rabe@lianes.test", "contact@lianes.test"})
HOLDER = "soa@tantely.test"


def letter(text="Bonjour,\nvoici le budget.", *, markup="", **headers) -> EmailMessage:
    message = EmailMessage()
    for name, value in {
        "From": f"Soa <{HOLDER}>",
        "To": "Rabe <rabe@lianes.test>",
        "Date": "Mon, 01 Jun 2026 23:30:00 +0000",
        "Subject": "Re: TR : Budget du forage",
        "Message-ID": "<un@tantely.test>",
    }.items():
        given = headers.get(name.lower().replace("-", "_"), value)
        if given:
            message[name] = given
    message.set_content(text)
    if markup:
        message.add_alternative(markup, subtype="html")
    return message


def read(message, **given):
    content = message if isinstance(message, bytes) else message.as_bytes()
    return read_mail(content, own=OWN, today=TODAY, **given)


def test_a_mail_received_says_who_when_and_what():
    found = read(letter())
    assert found.key == "<un@tantely.test>"
    assert found.date == datetime.date(2026, 6, 2), "its day in Paris"
    assert found.title == "Mail reçu : Budget du forage"
    assert found.correspondents == (HOLDER,)
    assert found.excerpt == "Bonjour, voici le budget."
    assert not found.has_attachments


def test_a_mail_sent_names_those_who_got_it():
    found = read(letter(**{"from": "Rabe@Lianes.test", "to": f"{HOLDER}, contact@lianes.test"}))
    assert found.title == "Mail envoyé : Budget du forage"
    assert found.correspondents == (HOLDER,)


def test_documents_are_said_and_not_kept():
    message = letter()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="budget.pdf")
    found = read(message)
    assert found.has_attachments
    assert found.title == "Documents reçus : Budget du forage"
    assert "PDF" not in found.excerpt


def test_the_words_of_a_page_are_read_without_its_markup():
    message = EmailMessage()
    for name, value in letter().items():
        if name not in ("Content-Type", "Content-Transfer-Encoding", "MIME-Version"):
            message[name] = value
    message.set_content(
        "<style>p{}</style><p>Bonjour&nbsp;!</p><script>alert(1)</script><p>Merci <b>Rabe</b></p>",
        subtype="html",
    )
    assert read(message).excerpt == "Bonjour ! Merci Rabe"


@pytest.mark.parametrize(
    "quoted",
    [
        "Le lun. 1 juin 2026 à 10:00, Rabe <rabe@lianes.test> a écrit :\n> Ancien",
        "On Mon, Jun 1, 2026 Rabe wrote:\n> Ancien",
        "-----Message d'origine-----\nDe : Rabe\nAncien",
        "De : Rabe <rabe@lianes.test>\nEnvoyé : lundi\nAncien",
        "________________________________\nAncien",
        "-- \nRabe, Ancien",
        "> Ancien",
    ],
)
def test_the_message_that_it_answers_is_dropped(quoted):
    assert read(letter(f"Merci.\n\n{quoted}")).excerpt == "Merci."


def test_a_long_text_is_cut():
    assert len(read(letter("mot " * 500)).excerpt) <= mails.LONGEST_EXCERPT


def test_without_a_reference_the_same_file_is_the_same_mail():
    first, again = read(letter(message_id="")), read(letter(message_id=""))
    assert first.key == again.key
    assert first.key.startswith("sha256:")
    assert read(letter(message_id="", subject="Autre")).key != first.key


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "n'est pas un mail"),
        (b"\x00\xff" * 50, "n'est pas un mail"),
        (b"PK\x03\x04 un tableau", "n'est pas un mail"),
        (letter(date="").as_bytes(), "de quel jour"),
        (letter().as_bytes().replace(b"Mon, 01 Jun 2026 23:30:00 +0000", b"hier"), "de quel jour"),
        (letter(date="Mon, 01 Jun 2099 10:00:00 +0000").as_bytes(), "01/06/2099"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, words):
    with pytest.raises(MailError, match=words):
        read(content)


def test_a_mail_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(mails, "LARGEST", 10)
    with pytest.raises(MailError, match="Mo"):
        read(letter())


def test_headers_and_charsets_that_nobody_knows_are_no_crash():
    raw = (
        b"From: =?x-inconnu?B?w6k=?= <soa@tantely.test>\r\nTo: ;;<<>>,@\r\n"
        b"Date: Mon, 01 Jun 2026 10:00:00 +0200\r\nSubject: =?utf-8?Q?Caf=E9\r\n"
        b"Content-Type: text/plain; charset=x-inconnu\r\n\r\ncaf\xc3\xa9"
    )
    assert read(raw).excerpt == "café"


@given(st.binary(max_size=300))
def test_no_file_is_a_crash(content):
    for start in (b"", b"From: a@b.fr\nDate: Mon, 01 Jun 2026 10:00:00 +0200\n"):
        with suppress(MailError):
            assert read(start + content).date <= TODAY


GMAIL = f"""Pour Trame.

---------- Forwarded message ---------
De : Soa <{HOLDER}>
Date: mar. 2 juin 2026 à 09:12
Subject: Budget du forage
To: Rabe <rabe@lianes.test>


Voici le budget.
"""
OUTLOOK = f"""

De : Soa <{HOLDER}>
Envoyé : mardi 2 juin 2026 09:12
À : Rabe <rabe@lianes.test>
Objet : Budget du forage

Voici le budget.
"""
ENGLISH = f"""
-----Original Message-----
From: Soa <{HOLDER}>
Sent: Tuesday, June 2, 2026 9:12 AM
To: Rabe
Subject: Budget du forage

Voici le budget.
"""
APPLE = f"""
Début du message réexpédié :

> De: Soa <{HOLDER}>
> Objet: Budget du forage
> Date: 2 juin 2026 à 09:12:00 UTC+2
> À: Rabe <rabe@lianes.test>
>
> Voici le budget.
"""


def forwarded(text):
    return letter(
        text,
        **{
            "from": "rabe@lianes.test",
            "to": "contact@lianes.test",
            "subject": "TR: Budget du forage",
            "date": "Wed, 10 Jun 2026 10:00:00 +0200",
        },
    )


def receive(message):
    return read_forwarded(message.as_bytes(), own=OWN, today=TODAY)


@pytest.mark.parametrize("text", [GMAIL, OUTLOOK, ENGLISH, APPLE])
def test_a_forwarded_mail_is_that_of_the_person_who_wrote_it(text):
    found = receive(forwarded(text))
    assert found.title == "Mail reçu : Budget du forage"
    assert found.date == datetime.date(2026, 6, 2)
    assert found.correspondents == (HOLDER,)
    assert found.excerpt == "Voici le budget."


def test_the_same_mail_forwarded_twice_is_the_same():
    again = forwarded(GMAIL)
    again.replace_header("Message-ID", "<deux@lianes.test>")
    assert receive(forwarded(GMAIL)).key == receive(again).key


def test_a_mail_of_ours_that_is_forwarded_was_sent():
    text = OUTLOOK.replace(f"Soa <{HOLDER}>", "Rabe <rabe@lianes.test>").replace(
        "À : Rabe <rabe@lianes.test>", f"À : Soa <{HOLDER}>"
    )
    found = receive(forwarded(text))
    assert found.title == "Mail envoyé : Budget du forage"
    assert found.correspondents == (HOLDER,)


def test_a_mail_forwarded_as_an_attachment_is_read_inside():
    outside = forwarded("Pour Trame.")
    outside.add_attachment(letter())
    found = receive(outside)
    assert found.key == "<un@tantely.test>"
    assert found.date == datetime.date(2026, 6, 2)
    assert not found.has_attachments


def test_a_copy_to_the_address_is_the_mail_itself():
    message = letter("Voici.", **{"from": "rabe@lianes.test", "to": f"{HOLDER}"})
    assert receive(message).title == "Mail envoyé : Budget du forage"


def attached(inside: bytes) -> bytes:
    """Forwarded as an attachment, byte for byte."""
    outside = forwarded("x").as_bytes().partition(b"Content-Type")[0]
    return (
        outside + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: message/rfc822\r\n\r\n" + inside + b"\r\n--b--\r\n"
    )


@pytest.mark.parametrize(
    "content",
    [
        attached(b"From: soa@x.test\r\nSubject: x\r\nContent-Type: multipart/mixed\r\n\r\n\xe9"),
        forwarded(
            "De : soa@x.test\nDate : 1 Jan 20 00:00:00 +99999999999999999999\nObjet : y\n"
        ).as_bytes(),
    ],
)
def test_what_is_forwarded_broken_is_no_crash(content):
    with suppress(MailError):
        assert read_forwarded(content, own=OWN, today=TODAY).date <= TODAY


def test_a_forwarded_subject_holds_nothing_that_no_eye_sees():
    text = b"De : soa@x.test\nObjet : a \x00 b +2AA- c\n\nBonjour\n"
    raw = raw_mail(text=text, kind=b"text/plain; charset=utf-7")
    assert read_forwarded(raw, own=OWN, today=TODAY).subject.split() == ["a", "b", "c"]


def test_a_forwarded_mail_without_a_likely_day_has_that_of_its_forwarding():
    found = receive(forwarded(f"De : {HOLDER}\nDate : 01/01/0001\nObjet : y\n\nBonjour"))
    assert found.date == datetime.date(2026, 6, 10)


def raw_mail(headers: bytes = b"", text: bytes = b"x", kind: bytes = b"text/plain") -> bytes:
    return (
        b"Date: Wed, 10 Jun 2026 10:00:00 +0200\r\nFrom: a@b.test\r\n"
        + headers
        + b"Content-Type: "
        + kind
        + b"\r\n\r\n"
        + text
    )


@pytest.mark.parametrize(
    "content",
    [
        raw_mail(b"Cc: " + b"a@b.test, " * 20_000 + b"\r\n"),
        raw_mail(b"Subject: " + b"re:" * 300_000 + b"\r\n"),
        raw_mail(text=b"De " + b" " * 90_000 + b"x"),
        raw_mail(text=b"De : a@b.test\nObjet : x\nA : x\n" + b"a" * 90_000),
        raw_mail(text=b"<div>" * 200_000, kind=b"text/html"),
        raw_mail(text=b"<" * 200_000, kind=b"text/html"),
        raw_mail(text=b"<a " * 100_000, kind=b"text/html"),
        raw_mail(text=b"<!--" * 50_000, kind=b"text/html"),
        raw_mail(text=b"--b\n\nx\n" * 5_000, kind=b'multipart/mixed; boundary="b"'),
    ],
    ids=["people", "answers", "spaces", "words", "boxes", "signs", "tags", "remarks", "parts"],
)
def test_a_mail_made_to_be_slow_is_read_soon(content):
    started = time.process_time()
    with suppress(MailError):
        read_forwarded(content, own=OWN, today=TODAY)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("lundi 15 juin 2026 14:30", (2026, 6, 15)),
        ("1er février 2026", (2026, 2, 1)),
        ("Mon, Jun 15, 2026 at 2:30 PM", (2026, 6, 15)),
        ("Mon, 15 Jun 2026 14:30:00 +0200", (2026, 6, 15)),
        ("15/06/2026 14:30", (2026, 6, 15)),
        ("2026-06-15 14:30", (2026, 6, 15)),
        ("31/02/2026", None),
        ("hier", None),
    ],
)
def test_the_day_that_a_program_wrote_is_read(written, day):
    assert written_day(written) == (datetime.date(*day) if day else None)
