"""Amounts as people write them."""

from decimal import Decimal

import pytest

from partnership import amounts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500", "1500.00"),
        (" 1 500,5 ", "1500.50"),
        ("1\u202f500,00\u00a0€", "1500.00"),
        ("800,00€", "800.00"),
        ("12.30 euros", "12.30"),
        ("0", "0.00"),
        ("3,500", "3.50"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, value):
    assert amounts.parse(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("12O", "n'est pas un montant"),
        ("1.500,00", "n'est pas un montant"),
        ("-5", "est négatif"),
        ("\u22125", "est négatif"),
        ("1,005", "au centime près"),
        ("12345678901", "trop grand"),
        ("1.500", "se lit de deux façons : écrivez 1500"),
        ("1e5", "n'est pas un montant"),
    ],
)
def test_what_is_no_amount_is_refused_with_what_was_typed(text, words):
    with pytest.raises(amounts.AmountError, match=words) as refused:
        amounts.parse(text)
    assert text in str(refused.value)


@pytest.mark.parametrize("text", ["0", "-3", "\u22123,50 €"])
def test_above_zero_neither_zero_nor_a_sign_passes(text):
    with pytest.raises(amounts.TooLowError, match="supérieur à zéro"):
        amounts.parse(text, above_zero=True)


def test_a_funders_credits_may_have_more_digits():
    assert amounts.parse("123 456 789 012,50", most_digits=12) == Decimal("123456789012.50")


@pytest.mark.parametrize(
    ("text", "value"), [("60", "60.00"), ("33,33 %", "33.33"), ("100%", "100.00")]
)
def test_a_part_is_read_with_or_without_its_sign(text, value):
    assert amounts.parse_percent(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "de 0,01 à 100"),
        ("100,01", "de 0,01 à 100"),
        ("-60", "de 0,01 à 100"),
        ("\u221260 %", "de 0,01 à 100"),
        ("moitié", "n'est pas un nombre"),
        ("33,333", "deux décimales"),
    ],
)
def test_what_is_no_part_is_refused(text, words):
    with pytest.raises(amounts.AmountError, match=words):
        amounts.parse_percent(text)


def test_a_field_shows_what_it_would_read_again():
    assert amounts.typed(Decimal("1500.5")) == "1500,50"
    assert amounts.parse(amounts.typed(Decimal("1500.50"))) == Decimal("1500.50")
    assert amounts.typed(None) == ""
