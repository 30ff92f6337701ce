"""The times of a déroulé follow from its durations."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accompaniment.gathering.agenda import DAY, AgendaLine, clock_text, of_clock, timed, warnings
from reporting.demo.gatherings_2023 import agenda_lines
from reporting.demo.published import rows

START = datetime.time(13, 30)

lines = st.lists(
    st.builds(
        AgendaLine,
        activity=st.just("Activité"),
        minutes=st.none() | st.integers(1, 240),
        gap_minutes=st.integers(0, 60),
        is_parallel=st.booleans(),
    ),
    max_size=12,
)


@given(lines)
def test_no_line_begins_before_the_one_above_it(some):
    starts = [one.starts for one in timed(some, START).lines]
    assert starts == sorted(starts)


@given(lines)
def test_a_line_never_begins_before_what_it_follows_has_ended(some):
    ended = of_clock(START)
    for one in timed(some, START).lines:
        if not one.line.is_parallel:
            assert one.starts >= ended
        ended = max(ended, one.ends or one.starts)


@given(lines)
def test_the_end_is_the_latest_end_and_the_total_goes_from_start_to_end(some):
    agenda = timed(some, START)
    latest = max((one.ends or one.starts for one in agenda.lines), default=of_clock(START))
    assert agenda.ends == latest
    assert agenda.minutes == latest - of_clock(START)


@given(lines, st.integers(0, 11), st.integers(1, 90))
def test_a_longer_line_moves_nothing_above_it(some, rank, more):
    longer = [
        AgendaLine("Activité", (one.minutes or 0) + more, one.gap_minutes, one.is_parallel)
        if at == rank
        else one
        for at, one in enumerate(some)
    ]
    before, after = timed(some, START).lines[: rank + 1], timed(longer, START).lines[: rank + 1]
    assert [one.starts for one in before] == [one.starts for one in after]


@given(lines)
def test_where_the_start_is_unknown_the_lines_last_as_long(some):
    assert timed(some).minutes == timed(some, START).minutes
    assert timed(some).ends is None


@given(st.integers(0, 3 * DAY))
def test_a_clock_never_shows_an_hour_that_does_not_exist(minutes):
    whole, rest = clock_text(minutes).split("h")
    assert 0 <= int(whole) < 24
    assert 0 <= int(rest) < 60


def test_an_unknown_duration_holds_no_time_and_the_gap_after_it_does():
    agenda = timed([AgendaLine("Repas"), AgendaLine("Atelier", 90, gap_minutes=130)], START)
    assert [one.hours_text for one in agenda.lines] == ["13h30", "15h40-17h10"]
    assert agenda.unknown_text.startswith("1\u00a0ligne sans durée")


def test_parallel_workshops_begin_together_and_what_follows_waits_for_the_longest():
    agenda = timed(
        [
            AgendaLine("Accueil", 30),
            AgendaLine("Atelier A", 30, gap_minutes=10),
            AgendaLine("Atelier B", 60, is_parallel=True),
            AgendaLine("Clôture", 15),
        ],
        START,
    )
    hours = [one.hours_text for one in agenda.lines]
    assert hours == ["13h30-14h00", "14h10-14h40", "14h10-15h10", "15h10-15h25"]
    assert agenda.total_text == "1h55 en tout, de 13h30 à 15h25"


def test_a_deroule_longer_than_its_day_is_said():
    agenda = timed([AgendaLine("Atelier", 240)], START)
    [said] = warnings(agenda, datetime.time(17))
    assert "finit à 17h30, 30\u00a0min après l'heure annoncée (17h00)" in said
    assert warnings(agenda, datetime.time(17, 30)) == []
    [said] = warnings(timed([AgendaLine("Atelier", 240)]), None, 210)
    assert "dure 4h, plus que les 3h30 annoncées" in said


@pytest.mark.parametrize("session", ["1", "2"])
def test_the_deroules_of_2023_print_their_published_times(session):
    published = [
        one for one in rows("temps_collectifs_2023_deroule.csv") if one["session"] == session
    ]
    start = datetime.time.fromisoformat(published[0]["heure_debut"])
    kept = [AgendaLine(**line) for line in agenda_lines(published)]
    for one, told in zip(timed(kept, start).lines, published, strict=True):
        assert f"{one.starts // 60:02d}:{one.starts % 60:02d}" == (
            told["heure_debut"] or "14:30"
        ), told["activite"]
        if told["heure_fin"]:
            assert f"{one.ends // 60:02d}:{one.ends % 60:02d}" == told["heure_fin"]
        if told["duree_source"]:
            plain = one.timing_text.replace("\u00a0", "").replace(" ", "")
            assert plain == told["duree_source"].replace(" ", "")


def test_the_second_deroule_of_2023_ends_when_its_day_did():
    published = [one for one in rows("temps_collectifs_2023_deroule.csv") if one["session"] == "2"]
    kept = [AgendaLine(**line) for line in agenda_lines(published)]
    agenda = timed(kept, datetime.time(10))
    assert agenda.ends == of_clock(datetime.time(16, 30))
    assert warnings(agenda, datetime.time(16, 30)) == []
