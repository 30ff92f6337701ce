"""An unmet action carried into the next convention: asked by one side, decided by the other."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from partnership.actions.carry_overs import ask_carry_over, decide_carry_over
from partnership.models import CarryOver, JournalEntry
from tests import factories

TODAY = datetime.date(2026, 11, 3)


@pytest.fixture
def following(world):
    return factories.ConventionFactory(
        owner=world.network,
        reference="DEP-2027",
        funder=world.funder,
        beneficiary=world.association,
        original_starts_on=datetime.date(2027, 1, 1),
        original_ends_on=datetime.date(2027, 12, 31),
        original_report_due_on=datetime.date(2028, 4, 1),
    )


@pytest.fixture
def commitment(world):
    return factories.CommitmentFactory(convention=world.convention)


def ask(world, commitment, following, **fields):
    given = {
        "what": "Deux temps collectifs",
        "reason": "Les inscrits se sont désistés.",
        "asked_on": TODAY,
        "by": world.admin,
        "quantity": 2,
    }
    return ask_carry_over(commitment=commitment, to_convention=following, **given | fields)


def form(commitment, following, **fields):
    given = {
        "uid": str(uuid.uuid4()),
        "commitment": str(commitment.uid),
        "to_convention": str(following.uid),
        "what": "Deux temps collectifs",
        "quantity": "2",
        "reason": "Les inscrits se sont désistés.",
    }
    return given | fields


def test_the_association_asks_and_the_funder_accepts(client, world, commitment, following):
    address = reverse("partnership:carry-over-new", args=["DEP-2026"])
    client.force_login(world.admin)
    answer = client.post(address, form(commitment, following))
    row = CarryOver.objects.get()
    assert answer.url == row.get_absolute_url()
    client.force_login(world.officer)
    client.post(answer.url, {"accept": "oui", "decided_on": "2026-11-20", "decision": ""})
    row.refresh_from_db()
    assert (row.state, row.decided_by, str(row.decided_on)) == (
        "accepted",
        world.officer,
        "2026-11-20",
    )
    verbs = JournalEntry.objects.filter(subject_uid=row.uid).order_by("pk")
    assert [one.verb for one in verbs] == ["asked", "accepted"]


def test_the_same_request_sent_twice_is_made_once(client, world, commitment, following):
    client.force_login(world.admin)
    sent = form(commitment, following)
    for _ in range(2):
        client.post(reverse("partnership:carry-over-new", args=["DEP-2026"]), sent)
    assert CarryOver.objects.count() == 1


def test_the_same_action_is_not_asked_twice_into_the_same_year(world, commitment, following):
    ask(world, commitment, following)
    with pytest.raises(ValidationError) as refused:
        ask(world, commitment, following)
    assert refused.value.messages == ["Ce report est déjà demandé."]


def test_a_refused_request_can_be_asked_again(world, commitment, following):
    row = ask(world, commitment, following)
    decide_carry_over(
        carry_over=row, accept=False, decided_on=TODAY, decision="Trop tard.", by=world.officer
    )
    assert ask(world, commitment, following).state == "asked"


def test_it_goes_to_a_later_convention_of_the_same_two_sides(world, commitment):
    for elsewhere in (world.convention, world.other_convention):
        with pytest.raises(ValidationError, match="convention suivante"):
            ask(world, commitment, elsewhere)


def test_a_refusal_says_why(client, world, commitment, following):
    row = ask(world, commitment, following)
    client.force_login(world.officer)
    answer = client.post(row.get_absolute_url(), {"accept": "non", "decided_on": "2026-11-20"})
    assert answer.status_code == 422
    assert "Dites pourquoi le report est refusé." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "asked"


def test_an_answer_is_given_once(world, commitment, following):
    row = ask(world, commitment, following)
    decide_carry_over(carry_over=row, accept=True, decided_on=TODAY, by=world.officer)
    with pytest.raises(ValidationError, match="déjà reçu une réponse"):
        decide_carry_over(
            carry_over=row, accept=False, decided_on=TODAY, decision="Non.", by=world.officer
        )


def test_each_side_keeps_to_its_part(world, commitment, following):
    with pytest.raises(PermissionDenied):
        ask(world, commitment, following, by=world.officer)
    row = ask(world, commitment, following)
    with pytest.raises(PermissionDenied):
        decide_carry_over(carry_over=row, accept=True, decided_on=TODAY, by=world.admin)


def test_a_refused_form_keeps_what_was_typed(client, world, commitment, following):
    client.force_login(world.admin)
    answer = client.post(
        reverse("partnership:carry-over-new", args=["DEP-2026"]),
        form(commitment, following, reason="", what="Deux temps à tenir"),
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Dites pourquoi ce report est demandé." in page
    assert "Deux temps à tenir" in page


def test_without_a_following_convention_the_page_says_what_to_do(client, world):
    client.force_login(world.admin)
    page = client.get(reverse("partnership:carry-over-new", args=["DEP-2026"])).content.decode()
    assert "préparez d&#x27;abord la suivante" in page or "préparez d'abord la suivante" in page


def test_an_action_that_is_not_ours_is_refused(client, world, following):
    stranger = factories.CommitmentFactory(convention=world.other_convention)
    client.force_login(world.admin)
    answer = client.post(
        reverse("partnership:carry-over-new", args=["DEP-2026"]), form(stranger, following)
    )
    assert answer.status_code == 422
    assert not CarryOver.objects.exists()


def test_a_form_that_served_elsewhere_gives_back_no_other_request(world, commitment, following):
    first = ask(world, commitment, following, uid=uuid.uuid4())
    other = factories.CommitmentFactory(convention=world.convention)
    with pytest.raises(ValidationError):
        ask(world, other, following, uid=first.uid)
    assert CarryOver.objects.count() == 1


def test_a_decision_is_not_dated_ahead(as_officer, world, commitment, following):
    row = ask(world, commitment, following)
    sent = {"accept": "oui", "decided_on": "2099-01-01", "decision": ""}
    assert as_officer.post(row.get_absolute_url(), sent).status_code == 422
