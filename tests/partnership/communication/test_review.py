"""What is asked against what was shown; the logo, and the amount."""

from __future__ import annotations

import datetime

import pytest

from partnership.communication import (
    Asked,
    Item,
    Shown,
    Standing,
    duties_of,
    may_show_amount,
    must_show_logo,
    review,
    time_left,
)
from partnership.enums import ConventionState as State
from partnership.enums import Duty, Support

LOGO_EVERYWHERE = Asked(Duty.LOGO, Support.EVERY, "logo sur tous les supports")
AMOUNT = Asked(Duty.AMOUNT, Support.EVERY)
TAG = Asked(Duty.TAG, Support.SOCIAL)
MARCH, JUNE = datetime.date(2026, 3, 2), datetime.date(2026, 6, 1)


def shown(support, *duties, on=MARCH) -> Shown:
    return Shown(support, on, frozenset(duties))


def standings(result) -> dict:
    return {
        (line.support, item.duty): item.standing for line in result.supports for item in line.items
    }


@pytest.mark.parametrize("state", State)
def test_the_logo_stands_on_all_documents_unless_the_funder_refused(state):
    assert must_show_logo(state) is (state != State.REFUSED)


@pytest.mark.parametrize("support", Support)
@pytest.mark.parametrize("state", State)
def test_the_amount_is_shown_on_promotion_only_and_once_voted(state, support):
    voted = state in {State.VOTED, State.SIGNED, State.SETTLED}
    public = support not in {Support.DOCUMENTS, Support.EVERY}
    assert may_show_amount(state, support) is (voted and public)


def test_a_duty_of_every_support_is_missing_once_as_long_as_none_was_used():
    result = review([LOGO_EVERYWHERE], [], State.SIGNED)
    assert standings(result) == {(Support.EVERY, Duty.LOGO): Standing.MISSING}
    assert (result.met_count, result.missing_count, result.due_count) == (0, 1, 1)


def test_each_support_that_was_used_must_show_it():
    result = review(
        [LOGO_EVERYWHERE],
        [shown(Support.SOCIAL, Duty.LOGO), shown(Support.PRESS)],
        State.SIGNED,
    )
    assert standings(result) == {
        (Support.SOCIAL, Duty.LOGO): Standing.MET,
        (Support.PRESS, Duty.LOGO): Standing.MISSING,
    }
    assert (result.met_count, result.missing_count) == (1, 1)


def test_a_duty_of_one_support_is_missing_until_that_support_shows_it():
    evidence = [shown(Support.WEBSITE, Duty.TAG)]
    assert standings(review([TAG], evidence, State.SIGNED)) == {
        (Support.SOCIAL, Duty.TAG): Standing.MISSING
    }
    evidence.append(shown(Support.SOCIAL, Duty.TAG))
    assert standings(review([TAG], evidence, State.SIGNED))[Support.SOCIAL, Duty.TAG] == "met"


def test_the_latest_day_and_the_words_of_the_convention_are_told():
    days = [shown(Support.SOCIAL, Duty.LOGO, on=day) for day in (JUNE, MARCH)]
    [line] = review([LOGO_EVERYWHERE], days, State.SIGNED).supports
    assert line.items == (Item(Duty.LOGO, Standing.MET, JUNE, ("logo sur tous les supports",)),)
    assert line.evidence_count == 2


def test_the_amount_waits_for_the_vote_and_is_not_missing_before():
    evidence = [shown(Support.SOCIAL)]
    before = review([AMOUNT], evidence, State.PROPOSED)
    assert standings(before) == {(Support.SOCIAL, Duty.AMOUNT): Standing.LATER}
    assert (before.missing_count, before.due_count) == (0, 0)
    after = review([AMOUNT], evidence, State.VOTED)
    assert standings(after) == {(Support.SOCIAL, Duty.AMOUNT): Standing.MISSING}


def test_the_amount_is_never_asked_of_a_document():
    result = review([AMOUNT], [shown(Support.DOCUMENTS)], State.SIGNED)
    assert standings(result) == {(Support.EVERY, Duty.AMOUNT): Standing.MISSING}


@pytest.mark.parametrize(
    ("support", "state", "duties"),
    [
        (Support.SOCIAL, State.SIGNED, [Duty.LOGO, Duty.AMOUNT, Duty.TAG]),
        (Support.SOCIAL, State.PROPOSED, [Duty.LOGO, Duty.TAG]),
        (Support.DOCUMENTS, State.SIGNED, [Duty.LOGO]),
        (Support.SOCIAL, State.REFUSED, []),
    ],
)
def test_a_support_is_to_show_its_duties_and_those_of_every_support(support, state, duties):
    assert duties_of([LOGO_EVERYWHERE, AMOUNT, TAG], support, state) == duties


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (datetime.date(2026, 2, 19), "dans 41\u00a0jours"),
        (datetime.date(2026, 4, 1), "aujourd'hui"),
        (datetime.date(2026, 4, 2), "depuis 1\u00a0jour"),
    ],
)
def test_the_days_left_before_the_bilan(today, left):
    due = datetime.date(2026, 4, 1)
    assert time_left(due, today) == f"bilan attendu le 1er avril 2026, {left}"
    assert time_left(None, today) == ""
