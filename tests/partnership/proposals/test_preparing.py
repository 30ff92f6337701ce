"""Preparing a convention: once, from nothing or from another; its terms until the vote."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership.actions.proposals import create_convention
from partnership.enums import BudgetSide, ConventionState, Duty, Support, Verb
from partnership.models import (
    CommunicationDuty,
    Convention,
    JournalEntry,
    LegalReference,
    Notice,
    Visa,
)
from tests import factories
from tests.partnership.proposals import builders

NEW = reverse("partnership:convention-new")
EDIT = reverse("partnership:convention-edit", args=["DEP-2026"])


@pytest.fixture
def typed(world):
    def typed(**given):
        return {
            "uid": str(uuid.uuid4()),
            "reference": "DEP-2027",
            "purpose": "Ouverture au monde",
            "funder": str(world.funder.uid),
            "beneficiary": str(world.association.uid),
            "original_starts_on": "2027-01-01",
            "original_ends_on": "2027-12-31",
            "original_report_due_on": "",
            "original_amount": "9 380,00 €",
            "original_projected_cost": "18 000",
            "original_rule": "prorata",
            "territory": "Pas-de-Calais",
        } | given

    return typed


def test_the_list_offers_to_prepare_one_to_the_administration_only(client, world):
    for who, offered in (("admin", True), ("staff", False), ("officer", False)):
        client.force_login(getattr(world, who))
        html = client.get(reverse("partnership:conventions")).content.decode()
        assert (NEW in html) is offered


@time_machine.travel(datetime.datetime(2027, 2, 3, 9, tzinfo=datetime.UTC))
def test_the_page_starts_from_this_year_and_from_the_association(client, world):
    client.force_login(world.admin)
    form = client.get(NEW).context["form"]
    assert form["original_starts_on"].value() == datetime.date(2027, 1, 1)
    assert form["beneficiary"].value() == str(world.association.uid)


def test_a_convention_is_prepared_with_what_was_typed(as_admin, world, typed):
    answer = as_admin.post(NEW, typed())
    made = Convention.objects.get(reference="DEP-2027")
    assert answer.url == reverse("partnership:programme", args=["DEP-2027"])
    assert (made.owner, made.funder, made.state) == (world.network, world.funder, "proposed")
    assert made.terms().amount == Decimal("9380.00")
    assert made.terms().report_due_on == datetime.date(2028, 4, 1)
    entry = JournalEntry.objects.get(verb=Verb.CREATED)
    assert (entry.subject_uid, entry.by) == (made.uid, world.admin)


def test_the_same_page_sent_twice_makes_one(as_admin, typed):
    sent = typed()
    first, second = as_admin.post(NEW, sent), as_admin.post(NEW, sent)
    assert first.url == second.url
    assert Convention.objects.filter(reference="DEP-2027").count() == 1


def test_a_page_that_has_served_and_says_something_else_is_refused_then_accepted(as_admin, typed):
    sent = typed()
    as_admin.post(NEW, sent)
    answer = as_admin.post(NEW, sent | {"reference": "DEP-2028"})
    assert answer.status_code == 422
    assert "a déjà servi à préparer la convention DEP-2027" in answer.content.decode()
    again = answer.context["form"].data["uid"]
    assert again != sent["uid"]
    assert as_admin.post(NEW, sent | {"reference": "DEP-2028", "uid": again}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reference": "DEP-2026"}, "Une convention porte déjà cette référence."),
        ({"reference": "dép 2027"}, "lettres, chiffres et tirets"),
        ({"reference": "nouvelle"}, "Cette référence est réservée"),
        ({"funder": ""}, "Choisissez le financeur."),
        ({"funder": "Département"}, "choisissez-la dans la liste"),
        ({"original_ends_on": "2026-12-31"}, "se termine avant de commencer"),
        ({"original_amount": "12O"}, "n'est pas un montant"),
        ({"original_amount": "20000"}, "dépasse le coût prévisionnel"),
        ({"original_report_due_on": "2027-04-01"}, "attendu après la fin de la période"),
        ({"previous": "INCONNUE", "purpose": ""}, "Ce champ est obligatoire"),
    ],
)
def test_a_refused_page_says_why_and_keeps_everything(as_admin, typed, wrong, words):
    answer = as_admin.post(NEW, typed() | wrong)
    html = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 422
    assert words in html
    for value in ({"purpose": "Ouverture au monde", "territory": "Pas-de-Calais"} | wrong).values():
        if value and value not in ("INCONNUE",):
            assert f'value="{value}"' in html or "list" in words
    assert "Pas-de-Calais" in html
    assert not Convention.objects.filter(reference="DEP-2027").exists()


def test_the_parties_are_two(as_admin, world, typed):
    answer = as_admin.post(NEW, typed(funder=str(world.association.uid)))
    assert "la même structure" in answer.content.decode()


def test_a_structure_of_another_network_cannot_be_a_party(as_admin, typed):
    stranger = factories.OrganisationFactory()
    answer = as_admin.post(NEW, typed(funder=str(stranger.uid)))
    assert answer.status_code == 422
    assert stranger.name not in answer.content.decode()


def test_only_an_administration_prepares_and_in_its_own_network(world, typed):
    terms = {"uid": uuid.uuid4(), "reference": "X-1", "owner": factories.NetworkFactory()}
    with pytest.raises(PermissionDenied):
        create_convention(by=world.admin, **terms)
    with pytest.raises(PermissionDenied):
        create_convention(by=world.staff, **terms | {"owner": world.network})


@pytest.fixture
def lived(world):
    """A convention with all that the next one takes up."""
    row = world.convention
    one = factories.CommitmentFactory(convention=row, number=1, part="a")
    two = factories.CommitmentFactory(convention=row, number=2, target=None, unit="")
    factories.ReadingFactory(
        commitment=one, accepted_by=world.funder, accepted_at="2026-02-01T00:00Z",
        proposed_by=world.association,
    )  # fmt: skip
    factories.ReadingFactory(commitment=two)
    lines = builders.budget(row, (*builders.DEFAULT, (BudgetSide.INCOME, "Région", "10")))
    lines[-1].funder, lines[-1].received = world.other_funder, Decimal(5)
    lines[-1].save()
    builders.chapter(row, "Accompagnements", one, two)
    builders.pays(lines[0], one, 30)
    CommunicationDuty.objects.create(convention=row, duty=Duty.LOGO, support=Support.PRESS)
    text = LegalReference.objects.create(owner=world.network, title="Code général")
    Visa.objects.create(convention=row, reference=text, position=1)
    return row


def test_another_convention_is_taken_up_with_all_it_says(as_admin, world, lived, typed):
    page = as_admin.get(NEW, {"reprendre": "DEP-2026"})
    form = page.context["form"]
    assert form["reference"].value() == "DEP-2027"
    assert form["original_ends_on"].value() == datetime.date(2027, 12, 31)
    assert form["original_amount"].value() == "7000,00"
    as_admin.post(NEW, typed(previous="DEP-2026"))
    made = Convention.objects.get(reference="DEP-2027")
    one, two = made.terms().commitments
    assert [(before.convention.reference, before.label) for before in one.continues.all()] == [
        ("DEP-2026", "1 a")
    ]
    [reading] = one.readings.all()
    assert (reading.valid_from, reading.is_accepted) == (datetime.date(2027, 1, 1), False)
    assert reading.proposed_by == world.association
    assert not two.readings.exists()
    lines = list(made.budget_lines.in_order())
    assert [(line.label, line.funder, line.received) for line in lines] == [
        ("Accompagnements", None, None),
        ("Coordination", None, None),
        ("Département", world.funder, None),
        ("Fonds propres", None, None),
        ("Région", world.other_funder, None),
    ]
    assert [(paid.commitment, paid.quantity) for paid in lines[0].funded_commitments.all()] == [
        (one, 30)
    ]
    assert [chapter.title for chapter in made.chapters.all()] == ["Accompagnements"]
    assert set(made.chapters.get().commitments.order_by("pk")) == {one, two}
    assert made.communication_duties.get().support == Support.PRESS
    assert made.visas.get().reference.title == "Code général"


def test_taken_up_for_another_funder_it_continues_nothing_of_the_first(
    as_admin, world, lived, typed
):
    as_admin.post(NEW, typed(previous="DEP-2026", funder=str(world.other_funder.uid)))
    made = Convention.objects.get(reference="DEP-2027")
    assert not any(one.continues.exists() for one in made.terms().commitments)
    assert made.budget_lines.get(label="Autre financeur").funder == world.other_funder
    assert not made.budget_lines.filter(label="Département").exists()


def test_nothing_is_taken_up_from_another_network(as_admin, typed):
    stranger = factories.ConventionFactory(reference="LOIN-2026")
    factories.CommitmentFactory(convention=stranger)
    assert "LOIN-2026" not in as_admin.get(NEW, {"reprendre": "LOIN-2026"}).content.decode()
    as_admin.post(NEW, typed(previous="LOIN-2026"))
    assert Convention.objects.get(reference="DEP-2027").terms().commitments == ()


def test_the_terms_of_a_proposal_are_changed_and_journaled(as_admin, proposal, typed):
    answer = as_admin.post(EDIT, typed(reference="DEP-2026-A", original_amount="7000"))
    assert answer.url == reverse("partnership:convention-edit", args=["DEP-2026-A"])
    proposal.refresh_from_db()
    assert proposal.purpose == "Ouverture au monde"
    entry = JournalEntry.objects.get(verb=Verb.CHANGED)
    assert entry.changes["reference"] == ["DEP-2026", "DEP-2026-A"]


def test_refused_terms_leave_the_page_where_it_is(as_admin, proposal, typed):
    answer = as_admin.post(EDIT, typed(reference="pas une référence"))
    assert answer.status_code == 422
    assert 'value="pas une référence"' in answer.content.decode()
    assert reverse("partnership:budget", args=["DEP-2026"]) in answer.content.decode()


def test_a_sent_proposal_keeps_its_reference_and_is_to_be_sent_again(as_admin, proposal, typed):
    proposal.proposal_sent_on = datetime.date(2026, 2, 1)
    proposal.save()
    answer = as_admin.post(EDIT, typed(), follow=True)
    proposal.refresh_from_db()
    assert proposal.reference == "DEP-2026"
    assert proposal.proposal_sent_on is None
    assert "envoyez-la de nouveau" in answer.content.decode()


def test_terms_that_do_not_change_write_nothing(as_admin, proposal):
    proposal.proposal_sent_on = datetime.date(2026, 2, 1)
    proposal.save()
    form = as_admin.get(EDIT).context["form"]
    said = {name: form[name].value() for name in form.fields}
    assert (
        as_admin.post(EDIT, {name: value or "" for name, value in said.items()}).status_code == 302
    )
    proposal.refresh_from_db()
    assert proposal.proposal_sent_on is not None
    assert not JournalEntry.objects.exists()


def test_before_the_commission_a_change_is_told_and_may_not_break_the_proposal(
    as_admin, world, proposal, typed
):
    proposal.state = ConventionState.BEFORE_COMMISSION
    proposal.proposal_sent_on = datetime.date(2026, 2, 1)
    proposal.save()
    answer = as_admin.post(EDIT, typed(original_amount="6000"))
    assert answer.status_code == 422
    assert "elle doit rester complète" in answer.content.decode()
    assert as_admin.post(EDIT, typed(original_amount="7000")).status_code == 302
    notice = Notice.objects.get()
    assert (notice.to, notice.text) == (
        world.officer,
        "DEP-2026 : les conditions ont changé depuis l'envoi.",
    )


@pytest.mark.parametrize("state", ["voted", "signed", "settled", "refused", "terminated"])
def test_once_voted_the_page_says_that_an_amendment_changes_the_terms(
    as_admin, world, typed, state
):
    Convention.objects.filter(pk=world.convention.pk).update(**factories.standing(state))
    page = as_admin.get(EDIT)
    assert page.context["form"] is None
    assert "par un avenant" in page.content.decode()
    assert as_admin.post(EDIT, typed()).status_code == 422
    world.convention.refresh_from_db()
    assert world.convention.terms().amount == Decimal(7000)


@pytest.mark.parametrize("who", ["staff", "officer"])
def test_the_others_read_the_terms_and_change_nothing(client, world, proposal, typed, who):
    client.force_login(getattr(world, who))
    page = client.get(EDIT)
    assert page.context["form"] is None
    assert "7\u202f000,00\u00a0€" in page.content.decode()
    assert client.post(EDIT, typed()).status_code == 403
