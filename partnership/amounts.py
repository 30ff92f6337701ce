"""Amounts and parts as people write them: « 1 500,00 € », « 1500.5 », « 60 % ». No database."""

from __future__ import annotations

import re
from decimal import Decimal

from partnership.figures import CENT, HUNDRED

_TWO_WAYS = re.compile(r"\d{1,3}\.\d{3}")  # « 1.500 »: a thousand and a half, or one and a half
_WRITTEN = re.compile(r"\+?(\d+)(?:[.,](\d+))?")
_MINUS = ("-", "\u2212")
MOST_DIGITS = 10  # before the decimal point


class AmountError(ValueError):
    """The text is no amount, or no part; the message is in French, for the person."""


class TooLowError(AmountError):
    """An amount, but below what is asked for."""


def parse(text: str, *, above_zero: bool = False, most_digits: int = MOST_DIGITS) -> Decimal:
    """Euros with at most two decimals, never negative. Raises AmountError with words."""
    said = f"« {text.strip()} »"
    plain = re.sub(r"(?i)(?:€|eur(?:os?)?)$", "", _without_spaces(text))
    is_negative = plain.startswith(_MINUS)
    if _TWO_WAYS.fullmatch(plain):
        raise AmountError(
            f"{said} se lit de deux façons : écrivez {plain.replace('.', '')}, ou une virgule et "
            "deux décimales."
        )
    number = _number(plain.lstrip("".join(_MINUS)))
    if number is None:
        raise AmountError(f"{said} n'est pas un montant : écrivez par exemple 1500 ou 1 500,50.")
    if above_zero and (is_negative or not number):
        raise TooLowError(f"{said} : le montant est supérieur à zéro, par exemple 120,50.")
    if is_negative:
        raise TooLowError(f"{said} est négatif : écrivez un montant positif, ou zéro.")
    if number >= 10**most_digits:
        raise AmountError(f"{said} est trop grand : vérifiez le montant.")
    if number != number.quantize(CENT):
        raise AmountError(f"{said} : un montant s'écrit au centime près, deux décimales au plus.")
    return number.quantize(CENT)


def parse_percent(text: str) -> Decimal:
    """From 0,01 to 100 per cent, with or without the sign. Raises AmountError with words."""
    said = f"« {text.strip()} »"
    plain = re.sub(r"%$", "", _without_spaces(text))
    is_negative, number = plain.startswith(_MINUS), _number(plain.lstrip("".join(_MINUS)))
    if number is None:
        raise AmountError(f"{said} n'est pas un nombre : écrivez par exemple 60 ou 33,33.")
    if is_negative or not 0 < number <= HUNDRED:
        raise AmountError(f"{said} : une part va de 0,01 à 100 %.")
    if number != number.quantize(CENT):
        raise AmountError(f"{said} : écrivez deux décimales au plus.")
    return number.quantize(CENT)


def typed(number: Decimal | None) -> str:
    """As a field shows it to be corrected: « 1500,00 »; nothing where it is unknown."""
    return "" if number is None else f"{number:.2f}".replace(".", ",")


def _without_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


def _number(plain: str) -> Decimal | None:
    match = _WRITTEN.fullmatch(plain)
    return Decimal(plain.replace(",", ".")) if match else None
