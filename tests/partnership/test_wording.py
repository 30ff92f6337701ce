"""French as the pages and the papers write it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from partnership import wording
from partnership.templatetags import french


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (None, "non renseigné"),
        (0, "0\u00a0min"),
        (45, "45\u00a0min"),
        (60, "1h"),
        (65, "1h05"),
        (210, "3h30"),
        (49 * 60, "49h"),
        (1234 * 60 + 5, "1\u202f234h05"),
    ],
)
def test_minutes_read_as_hours(minutes, words):
    assert wording.hours(minutes) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (None, "non renseigné"),
        (Decimal(9380), "9\u202f380,00\u00a0€"),
        (Decimal("0.5"), "0,50\u00a0€"),
        (Decimal("1234567.89"), "1\u202f234\u202f567,89\u00a0€"),
        (Decimal("-12.3"), "-12,30\u00a0€"),
    ],
)
def test_euros_have_their_cents_and_do_not_break(amount, words):
    assert wording.euros(amount) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("9380.00"), "9\u202f380\u00a0€"),
        (Decimal("9380.50"), "9\u202f380,50\u00a0€"),
        (None, "non renseigné"),
    ],
)
def test_euros_may_leave_out_cents_that_are_none(amount, words):
    assert wording.euros(amount, cents=False) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("37.44"), "37,44\u00a0%"),
        (Decimal(100), "100,00\u00a0%"),
        (None, "non renseigné"),
    ],
)
def test_percentages_have_two_decimals_and_do_not_break(value, words):
    assert wording.percent(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (Decimal("100.00"), "100\u00a0%"),
        (Decimal("37.44"), "37,44\u00a0%"),
        (Decimal("37.50"), "37,50\u00a0%"),
        (None, "non renseigné"),
    ],
)
def test_a_part_of_one_thing_leaves_out_decimals_that_are_none(value, words):
    assert wording.share(value) == words


@pytest.mark.parametrize(
    ("count", "word", "words"),
    [
        (0, "session", "0\u00a0session"),
        (1, "session", "1\u00a0session"),
        (Decimal("1.5"), "session", "1,5\u00a0session"),
        (2, "session", "2\u00a0sessions"),
        (43, "temps", "43\u00a0temps"),
        (3, "mois", "3\u00a0mois"),
        (2, "temps collectif", "2\u00a0temps collectifs"),
        (2, "session planifiée", "2\u00a0sessions planifiées"),
        (2, "journée de formation", "2\u00a0journées de formation"),
        (2, "demande d'aide", "2\u00a0demandes d'aide"),
        (2, "structure sans nom", "2\u00a0structures sans nom"),
        (2, "appel à projets", "2\u00a0appels à projets"),
        (1234, "ligne", "1\u202f234\u00a0lignes"),
    ],
)
def test_what_is_counted_is_plural_from_two(count, word, words):
    assert wording.counted(count, word) == words


@pytest.mark.parametrize(
    ("count", "unit", "words"),
    [
        (30, "accompagnements", "prévus"),
        (1, "évènement", "prévu"),
        (2, "temps collectifs", "prévus"),
        (7, "modules", "prévus"),
        (2, "porteurs", "prévus"),
        (2, "journées de formation", "prévues"),
        (1, "journée", "prévue"),
        (2, "structures", "prévues"),
        (3, "sessions", "prévues"),
        (6, "actions", "prévues"),
        (4, "réunions", "prévues"),
        (4, "rencontres", "prévues"),
        (12, "heures", "prévues"),
        (3, "personnes", "prévues"),
        (3, "communes", "prévues"),
        (2, "visites", "prévues"),
        (2, "fiches", "prévues"),
        (2, "lycées", "prévus"),
    ],
)
def test_what_is_planned_agrees_with_its_unit(count, unit, words):
    assert wording.agree("prévu", count, unit) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime.date(2024, 4, 1), "1er avril 2024"),
        (datetime.date(2023, 3, 2), "2 mars 2023"),
        (datetime.date(2023, 8, 11), "11 août 2023"),
    ],
)
def test_dates_are_written_out(day, words):
    assert wording.long_date(day) == words


def test_a_month_is_written_with_its_year():
    assert wording.month_label(datetime.date(2023, 12, 31)) == "décembre 2023"


@pytest.mark.parametrize(
    ("words", "text"),
    [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")],
)
def test_a_list_ends_with_et(words, text):
    assert wording.listed(words) == text


def test_guillemets_and_colons_never_part_from_their_words():
    assert french.unbroken("le « pacte » : oui") == "le «\u00a0pacte\u00a0»\u00a0: oui"


def test_the_first_of_the_month_is_raised_and_the_rest_is_escaped():
    assert french.raised("du 1er mars, <11er>") == "du 1<sup>er</sup> mars, &lt;11er&gt;"


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (Decimal("120.00"), "+120,00\u00a0€"),
        (Decimal("-4815.46"), "−4\u202f815,46\u00a0€"),
        (Decimal("0.00"), "0,00\u00a0€"),
        (None, "non renseigné"),
    ],
)
def test_a_gap_says_its_sign(gap, words):
    assert wording.gap_euros(gap) == words
    assert wording.gap_percent(gap) == words.replace("€", "%")
