"""The actions of a programme, written while it is a proposal; how each is counted, by both."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from partnership.actions import programme as actions
from partnership.enums import Verb
from partnership.models import Commitment, CommitmentReading, JournalEntry, Thread
from tests import factories
from tests.partnership.proposals.builders import sent_lines

PAGE = reverse("partnership:programme", args=["DEP-2026"])
EDIT = reverse("partnership:programme-edit", args=["DEP-2026"])


def line(number, text="Une action", **more) -> dict:
    return {"number": number, "part": "", "text": text, "target": "", "unit": ""} | more


def existing(row: Commitment, **changes) -> dict:
    said = {
        "uid": row.uid,
        "number": row.number,
        "part": row.part,
        "text": row.text,
        "target": row.target or "",
        "unit": row.unit,
    }
    return said | changes


def said(convention) -> list[tuple]:
    return [(one.label, one.text, one.target) for one in convention.terms().commitments]


def test_actions_are_added_changed_and_removed_on_one_page(as_admin, world, proposal):
    first = proposal.original_commitments.get()
    second = factories.CommitmentFactory(convention=proposal, number=2, text="À retirer")
    answer = as_admin.post(
        EDIT,
        sent_lines(
            "actions",
            existing(first, text="Réalisation de 31 accompagnements", target="31"),
            existing(second, remove="on"),
            line(3, "Deux ateliers", part="a", target=2, unit="ateliers"),
            line("", ""),
        ),
    )
    assert answer.url == PAGE
    assert said(proposal) == [
        ("1", "Réalisation de 31 accompagnements", 31),
        ("3 a", "Deux ateliers", 2),
    ]
    assert {(one.verb, one.subject_type) for one in JournalEntry.objects.all()} == {
        (Verb.CHANGED, "commitment"),
        (Verb.DELETED, "commitment"),
        (Verb.CREATED, "commitment"),
    }


def test_the_same_page_sent_twice_adds_nothing(as_admin, proposal):
    sent = sent_lines("actions", line(8, "Nouvelle"))
    as_admin.post(EDIT, sent)
    as_admin.post(EDIT, sent)
    assert proposal.original_commitments.filter(number=8).count() == 1
    assert JournalEntry.objects.count() == 1


def test_numbers_are_exchanged_in_one_go(as_admin, proposal):
    first = proposal.original_commitments.get()
    second = factories.CommitmentFactory(convention=proposal, number=2, text="Seconde")
    sent = sent_lines("actions", existing(first, number=2), existing(second, number=1))
    assert as_admin.post(EDIT, sent).status_code == 302
    assert [text for _, text, _ in said(proposal)] == ["Seconde", first.text]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"number": ""}, "Donnez le numéro de l'action."),
        ({"number": "0"}, "supérieure ou égale à 1"),
        ({"text": ""}, "Écrivez l'action."),
        ({"target": "0"}, "supérieure ou égale à 1"),
        ({"target": "3", "unit": ""}, "Donnez l'unité"),
        ({"number": "1"}, "Une autre action porte déjà le numéro 1"),
    ],
)
def test_a_refused_line_says_why_and_loses_nothing(as_admin, proposal, wrong, words):
    first = proposal.original_commitments.get()
    sent = sent_lines(
        "actions", existing(first, text="Texte repris"), line(5, "Texte long", **{}) | wrong
    )
    answer = as_admin.post(EDIT, sent)
    html = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 422
    assert words in html
    assert "Texte repris" in html
    assert sent["actions-1-uid"] in html
    first.refresh_from_db()
    assert first.text != "Texte repris"


def test_an_action_emptied_by_mistake_is_not_lost(as_admin, proposal):
    first = proposal.original_commitments.get()
    empty = existing(first, number="", text="", target="", unit="")
    assert as_admin.post(EDIT, sent_lines("actions", empty)).status_code == 422
    assert proposal.original_commitments.count() == 1


def test_one_more_line_is_given_without_script_and_keeps_what_was_typed(as_admin, proposal):
    sent = sent_lines("actions", line(4, "En cours d'écriture")) | {"ajouter": "actions"}
    answer = as_admin.post(EDIT, sent)
    assert answer.status_code == 200
    assert "En cours d&#x27;écriture" in answer.content.decode()
    assert 'name="actions-1-uid"' in answer.content.decode()
    assert proposal.original_commitments.count() == 1


@pytest.mark.parametrize("by", ["work", "thread"])
def test_an_action_that_something_cites_is_not_removed(as_admin, proposal, by):
    first = proposal.original_commitments.get()
    if by == "work":
        factories.WorkEntryFactory(convention=proposal, commitment=first)
    else:
        Thread.objects.create(
            convention=proposal,
            subject_type="commitment",
            subject_uid=first.uid,
            state="asked",
            moved_at="2026-02-01T00:00Z",
        )
    answer = as_admin.post(EDIT, sent_lines("actions", existing(first, remove="on")))
    assert answer.status_code == 422
    assert "ne se retire plus" in answer.content.decode()
    assert proposal.original_commitments.filter(pk=first.pk).exists()
    assert not JournalEntry.objects.filter(verb=Verb.DELETED).exists()


def test_a_line_of_another_convention_is_refused(as_admin, world, proposal):
    stranger = factories.CommitmentFactory(convention=world.other_convention, number=9)
    answer = as_admin.post(EDIT, sent_lines("actions", existing(stranger, text="Volée")))
    assert answer.status_code == 422
    stranger.refresh_from_db()
    assert stranger.text != "Volée"


def test_an_action_continues_those_of_the_year_before(as_admin, world, proposal):
    past = factories.ConventionFactory(
        owner=world.network, funder=world.funder, past=True, reference="DEP-2023"
    )
    prior = factories.CommitmentFactory(convention=past, number=4, text="Naguère")
    first = proposal.original_commitments.get()
    assert "DEP-2023 · 4 · Naguère" in as_admin.get(EDIT).content.decode()
    as_admin.post(EDIT, sent_lines("actions", existing(first, continues=[prior.uid])))
    assert list(first.continues.all()) == [prior]
    assert "DEP-2023 · 4" in as_admin.get(PAGE).content.decode()


def test_the_programme_of_another_funder_is_not_offered_to_continue(as_admin, world, proposal):
    past = factories.ConventionFactory(owner=world.network, funder=world.other_funder, past=True)
    factories.CommitmentFactory(convention=past, text="D'un autre")
    assert "D&#x27;un autre" not in as_admin.get(EDIT).content.decode()


def test_a_funder_that_comes_in_later_reads_no_reference_of_the_first(as_officer, world, proposal):
    past = factories.ConventionFactory(
        owner=world.network, funder=world.other_funder, past=True, reference="AUTRE-2023"
    )
    prior = factories.CommitmentFactory(convention=past)
    proposal.original_commitments.get().continues.add(prior)
    assert "AUTRE-2023" not in as_officer.get(PAGE).content.decode()


def test_once_voted_it_is_read_and_not_written(as_admin, world):
    page = as_admin.get(EDIT, follow=True)
    assert "changent par un avenant" in page.content.decode()
    answer = as_admin.post(EDIT, sent_lines("actions", line(4, "Tard venue")))
    assert answer.status_code == 422
    assert "Tard venue" in answer.content.decode()
    assert world.convention.terms().commitments == ()


def test_a_new_action_in_a_sent_proposal_is_to_be_sent_again(as_admin, proposal):
    proposal.proposal_sent_on = datetime.date(2026, 2, 1)
    proposal.save()
    first = proposal.original_commitments.get()
    as_admin.post(EDIT, sent_lines("actions", existing(first)))
    proposal.refresh_from_db()
    assert proposal.proposal_sent_on is not None
    as_admin.post(EDIT, sent_lines("actions", existing(first), line(2)))
    proposal.refresh_from_db()
    assert proposal.proposal_sent_on is None


def test_everybody_of_both_sides_reads_the_programme(client, world, proposal):
    for who, status in (("staff", 200), ("officer", 200), ("other_officer", 404)):
        client.force_login(getattr(world, who))
        answer = client.get(PAGE)
        assert answer.status_code == status
        if status == 200:
            assert "Réalisation de 30 accompagnements" in answer.content.decode()
            assert EDIT not in answer.content.decode()


@pytest.fixture
def action(world):
    return factories.CommitmentFactory(convention=world.convention, number=1)


def reading_page(action) -> str:
    return reverse("partnership:reading-new", args=["DEP-2026", action.uid])


def proposed(**given) -> dict:
    return {
        "figure": "accompaniment.followups",
        "filter_project_kind": ["mobilite"],
        "valid_from": "2026-01-01",
        "beside": ["accompaniment.sessions"],
    } | given


@pytest.mark.parametrize(("who", "other"), [("admin", "officer"), ("officer", "admin")])
def test_a_reading_is_proposed_by_one_side_and_accepted_by_the_other(
    client, world, action, who, other
):
    client.force_login(getattr(world, who))
    page = client.get(reading_page(action), {"figure": "accompaniment.followups"})
    assert 'name="filter_project_kind"' in page.content.decode()
    assert client.post(reading_page(action), proposed()).url == PAGE
    reading = action.readings.get()
    assert (reading.filters, reading.beside) == (
        {"project_kind": ["mobilite"]},
        ["accompaniment.sessions"],
    )
    accept = reverse("partnership:reading-accept", args=["DEP-2026", reading.uid])
    assert accept not in client.get(PAGE).content.decode()
    assert client.post(accept).status_code == 403
    client.force_login(getattr(world, other))
    assert accept in client.get(PAGE).content.decode()
    assert client.post(accept).url == PAGE
    client.post(accept)
    reading.refresh_from_db()
    side = {"admin": world.association, "officer": world.funder}
    assert (reading.proposed_by, reading.accepted_by) == (side[who], side[other])
    verbs = [one.verb for one in JournalEntry.objects.order_by("pk")]
    assert verbs == [Verb.PROPOSED, Verb.ACCEPTED]
    assert "acceptée" in client.get(PAGE).content.decode()


def test_until_it_is_accepted_the_convention_shows_both_values(as_admin, world, action):
    factories.ReadingFactory(
        commitment=action, accepted_by=world.funder, accepted_at="2026-01-02T00:00Z",
        proposed_by=world.association,
    )  # fmt: skip
    as_admin.post(reading_page(action), proposed(filter_project_kind=[], beside=[]))
    answer = as_admin.get(world.convention.get_absolute_url())
    [progress] = [line.progress for line in answer.context["programme"]]
    assert len(progress.readings) == 2
    assert len(progress.proposed) == 1


def test_the_same_reading_sent_twice_is_one(as_admin, action):
    as_admin.post(reading_page(action), proposed())
    assert as_admin.post(reading_page(action), proposed()).status_code == 302
    assert action.readings.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"filter_project_kind": ["rêve"]}, "rêve"),
        ({"valid_from": ""}, "Donnez cette date."),
        ({"beside": ["work.promotion_actions"]}, "ne se filtre pas"),
        ({"beside": ["inconnu.chiffre"]}, "inconnu.chiffre"),
    ],
)
def test_a_refused_reading_says_why_and_keeps_the_choices(as_admin, action, wrong, words):
    answer = as_admin.post(reading_page(action), proposed() | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not action.readings.exists()


def test_a_figure_that_does_not_exist_asks_to_choose_one(as_admin, action):
    answer = as_admin.post(reading_page(action), proposed(figure="inconnu.chiffre"))
    assert answer.status_code == 422
    assert "Choisir ce chiffre" in answer.content.decode()


def test_a_reading_waiting_is_taken_back_by_its_own_side(client, world, action):
    reading = actions.propose_reading(
        commitment=action, figure_id="accompaniment.sessions", filters={}, beside=[],
        valid_from=datetime.date(2026, 1, 1), by=world.admin,
    )  # fmt: skip
    address = reverse("partnership:reading-withdraw", args=["DEP-2026", reading.uid])
    client.force_login(world.officer)
    assert client.post(address).status_code == 403
    client.force_login(world.admin)
    assert client.post(address).url == PAGE
    assert client.post(address).url == PAGE
    assert not CommitmentReading.objects.exists()


def test_an_accepted_reading_is_not_taken_back(world, action):
    reading = factories.ReadingFactory(commitment=action, proposed_by=world.association)
    actions.accept_reading(reading=reading, by=world.officer)
    with pytest.raises(ValidationError, match="proposez-en une autre"):
        actions.withdraw_reading(reading=reading, by=world.admin)


def test_staff_propose_and_accept_nothing(world, action):
    reading = factories.ReadingFactory(commitment=action, proposed_by=world.funder)
    with pytest.raises(PermissionDenied):
        actions.accept_reading(reading=reading, by=world.staff)
    with pytest.raises(PermissionDenied):
        actions.propose_reading(
            commitment=action, figure_id="accompaniment.sessions", filters={}, beside=[],
            valid_from=datetime.date(2026, 1, 1), by=world.staff,
        )  # fmt: skip


def test_the_reading_of_another_convention_is_not_found(as_officer, world):
    stranger = factories.ReadingFactory(commitment__convention=world.other_convention)
    for name in ("reading-accept", "reading-withdraw"):
        here = reverse(f"partnership:{name}", args=["DEP-2026", stranger.uid])
        as_officer.post(here)
    there = reverse("partnership:reading-accept", args=["AUTRE-2026", stranger.uid])
    assert as_officer.post(there).status_code == 404
    assert (
        as_officer.post(
            reverse("partnership:reading-accept", args=["DEP-2026", stranger.uid])
        ).status_code
        == 404
    )
    stranger.refresh_from_db()
    assert not stranger.is_accepted
    assert as_officer.get(reading_page(stranger.commitment)).status_code == 404


@pytest.mark.parametrize(
    "page", ["convention-edit", "programme", "programme-edit", "chapters", "links", "budget"]
)
def test_each_page_stands_under_the_same_tab(as_admin, proposal, page):
    html = as_admin.get(reverse(f"partnership:{page}", args=["DEP-2026"])).content.decode()
    tabs = html[html.index('class="parts"') : html.index('class="preparing"')]
    current = [part for part in tabs.split("<li")[1:] if "aria-current" in part]
    assert len(current) == 1
    assert "Préparation" in current[0]
