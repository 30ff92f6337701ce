"""Where the subsidy stands in the funder's budget."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from partnership.actions import imputations as actions
from partnership.enums import Verb
from partnership.imputations import contradictions
from partnership.models import BudgetImputation, JournalEntry
from tests.partnership.life import builders

FIELDS = {
    "operation_code": "C05-043A06",
    "imputation": "65748//93043",
    "label": "Actions internationales",
    "payment_credits": Decimal(43056),
    "available": Decimal(31000),
    "proposed": Decimal(7000),
}


def row(**fields) -> BudgetImputation:
    return BudgetImputation(**FIELDS | fields)


def labels(*rows) -> list[str]:
    return [one.label for one in contradictions(rows)]


def test_papers_that_agree_are_not_contradicted():
    assert labels(row(stated_in="rapport"), row(stated_in="délibération")) == []


def test_two_operation_codes_are_shown_each_with_its_papers():
    [found] = contradictions(
        [
            row(stated_in="délibération"),
            row(stated_in="rapport"),
            row(stated_in="convention", operation_code="C05-048A06"),
        ]
    )
    assert found.label == "Code opération"
    assert found.readings == (
        ("C05-043A06", ("délibération", "rapport")),
        ("C05-048A06", ("convention",)),
    )


def test_what_a_paper_leaves_empty_contradicts_nothing():
    silent = row(stated_in="convention", available=None, payment_credits=None, proposed=None)
    assert labels(row(stated_in="rapport"), silent) == []


def test_a_subsidy_shared_between_operations_is_read_whole():
    halves = [row(operation_code=code, proposed=Decimal(3500)) for code in ("A", "B")]
    assert labels(*halves) == []
    whole = row(stated_in="rapport", operation_code="A")
    assert labels(*halves, whole) == ["Code opération", "Crédits de paiement", "Disponible"]


def test_amounts_that_differ_are_contradicted():
    assert labels(row(stated_in="a"), row(stated_in="b", proposed=Decimal(7001))) == ["Proposition"]


def test_a_line_takes_the_next_rank_once_and_is_journaled(world):
    uid = uuid.uuid4()
    for _ in range(2):
        kept = actions.add_imputation(
            convention=world.convention, by=world.officer, fields=FIELDS, uid=uid
        )
    second = actions.add_imputation(convention=world.convention, by=world.officer, fields=FIELDS)
    assert (kept.position, second.position) == (1, 2)
    assert kept.balance == Decimal(24000)
    assert JournalEntry.objects.filter(subject_uid=uid).count() == 1


@pytest.mark.parametrize("name", ["staff", "admin", "other_officer"])
def test_the_lines_are_the_funders(world, name):
    kept = builders.imputation(world.convention)
    person = getattr(world, name)
    with pytest.raises(PermissionDenied):
        actions.add_imputation(convention=world.convention, by=person, fields=FIELDS)
    with pytest.raises(PermissionDenied):
        actions.change_imputation(imputation=kept, by=person, fields=FIELDS)
    with pytest.raises(PermissionDenied):
        actions.remove_imputation(imputation=kept, by=person)


def test_a_change_is_journaled_before_and_after(world):
    kept = builders.imputation(world.convention)
    actions.change_imputation(
        imputation=kept, by=world.officer, fields=FIELDS | {"available": Decimal(10000)}
    )
    assert JournalEntry.objects.get().changes == {"available": ["31000.00", "10000"]}


def test_a_line_is_taken_back_within_ten_minutes_only(world):
    with time_machine.travel("2026-11-16 10:00", tick=False):
        first, second = (builders.imputation(world.convention) for _ in range(2))
    with time_machine.travel("2026-11-16 10:09", tick=False):
        actions.remove_imputation(imputation=first, by=world.officer)
    assert JournalEntry.objects.get().verb == Verb.DELETED
    with (
        time_machine.travel("2026-11-16 10:10", tick=False),
        pytest.raises(ValidationError, match="plus de dix minutes"),
    ):
        actions.remove_imputation(imputation=second, by=world.officer)
    assert world.convention.imputations.get() == second


def sent(**fields) -> dict:
    return {
        "operation_code": "C05-043A06",
        "imputation": "65748//93043",
        "label": "Actions internationales",
        "payment_credits": "43 056,00 €",
        "available": "31\u202f000",
        "proposed": "7000,5",
        "stated_in": "",
    } | fields


def new_page(world) -> str:
    return reverse("partnership:imputation-new", args=[world.convention.reference])


def test_amounts_are_read_as_people_write_them(as_officer, world):
    assert as_officer.post(new_page(world), sent()).status_code == 302
    kept = world.convention.imputations.get()
    assert (kept.payment_credits, kept.available, kept.proposed) == (
        Decimal("43056.00"),
        Decimal(31000),
        Decimal("7000.50"),
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"operation_code": ""}, "Donnez le code de l&#x27;opération."),
        ({"imputation": ""}, "Donnez l&#x27;imputation."),
        ({"label": ""}, "Donnez le libellé de l&#x27;opération."),
        ({"proposed": "sept mille"}, "n&#x27;est pas un montant"),
        ({"available": "1,234"}, "deux décimales au plus"),
    ],
)
def test_a_refused_line_keeps_what_was_typed(as_officer, world, fields, words):
    answer = as_officer.post(new_page(world), sent(payment_credits="43 056,00 €") | fields)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert 'value="43 056,00 €"' in html
    assert not BudgetImputation.objects.exists()


def test_the_page_shows_the_balance_and_what_is_contradicted(as_staff, world):
    builders.imputation(world.convention, stated_in="rapport n° 53")
    builders.imputation(
        world.convention, stated_in="convention, article 7", operation_code="C05-048A06"
    )
    html = as_staff.get(
        reverse("partnership:papers", args=[world.convention.reference])
    ).content.decode()
    assert "24\u202f000,00\u00a0€" in html
    assert "Crédits de paiement" in html
    assert "contredit" in html
    assert "C05-043A06 (rapport n° 53)" in html
    assert "Modifier" not in html


def test_a_line_is_corrected_and_removed_on_its_page(as_officer, world):
    kept = builders.imputation(world.convention)
    address = reverse("partnership:imputation", args=[world.convention.reference, kept.uid])
    assert "Retirer cette ligne" in as_officer.get(address).content.decode()
    assert as_officer.post(address, sent(available="10 000")).status_code == 302
    kept.refresh_from_db()
    assert kept.available == Decimal(10000)
    BudgetImputation.objects.update(created_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    assert "Retirer cette ligne" not in as_officer.get(address).content.decode()
    remove = reverse("partnership:imputation-remove", args=[world.convention.reference, kept.uid])
    html = as_officer.post(remove, follow=True).content.decode()
    assert "corrigez-la plutôt" in html
    assert BudgetImputation.objects.exists()
