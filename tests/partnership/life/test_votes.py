"""Deliberations that are corrected, and those of amendments."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from partnership.actions import votes
from partnership.enums import ConventionState as State
from partnership.enums import Verb
from partnership.models import Deliberation, JournalEntry
from tests.partnership.life import builders


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel("2026-11-16 10:00"):
        yield


@pytest.fixture
def voted(world):
    return builders.at(world.convention, State.VOTED)


def test_a_correction_is_journaled_with_what_it_said_before_and_after(world, voted):
    row = voted.vote
    votes.correct_deliberation(
        deliberation=row,
        by=world.officer,
        fields={"number": "2026-100", "report_number": "27", "votes_for": 44},
        groups=[("Groupe A", "for")],
    )
    entry = JournalEntry.objects.get(subject_uid=row.uid)
    assert entry.verb == Verb.CHANGED
    assert entry.changes == {
        "report_number": ["", "27"],
        "votes_for": [None, 44],
        "groups": [[], [["Groupe A", "for"]]],
    }
    votes.correct_deliberation(
        deliberation=row,
        by=world.officer,
        fields={"number": "2026-100"},
        groups=[("Groupe A", "against")],
    )
    assert [(one.group, one.vote) for one in row.group_votes.all()] == [("Groupe A", "against")]


def test_a_correction_that_changes_nothing_is_not_journaled(world, voted):
    votes.correct_deliberation(
        deliberation=voted.vote, by=world.officer, fields={"number": "2026-100"}, groups=[]
    )
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("name", ["staff", "admin", "other_officer"])
def test_a_correction_is_the_funders(world, voted, name):
    with pytest.raises(PermissionDenied):
        votes.correct_deliberation(
            deliberation=voted.vote,
            by=getattr(world, name),
            fields={"number": "2026-101"},
            groups=[],
        )


def test_a_vote_is_not_corrected_to_a_day_after_the_signature(world):
    signed = builders.at(world.convention, State.SIGNED)
    with pytest.raises(ValidationError, match="La convention est signée le 1er octobre 2026"):
        votes.correct_deliberation(
            deliberation=signed.vote,
            by=world.officer,
            fields={"voted_on": datetime.date(2026, 10, 2)},
            groups=[],
        )


def test_an_amendment_has_its_own_deliberation_once(world, voted):
    amendment = builders.amendment(voted)
    fields = {"number": "2026-200", "voted_on": datetime.date(2026, 10, 19)}
    row = votes.record_amendment_vote(amendment=amendment, by=world.officer, fields=fields)
    assert row.amendment == amendment
    assert voted.vote.number == "2026-100"
    assert JournalEntry.objects.get().changes["amendment"] == 1
    with pytest.raises(ValidationError):
        votes.record_amendment_vote(
            amendment=amendment, by=world.officer, fields=fields | {"number": "2026-201"}
        )
    assert Deliberation.objects.count() == 2


def test_the_same_number_twice_is_refused_with_words(world, voted):
    amendment = builders.amendment(voted)
    with pytest.raises(ValidationError, match="Cette délibération est déjà notée"):
        votes.record_amendment_vote(
            amendment=amendment,
            by=world.officer,
            fields={"number": "2026-100", "voted_on": builders.VOTED_ON},
        )


def sent(**fields) -> dict:
    given = {
        "number": "2026-100",
        "voted_on": "2026-09-14",
        "report_number": "27",
        "opinion": "favourable",
        "opinion_on": "2026-09-01",
        "votes_for": "44",
        "articles": "Article 1 : d'accorder la subvention.",
    }
    return given | builders.group_rows(("Groupe A", "for"), ("", "")) | fields


def vote_page(world) -> str:
    return reverse("partnership:vote", args=[world.convention.reference])


def test_the_officer_notes_the_vote_on_its_page(as_officer, world):
    builders.at(world.convention, State.BEFORE_COMMISSION)
    answer = as_officer.post(vote_page(world), sent())
    assert answer.status_code == 302
    world.convention.refresh_from_db()
    assert world.convention.state == State.VOTED
    row = world.convention.vote
    assert (row.votes_for, row.opinion, row.articles) == (
        44,
        "favourable",
        "Article 1 : d'accorder la subvention.",
    )
    assert [one.group for one in row.group_votes.all()] == ["Groupe A"]
    page = as_officer.get(answer.url).content.decode()
    assert "Le vote est noté" in page
    assert "Délibération n° 2026-100 du 14 septembre 2026" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"number": ""}, "Donnez le numéro de la délibération."),
        ({"voted_on": ""}, "Donnez la date du vote."),
        ({"voted_on": "2026-11-17"}, "pas encore passé"),
        ({"voted_on": "14 sept"}, "est pas comprise : écrivez-la comme 02/03/2026"),
        ({"opinion_on": "2026-09-15"}, "avis de la commission précède le vote"),
        ({"published_on": "2026-09-01"}, "Une délibération est publiée après son vote"),
        (builders.group_rows(("Groupe A", "")), "Dites comment ce groupe a voté."),
        (builders.group_rows(("", "for")), "Donnez le nom du groupe."),
        (
            builders.group_rows(("Groupe A", "for"), ("groupe a", "for")),
            "Ce vote est déjà noté plus haut",
        ),
    ],
)
def test_a_refused_vote_keeps_what_was_typed_and_says_what_is_wrong(
    as_officer, world, fields, words
):
    builders.at(world.convention, State.BEFORE_COMMISSION)
    answer = as_officer.post(vote_page(world), sent(**fields))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert words in html
    assert "Article 1 : d&#x27;accorder la subvention." in html
    assert 'value="27"' in html
    assert not Deliberation.objects.exists()
    world.convention.refresh_from_db()
    assert world.convention.state == State.BEFORE_COMMISSION


def test_a_vote_noted_meanwhile_by_a_colleague_is_said_and_nothing_is_lost(as_officer, world):
    builders.at(world.convention, State.VOTED)
    answer = as_officer.post(vote_page(world), sent(number="2026-101"))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "« votée » ne peut pas devenir « votée »" in html
    assert 'value="2026-101"' in html


def test_more_rows_keep_those_that_are_written(as_officer, world):
    builders.at(world.convention, State.BEFORE_COMMISSION)
    answer = as_officer.post(vote_page(world), sent(ajouter="groups"))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'value="Groupe A"' in html
    assert 'name="groups-4-group"' in html
    assert "field-error" not in html
    assert not Deliberation.objects.exists()


def test_a_correction_on_its_page_shows_the_groups_that_are_known(as_officer, world, voted):
    row = voted.vote
    row.group_votes.create(group="Groupe A", vote="for")
    address = reverse("partnership:deliberation", args=[voted.reference, row.uid])
    html = as_officer.get(address).content.decode()
    assert 'value="Groupe A"' in html
    data = sent(**builders.group_rows(("", ""))) | {"groups-INITIAL_FORMS": "1"}
    assert as_officer.post(address, data).status_code == 302
    assert not row.group_votes.exists()


def test_the_page_of_an_amendments_vote_leads_to_its_correction_once_noted(
    as_officer, world, voted
):
    amendment = builders.amendment(voted)
    address = reverse("partnership:amendment-vote", args=[voted.reference, 1])
    data = sent(number="2026-200", voted_on="2026-10-19")
    assert as_officer.post(address, data).status_code == 302
    amendment.refresh_from_db()
    assert as_officer.get(address).url == reverse(
        "partnership:deliberation", args=[voted.reference, amendment.deliberation.uid]
    )


def test_a_deliberation_of_another_convention_is_not_found(as_officer, world, voted):
    other = builders.deliberation(world.other_convention)
    address = reverse("partnership:deliberation", args=[voted.reference, other.uid])
    assert as_officer.get(address).status_code == 404
