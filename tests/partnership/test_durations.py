"""Durations as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnership.durations import MINUTES_A_DAY, DurationError, parse
from partnership.wording import hours

MINUTES = st.integers(1, MINUTES_A_DAY)


@pytest.mark.parametrize(
    "text",
    [
        "1h30",
        "1 h 30",
        "1H30",
        " 1h30 ",
        "1\u00a0h\u00a030",
        "1\u202fh\u202f30",
        "1h30min",
        "1 heure 30 minutes",
        "1:30",
        "01:30:00",
        "1h30'",
        "1h30m",
        "90m",
        "90 min.",
        "90 min",
        "90min",
        "90 mn",
        "90 minutes",
        "90'",
        "90",
        "1,5 h",
        "1.5h",
        "1,5 heures",
    ],
)
def test_an_hour_and_a_half_is_read_however_it_is_written(text):
    assert parse(text) == 90


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2h", 120), ("0h45", 45), ("1h05", 65), ("1h5", 65), ("1 min", 1), ("24h", 1440)],
)
def test_other_durations_are_read(text, minutes):
    assert parse(text) == minutes


@pytest.mark.parametrize(("text", "minutes"), [("1,25", 75), ("1.25", 75), ("2", 120), ("0,1", 6)])
def test_a_bare_number_under_a_header_of_hours_is_in_hours(text, minutes):
    assert parse(text, bare_unit="h") == minutes


@pytest.mark.parametrize("unit", ["min", "h", ""])
@pytest.mark.parametrize("text", ["1h30", "1:30", "90 min", "1,5 h"])
def test_a_written_unit_counts_more_than_the_header(text, unit):
    assert parse(text, bare_unit=unit) == 90


@pytest.mark.parametrize(
    ("text", "unit", "words"),
    [
        ("1h75", "min", "La durée « 1h75 » n'existe pas : écrivez 1h45 ou 105 min."),
        ("1:75", "min", "La durée « 1:75 » n'existe pas : écrivez 1h45 ou 105 min."),
        ("", "min", "Donnez une durée, par exemple 1h30 ou 45 min."),
        ("  ", "min", "Donnez une durée, par exemple 1h30 ou 45 min."),
        ("90", "", "La durée « 90 » n'a pas d'unité : écrivez 90 min ou 90 h."),
        ("1.5", "min", "La durée « 1.5 » n'a pas d'unité : écrivez 1,5 h ou des minutes."),
        ("1,5", "min", "La durée « 1,5 » n'a pas d'unité : écrivez 1,5 h ou des minutes."),
        ("0,33 h", "min", "La durée « 0,33 h » ne tombe pas sur une minute entière."),
        ("0", "min", "La durée doit être supérieure à zéro."),
        ("0h00", "min", "La durée doit être supérieure à zéro."),
        ("90", "h", "La durée « 90 » dépasse 24 heures : vérifiez l'unité."),
        ("24h01", "min", "La durée « 24h01 » dépasse 24 heures : vérifiez l'unité."),
        ("demain", "min", "La durée « demain » n'est pas comprise : écrivez 1h45 ou 105 min."),
        ("-90", "min", "La durée « -90 » n'est pas comprise : écrivez 1h45 ou 105 min."),
        ("9e3", "min", "La durée « 9e3 » n'est pas comprise : écrivez 1h45 ou 105 min."),
    ],
)
def test_what_is_no_duration_is_refused_with_the_way_to_write_it(text, unit, words):
    with pytest.raises(DurationError) as refused:
        parse(text, bare_unit=unit)
    assert str(refused.value) == words


def test_a_total_may_be_longer_than_a_day_where_it_is_said():
    assert parse("49h", longest=100 * 60) == 49 * 60


@given(MINUTES)
def test_what_a_page_prints_is_read_back(minutes):
    assert parse(hours(minutes)) == minutes


@given(MINUTES)
def test_every_way_to_write_a_duration_gives_the_same_minutes(minutes):
    whole, rest = divmod(minutes, 60)
    for text in (f"{minutes} min", f"{whole}:{rest:02d}", f"{whole} h {rest:02d}", str(minutes)):
        assert parse(text) == minutes


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        minutes = parse(text)
    except DurationError:
        return
    assert 0 < minutes <= MINUTES_A_DAY
