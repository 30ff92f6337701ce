"""A network's year, counted on facts alone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting.network_page import PLACE_LABELS, month_name
from reporting.network_year import ELSEWHERE, PLACES, Chosen, Meeting, Trip, year_of

often = settings(
    database=None, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
KINDS = ("atelier", "formation", "non_renseigne", "mot-salon")
TOWNS = ("", "Arras", "Calais", "Lille", "Trifouillis")


def meeting(**more) -> Meeting:
    return Meeting(
        **{
            "uid": "1",
            "title": "Atelier",
            "kind": "atelier",
            "kind_label": "Atelier",
            "first_on": datetime.date(2026, 3, 2),
            "month": 3,
            "place": ELSEWHERE,
        }
        | more
    )


meetings = st.lists(
    st.builds(
        meeting,
        kind=st.sampled_from(KINDS),
        place=st.sampled_from(PLACES),
        month=st.integers(0, 12),
        town=st.sampled_from(TOWNS),
        minutes=st.none() | st.integers(1, 600),
        participants=st.none() | st.integers(0, 300),
        conventions=st.sampled_from(((), ("A",), ("A", "B"))),
    ),
    max_size=30,
)


@often
@given(meetings)
def test_the_lines_of_every_breakdown_add_up_to_the_total(found):
    year = year_of(found, [])
    total = year.total
    for lines in (year.kinds, year.places(PLACE_LABELS), year.months(month_name), year.towns):
        for what in (
            "meetings", "minutes", "participants", "without_minutes", "without_participants",
        ):  # fmt: skip
            assert sum(getattr(line, what) for line in lines) == getattr(total, what)


@often
@given(meetings)
def test_a_line_counts_the_rows_to_which_it_leads(found):
    year = year_of(found, [])
    for name, lines in (
        ("kind", year.kinds),
        ("place", year.places(PLACE_LABELS)),
        ("month", year.months(month_name)),
        ("town", year.towns),
    ):
        for line in lines:
            narrowed = year_of(found, [], Chosen(**{name: line.key}))
            assert narrowed.total.meetings == line.meetings
            assert narrowed.total.minutes == line.minutes


def test_what_nobody_knows_is_counted_apart_and_not_as_zero():
    year = year_of([meeting(minutes=90, participants=12), meeting()], [])
    assert (year.total.minutes, year.total.without_minutes) == (90, 1)
    assert (year.total.participants, year.total.without_participants) == (12, 1)


def test_unknown_kinds_months_and_towns_are_lines_of_their_own():
    year = year_of([meeting(kind="non_renseigne", kind_label="Non renseigné", month=0)], [])
    assert year.kinds[-1].is_unknown
    assert year.months(month_name)[-1].label == "Mois non renseigné"
    assert year.towns[-1].is_unknown
    assert "Sans commune" in year.towns[-1].label


def test_two_spellings_of_a_town_are_one_line_and_two_towns_of_one_name_are_two():
    year = year_of(
        [
            meeting(town="Saint-Omer"),
            meeting(town="st omer"),
            meeting(town="Athies", insee_code="62042"),
            meeting(town="Athies", insee_code="80034"),
        ],
        [],
    )
    assert sorted((line.label, line.meetings) for line in year.towns) == [
        ("Athies", 1),
        ("Athies", 1),
        ("Saint-Omer", 2),
    ]


def test_the_most_attended_are_twenty_at_most_and_known():
    found = [meeting(uid=str(n), participants=n) for n in range(30)] + [meeting()]
    top = year_of(found, []).most_attended
    assert [one.participants for one in top] == list(range(29, 9, -1))


def test_journeys_are_those_noted_and_the_meetings_elsewhere():
    year = year_of([meeting(), meeting(place="en_ligne")], [Trip(3), Trip(4), Trip(0)])
    by_month = {one.month: (one.noted, one.elsewhere) for one in year.journeys}
    assert (by_month[3], by_month[4], by_month[0]) == ((1, 1), (1, 0), (1, 0))
    assert year.all_journeys.total == 4


@pytest.mark.parametrize(("chosen", "count"), [("", 3), ("A", 2), ("B", 1), ("sans", 1), ("C", 0)])
def test_a_convention_or_none_narrows_the_year(chosen, count):
    found = [meeting(conventions=("A",)), meeting(conventions=("A", "B")), meeting()]
    trips = [Trip(3, ("A",)), Trip(3, ("A", "B")), Trip(3)]
    year = year_of(found, trips, Chosen(convention=chosen))
    assert (len(year.meetings), len(year.trips)) == (count, count)


def test_journeys_noted_are_left_out_where_a_kind_or_a_place_is_chosen():
    assert year_of([], [Trip(3)], Chosen(kind="atelier")).trips == ()
    assert year_of([], [Trip(3)], Chosen(month=3)).all_journeys.noted == 1
