"""Where a convention stands, in words."""

from __future__ import annotations

import dataclasses
import datetime
from decimal import Decimal

import pytest

from partnership import standing
from partnership.enums import AdjustmentRule
from partnership.enums import ConventionState as State
from partnership.terms import Terms

TERMS = Terms(
    amount=Decimal(7000),
    projected_cost=Decimal(18695),
    rule=AdjustmentRule.UNKNOWN,
    starts_on=datetime.date(2026, 1, 1),
    ends_on=datetime.date(2026, 12, 31),
    report_due_on=datetime.date(2027, 4, 1),
    load_commitments=tuple,
)
AMOUNT = "7\u202f000\u00a0€"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PROPOSED, f"{AMOUNT} : subvention proposée, non votée"),
        (State.BEFORE_COMMISSION, f"{AMOUNT} : subvention proposée, non votée"),
        (State.VOTED, f"{AMOUNT} votés"),
        (State.SIGNED, f"{AMOUNT} votés"),
        (State.SETTLED, f"{AMOUNT} votés"),
        (State.TERMINATED, f"{AMOUNT} votés"),
        (State.REFUSED, "subvention refusée"),
    ],
)
def test_money_reads_as_proposed_until_the_vote(state, words):
    assert standing.money(state, TERMS) == words


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PROPOSED, "subvention proposée, non votée"),
        (State.SIGNED, "montant de la subvention non renseigné"),
        (State.REFUSED, "subvention refusée"),
    ],
)
def test_an_amount_that_no_document_gives_is_said_not_invented(state, words):
    assert standing.money(state, dataclasses.replace(TERMS, amount=None)) == words


def test_cents_are_written_where_there_are_some():
    terms = dataclasses.replace(TERMS, amount=Decimal("5243.50"))
    assert standing.money(State.VOTED, terms) == "5\u202f243,50\u00a0€ votés"


def report(today: datetime.date, state=State.SIGNED, terms=TERMS, **fields) -> str:
    given = {"submitted_on": None, "publication": ""}
    return standing.report(state, terms, today=today, **given | fields)


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (datetime.date(2025, 12, 31), "commence le 1er janvier 2026"),
        (datetime.date(2026, 1, 1), "en cours"),
        (datetime.date(2026, 12, 31), "en cours"),
        (datetime.date(2027, 1, 1), "bilan attendu dans 90\u00a0jours"),
        (datetime.date(2027, 3, 31), "bilan attendu dans 1\u00a0jour"),
        (datetime.date(2027, 4, 1), "bilan attendu aujourd'hui"),
        (datetime.date(2027, 4, 2), "bilan attendu depuis 1\u00a0jour"),
        (datetime.date(2027, 5, 12), "bilan attendu depuis 41\u00a0jours"),
    ],
)
def test_the_bilan_is_counted_in_days_before_and_after_its_date(today, words):
    assert report(today) == words


@pytest.mark.parametrize("state", [State.PROPOSED, State.BEFORE_COMMISSION])
def test_a_year_that_began_before_the_vote_is_running(state):
    assert report(datetime.date(2026, 2, 1), state) == "en cours"


def test_a_due_date_that_no_document_gives_is_said():
    terms = dataclasses.replace(TERMS, report_due_on=None)
    words = "bilan attendu, échéance non renseignée"
    assert report(datetime.date(2027, 1, 1), terms=terms) == words


@pytest.mark.parametrize("today", [datetime.date(2026, 6, 1), datetime.date(2027, 6, 1)])
def test_a_bilan_that_was_sent_is_no_longer_awaited(today):
    sent = datetime.date(2027, 3, 28)
    assert report(today, submitted_on=sent) == "bilan transmis le 28 mars 2027"


def test_a_bilan_published_without_a_date_says_where():
    words = "bilan publié (recueil des actes de 2024)"
    today = datetime.date(2027, 6, 1)
    assert report(today, publication="recueil des actes de 2024") == words


def test_a_refused_convention_awaits_no_bilan():
    assert report(datetime.date(2027, 6, 1), State.REFUSED) == "sans suite"


@pytest.mark.parametrize(
    ("changes", "today", "is_late"),
    [
        ({}, datetime.date(2027, 4, 1), False),
        ({}, datetime.date(2027, 4, 2), True),
        ({"submitted_on": datetime.date(2027, 4, 5)}, datetime.date(2027, 5, 1), False),
        ({"publication": "Bilan 2026"}, datetime.date(2027, 5, 1), False),
        ({"state": State.REFUSED}, datetime.date(2027, 5, 1), False),
    ],
)
def test_a_bilan_is_late_once_its_day_is_past_and_nobody_has_it(changes, today, is_late):
    given = {"state": State.SIGNED, "submitted_on": None, "publication": ""} | changes
    assert standing.report_is_late(given.pop("state"), TERMS, today=today, **given) is is_late
