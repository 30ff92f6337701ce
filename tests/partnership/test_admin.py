"""The administration site: every write leaves its line in the journal, nothing is deleted."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db import connection
from django.template import engines
from django.urls import reverse

from partnership.admin import JournaledAdmin
from partnership.enums import BudgetSide, Origin, Role, Verb
from partnership.models import (
    BudgetLine,
    Commitment,
    CommitmentReading,
    JournalEntry,
    Membership,
    Network,
    User,
)
from tests import factories

OURS = ("partnership", "accompaniment", "pam", "twinning", "reporting")
PASSWORD = "une phrase assez longue"


@pytest.fixture(autouse=True)
def _templates_of_others(monkeypatch):
    """Django's own pages name variables that nobody defines."""
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", "")


@pytest.fixture
def root(db):
    return User.objects.create_superuser("racine@lianes.example", PASSWORD)


@pytest.fixture
def as_root(client, root):
    client.force_login(root)
    return client


def posted(client, address: str, changes: dict) -> dict:
    """What the page would send as it stands, with these changes."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    data = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = bound.field.prepare_value(value)
    for name in [name for name in data if name.endswith(("_starts_on", "_ends_on", "_due_on"))]:
        data[name] = data[name].isoformat()
    return data | changes


def save(client, address: str, changes: dict):
    response = client.post(address, posted(client, address, changes))
    if response.status_code == 200:
        context = response.context
        errors = [context["adminform"].form.errors]
        errors += [inline.formset.errors for inline in context["inline_admin_formsets"]]
        raise AssertionError(errors)
    assert response.status_code == 302
    return response


def page(row) -> str:
    return reverse(f"admin:partnership_{row._meta.model_name}_change", args=[row.pk])


def new(model) -> str:
    return reverse(f"admin:partnership_{model._meta.model_name}_add")


def lines() -> list[tuple]:
    return [
        (entry.verb, entry.subject_type, entry.subject_uid, entry.changes)
        for entry in JournalEntry.objects.order_by("pk")
    ]


def test_a_commitment_is_journaled_before_and_after(as_root, root, world):
    commitment = factories.CommitmentFactory(convention=world.convention)
    given = {"original_commitments-0-text": "Un autre texte", "original_commitments-0-target": 25}
    save(as_root, page(world.convention), given)
    changes = {"text": [commitment.text, "Un autre texte"], "target": [30, 25]}
    assert lines() == [(Verb.CHANGED, "commitment", commitment.uid, changes)]
    entry = JournalEntry.objects.get()
    assert (entry.by, entry.owner, entry.origin) == (root, world.network, Origin.PAGE)


def test_a_convention_that_nobody_changed_has_no_line(as_root, world):
    factories.CommitmentFactory(convention=world.convention)
    save(as_root, page(world.convention), {})
    assert lines() == []


def test_a_convention_and_its_new_rows_have_a_line_each(as_root, world):
    added = {
        "original_amount": "6500",
        "budget_lines-TOTAL_FORMS": 1,
        "budget_lines-0-side": BudgetSide.EXPENSE,
        "budget_lines-0-position": 1,
        "budget_lines-0-label": "Salaires",
        "budget_lines-0-amount": "1200.50",
    }
    save(as_root, page(world.convention), added)
    line = BudgetLine.objects.get()
    budget, convention = lines()
    assert budget[:3] == (Verb.CREATED, "convention", world.convention.uid)
    assert budget[3]["budgetline"] == {"uid": str(line.uid), "is": "Salaires"}
    assert budget[3]["amount"] == "1200.50"
    assert convention == (
        Verb.CHANGED, "convention", world.convention.uid,
        {"original_amount": ["7000.00", "6500.00"]},
    )  # fmt: skip


def test_a_membership_is_journaled_under_its_organisation(as_root, world):
    membership = world.staff.memberships.get()
    changes = {
        "memberships-0-role": Role.OFFICER,
        "memberships-0-organisation": world.funder.pk,
        "memberships-0-until_on": "2026-06-30",
    }
    save(as_root, page(world.staff), changes)
    left, joined = lines()
    assert {left[2], joined[2]} == {world.association.uid, world.funder.uid}
    assert left[3] == joined[3]
    assert left[3]["role"] == [Role.STAFF, Role.OFFICER]
    assert left[3]["until_on"] == [None, "2026-06-30"]
    assert left[3]["membership"]["uid"] == str(membership.uid)


def test_a_new_person_is_journaled_without_their_password(as_root, world):
    given = {
        "email": "neuve@lianes.example",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "usable_password": "true",
        "memberships-TOTAL_FORMS": 1,
        "memberships-0-organisation": world.association.pk,
        "memberships-0-role": Role.STAFF,
    }
    save(as_root, new(User), given)
    membership, person = lines()
    assert Membership.objects.filter(user__email="neuve@lianes.example").exists()
    assert membership[3]["role"] == Role.STAFF
    assert person[:3] == (Verb.CREATED, "organisation", world.association.uid)
    assert person[3]["email"] == "neuve@lianes.example"
    assert "password" not in person[3]


def test_more_rights_and_a_new_password_are_journaled(as_root, world):
    save(as_root, page(world.staff), {"is_superuser": "on"})
    address = reverse("admin:auth_user_password_change", args=[world.staff.pk])
    given = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert as_root.post(address, given).status_code == 302
    rights, password = (entry[3] for entry in lines())
    assert rights["is_superuser"] == [False, True]
    assert rights["user"]["uid"] == str(world.staff.uid)
    assert password["password"] == "replaced"


def test_a_person_who_belongs_nowhere_is_journaled_under_the_association(as_root, world):
    save(as_root, page(factories.UserFactory()), {"last_name": "Autre"})
    ((_, kind, uid, _),) = lines()
    assert (kind, uid) == ("organisation", world.association.uid)


def test_a_network_is_journaled(as_root, world):
    save(as_root, new(Network), {"name": "Un réseau de plus"})
    save(as_root, page(world.network), {"name": "Un autre nom"})
    created, changed = lines()
    assert created[:2] == (Verb.CREATED, "network")
    assert changed[3] == {"name": [world.network.name, "Un autre nom"]}


def reading(world, **fields) -> dict:
    commitment = factories.CommitmentFactory(convention=world.convention)
    given = {
        "commitment": commitment.pk,
        "figure_id": "accompaniment.sessions",
        "rule_version": 1,
        "filters": "{}",
        "beside": "[]",
        "valid_from": "2026-01-01",
        "proposed_by": world.association.pk,
    }
    return given | fields


def test_a_reading_is_journaled_under_its_commitment(as_root, world):
    save(as_root, new(CommitmentReading), reading(world, filters="", beside=""))
    made = CommitmentReading.objects.get()
    assert (made.filters, made.beside) == ({}, [])
    ((verb, kind, uid, changes),) = lines()
    assert (verb, kind, uid) == (Verb.CREATED, "commitment", made.commitment.uid)
    assert changes["figure_id"] == "accompaniment.sessions"


@pytest.mark.parametrize(
    "fields",
    [
        {"figure_id": "rien.du.tout"},
        {"filters": "[1]"},
        {"filters": '{"lune": ["pleine"]}'},
        {"filters": "{"},
        {"beside": "5"},
        {"beside": '{"a": 1}'},
        {"beside": '[["a"]]'},
        {"rule_version": ""},
        {"accepted_at_0": "2026-01-02", "accepted_at_1": "10:00"},
    ],
)
def test_what_is_wrong_with_a_reading_is_said_in_its_form(as_root, world, fields):
    response = as_root.post(new(CommitmentReading), reading(world, **fields))
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert not CommitmentReading.objects.exists()
    assert lines() == []


def test_the_lines_belong_to_the_transaction_of_the_form(as_root, world, monkeypatch):
    def fail(self, *args, **kwargs):
        assert connection.in_atomic_block
        raise RuntimeError

    commitment = factories.CommitmentFactory(convention=world.convention)
    data = posted(
        as_root, page(world.convention), {"original_commitments-0-text": "Un autre texte"}
    )
    monkeypatch.setattr(JournaledAdmin, "response_change", fail)
    monkeypatch.setattr(JournaledAdmin, "log_change", fail)
    with pytest.raises(RuntimeError):
        as_root.post(page(world.convention), data)
    assert lines() == []
    assert Commitment.objects.get(pk=commitment.pk).text == commitment.text


def test_nothing_is_deleted_on_the_administration_site(rf, root):
    request = rf.get("/")
    request.user = root
    for model, site in admin.site._registry.items():
        assert model._meta.app_label in OURS
        assert not site.has_delete_permission(request), model
        assert all(not inline.can_delete for inline in site.inlines), model
