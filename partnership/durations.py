"""Durations as people write them, into whole minutes."""

from __future__ import annotations

import re
from decimal import Decimal

MINUTES_A_DAY = 24 * 60


class DurationError(ValueError):
    """What was written is not a duration; the message is in French, for the person."""


_CLOCK = re.compile(
    r"(\d{1,3})\s*(?:h|:|heures?)\s*(\d{1,2})?\s*(?:min|mn|m|minutes?|'|(?<=\d\d):00)?"
)
_MINUTES = re.compile(r"(\d{1,5})\s*(?:min|mn|m|minutes?|')\.?")
_HOURS = re.compile(r"(\d{1,3}[.,]\d{1,4}|\d{1,3})\s*(?:h|heures?)")
_NUMBER = re.compile(r"\d{1,5}(?:[.,]\d{1,4})?")


def parse(text: str, *, bare_unit: str = "min", longest: int = MINUTES_A_DAY) -> int:
    """« 1h30 », « 1 h 30 », « 90 min », « 1:30 », « 01:30:00 », « 1,5 h » → 90.

    A bare number is read in `bare_unit`: "min", "h", or "" where it is refused. Raises
    DurationError for anything else, for a fraction of a minute, for nothing and for more than
    `longest` minutes."""
    written = text.strip().casefold().replace("\u00a0", " ").replace("\u202f", " ")
    if not written:
        raise DurationError("Donnez une durée, par exemple 1h30 ou 45 min.")
    minutes = _read(written, text.strip(), bare_unit)
    if minutes != int(minutes):
        raise DurationError(f"La durée « {text.strip()} » ne tombe pas sur une minute entière.")
    if minutes <= 0:
        raise DurationError("La durée doit être supérieure à zéro.")
    if minutes > longest:
        raise DurationError(
            f"La durée « {text.strip()} » dépasse {longest // 60} heures : vérifiez l'unité."
        )
    return int(minutes)


def _read(written: str, shown: str, bare_unit: str) -> Decimal:
    if match := _MINUTES.fullmatch(written):
        return Decimal(match[1])
    if match := _HOURS.fullmatch(written):
        return Decimal(match[1].replace(",", ".")) * 60
    if match := _CLOCK.fullmatch(written):
        whole, rest = int(match[1]), match[2] or "0"
        if int(rest) > 59:
            meant = int(rest) * 60 // 100
            raise DurationError(
                f"La durée « {shown} » n'existe pas : "
                f"écrivez {whole}h{meant:02d} ou {whole * 60 + meant} min."
            )
        return Decimal(whole * 60 + int(rest))
    if _NUMBER.fullmatch(written):
        comma = shown.replace(".", ",")
        if not bare_unit:
            raise DurationError(
                f"La durée « {shown} » n'a pas d'unité : écrivez {comma} min ou {comma} h."
            )
        value = Decimal(written.replace(",", "."))
        if bare_unit == "min" and value != int(value):
            raise DurationError(
                f"La durée « {shown} » n'a pas d'unité : écrivez {comma} h ou des minutes."
            )
        return value * (60 if bare_unit == "h" else 1)
    raise DurationError(f"La durée « {shown} » n'est pas comprise : écrivez 1h45 ou 105 min.")
