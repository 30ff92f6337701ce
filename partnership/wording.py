"""French as the pages and the papers write it: euros, hours, dates, plurals."""

from __future__ import annotations

import datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

UNKNOWN = "non renseigné"
NO_BREAK = "\u00a0"


def number(value: int | Decimal) -> str:
    """1234 → « 1 234 » (narrow no-break space)."""
    return format_decimal(value, locale="fr_FR")


def euros(value: Decimal | None, *, cents: bool = True) -> str:
    """Decimal euros → « 9 380,00 € »; without cents where they are none, « 9 380 € »."""
    if value is None:
        return UNKNOWN
    pattern = "#,##0.00" if cents or value != value.to_integral_value() else "#,##0"
    return f"{format_decimal(value, format=pattern, locale='fr_FR')}{NO_BREAK}€"


def percent(value: Decimal | None) -> str:
    """Decimal per cent → « 37,44 % »."""
    if value is None:
        return UNKNOWN
    return f"{format_decimal(value, format='#,##0.00', locale='fr_FR')}{NO_BREAK}%"


def share(value: Decimal | None) -> str:
    """A part of one thing, without decimals that say nothing: « 100 % », « 37,44 % »."""
    return percent(value).replace(",00", "")


def signed(text: str, value: Decimal | None) -> str:
    """The words of an amount with its sign before them: « +120,00 € », « −45,00 € »."""
    if not value:
        return text
    return f"{'+' if value > 0 else '−'}{text.lstrip('-−')}"


def gap_euros(value: Decimal | None) -> str:
    return signed(euros(value), value)


def gap_percent(value: Decimal | None) -> str:
    return signed(percent(value), value)


def hours(minutes: int | None) -> str:
    """Whole minutes → « 3h30 », « 49h », « 45 min », « non renseigné »."""
    if minutes is None:
        return UNKNOWN
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{NO_BREAK}min"
    return f"{number(whole)}h{rest:02d}" if rest else f"{number(whole)}h"


_LINKS = {"de", "du", "des", "à", "au", "aux", "en", "sans", "pour", "par", "avec"}


def plural(count: int | Decimal, word: str) -> str:
    """The word, in the plural from two, with what agrees with it: « sessions planifiées »,
    « journées de formation »."""
    if abs(count) < 2:
        return word
    parts = word.split(" ")
    linked = (
        rank for rank, part in enumerate(parts) if part in _LINKS or part.startswith(("d'", "d’"))
    )
    end = next(linked, len(parts))
    agreed = [part if part[-1:] in "sxz" else f"{part}s" for part in parts[:end]]
    return " ".join(agreed + parts[end:])


def counted(count: int | Decimal, word: str) -> str:
    """« 1 session », « 43 sessions »."""
    return f"{number(count)}{NO_BREAK}{plural(count, word)}"


def long_date(day: datetime.date) -> str:
    """« 2 mars 2023 », « 1er avril 2024 »."""
    text = format_date(day, "d MMMM y", locale="fr_FR")
    return f"1er{text[1:]}" if day.day == 1 else text


def month_label(day: datetime.date) -> str:
    return format_date(day, "MMMM y", locale="fr_FR")


def period(first: datetime.date, last: datetime.date) -> str:
    """« du 1er janvier 2026 au 31 décembre 2026 »."""
    return f"du {long_date(first)} au {long_date(last)}"


def listed(words: list[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} et {words[-1]}"


_FEMININE_ENDINGS = ("ée", "ion", "ure", "che", "rencontre", "personne", "commune", "visite")
_MASCULINE = ("lycée", "musée")


def agree(participle: str, count: int | Decimal, unit: str) -> str:
    """« prévu » as it agrees with « 2 journées de formation »: « prévues »."""
    head = unit.split(" ", 1)[0].removesuffix("s")
    feminine = head.endswith(_FEMININE_ENDINGS) and head not in _MASCULINE
    return f"{participle}{'e' if feminine else ''}{'s' if abs(count) >= 2 else ''}"


_ARTICLES = {
    "le ": ("département", "conseil", "ministère", "fonds", "syndicat", "comité", "réseau", "pays"),
    "la ": (
        "région",
        "commune",
        "mairie",
        "ville",
        "métropole",
        "communauté",
        "fondation",
        "caisse",
    ),
    "l'": ("agence", "association", "état", "union", "institut", "office", "université"),
}


def with_article(name: str) -> str:
    """« le Département du Pas-de-Calais », « la Région », « Lianes »: a body in a sentence."""
    first = name.split(" ", 1)[0].lower()
    for article, words in _ARTICLES.items():
        if first in words:
            return f"{article}{name}"
    return name
