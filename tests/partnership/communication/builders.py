"""Duties and evidence for tests."""

from __future__ import annotations

import datetime

from partnership.actions import communication
from partnership.enums import Duty, Support
from partnership.models import CommunicationEvidence, Convention

ASKED = {
    (Duty.LOGO, Support.EVERY): "logo sur tous les supports",
    (Duty.AMOUNT, Support.EVERY): "montant de l'aide",
    (Duty.TAG, Support.SOCIAL): "identifier le compte",
}


def ask(convention: Convention, duties=ASKED) -> None:
    communication.set_duties(convention=convention, duties=duties, by=None)


def evidence(convention: Convention, by, support=Support.SOCIAL, **fields) -> CommunicationEvidence:
    given = {
        "shown_on": datetime.date(2026, 3, 2),
        "title": "Annonce",
        "address": "https://reseau.example/annonce",
        "duties": [],
    }
    made, _ = communication.add_evidence(
        convention=convention, support=support, by=by, **given | fields
    )
    return made
