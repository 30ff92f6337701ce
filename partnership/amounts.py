"""Amounts as people write them: « 1 500,00 € », « 1500.5 ». No database."""

from __future__ import annotations

import re
from decimal import Decimal

_WRITTEN = re.compile(r"(\d+)(?:[.,](\d{1,}))?")
MOST_DIGITS = 10  # before the decimal point


class AmountError(ValueError):
    """The text is no amount in euros; the message is in French, for the person."""


def parse(text: str) -> Decimal:
    """Euros with at most two decimals, never negative. Raises AmountError with words."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    plain = re.sub(r"(?i)(?:€|eur(?:os?)?)$", "", plain)
    if plain.startswith(("-", "\u2212")):
        raise AmountError(f"« {text.strip()} » est négatif : écrivez un montant positif, ou zéro.")
    if re.fullmatch(r"\d{1,3}\.\d{3}", plain):
        raise AmountError(
            f"« {text.strip()} » se lit de deux façons : écrivez {plain.replace('.', '')}, ou une "
            "virgule et deux décimales."
        )
    match = _WRITTEN.fullmatch(plain)
    if match is None:
        raise AmountError(
            f"« {text.strip()} » n'est pas un montant : écrivez par exemple 1500 ou 1 500,50."
        )
    whole, cents = match.group(1), (match.group(2) or "").rstrip("0")
    if len(cents) > 2:
        raise AmountError(f"« {text.strip()} » : un montant s'écrit au centime près.")
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise AmountError(f"« {text.strip()} » est trop grand : vérifiez le montant.")
    return Decimal(f"{whole}.{cents or '0'}").quantize(Decimal("0.01"))


def typed(amount: Decimal | None) -> str:
    """As a field shows it to be corrected: « 1500,00 »; nothing where it is unknown."""
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")
