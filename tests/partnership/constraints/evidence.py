"""Duties of communication and their evidence, deadlines and their reminders."""

from __future__ import annotations

import datetime

from partnership.enums import DeadlineKind, Duty, Support
from partnership.models import (
    CommunicationDuty,
    CommunicationEvidence,
    Deadline,
    DeadlineChange,
    Reminder,
)
from tests import factories
from tests.partnership.constraints.twice import again

APRIL = datetime.date(2027, 4, 1)
JUNE = datetime.date(2027, 6, 1)


def communication_duty(**fields):
    given = {"duty": Duty.LOGO, "support": Support.WEBSITE}
    return CommunicationDuty(**{"convention": factories.ConventionFactory()} | given | fields)


def communication_evidence(**fields):
    given = {"support": Support.WEBSITE, "shown_on": APRIL, "title": "Page d'accueil"}
    return CommunicationEvidence(**{"convention": factories.ConventionFactory()} | given | fields)


def deadline(**fields):
    given = {"kind": DeadlineKind.REPORT, "label": "Bilan de l'année", "due_on": APRIL}
    return Deadline(**{"convention": factories.ConventionFactory()} | given | fields)


def saved_deadline():
    row = deadline()
    row.save()
    return row


def deadline_change(**fields):
    given = {"before": APRIL, "after": JUNE, "reason": "Demandé par l'association"}
    return DeadlineChange(**{"deadline": saved_deadline()} | given | fields)


def reminder(**fields):
    return Reminder(**{"deadline": saved_deadline(), "due_on": APRIL, "days": 60} | fields)


SOUND = (communication_duty, communication_evidence, deadline, deadline_change, reminder)
BROKEN = {
    "communication_duty_once": (
        lambda: again(communication_duty, "convention"),
        "Cette obligation est déjà notée pour ce support.",
    ),
    "evidence_filed_once": (
        lambda: again(communication_evidence, "convention", filed_for="affiche"),
        "Ce document est déjà rangé ici.",
    ),
    "evidence_has_a_title": (lambda: communication_evidence(title=""), "Dites ce que c'est."),
    "deadline_one_report": (
        lambda: again(deadline, "convention"),
        "Le bilan de cette convention a déjà son échéance.",
    ),
    "deadline_has_a_label": (lambda: deadline(label=""), "Dites ce qui est attendu."),
    "deadline_change_has_a_reason": (
        lambda: deadline_change(reason=""),
        "Dites pourquoi l'échéance change.",
    ),
    "reminder_once": (lambda: again(reminder, "deadline"), "Ce rappel est déjà parti."),
}
