"""Which day calls for which reminder, and how far a date is."""

from __future__ import annotations

import datetime

import pytest

from partnership.deadlines import Due, reminder_due
from partnership.enums import DeadlineKind

DUE = datetime.date(2027, 4, 1)


@pytest.mark.parametrize(
    ("days_before", "expected"),
    [
        (61, None),
        (60, 60),
        (45, 60),
        (30, 30),
        (8, 30),
        (7, 7),
        (1, 7),
        (0, None),
        (-1, -1),
        (-7, -1),
        (-8, None),
    ],
)
def test_a_day_calls_for_its_nearest_reminder(days_before, expected):
    assert reminder_due(DUE, DUE - datetime.timedelta(days=days_before)) == expected


@pytest.mark.parametrize(
    ("today", "done_on", "words", "late"),
    [
        (datetime.date(2027, 2, 19), None, "dans 41\u00a0jours", False),
        (DUE, None, "aujourd'hui", False),
        (datetime.date(2027, 4, 4), None, "depuis 3\u00a0jours", True),
        (datetime.date(2027, 4, 4), datetime.date(2027, 3, 28), "faite le 28 mars 2027", False),
    ],
)
def test_a_date_says_how_far_it_is(today, done_on, words, late):
    due = Due("", DeadlineKind.REPORT, "Bilan attendu", DUE, "DEP-2026", "/", done_on)
    assert due.standing(today) == words
    assert due.is_late(today) is late
