"""A row that files hang on does not go away and take them with it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership import files
from partnership.actions import imputations, papers, payments
from partnership.models import Annex, BudgetImputation, Payment
from tests.partnership.papers import builders


def attach(row) -> None:
    files.store(row, name="pièce.txt", content=b"oui", content_type="text/plain")


@pytest.fixture
def paid(world):
    return Payment.objects.create(
        convention=world.convention, amount=Decimal(7000), received_on=datetime.date(2026, 3, 2)
    )


def test_a_payment_keeps_its_order(as_admin, world, paid):
    attach(paid)
    with pytest.raises(ValidationError, match="retirez-les d'abord"):
        payments.remove_payment(payment=paid, by=world.admin)
    address = reverse("partnership:payment-remove", args=["DEP-2026", paid.uid])
    assert "retirez-les" in as_admin.post(address, follow=True).content.decode()
    assert Payment.objects.filter(pk=paid.pk).exists()


def test_a_fresh_imputation_keeps_its_papers(world):
    row = builders.imputation(world.convention)
    attach(row)
    with pytest.raises(ValidationError):
        imputations.remove_imputation(imputation=row, by=world.officer)
    assert BudgetImputation.objects.filter(pk=row.pk).exists()


def test_an_annex_keeps_its_files(as_officer, world):
    row = builders.annex(world.convention, 1, "bilan")
    attach(row)
    with pytest.raises(ValidationError, match="annexe 1"):
        papers.number_annexes(convention=world.convention, lines=[], by=world.officer)
    sent = {
        "annexes-TOTAL_FORMS": "1",
        "annexes-INITIAL_FORMS": "1",
        "annexes-0-position": "1",
        "annexes-0-title": "Annexe",
        "annexes-0-key": "autre",
    }
    answer = as_officer.post(reverse("partnership:annexes", args=["DEP-2026"]), sent)
    assert answer.status_code == 422
    assert "retirez-les" in answer.content.decode()
    assert Annex.objects.get().key == "bilan"
