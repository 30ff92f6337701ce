"""The money that the funder paid, and what was paid back."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership.actions.payments import record_payment, remove_payment
from partnership.enums import PaymentKind, Verb
from partnership.models import JournalEntry, Payment
from tests.partnership.expenses.builders import IN_MARCH, make_payment


@pytest.fixture
def page(world):
    return reverse("partnership:payments", args=[world.convention.reference])


def sent(**fields):
    given = {
        "uid": str(uuid.uuid4()),
        "kind": "single",
        "amount": "7 000",
        "received_on": "2026-03-02",
        "reference": "VIR-1",
    }
    return given | fields


def verbs(payment):
    entries = JournalEntry.objects.filter(subject_type="payment", subject_uid=payment.uid)
    return list(entries.order_by("pk").values_list("verb", flat=True))


def test_a_payment_is_noted_and_read_by_both_sides(client, world, page):
    client.force_login(world.admin)
    assert client.post(page, sent()).status_code == 302
    payment = Payment.objects.get()
    assert (payment.amount, payment.received_on) == (Decimal(7000), IN_MARCH)
    assert verbs(payment) == [Verb.CREATED]
    client.force_login(world.officer)
    html = client.get(page).content.decode()
    assert "VIR-1" in html
    assert "Enregistrer le versement" not in html


def test_sent_twice_it_is_one_payment(as_admin, page):
    data = sent()
    assert [as_admin.post(page, data).status_code for _ in range(2)] == [302, 302]
    assert as_admin.post(page, data | {"amount": "8000"}).status_code == 422
    assert Payment.objects.count() == 1


def test_repayments_are_taken_off(as_admin, world, page):
    make_payment(world.convention, amount=Decimal(5000), kind=PaymentKind.ADVANCE)
    make_payment(world.convention, amount=Decimal("551.92"), kind=PaymentKind.REPAYMENT)
    received = as_admin.get(page).context["received"]
    assert (received.paid, received.repaid) == (Decimal(5000), Decimal("551.92"))
    assert received.net == Decimal("4448.08")
    assert received.warning == ""


def test_above_the_amount_granted_it_is_kept_with_a_warning(as_admin, world, page):
    make_payment(world.convention, amount=Decimal("7000.00"))
    assert as_admin.get(page).context["received"].warning == ""
    assert as_admin.post(page, sent(amount="0,01")).status_code == 302
    assert "dépasse la subvention accordée" in as_admin.get(page).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"amount": ""}, "Donnez le montant"),
        ({"amount": "0"}, "supérieur à zéro"),
        ({"received_on": ""}, "Donnez la date"),
        ({"kind": "gift"}, "Cette nature n&#x27;existe pas"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(as_admin, page, fields, words):
    answer = as_admin.post(page, sent(**fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "VIR-1" in answer.content.decode()
    assert not Payment.objects.exists()


def test_a_payment_taken_back_stays_in_the_journal(as_admin, world):
    payment = make_payment(world.convention, reference="VIR-9")
    address = reverse("partnership:payment-remove", args=["DEP-2026", payment.uid])
    assert as_admin.post(address).status_code == 302
    assert not Payment.objects.exists()
    entry = JournalEntry.objects.get(subject_uid=payment.uid)
    assert (entry.verb, entry.changes["amount"]) == (Verb.DELETED, "7000.00")
    assert as_admin.post(address).status_code == 404


def test_a_payment_is_taken_back_under_its_own_convention_only(as_admin, world):
    payment = make_payment(world.other_convention)
    address = reverse("partnership:payment-remove", args=["DEP-2026", payment.uid])
    assert as_admin.post(address).status_code == 404


@pytest.mark.parametrize("who", ["staff", "officer"])
def test_only_the_administration_writes(world, who):
    somebody, payment = getattr(world, who), make_payment(world.convention)
    with pytest.raises(PermissionDenied):
        record_payment(
            convention=world.convention, by=somebody, amount=Decimal(1), received_on=IN_MARCH
        )
    with pytest.raises(PermissionDenied):
        remove_payment(payment=payment, by=somebody)
    assert Payment.objects.count() == 1


def test_where_nothing_is_noted_no_amount_is_said(client, world, page):
    client.force_login(world.officer)
    text = client.get(page).content.decode()
    assert "aucun versement noté" in text
    assert "versés" not in text
    expenses = reverse("partnership:expenses", args=[world.convention.reference])
    assert "aucune dépense" in client.get(expenses).content.decode()
