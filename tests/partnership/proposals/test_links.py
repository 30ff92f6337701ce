"""Chapters of the bilan and the one grid of links, set once and mended there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from partnership.enums import Verb
from partnership.models import Chapter, JournalEntry
from tests import factories
from tests.partnership.proposals import builders
from tests.partnership.proposals.builders import sent_lines

CHAPTERS = reverse("partnership:chapters", args=["DEP-2026"])
LINKS = reverse("partnership:links", args=["DEP-2026"])


@pytest.fixture
def tied(proposal):
    """Two actions, two chapters, two lines of expenses; nothing tied yet."""
    first = proposal.original_commitments.get()
    second = factories.CommitmentFactory(
        convention=proposal, number=2, text="Un atelier", target=1, unit="atelier"
    )
    chapters = [builders.chapter(proposal, title) for title in ("Premier", "Second")]
    lines = list(proposal.budget_lines.filter(side="expense").order_by("position"))
    return {"actions": [first, second], "chapters": chapters, "lines": lines}


def grid(tied, told=(), paid=()) -> dict:
    """The grid as sent: `told` (chapter, action) and `paid` (line, action, quantity), by rank."""
    sent: dict[str, list[str]] = {
        "montre": [f"chapitre-{one.uid}" for one in tied["chapters"]]
        + [f"ligne-{one.uid}" for one in tied["lines"]]
    }
    for chapter, action in told:
        name = f"chapitre-{tied['chapters'][chapter].uid}"
        sent.setdefault(name, []).append(str(tied["actions"][action].uid))
    for line, action, quantity in paid:
        row, uid = tied["lines"][line], str(tied["actions"][action].uid)
        sent.setdefault(f"ligne-{row.uid}", []).append(uid)
        sent[f"quantite-{row.uid}-{uid}"] = [quantity]
    return sent


def links_of(tied) -> tuple:
    return (
        [sorted(one.number for one in row.commitments.all()) for row in tied["chapters"]],
        [
            [(one.commitment.number, one.quantity) for one in row.funded_commitments.all()]
            for row in tied["lines"]
        ],
    )


def test_chapters_are_named_in_the_order_of_their_ranks(as_admin, proposal):
    sent = sent_lines(
        "chapitres",
        {"rank": 2, "title": "Jumelages"},
        {"rank": 1, "title": "Mobilité"},
        {"rank": "", "title": ""},
    )
    assert as_admin.post(CHAPTERS, sent).url == LINKS
    as_admin.post(CHAPTERS, sent)
    assert [str(one) for one in proposal.chapters.all()] == ["1. Mobilité", "2. Jumelages"]
    assert JournalEntry.objects.filter(subject_type="chapter").count() == 2


def test_chapters_change_places_and_one_goes(as_admin, tied, proposal):
    first, second = tied["chapters"]
    third = builders.chapter(proposal, "Troisième")
    as_admin.post(
        CHAPTERS,
        sent_lines(
            "chapitres",
            {"uid": first.uid, "rank": 3, "title": "Premier"},
            {"uid": second.uid, "rank": 2, "title": "Second", "remove": "on"},
            {"uid": third.uid, "rank": 1, "title": "Troisième, corrigé"},
        ),
    )
    assert [str(one) for one in proposal.chapters.all()] == ["1. Troisième, corrigé", "2. Premier"]
    assert JournalEntry.objects.filter(verb=Verb.DELETED).count() == 1


def test_a_chapter_without_title_is_refused_and_nothing_is_lost(as_admin, tied):
    first, second = tied["chapters"]
    answer = as_admin.post(
        CHAPTERS,
        sent_lines(
            "chapitres",
            {"uid": first.uid, "rank": 1, "title": ""},
            {"uid": second.uid, "rank": 2, "title": "Tout autre titre"},
        ),
    )
    assert answer.status_code == 422
    assert "Donnez un titre au chapitre." in answer.content.decode()
    assert "Tout autre titre" in answer.content.decode()
    assert Chapter.objects.filter(title="Second").exists()


def test_the_whole_grid_is_kept_in_one_go_and_journaled_once(as_admin, tied):
    sent = grid(tied, told=[(0, 0), (1, 0), (1, 1)], paid=[(0, 0, ""), (1, 0, "30"), (1, 1, "2")])
    assert as_admin.post(LINKS, sent).url == LINKS
    assert links_of(tied) == ([[1], [1, 2]], [[(1, None)], [(1, 30), (2, 2)]])
    as_admin.post(LINKS, sent)
    assert JournalEntry.objects.count() == 1
    html = as_admin.get(LINKS).content.decode().replace("&#x27;", "'")
    assert "1 atelier dans la convention, 2 dans le budget." in html


def test_links_are_taken_away_and_quantities_mended(as_admin, tied):
    as_admin.post(LINKS, grid(tied, told=[(0, 0), (1, 1)], paid=[(0, 0, "30"), (1, 1, "2")]))
    as_admin.post(LINKS, grid(tied, told=[(0, 0)], paid=[(1, 1, "1")]))
    assert links_of(tied) == ([[1], []], [[], [(2, 1)]])


@pytest.mark.parametrize("quantity", ["0", "deux"])
def test_a_quantity_that_is_none_is_refused_and_the_ticks_stay(as_admin, tied, quantity):
    answer = as_admin.post(LINKS, grid(tied, told=[(0, 0)], paid=[(0, 1, quantity)]))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f'value="{quantity}"' in html
    assert html.count(" checked") == 2
    assert links_of(tied) == ([[], []], [[], []])


def test_a_quantity_beside_an_empty_box_asks_which_is_meant(as_admin, tied):
    sent = grid(tied)
    sent[f"quantite-{tied['lines'][0].uid}-{tied['actions'][0].uid}"] = ["3"]
    answer = as_admin.post(LINKS, sent)
    assert answer.status_code == 422
    assert "Ligne 1, action 1 : cochez la case, ou effacez la quantité." in (
        answer.content.decode()
    )


def test_a_row_that_the_page_did_not_show_keeps_its_links(as_admin, tied, proposal):
    sent = grid(tied)
    added = builders.chapter(proposal, "Ajouté entre-temps", tied["actions"][0])
    as_admin.post(LINKS, sent)
    assert added.commitments.count() == 1


def test_the_action_of_another_convention_cannot_be_tied(as_admin, world, tied):
    stranger = factories.CommitmentFactory(convention=world.other_convention)
    sent = grid(tied)
    sent[f"chapitre-{tied['chapters'][0].uid}"] = [str(stranger.uid)]
    assert as_admin.post(LINKS, sent).status_code == 422
    assert links_of(tied)[0] == [[], []]


def test_the_others_read_the_grid_and_write_nothing(client, world, tied):
    builders.pays(tied["lines"][0], tied["actions"][0], 30)
    for who in ("staff", "officer"):
        client.force_login(getattr(world, who))
        html = client.get(LINKS).content.decode()
        assert 'type="checkbox"' not in html
        assert "Enregistrer" not in html
        assert client.post(LINKS, grid(tied)).status_code == 403
    assert links_of(tied)[1][0] == [(1, 30)]


def test_the_links_are_mended_after_the_vote_too(as_admin, world, tied, proposal):
    proposal.state = "signed"
    proposal.save()
    as_admin.post(LINKS, grid(tied, told=[(0, 0)]))
    assert links_of(tied)[0] == [[1], []]
