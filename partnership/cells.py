"""What people write in the cells of a spreadsheet, into values.

A parser takes what the cell holds (text, or a number, a date or a time from a workbook) and the
header as it is written, and raises CellError with a French reason.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from partnership import durations
from partnership.cell_texts import CONTROLS, is_formula_error, unprotected
from partnership.formulas import Uncomputed
from partnership.text import normalise
from partnership.validators import validate_siret

Parser = Callable[[Any, str], Any]

_UNITS = {
    "min": ("min", "mn", "minute", "minutes"),
    "h": ("h", "heure", "heures"),
}
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[ T]00:00(?::00)?)?)?")
_FRENCH_DATE = re.compile(r"(?:(?:(\d{1,2})([/.-]))?(\d{1,2})(?(2)\2|[/.-]))?(\d{4})")
_MONTHS = {
    normalise(name): number
    for number, names in enumerate(
        (
            ("janvier", "janv"), ("février", "févr", "fév"), ("mars",), ("avril", "avr"), ("mai",),
            ("juin",), ("juillet", "juil"), ("août",), ("septembre", "sept"),
            ("octobre", "oct"), ("novembre", "nov"), ("décembre", "déc"),
        ),
        1,
    )
    for name in names
}  # fmt: skip
_WEEK_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) "
_WRITTEN_DATE = re.compile(
    rf"(?:{_WEEK_DAY})?(?:(\d{{1,2}})(?:er)? )?({'|'.join(_MONTHS)}) (\d{{4}})"
)
_MIDNIGHT = re.compile(r"[ T]00:00(?::00)?\Z")
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}")
# Workbooks number days from here; a column without the format of dates shows the number.
_FIRST_DAY, _SERIAL = datetime.date(1899, 12, 30), re.compile(r"[2-6]\d{4}")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?\s*[eE]\s*[+-]?\d+")

FORMULA_ERROR = "La formule de cette cellule donne une erreur : remplacez-la par sa valeur."


class CellError(ValueError):
    """The cell does not say what its column asks; the message is in French, for the person."""


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day, or only the month or the year of one."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self):
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


def cleaned(raw: Any, *, literal: bool = False) -> Any:
    """What the cell holds, None when empty. Spaces around go, and the apostrophe that keeps a
    spreadsheet from reading a formula. Raises CellError for a formula without its result, for the
    error value of one (unless `literal`), and for characters that nobody sees."""
    if isinstance(raw, Uncomputed):
        raise CellError(
            "La formule de cette cellule n'a jamais été calculée : ouvrez le fichier dans votre "
            "tableur et enregistrez-le, ou remplacez la formule par sa valeur."
        )
    if not isinstance(raw, str):
        return raw
    if CONTROLS.search(raw):
        raise CellError(
            "Cette cellule contient un caractère invisible, souvent collé d'un autre document : "
            "retapez son texte."
        )
    text = raw.strip()
    if is_formula_error(text) and not literal:
        raise CellError(FORMULA_ERROR)
    return unprotected(text) or None


def shown(raw: Any) -> str:
    """What the cell holds, as a person would type it."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "oui" if raw else "non"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else f"{raw:.12g}"
    if isinstance(raw, datetime.datetime) and raw.time() == datetime.time():
        return raw.date().isoformat()
    if isinstance(raw, datetime.date | datetime.time):
        return raw.isoformat()
    return str(raw).strip()


def text(raw: Any, header: str = "") -> str:
    return " ".join(shown(raw).split())


def reference(raw: Any, header: str) -> uuid.UUID:
    """The uid of a row, as an export gives it."""
    try:
        return uuid.UUID(text(raw))
    except ValueError:
        raise CellError(
            f"« {text(raw)} » n'est pas une référence de Trame : laissez la cellule vide "
            "pour créer la ligne."
        ) from None


def text_up_to(longest: int) -> Parser:
    """Text of at most that many characters."""

    def parse(raw: Any, header: str) -> str:
        value = text(raw, header)
        if len(value) > longest:
            raise CellError(
                f"Le texte compte {len(value)} caractères, {longest} au plus : raccourcissez-le."
            )
        return value

    return parse


def date(raw: Any, header: str = "") -> PartialDate:
    """« 2023-03-02 », « 2/3/2023 » (day first), « 2 mars 2023 », « 03/2023 », « mars 2023 »,
    « 2023 », or a workbook's date."""
    if isinstance(raw, datetime.date):
        return _checked(PartialDate(raw.year, raw.month, raw.day), raw.isoformat())
    written = _MIDNIGHT.sub("", text(raw))
    if _SERIAL.fullmatch(written):
        day = _FIRST_DAY + datetime.timedelta(days=int(written))
        raise CellError(
            f"« {written} » est le numéro d'un jour dans un tableur, sans doute le "
            f"{day:%d/%m/%Y} : donnez à la colonne le format date, ou écrivez ce jour."
        )
    if match := _ISO_DATE.fullmatch(written):
        year, month, day = match.groups()
    elif match := _FRENCH_DATE.fullmatch(written):
        day, _, month, year = match.groups()
    elif match := _WRITTEN_DATE.fullmatch(normalise(written)):
        day, named, year = match.groups()
        month = _MONTHS[named]
    elif _SHORT_YEAR.fullmatch(written):
        raise CellError(f"La date « {written} » est ambiguë : écrivez l'année en quatre chiffres.")
    else:
        raise CellError(
            f"La date « {written} » n'est pas comprise : écrivez 02/03/2023, 03/2023 ou 2023."
        )
    numbers = (int(part) if part else None for part in (year, month, day))
    return _checked(PartialDate(*numbers), written)


def _checked(value: PartialDate, written: str) -> PartialDate:
    try:
        datetime.date(value.year, value.month or 1, value.day or 1)
    except ValueError:
        raise CellError(
            f"La date « {written} » n'existe pas : écrivez le jour, le mois, puis l'année."
        ) from None
    if not 1900 <= value.year <= 2100:
        raise CellError(f"L'année de « {written} » n'est pas plausible : vérifiez-la.")
    return value


def decimal(raw: Any, header: str = "") -> Decimal:
    """« 1,5 », « 1.5 », « 1 234,50 »."""
    written = re.sub(r"\s", "", shown(raw))
    if re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", written):
        try:
            return Decimal(written.replace(",", "."))
        except InvalidOperation:
            pass
    raise CellError(f"« {shown(raw)} » n'est pas un nombre : écrivez par exemple 1,5.")


def whole_number(raw: Any, header: str = "") -> int:
    """« 3 »; « 3,0 » too."""
    value = decimal(raw)
    if value != value.to_integral_value():
        raise CellError(f"« {shown(raw)} » n'est pas un nombre entier : écrivez par exemple 3.")
    return int(value)


def duration_up_to(longest: int) -> Parser:
    """Whole minutes. A bare number has the unit that the header gives; without one, it is
    refused."""

    def parse(raw: Any, header: str) -> int:
        if isinstance(raw, float) and 0 < raw < 1 and not unit_of(header):
            minutes = round(raw * 24 * 60)
            raise CellError(
                f"« {shown(raw)} » est sans doute une heure écrite en nombre, "
                f"{minutes // 60}h{minutes % 60:02d} : donnez à la colonne le format heure, ou "
                "écrivez la durée."
            )
        try:
            return durations.parse(
                _clock(raw) or shown(raw), bare_unit=unit_of(header), longest=longest
            )
        except durations.DurationError as error:
            raise CellError(str(error)) from error

    return parse


def unit_of(header: str) -> str:
    """« Durée (min) » → min, « Durée en heures » → h, « Durée » → nothing."""
    words = normalise(header).split()
    return next(
        (unit for unit, names in _UNITS.items() if any(name in words for name in names)), ""
    )


def _clock(raw: Any) -> str:
    """A workbook's time or duration, in words; nothing for another value."""
    if isinstance(raw, datetime.time):
        raw = datetime.timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second)
    if not isinstance(raw, datetime.timedelta):
        return ""
    # Workbooks keep times as fractions of a day: the second is as near as they come.
    minutes, seconds = divmod(round(raw.total_seconds()), 60)
    if seconds:
        raise CellError(f"La durée « {raw} » ne tombe pas sur une minute entière.")
    return f"{minutes} min"


def siret(raw: Any, header: str = "") -> str:
    """Fourteen digits, kept as text."""
    written = shown(raw)
    if _SCIENTIFIC.search(written):
        raise CellError(
            f"Le SIRET « {written} » est en notation scientifique, des chiffres sont perdus : "
            "mettez la colonne au format texte et saisissez-le de nouveau."
        )
    digits = re.sub(r"[\s.]", "", written)
    try:
        validate_siret(digits)
    except ValidationError as error:
        raise CellError(error.messages[0]) from error
    return digits


def choice(words: dict[str, Any], accepted: Iterable[str]) -> Parser:
    """One of the words, whatever its case and accents; `accepted` is what the refusal lists."""
    known = {normalise(word): value for word, value in words.items()}
    listing = ", ".join(accepted)

    def parse(raw: Any, header: str) -> Any:
        word = normalise(shown(raw))
        if word not in known:
            raise CellError(
                f"« {shown(raw)} » n'est pas connu : écrivez l'un de ces mots : {listing}."
            )
        return known[word]

    return parse


def list_of(parse_one: Parser) -> Parser:
    """Several values in a cell, separated by a comma, a semicolon or a slash; each once."""

    def parse(raw: Any, header: str) -> tuple:
        parts = [part.strip() for part in re.split(r"[,;/\n]", shown(raw))]
        return tuple(dict.fromkeys(parse_one(part, header) for part in parts if part))

    return parse
