"""What the demonstration says of communication: the published duties, invented evidence only."""

from __future__ import annotations

import pytest

from partnership.enums import Duty, Support
from partnership.models import CommunicationDuty, CommunicationEvidence, StoredFile
from reporting.demo import loading

pytestmark = pytest.mark.usefixtures("demonstration")


def duties(reference: str) -> set[tuple[str, str]]:
    rows = CommunicationDuty.objects.filter(convention__reference=reference)
    return {(one.duty, one.support) for one in rows}


def test_the_published_conventions_ask_what_their_articles_say():
    assert duties("CD62-2023") == {(Duty.LOGO, Support.EVERY)}
    assert duties("CD62-2025") == {
        (Duty.LOGO, Support.EVERY),
        (Duty.AMOUNT, Support.EVERY),
        (Duty.TAG, Support.SOCIAL),
    }
    assert duties("CD62-2022") == duties("CD62-2024") == set()


def test_evidence_and_attached_files_are_the_examples_only():
    rows = CommunicationEvidence.objects.select_related("convention")
    assert len(rows) == 3
    assert all(one.convention.is_fictitious for one in rows)
    attached = StoredFile.objects.filter(subject_type__in=["session", "communication_evidence"])
    assert attached.count() == 4


def test_loaded_again_it_changes_nothing():
    before = StoredFile.objects.count()
    assert loading.load() is False
    assert StoredFile.objects.count() == before
