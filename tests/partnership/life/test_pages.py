"""The page of a convention's life and papers, and the forms of its moves and amendments."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.actions.amendments import record_amendment
from partnership.actions.conventions import move_convention
from partnership.enums import ConventionState as State
from partnership.models import Amendment, CommitmentChange, Convention, JournalEntry
from tests import factories
from tests.partnership.life import builders


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-16 10:00"):
        yield


@pytest.fixture
def signed(world):
    factories.CommitmentFactory(convention=world.convention, number=1, target=30)
    return builders.at(world.convention, State.SIGNED)


def papers(client, **query) -> str:
    answer = client.get(reverse("partnership:papers", args=["DEP-2026"]), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def move_page(slug: str) -> str:
    return reverse("partnership:move", args=["DEP-2026", slug])


def test_the_page_is_a_tab_of_the_convention(as_staff, world):
    html = papers(as_staff)
    assert 'aria-current="page" href="/conventions/DEP-2026/papiers/">Vie et papiers</a>' in html


def test_the_current_step_is_marked_for_those_who_listen(as_staff, signed):
    html = papers(as_staff)
    assert html.count('aria-current="step"') == 1
    assert "Convention signée le 1<sup>er</sup> octobre 2026 : programme à tenir" in html


def test_until_the_vote_the_amount_is_said_to_be_proposed(as_officer, world):
    builders.at(world.convention, State.PROPOSED)
    html = papers(as_officer)
    assert "Subvention proposée, non votée" in html
    assert "votés" not in html


def test_a_convention_that_ended_says_how(as_staff, world, signed):
    move_convention(
        convention=signed,
        to=State.TERMINATED,
        by=world.admin,
        reason="Dissolution.",
        notice_given_on=datetime.date(2026, 11, 1),
        terminated_on=datetime.date(2026, 11, 15),
        heard="la présidente",
    )
    html = papers(as_staff)
    assert "préavis de moins d'un mois franc" in html or "préavis de moins d&#x27;un mois" in html
    assert "après avoir entendu la présidente" in html
    assert "Motif : Dissolution." in html


# Moves


@pytest.mark.parametrize(
    ("state", "slug", "data", "target"),
    [
        (State.PROPOSED, "inscrire", {}, State.BEFORE_COMMISSION),
        (State.BEFORE_COMMISSION, "rendre", {"reason": "Incomplet"}, State.PROPOSED),
        (State.BEFORE_COMMISSION, "refus", {"reason": "Hors champ"}, State.REFUSED),
        (State.VOTED, "signature", {"signed_on": "2026-10-01"}, State.SIGNED),
        (
            State.SIGNED,
            "resiliation",
            {
                "reason": "Dissolution",
                "notice_given_on": "2026-10-01",
                "terminated_on": "2026-11-02",
                "heard": "la présidente",
            },
            State.TERMINATED,
        ),
    ],
)
def test_each_move_is_made_on_its_page(as_officer, world, state, slug, data, target):
    convention = builders.at(world.convention, state)
    convention.proposal_sent_on = datetime.date(2026, 6, 1)
    convention.save()
    assert as_officer.get(move_page(slug)).status_code == 200
    answer = as_officer.post(move_page(slug), data | builders.group_rows())
    assert answer.status_code == 302
    convention.refresh_from_db()
    assert convention.state == target


@pytest.mark.parametrize(
    ("state", "slug", "data", "words"),
    [
        (State.BEFORE_COMMISSION, "rendre", {"reason": " "}, "Dites pourquoi"),
        (State.BEFORE_COMMISSION, "refus", {"reason": ""}, "Dites pourquoi"),
        (State.VOTED, "signature", {"reason": "Vu", "signed_on": ""}, "Donnez la date de la sig"),
        (State.VOTED, "signature", {"signed_on": "2026-09-13"}, "La signature ne peut pas préc"),
        (State.VOTED, "signature", {"signed_on": "0026-09-13"}, "trop ancienne"),
        (
            State.SIGNED,
            "resiliation",
            {"reason": "Fin", "notice_given_on": "2026-10-02", "terminated_on": "2026-10-01"},
            "après sa notification",
        ),
        (
            State.SIGNED,
            "resiliation",
            {"reason": "Fin", "notice_given_on": "2026-10-01", "terminated_on": "2026-11-02"},
            "Dites qui a été entendu",
        ),
    ],
)
def test_a_refused_move_keeps_what_was_typed(as_officer, world, state, slug, data, words):
    convention = builders.at(world.convention, state)
    answer = as_officer.post(move_page(slug), data | builders.group_rows())
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    for value in filter(str.strip, data.values()):
        assert value in html
    convention.refresh_from_db()
    assert convention.state == state


def test_a_short_notice_is_said_once_it_is_noted(as_officer, signed):
    data = {
        "reason": "Fin",
        "notice_given_on": "2026-10-15",
        "terminated_on": "2026-11-15",
        "heard": "la présidente",
    }
    answer = as_officer.post(move_page("resiliation"), data, follow=True)
    assert "plus court qu&#x27;un mois franc, qui mènerait au 16 novembre 2026" in (
        answer.content.decode()
    )


def test_a_move_that_is_no_longer_to_make_leads_back_with_words(as_officer, signed):
    answer = as_officer.get(move_page("signature"), follow=True)
    assert "« Noter la signature » n&#x27;est plus à faire" in answer.content.decode()


@pytest.mark.parametrize("slug", ["vote", "solde", "inconnu"])
def test_a_move_that_has_its_page_elsewhere_has_none_here(as_officer, signed, slug):
    assert as_officer.get(move_page(slug)).status_code == 404


def test_a_refusal_notes_its_deliberation(as_officer, world):
    builders.at(world.convention, State.BEFORE_COMMISSION)
    data = {"reason": "Budget épuisé", "vote-number": "2026-9", "vote-voted_on": "2026-09-14"}
    groups = builders.group_rows(("Groupe A", "against"))
    assert as_officer.post(move_page("refus"), data | groups).status_code == 302
    world.convention.refresh_from_db()
    assert world.convention.vote.group_votes.get().vote == "against"


@pytest.mark.parametrize(
    ("data", "groups", "words"),
    [
        ({"vote-number": "2026-9"}, [], "Donnez la date du vote."),
        ({}, [("Groupe A", "against")], "Donnez le numéro de la délibération."),
        (
            {
                "vote-number": "2026-9",
                "vote-voted_on": "2026-09-14",
                "vote-opinion_on": "2026-09-15",
            },
            [],
            "avis de la commission précède le vote",
        ),
    ],
)
def test_a_refusals_deliberation_is_whole_or_absent(as_officer, world, data, groups, words):
    builders.at(world.convention, State.BEFORE_COMMISSION)
    sent = {"reason": "Budget épuisé"} | data | builders.group_rows(*groups)
    answer = as_officer.post(move_page("refus"), sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert "Budget épuisé" in html
    world.convention.refresh_from_db()
    assert world.convention.state == State.BEFORE_COMMISSION


# Amendments


def amendment_sent(convention, **fields) -> dict:
    given = {"number": "1", "signed_on": "2026-10-20", "purpose": "Moins d'actions"}
    return given | {"added-TOTAL_FORMS": "1", "added-INITIAL_FORMS": "0"} | fields


def amendment_page() -> str:
    return reverse("partnership:amendment-new", args=["DEP-2026"])


def test_an_amendment_is_noted_and_shown_with_what_it_changed(as_admin, signed):
    action = signed.terms().commitments[0]
    assert 'name="number" value="1"' in as_admin.get(amendment_page()).content.decode()
    sent = amendment_sent(
        signed,
        **{
            "amount": "5 000",
            f"action-{action.uid}-target": "20",
            "added-0-text": "Un webinaire",
            "added-0-target": "1",
            "added-0-unit": "webinaire",
        },
    )
    assert as_admin.post(amendment_page(), sent).status_code == 302
    html = papers(as_admin)
    assert "Avenant n° 1, signé le 20 octobre 2026" in html
    assert "7 000,00 €" in html
    assert "5 000,00 €" in html
    assert "Action 1, quantité" in html
    assert "20 accompagnements" in html
    assert "Un webinaire (1 webinaire)" in html
    assert "Retirer cet avenant" in html


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"purpose": ""}, "Dites l&#x27;objet de l&#x27;avenant."),
        ({"amount": "20 000"}, "dépasserait le coût prévisionnel"),
        ({}, "ne change rien à la convention"),
        ({"ends_on": "2027-06-30"}, "donnez aussi la date du bilan"),
        ({"number": "1", "added-0-target": "2"}, "Donnez le texte de l&#x27;action."),
        ({"added-0-text": "Un webinaire", "added-0-target": "2"}, "Donnez l&#x27;unité"),
    ],
)
def test_a_refused_amendment_keeps_what_was_typed(as_admin, signed, fields, words):
    action = signed.terms().commitments[0]
    sent = amendment_sent(signed, in_force_on="2026-12-01") | fields
    answer = as_admin.post(amendment_page(), sent)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert 'value="2026-12-01"' in html
    assert f"action-{action.uid}-text" in html
    for value in fields.values():
        assert value in html
    assert not Amendment.objects.exists()


def test_an_action_is_either_withdrawn_or_changed(as_admin, signed):
    action = signed.terms().commitments[0]
    prefix = f"action-{action.uid}"
    sent = amendment_sent(signed, **{f"{prefix}-withdrawn": "on", f"{prefix}-target": "3"})
    answer = as_admin.post(amendment_page(), sent)
    assert answer.status_code == 422
    assert "choisissez l&#x27;un ou l&#x27;autre" in answer.content.decode()


def test_room_for_more_actions_keeps_what_is_written(as_admin, signed):
    sent = amendment_sent(signed, ajouter="added", **{"added-0-text": "Un webinaire"})
    answer = as_admin.post(amendment_page(), sent)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Un webinaire" in html
    assert 'name="added-3-text"' in html
    assert not Amendment.objects.exists()


def test_before_the_vote_there_is_nothing_to_amend(as_admin, world):
    builders.at(world.convention, State.PROPOSED)
    answer = as_admin.get(amendment_page(), follow=True)
    assert "un avenant modifie une convention votée" in answer.content.decode()
    assert "Noter un avenant" not in answer.content.decode()


def test_an_amendment_is_taken_back_on_the_page_by_its_author_only(as_admin, client, world, signed):
    record_amendment(
        convention=signed,
        by=world.admin,
        signed_on=datetime.date(2026, 10, 20),
        purpose="Moins d'argent",
        amount=Decimal(5000),
    )
    client.force_login(world.officer)
    assert "Retirer cet avenant" not in papers(client)
    address = reverse("partnership:amendment-remove", args=["DEP-2026", 1])
    answer = client.post(address, follow=True)
    assert "un autre avenant le corrige" in answer.content.decode()
    client.force_login(world.admin)
    assert "est retiré" in client.post(address, follow=True).content.decode()
    assert not Amendment.objects.exists()


def test_the_convention_is_read_on_another_day(as_staff, signed):
    builders.amendment(signed, in_force_on=datetime.date(2026, 11, 1))
    builders.amendment(signed, amount=Decimal(4000), in_force_on=datetime.date(2026, 12, 1))
    today = papers(as_staff)
    assert "La convention telle qu'elle est aujourd'hui" in today
    assert "<dt>Subvention</dt><dd>5 000,00 €</dd>" in today
    assert "en vigueur</span> depuis le 1<sup>er</sup> novembre 2026" in today
    assert "à venir</span> en vigueur le 1<sup>er</sup> décembre 2026" in today
    past = papers(as_staff, le="2026-10-31")
    assert "telle qu'elle était le 31 octobre 2026" in past
    assert "<dt>Subvention</dt><dd>7 000,00 €</dd>" in past
    ahead = papers(as_staff, le="01/12/2026")
    assert "<dt>Subvention</dt><dd>4 000,00 €</dd>" in ahead


def test_a_day_that_is_none_is_said_and_today_is_read(as_staff, signed):
    html = papers(as_staff, le="hier")
    assert "est pas comprise : écrivez-la comme 02/03/2026" in html
    assert "La convention telle qu'elle est aujourd'hui" in html


def test_each_amendment_is_told_against_the_one_before(as_staff, signed):
    builders.amendment(signed)
    builders.amendment(signed, amount=Decimal(4000))
    html = papers(as_staff)
    second = html[html.index('id="avenant-2"') :]
    assert "<span>5 000,00 €</span>" in second
    assert "<span>4 000,00 €</span>" in second
    assert "7 000,00" not in second


# Rows grow, queries do not


def _grow(world, convention, count) -> None:
    for _ in range(count):
        commitment = factories.CommitmentFactory(
            convention=convention, number=convention.original_commitments.count() + 1
        )
        amendment = builders.amendment(
            convention, amount=Decimal(6999 - convention.amendments.count())
        )
        CommitmentChange.objects.create(amendment=amendment, commitment=commitment, target=5)
        number = f"2026-{convention.deliberations.count()}"
        row = builders.deliberation(convention, number=number, amendment=amendment)
        row.group_votes.create(group="Groupe A", vote="for")
        builders.imputation(convention, stated_in=number)
        for state in (["proposed", "before_commission"], ["before_commission", "proposed"]):
            JournalEntry.objects.create(
                by=factories.UserFactory(),
                owner=world.network,
                verb="moved",
                subject_type="convention",
                subject_uid=convention.uid,
                changes={"state": state, "reason": "Encore"},
                origin="page",
            )


@pytest.mark.parametrize("name", ["partnership:papers", "partnership:amendment-new"])
@pytest.mark.parametrize("who", ["admin", "officer"])
def test_the_number_of_queries_does_not_grow_with_the_rows(client, world, signed, who, name):
    client.force_login(getattr(world, who))
    counts = []
    for count in (2, 12):
        _grow(world, signed, count)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name, args=["DEP-2026"])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_chain_of_a_listed_convention_reads_the_programme_once(
    world, signed, django_assert_num_queries
):
    _grow(world, signed, 3)
    convention = Convention.objects.for_list().get(pk=signed.pk)
    with django_assert_num_queries(2):
        for _, terms in convention.chain():
            assert terms.commitments
