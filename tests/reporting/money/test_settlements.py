"""A settlement is simulated, proposed, discussed, then decided by people."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from partnership.actions import settlements
from partnership.enums import (
    AdjustmentRule,
    ConventionState,
    PaymentKind,
    SettlementState,
    Verb,
)
from partnership.models import (
    Convention,
    JournalEntry,
    Notice,
    Observation,
    Settlement,
)
from reporting.accounts import accounts_of
from tests import factories
from tests.reporting.money import builders

TODAY = datetime.date(2027, 2, 1)
LATER = TODAY + datetime.timedelta(days=31)
ADDRESS = "/conventions/DEP-2026/solde/"


@pytest.fixture(autouse=True)
def _in_february():
    with time_machine.travel(datetime.datetime(2027, 2, 1, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def convention(world):
    return builders.worked(world.convention)


@pytest.fixture
def proposed(world, convention) -> Settlement:
    return propose(world, convention)


def propose(world, convention, **fields) -> Settlement:
    return settlements.propose_settlement(
        convention=convention,
        outcome=accounts_of(convention).outcome,
        by=fields.pop("by", world.officer),
        today=TODAY,
        **fields,
    )


def read(client, query="") -> str:
    response = client.get(ADDRESS + query)
    assert response.status_code == 200
    return plain(response)


def plain(response) -> str:
    return " ".join(response.content.decode().replace("\u202f", " ").split())


def post(client, name, data=None, **options):
    return client.post(reverse(f"reporting:settlement-{name}", args=["DEP-2026"]), data, **options)


def test_the_page_shows_each_step_of_todays_calculation(as_officer, convention):
    page = read(as_officer)
    for words in ("7 000,00 € ÷ 18 695,00 €", "37,44 %", "4 448,08 €", "2 551,92 € à reverser"):
        assert words in page


def test_what_is_missing_is_said_instead_of_a_number(as_officer, convention):
    Convention.objects.filter(pk=convention.pk).update(original_rule=AdjustmentRule.UNKNOWN)
    page = read(as_officer)
    assert "Il manque la règle d&#x27;ajustement." in page
    assert "Proposer ce solde" not in page


def test_the_simulator_needs_nothing_but_an_address(as_staff, convention):
    page = read(as_staff, "?depenses=18 695,00 €")
    assert "Avec 18 695,00 € de dépenses : <strong>7 000,00 € de subvention due</strong>" in page
    assert "Avec 9 347,50 € de dépenses : <strong>3 500,00 €" in read(as_staff, "?depenses=9347.5")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("beaucoup", "n&#x27;est pas un montant"),
        ("-3", "est négatif"),
        ("", "Donnez le montant"),
        ("1,234", "au centime près"),
        ("NaN", "n&#x27;est pas un montant"),
        ("1e5", "n&#x27;est pas un montant"),
        ("7_000", "n&#x27;est pas un montant"),
    ],
)
def test_the_simulator_says_what_it_does_not_understand(as_staff, convention, typed, words):
    page = read(as_staff, f"?depenses={typed}")
    assert words in page
    assert f'value="{typed}"' in page or not typed


def test_before_the_vote_the_simulator_starts_from_the_proposed_amount(as_officer, convention):
    Convention.objects.filter(pk=convention.pk).update(state=ConventionState.PROPOSED)
    page = read(as_officer, "?depenses=11879,54")
    assert "le calcul part du montant proposé" in page
    assert "4 448,08 € de subvention due" in page


def test_the_invented_examples_are_offered_for_reading(as_officer, world):
    page = read(as_officer)
    assert "Les Amis du Fleuve imaginaire" in page
    assert "2 551,92 €" in page
    assert "380,00 €" in page


def test_the_officer_proposes_and_the_figures_are_kept(client, world, convention):
    client.force_login(world.officer)
    answer = post(client, "propose", {"due": "4448,08", "observations_until": "2027-03-03"})
    assert answer.url == ADDRESS
    row = Settlement.objects.get()
    assert (row.due, row.realised, row.paid) == (
        Decimal("4448.08"),
        Decimal("11879.54"),
        Decimal(7000),
    )
    assert row.steps[-1]["result"] == "2\u202f551,92\u00a0€"
    assert row.proposed_by == world.officer
    builders.expense(convention, "5000")
    assert Settlement.objects.get().due == Decimal("4448.08")
    client.force_login(world.admin)
    assert "Solde proposé le 1<sup>er</sup> février 2027 : 4 448,08 €" in read(client)


def test_a_proposal_leaves_thirty_days_by_default(as_officer, world, convention, proposed):
    assert proposed.observations_until == datetime.date(2027, 3, 3)


def test_a_proposal_is_journaled_and_told_to_the_administration_alone(world, proposed):
    entry = JournalEntry.objects.get(verb=Verb.PROPOSED)
    assert (entry.by, entry.changes["due"]) == (world.officer, "4448.08")
    notice = Notice.objects.get()
    assert (notice.to, notice.address) == (world.admin, ADDRESS)


def test_somebody_who_asked_not_to_be_told_is_not(world, convention):
    world.admin.wants_notices = False
    world.admin.save()
    propose(world, convention)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("state", [ConventionState.VOTED, ConventionState.REFUSED])
def test_only_a_signed_convention_is_settled(world, convention, state):
    Convention.objects.filter(pk=convention.pk).update(**factories.standing(state))
    with pytest.raises(ValidationError, match="une fois la convention signée"):
        propose(world, convention)


def test_a_convention_that_ended_early_is_settled_and_stays_terminated(world, convention):
    ended = factories.standing(ConventionState.TERMINATED)
    Convention.objects.filter(pk=convention.pk).update(**ended)
    row = decided(world, propose(world, convention))
    assert row.state == "decided"
    convention.refresh_from_db()
    assert convention.state == ConventionState.TERMINATED


def test_a_proposal_that_the_figures_left_behind_says_so(client, world, convention, proposed):
    client.force_login(world.officer)
    with time_machine.travel(datetime.datetime(2027, 2, 1, 12, tzinfo=datetime.UTC)):
        assert "ont changé depuis cette proposition" not in read(client)
        builders.expense(convention, "500")
        assert "ont changé depuis cette proposition" in read(client)


def test_what_cannot_be_calculated_is_not_proposed(world, convention):
    Convention.objects.filter(pk=convention.pk).update(original_projected_cost=None)
    convention = Convention.objects.get(pk=convention.pk)
    with pytest.raises(ValidationError, match="Il manque le coût prévisionnel"):
        propose(world, convention)


@pytest.mark.parametrize("who", ["staff", "admin", "other_officer"])
def test_nobody_but_the_funder_proposes(world, convention, who):
    with pytest.raises(PermissionDenied):
        propose(world, convention, by=getattr(world, who))


def test_one_settlement_at_a_time(world, convention, proposed):
    with pytest.raises(ValidationError, match="déjà proposé"):
        propose(world, convention)


def test_expenses_that_changed_while_reading_stop_the_proposal(as_officer, convention):
    builders.expense(convention, "100")
    answer = post(as_officer, "propose", {"due": "4448,08", "observations_until": "2027-03-10"})
    assert answer.status_code == 422
    page = plain(answer)
    assert "Les dépenses ont changé pendant votre lecture" in page
    assert 'value="2027-03-10"' in page
    assert 'value="4485.52"' in page
    assert not Settlement.objects.exists()


def test_observations_do_not_end_in_the_past(as_officer, convention):
    answer = post(as_officer, "propose", {"due": "4448,08", "observations_until": "2027-01-31"})
    assert answer.status_code == 422
    assert "Ce jour est passé" in plain(answer)


@pytest.mark.parametrize(("who", "told"), [("admin", "officer"), ("officer", "admin")])
def test_each_side_observes_and_the_other_is_told(client, world, proposed, who, told):
    Notice.objects.all().delete()
    client.force_login(getattr(world, who))
    assert post(client, "observe", {"text": "La facture 12 compte aussi."}).status_code == 302
    assert "La facture 12 compte aussi." in read(client)
    assert [one.to for one in Notice.objects.all()] == [getattr(world, told)]
    assert Observation.objects.get().by == getattr(world, who)


def test_an_empty_observation_is_refused(as_admin, proposed):
    answer = post(as_admin, "observe", {"text": "  "})
    assert answer.status_code == 422
    assert "Écrivez votre observation." in plain(answer)


def test_observations_stop_after_their_last_day(world, proposed):
    last = proposed.observations_until
    settlements.observe(settlement=proposed, text="À temps", by=world.admin, today=last)
    with pytest.raises(ValidationError, match="la période est close"):
        settlements.observe(
            settlement=proposed,
            text="Trop tard",
            by=world.admin,
            today=last + datetime.timedelta(days=1),
        )


def test_a_late_observation_is_refused_with_its_words_kept(client, world, proposed):
    with time_machine.travel(datetime.datetime(2027, 3, 4, 12, tzinfo=datetime.UTC)):
        client.force_login(world.admin)
        answer = post(client, "observe", {"text": "Une dernière chose"})
    assert answer.status_code == 422
    assert "Une dernière chose" in plain(answer)


def test_the_decision_waits_for_the_observations(as_officer, world, proposed):
    assert "Décider le solde" not in read(as_officer)
    with pytest.raises(ValidationError, match="3 mars 2027 compris"):
        settlements.decide_settlement(
            settlement=proposed,
            decided_due=proposed.due,
            by=world.officer,
            today=proposed.observations_until,
        )
    assert post(as_officer, "decide", {"decided_due": "4448,08"}).status_code == 422


def test_without_observation_the_funder_may_decide_at_once(client, world, proposed):
    client.force_login(world.admin)
    assert post(client, "no-observation").status_code == 302
    assert "Faire une observation" not in read(client)
    client.force_login(world.officer)
    assert "Décider le solde" in read(client)
    assert post(client, "decide", {"decided_due": "4 448,08"}).status_code == 302
    row = Settlement.objects.get()
    assert (row.state, row.decided_due, row.decided_by) == (
        SettlementState.DECIDED,
        Decimal("4448.08"),
        world.officer,
    )
    assert Convention.objects.get(pk=row.convention_id).state == ConventionState.SETTLED


def decided(world, settlement, amount="4448.08", reason="", today=LATER):
    return settlements.decide_settlement(
        settlement=settlement,
        decided_due=Decimal(amount),
        reason=reason,
        by=world.officer,
        today=today,
    )


def test_another_amount_needs_its_reason(client, world, proposed):
    with time_machine.travel(datetime.datetime(2027, 3, 4, 12, tzinfo=datetime.UTC)):
        client.force_login(world.officer)
        answer = post(client, "decide", {"decided_due": "5000"})
        assert answer.status_code == 422
        assert "dites pourquoi" in plain(answer)
        assert 'value="5000"' in plain(answer)
        data = {"decided_due": "5000", "reason": "La facture 12 est retenue"}
        assert post(client, "decide", data).status_code == 302
    client.force_login(world.officer)
    page = read(client)
    assert "La facture 12 est retenue" in page
    assert "Reversement attendu de l&#x27;association : 2 000,00 €" in page.replace("\u00a0", " ")


def test_nothing_above_the_subsidy_is_decided(client, world, proposed):
    with time_machine.travel(datetime.datetime(2027, 3, 4, 12, tzinfo=datetime.UTC)):
        client.force_login(world.officer)
        answer = post(client, "decide", {"decided_due": "7000,01", "reason": "x"})
    assert answer.status_code == 422
    assert "ne peut pas la dépasser" in plain(answer)


def test_a_decision_is_journaled_with_the_move_of_the_convention(world, proposed):
    Notice.objects.all().delete()
    decided(world, proposed, "5000", "Une facture retenue")
    entry = JournalEntry.objects.get(verb=Verb.ACCEPTED)
    assert entry.changes == {
        "proposed": "4448.08",
        "decided_due": "5000",
        "reason": "Une facture retenue",
    }
    assert JournalEntry.objects.get(verb=Verb.MOVED).changes["state"] == ["signed", "settled"]
    assert [one.to for one in Notice.objects.all()] == [world.admin]


@pytest.mark.parametrize(
    ("kind", "amount", "words"),
    [
        (PaymentKind.REPAYMENT, "2551.92", "Tout est versé"),
        (PaymentKind.REPAYMENT, "3000", "Reste à verser par le financeur : 448,08"),
        (PaymentKind.REPAYMENT, "1000", "Reversement attendu de l&#x27;association : 1 551,92"),
    ],
)
def test_what_is_still_expected_follows_the_payments(
    as_admin, world, proposed, kind, amount, words
):
    decided(world, proposed)
    builders.payment(proposed.convention, amount, kind)
    assert words in read(as_admin)


def test_a_decision_is_taken_once(world, proposed):
    decided(world, proposed)
    with pytest.raises(ValidationError, match="il est décidé"):
        decided(world, proposed)


def test_a_proposal_taken_back_with_its_reason_leaves_room_for_another(
    as_officer, world, convention, proposed
):
    assert post(as_officer, "withdraw", {"reason": " "}).status_code == 422
    assert post(as_officer, "withdraw", {"reason": "Une facture manquait"}).status_code == 302
    page = read(as_officer)
    assert "Une facture manquait" in page
    assert "Proposer ce solde" in page
    propose(world, convention)
    states = sorted(Settlement.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["proposed", "withdrawn"]


def test_what_was_taken_back_is_neither_observed_nor_decided(world, proposed):
    settlements.withdraw_settlement(settlement=proposed, reason="Erreur", by=world.officer)
    with pytest.raises(ValidationError, match="il est retiré"):
        settlements.observe(settlement=proposed, text="Trop tard", by=world.admin)
    with pytest.raises(ValidationError, match="il est retiré"):
        decided(world, proposed)


@pytest.mark.parametrize("name", ["observe", "no-observation", "withdraw", "decide"])
def test_without_a_proposal_there_is_nothing_to_answer(client, world, convention, name):
    who = world.officer if name in {"withdraw", "decide"} else world.admin
    client.force_login(who)
    assert post(client, name, {"text": "x", "reason": "x", "decided_due": "1"}).status_code == 404


def test_nothing_is_ever_settled_by_reading(client, world, convention):
    with time_machine.travel(datetime.datetime(2028, 1, 1, tzinfo=datetime.UTC)):
        client.force_login(world.officer)
        read(client)
    assert not Settlement.objects.exists()
    assert Convention.objects.get(pk=convention.pk).state == ConventionState.SIGNED


def test_a_former_administrator_is_not_told(world, convention):
    factories.MembershipFactory(
        organisation=world.association, role="admin", until_on=datetime.date(2026, 12, 31)
    )
    propose(world, convention)
    assert [one.to for one in Notice.objects.all()] == [world.admin]
