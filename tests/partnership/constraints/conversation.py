"""What the two sides say to each other, and the mails that follow."""

from __future__ import annotations

import uuid

from django.utils import timezone

from partnership.enums import RemarkKind, ThreadState
from partnership.models import Mail, Notice, Remark, Thread
from tests import factories
from tests.partnership.constraints.twice import again


def thread(**fields):
    given = {
        "subject_type": "commitment",
        "subject_uid": uuid.uuid4(),
        "state": ThreadState.ASKED,
        "moved_at": timezone.now(),
    }
    return Thread(**{"convention": factories.ConventionFactory()} | given | fields)


def remark(**fields):
    opened = thread()
    opened.save()
    given = {"kind": RemarkKind.QUESTION, "text": "Combien de structures ?", "by_funder": True}
    return Remark(**{"thread": opened} | given | fields)


def acceptance_without_a_word(**fields):
    return remark(**{"kind": RemarkKind.ACCEPTANCE, "text": ""} | fields)


def mail(**fields):
    given = {"subject": "Une question vous attend", "body": "Bonjour"}
    people = {"owner": factories.NetworkFactory(), "to": factories.UserFactory()}
    return Mail(**people | given | fields)


def mail_to_an_address(**fields):
    return mail(**{"to": None, "address": "karim@exemple.test"} | fields)


def notice(**fields):
    given = {"to": factories.UserFactory(), "text": "Une question vous attend"}
    return Notice(**{"convention": factories.ConventionFactory()} | given | fields)


SOUND = (thread, remark, acceptance_without_a_word, mail, mail_to_an_address, notice)
BROKEN = {
    "thread_one_per_item": (
        lambda: again(thread, "convention", "subject_uid"),
        "Une conversation existe déjà sur ce point.",
    ),
    "mail_has_one_recipient": (
        lambda: mail(to=None),
        "Un message a un destinataire, et un seul.",
    ),
    "remark_says_something": (lambda: remark(text=""), "Écrivez votre message."),
}
