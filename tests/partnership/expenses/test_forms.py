"""Adding, correcting and taking back an expense from its pages."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from partnership.actions import expenses
from partnership.actions.expenses import Part
from partnership.models import Expense
from tests.partnership.expenses.builders import make_account, make_expense, make_line

REGION = "Région imaginaire"


@pytest.fixture
def new(world):
    return reverse("partnership:expense-new", args=[world.convention.reference])


def page_of(row):
    return reverse("partnership:expense", args=[row.uid])


def cancel(row):
    return reverse("partnership:expense-cancel", args=[row.uid])


def sent(*parts, initial=1, **fields):
    """What a browser sends: the fields, and the rows of parts (payer, percent, name)."""
    data = {
        "uid": str(uuid.uuid4()),
        "label": "Billets de train",
        "amount": "1 234,50 €",
        "paid_on": "2026-03-02",
        "parts-TOTAL_FORMS": len(parts),
        "parts-INITIAL_FORMS": initial,
        "parts-MIN_NUM_FORMS": 0,
        "parts-MAX_NUM_FORMS": 20,
    }
    for rank, (payer, percent, *name) in enumerate(parts):
        data[f"parts-{rank}-payer"] = payer
        data[f"parts-{rank}-percent"] = percent
        data[f"parts-{rank}-funder_name"] = name[0] if name else ""
    return data | fields


def here(world):
    return f"convention:{world.convention.uid}"


def shares(row):
    return [
        (str(one.convention or one.funder_name), str(one.budget_line or ""), one.percent)
        for one in row.shares.order_by("pk")
    ]


def test_a_new_expense_is_charged_whole_to_the_convention_in_view(as_admin, world, new):
    first = as_admin.get(new).context["parts"].forms[0]
    assert (first["payer"].value(), first["percent"].value()) == (here(world), "100,00")
    answer = as_admin.post(new, sent((here(world), "100,00"), ("", "")))
    assert answer.status_code == 302
    row = Expense.objects.get()
    assert (row.amount, row.paid_on) == (Decimal("1234.50"), datetime.date(2026, 3, 2))
    assert shares(row) == [("DEP-2026", "", Decimal(100))]


def test_an_expense_is_shared_between_lines_conventions_and_funders(as_admin, world, new):
    line, of_other = make_line(world.convention), make_line(world.other_convention, "Salaires")
    as_admin.post(
        new,
        sent(
            (f"poste:{line.uid}", "40"),
            (f"poste:{of_other.uid}", "20,5 %"),
            ("autre", "39,5", REGION),
        ),
    )
    assert shares(Expense.objects.get()) == [
        ("DEP-2026", "Déplacements", Decimal(40)),
        ("AUTRE-2026", "Salaires", Decimal("20.50")),
        (REGION, "", Decimal("39.50")),
    ]


def test_above_the_whole_is_refused_and_nothing_typed_is_lost(as_admin, world, new):
    answer = as_admin.post(
        new, sent((here(world), "60"), ("autre", "41", REGION), voucher="F-12", label="Livrets")
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "101,00\u00a0%" in html
    for typed in ("Livrets", "F-12", REGION, 'value="41"', "1 234,50 €"):
        assert typed in html
    assert not Expense.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"label": " "}, "Dites ce qui a été payé."),
        ({"amount": "-3"}, "le montant est supérieur à zéro"),
        ({"amount": "douze"}, "n&#x27;est pas un montant"),
        ({"amount": "1,234"}, "deux décimales au plus"),
        ({"amount": "1.500"}, "se lit de deux façons : écrivez 1500"),
        ({"amount": "1" * 30}, "est trop grand"),
        ({"paid_on": "31/02/2026"}, "Cette date n&#x27;est pas comprise"),
        ({"paid_on": "0202-01-01"}, "L&#x27;année 202 est trop ancienne"),
        ({"parts-0-percent": ""}, "Donnez la part"),
        ({"parts-0-percent": "0"}, "une part va de 0,01 à 100"),
        ({"parts-0-percent": "-60"}, "une part va de 0,01 à 100"),
        ({"parts-0-percent": "33,333"}, "deux décimales au plus"),
        ({"parts-0-percent": "moitié"}, "n&#x27;est pas un nombre"),
        ({"parts-0-percent": "120"}, "une part va de 0,01 à 100"),
        ({"parts-0-payer": ""}, "Imputez cette dépense à une convention au moins."),
        ({"parts-0-payer": "poste:inconnu"}, "Ce choix n&#x27;est pas dans la liste"),
        ({"parts-0-payer": "autre"}, "Dites quel autre financeur"),
        ({"parts-0-funder_name": "Région"}, "Ce nom ne sert que pour"),
        ({"parts-TOTAL_FORMS": ""}, "Le formulaire est arrivé incomplet"),
    ],
)
def test_what_is_wrong_is_said_in_french(as_admin, world, new, fields, words):
    answer = as_admin.post(new, sent((here(world), "100"), **fields))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Expense.objects.exists()


def test_a_name_alone_is_another_funder(as_admin, world, new):
    as_admin.post(new, sent((here(world), "60"), ("", "40", REGION)))
    assert shares(Expense.objects.get())[1] == (REGION, "", Decimal(40))


def test_sent_twice_it_is_one_expense_and_sent_with_something_else_it_is_refused(
    as_admin, world, new
):
    data = sent((here(world), "100"))
    assert [as_admin.post(new, data).status_code for _ in range(2)] == [302, 302]
    assert Expense.objects.count() == 1
    answer = as_admin.post(new, data | {"label": "Autre chose"})
    assert answer.status_code == 422
    assert "Ce formulaire a déjà servi" in answer.content.decode()
    assert answer.context["form"]["uid"].value() != data["uid"]


def test_a_correction_opens_on_what_is_kept(as_admin, world):
    account, line = make_account(), make_line(world.convention)
    row = make_expense(
        world.convention,
        account=account,
        parts=[Part(Decimal(60), world.convention, line), Part(Decimal(40), funder_name=REGION)],
    )
    form, parts = (as_admin.get(page_of(row)).context[name] for name in ("form", "parts"))
    assert (form["amount"].value(), form["account"].value()) == ("120,00", account.pk)
    assert [part["payer"].value() for part in parts] == [f"poste:{line.uid}", "autre", None, None]
    data = sent((f"poste:{line.uid}", "70"), ("", "40", ""), initial=2, label="Corrigée")
    assert as_admin.post(page_of(row), data).status_code == 302
    row.refresh_from_db()
    assert row.label == "Corrigée"
    assert shares(row) == [("DEP-2026", "Déplacements", Decimal(70))]


def test_a_correction_that_came_too_late_says_so(as_admin, world, monkeypatch):
    row = make_expense(world.convention)
    held = expenses._held

    def cancelled_meanwhile(expense, by):
        Expense.objects.filter(pk=expense.pk).update(cancelled_at=timezone.now())
        return held(expense, by)

    monkeypatch.setattr(expenses, "_held", cancelled_meanwhile)
    answer = as_admin.post(page_of(row), sent((here(world), "100")))
    assert answer.status_code == 422
    assert "vient d&#x27;être annulée" in answer.content.decode()


def test_working_time_is_corrected_but_for_its_amount(as_admin, world):
    row = make_expense(world.convention, minutes=120, hourly_rate=Decimal(60))
    answer = as_admin.get(page_of(row))
    assert "amount" not in answer.context["form"].fields
    assert "temps valorisé" in answer.content.decode()
    data = sent((here(world), "50"), amount="1", label="Temps de mars")
    assert as_admin.post(page_of(row), data).status_code == 302
    row.refresh_from_db()
    assert (row.label, row.amount) == ("Temps de mars", Decimal("120.00"))


def test_a_fresh_expense_goes_without_a_reason(as_admin, world):
    row = make_expense(world.convention)
    assert "elle disparaîtra" in as_admin.get(page_of(row)).content.decode()
    answer = as_admin.post(cancel(row))
    assert answer.url == reverse("partnership:expenses", args=["DEP-2026"])
    assert not Expense.objects.exists()


def test_an_older_expense_needs_a_reason(as_admin, world):
    row = make_expense(world.convention)
    Expense.objects.update(created_at=timezone.now() - datetime.timedelta(minutes=11))
    refused = as_admin.post(cancel(row), {"reason": " "})
    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    assert as_admin.post(cancel(row), {"reason": "Doublon"}).status_code == 302
    row.refresh_from_db()
    assert row.cancel_reason == "Doublon"
    assert as_admin.get(page_of(row)).context["form"] is None
