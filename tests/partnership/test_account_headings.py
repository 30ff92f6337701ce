"""The lines of the compte rendu financier: there after the migrations, once, corrected by hand."""

from __future__ import annotations

import datetime

import pytest
from django.template import engines
from django.urls import reverse

from partnership.account_headings import keep_headings, published_headings
from partnership.enums import AccountSide
from partnership.models import AccountHeading, User
from partnership.spending import accounts_in_use

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 3, 2)


def test_the_accounts_of_both_sides_are_those_of_the_form():
    codes = {
        side: {one["code"][:2] for one in published_headings() if one["side"] == side}
        for side in AccountSide
    }
    charges = {"60", "61", "62", "63", "64", "65", "66", "67", "68", "86", "CI"}
    assert codes[AccountSide.EXPENSE] == charges
    income = {"70", "73", "74", "75", "76", "77", "78", "87", "RP"}
    assert codes[AccountSide.INCOME] == income
    in_kind = {one["code"][:2] for one in published_headings() if one["in_kind"]}
    assert in_kind == {"86", "87"}


def test_they_are_kept_once_and_a_correction_stays():
    AccountHeading.objects.all()._raw_delete("default")
    assert keep_headings(AccountHeading) == len(published_headings()) == 48
    row = AccountHeading.objects.get(code="60", label="Autres fournitures")
    row.label = "Fournitures non stockées"
    row.save()
    assert keep_headings(AccountHeading) == 0
    assert AccountHeading.objects.count() == 48


def test_in_use_are_those_of_the_latest_form_in_the_order_of_the_form():
    keep_headings(AccountHeading)
    listed = [one.code for one in accounts_in_use(AccountSide.EXPENSE, TODAY)]
    assert listed[:3] == ["60", "60", "61"]
    assert listed[-1] == "864"


def test_the_administration_site_corrects_a_line_and_deletes_none(client, monkeypatch):
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")
    keep_headings(AccountHeading)
    client.force_login(User.objects.create_superuser("racine@exemple.test", "une phrase longue"))
    row = AccountHeading.objects.get(code="864")
    address = reverse("admin:partnership_accountheading_change", args=[row.pk])
    data = {
        "side": row.side,
        "code": row.code,
        "group": row.group,
        "label": "Bénévoles",
        "position": row.position,
        "in_kind": "on",
        "valid_from": row.valid_from.isoformat(),
    }
    assert client.post(address, data).status_code == 302
    row.refresh_from_db()
    assert row.label == "Bénévoles"
    delete = reverse("admin:partnership_accountheading_delete", args=[row.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
