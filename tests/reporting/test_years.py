"""The conventions of one partnership side by side."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnership.models import CarryOver, Convention
from reporting import snapshot, years
from reporting.report import Report
from tests import factories

ADDRESS = reverse("reporting:years", args=["DEP-2026"])


def year(world, number: int) -> Convention:
    return factories.ConventionFactory(
        owner=world.network,
        reference=f"DEP-{number}",
        funder=world.funder,
        beneficiary=world.association,
        original_starts_on=datetime.date(number, 1, 1),
        original_ends_on=datetime.date(number, 12, 31),
        original_report_due_on=datetime.date(number + 1, 4, 1),
    )


def compared(*conventions):
    return years.compare(list(conventions), datetime.date(2026, 11, 3))


def labels(line) -> list[list[str]]:
    return [[one.commitment.label for one in cell.progress] for cell in line.cells]


def test_an_action_is_followed_when_its_number_changes(world):
    before = year(world, 2025)
    old = factories.CommitmentFactory(convention=before, number=3, text="Temps collectifs")
    new = factories.CommitmentFactory(convention=world.convention, number=1, text="Temps")
    new.continues.add(old)
    factories.CommitmentFactory(convention=before, number=1, text="Étude")
    found = compared(before, world.convention)
    assert [labels(line) for line in found.lines] == [[["3"], ["1"]], [["1"], []]]
    assert found.lines[1].cells[1].is_empty


def test_an_action_cut_in_two_stays_one_line(world):
    before = year(world, 2025)
    old = factories.CommitmentFactory(convention=before, number=1)
    for number in (1, 2):
        factories.CommitmentFactory(convention=world.convention, number=number).continues.add(old)
    assert [labels(line) for line in compared(before, world.convention).lines] == [
        [["1"], ["1", "2"]]
    ]


def test_a_lineage_skips_a_year(world):
    first, second = year(world, 2024), year(world, 2025)
    old = factories.CommitmentFactory(convention=first, number=2)
    factories.CommitmentFactory(convention=world.convention, number=4).continues.add(old)
    assert [labels(line) for line in compared(first, second, world.convention).lines] == [
        [["2"], [], ["4"]]
    ]


@pytest.fixture
def carried(world):
    following = year(world, 2027)
    commitment = factories.CommitmentFactory(convention=world.convention, number=2)
    CarryOver.objects.create(
        commitment=commitment,
        to_convention=following,
        what="Deux temps collectifs",
        reason="Désistements.",
        asked_on=datetime.date(2026, 11, 3),
    )
    return following


def test_a_carry_over_is_read_in_both_years(client, world, carried):
    client.force_login(world.officer)
    for reference in ("DEP-2026", "DEP-2027"):
        page = client.get(reverse("reporting:convention", args=[reference])).content.decode()
        assert "Deux temps collectifs" in page
        assert "report demandé" in page
    line = compared(world.convention, carried).lines[0]
    assert [len(cell.carried_out) for cell in line.cells] == [1, 0]
    assert [len(cell.carried_in) for cell in line.cells] == [0, 1]


def test_a_carry_over_is_told_in_both_bilans(world, carried):
    told = {}
    for convention in (world.convention, carried):
        loaded = Convention.objects.for_list().get(pk=convention.pk)
        report = Report(snapshot.take(loaded, today=datetime.date(2026, 11, 3)))
        told[convention.reference] = report.carry_overs
    assert told == {
        "DEP-2026": [
            "Action 2, reportée vers DEP-2027 : Deux temps collectifs (report demandé). "
            "Motif de la demande : Désistements."
        ],
        "DEP-2027": [
            "Action 2 de DEP-2026, reprise dans cette convention : Deux temps collectifs "
            "(report demandé). Motif de la demande : Désistements."
        ],
    }


def test_a_bilan_frozen_before_carry_overs_existed_still_opens(world):
    loaded = Convention.objects.for_list().get(pk=world.convention.pk)
    taken = snapshot.take(loaded, today=datetime.date(2026, 11, 3))
    del taken["carry_overs"]
    assert Report(taken).carry_overs == []


def test_an_officer_compares_what_their_own_body_funds(client, world):
    factories.ConventionFactory(
        owner=world.network,
        reference="SECRET-2025",
        funder=world.other_funder,
        beneficiary=world.association,
    )
    client.force_login(world.officer)
    assert "SECRET-2025" not in client.get(ADDRESS).content.decode()


def test_the_page_costs_the_same_however_many_actions(client, world):
    before = year(world, 2025)
    client.force_login(world.officer)
    counts = []
    for _ in range(2):
        for _number in range(3):
            old = factories.CommitmentFactory(convention=before)
            new = factories.CommitmentFactory(convention=world.convention)
            factories.ReadingFactory(commitment=new)
            new.continues.add(old)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(ADDRESS).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_published_years_follow_each_other(demonstration):
    conventions = Convention.objects.filter(reference__startswith="CD62").for_list()
    found = compared(*conventions.order_by("original_starts_on"))
    collective = next(line for line in found.lines if ["4"] in labels(line)[3:])
    assert labels(collective) == [["2"], ["2"], [], ["4"]]
    assert [one.what for one in collective.cells[0].carried_out] == ["deux temps collectifs"]
