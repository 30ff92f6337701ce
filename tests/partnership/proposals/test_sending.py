"""A proposal is sent complete, once, and the funder's people are told."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from partnership.actions.conventions import move_convention
from partnership.actions.proposals import send_proposal
from partnership.enums import ConventionState, Role, Verb
from partnership.models import JournalEntry, Notice
from tests import factories

SEND = reverse("partnership:proposal-send", args=["DEP-2026"])
BEFORE = ConventionState.BEFORE_COMMISSION


def test_it_is_sent_journaled_and_told_to_each_officer_in_office(as_admin, world, proposal):
    gone = factories.MembershipFactory(
        organisation=world.funder, role=Role.OFFICER, until_on=datetime.date(2020, 1, 1)
    ).user
    second = factories.MembershipFactory(organisation=world.funder, role=Role.OFFICER).user
    quiet = factories.MembershipFactory(
        organisation=world.funder, role=Role.OFFICER, user__wants_notices=False
    ).user
    answer = as_admin.post(SEND, follow=True)
    assert "La proposition est envoyée au financeur" in answer.content.decode()
    proposal.refresh_from_db()
    assert proposal.proposal_sent_on == timezone.localdate()
    told = {notice.to for notice in Notice.objects.order_by("pk")}
    assert told == {world.officer, second}
    assert not told & {gone, quiet, world.other_officer}
    notice = Notice.objects.filter(to=second).get()
    assert notice.address == reverse("partnership:programme", args=["DEP-2026"])
    entry = JournalEntry.objects.get(verb=Verb.SENT)
    assert (entry.by, entry.subject_uid) == (world.admin, proposal.uid)


def test_sent_twice_it_is_told_once(as_admin, proposal):
    as_admin.post(SEND)
    as_admin.post(SEND)
    assert Notice.objects.count() == 1
    assert JournalEntry.objects.filter(verb=Verb.SENT).count() == 1


def test_an_incomplete_one_stays_and_says_all_that_it_lacks(as_admin, proposal):
    proposal.original_commitments.all().delete()
    line = proposal.budget_lines.get(label="Fonds propres")
    line.amount = None
    line.save()
    answer = as_admin.post(SEND)
    html = answer.content.decode().replace("&#x27;", "'").replace("\u00a0", " ")
    assert answer.status_code == 422
    assert "Le programme n'a aucune action" in html
    assert "Il manque 1 montant dans les recettes." in html
    proposal.refresh_from_db()
    assert proposal.proposal_sent_on is None
    assert not Notice.objects.exists()


def test_a_subsidy_line_that_is_not_the_amount_asked_for_is_refused(world, proposal):
    own = proposal.budget_lines.get(label="Département")
    other = proposal.budget_lines.get(label="Fonds propres")
    own.amount, other.amount = own.amount - 1, other.amount + 1
    own.save()
    other.save()
    with pytest.raises(ValidationError, match="donnez le même montant"):
        send_proposal(convention=proposal, by=world.admin)


@pytest.mark.parametrize("who", ["staff", "officer"])
def test_only_the_administration_sends(world, proposal, who):
    with pytest.raises(PermissionDenied):
        send_proposal(convention=proposal, by=getattr(world, who))


def test_a_voted_convention_is_not_sent(world, proposal):
    proposal.state = ConventionState.VOTED
    proposal.save()
    with pytest.raises(ValidationError, match="n'est plus une proposition"):
        send_proposal(convention=proposal, by=world.admin)


def test_the_commission_waits_for_the_proposal(world, proposal):
    with pytest.raises(ValidationError, match="n'a pas encore envoyé sa proposition"):
        move_convention(convention=proposal, to=BEFORE, by=world.officer)
    send_proposal(convention=proposal, by=world.admin)
    assert move_convention(convention=proposal, to=BEFORE, by=world.officer).state == BEFORE


def test_given_back_it_can_be_sent_anew(world, proposal):
    sent = send_proposal(convention=proposal, by=world.admin).proposal_sent_on
    move_convention(convention=proposal, to=BEFORE, by=world.officer)
    back = move_convention(
        convention=proposal, to=ConventionState.PROPOSED, by=world.officer, reason="Montants."
    )
    assert back.proposal_sent_on is None
    entry = JournalEntry.objects.filter(verb=Verb.MOVED).first()
    assert entry.changes["proposal_sent_on"] == [sent.isoformat(), None]
    with pytest.raises(ValidationError, match="pas encore envoyé"):
        move_convention(convention=proposal, to=BEFORE, by=world.officer)
    send_proposal(convention=proposal, by=world.admin)
    assert Notice.objects.count() == 2


def test_the_pages_offer_to_send_what_is_complete_only(as_admin, proposal):
    page = reverse("partnership:programme", args=["DEP-2026"])
    assert "Envoyer la proposition" in as_admin.get(page).content.decode()
    for line in proposal.budget_lines.filter(side="income").order_by("pk"):
        line.delete()
    html = as_admin.get(page).content.decode()
    assert "Envoyer la proposition" not in html
    assert "Le budget n&#x27;a pas de recettes" in html
