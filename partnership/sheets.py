"""The spreadsheet reader: declared columns over a workbook or a CSV file, row after row.

It knows nothing of what the rows mean. What a file is comes from its content, not from its name.
"""

from __future__ import annotations

import codecs
import csv
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from partnership import formulas
from partnership.cells import CellError, Parser, cleaned, shown
from partnership.text import normalise

LARGEST = 300 * 1024 * 1024  # bytes, once unpacked: a workbook of a hundred thousand long lines
MOST_ROWS = 200_000
REASON = "Motif du refus"  # the column that a file of refused lines adds, and an import leaves out
LAST_LINE = 1_048_576  # of a workbook
SEPARATORS = (";", ",", "\t")
_WORKBOOK, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SAVE_AS = "Enregistrez-le au format XLSX ou CSV, puis recommencez."

Line = tuple[int, Sequence[Any]]


class SheetError(Exception):
    """The file cannot be used as it is; the message is in French, for the person."""


@dataclass(frozen=True)
class Column:
    """A declared column. `label` is its name for people and its first header; `aliases` are the
    other headers it is known by. A `required` column stops the import when the file lacks it; its
    cells may be empty only if `may_be_empty`. Those of a `literal` one may read « #N/A »."""

    name: str
    label: str
    parse: Parser
    aliases: tuple[str, ...] = ()
    required: bool = False
    may_be_empty: bool = False
    literal: bool = False

    @property
    def headers(self) -> set[str]:
        return {normalise(header) for header in (self.label, *self.aliases)}


@dataclass(frozen=True)
class Refusal:
    """A value that stops a row: where it stands in the file, and why, in French."""

    sheet: str
    line: int
    column: str
    value: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "column": self.column,
            "value": self.value,
            "reason": self.reason,
        }


@dataclass
class Row:
    """A line of the file: its `cells`; `values` holds what was understood, by column name."""

    sheet: Sheet
    line: int
    cells: Sequence[Any] = ()
    raw: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def refuse(self, name: str, reason: str) -> None:
        """Refuse the row because of one of its columns, named as in the file."""
        column = self.sheet.header_of(name)
        self.refusals.append(
            Refusal(self.sheet.name, self.line, column, shown(self.raw.get(name)), reason)
        )


class Sheet:
    """An open sheet: the columns found, those that are ignored, and its rows, read once. `total`
    is how many lines it has, header and empty ones included, nearly so for a CSV file."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        lines: Iterator[Line],
        *,
        ragged: bool,
        total: int = 0,
    ):
        self.name, self.total = name, total
        self.columns = {column.name: column for column in columns}
        self.ignored_columns: list[str] = []
        self._lines = lines
        self._ragged = ragged
        self._places: dict[int, Column] = {}
        self._headers: dict[int, str] = {}
        self._kept_places: list[int] = []
        self._read_header()

    def kept(self, cells: Sequence[Any]) -> list[Any]:
        """The cells of a line, without the reasons of a refusal."""
        return [cells[place] if place < len(cells) else None for place in self._kept_places]

    @property
    def headers(self) -> list[str]:
        """As the file writes them, in its order."""
        return [self._headers[place] for place in self._kept_places]

    def header_of(self, name: str) -> str:
        """The header as the file writes it; the column's own label when the file lacks it."""
        for place, column in self._places.items():
            if column.name == name:
                return self._headers[place]
        return self.columns[name].label if name in self.columns else name

    def header_at(self, place: int) -> str:
        return self._headers.get(place) or f"colonne {get_column_letter(place + 1)} (sans titre)"

    def has(self, name: str) -> bool:
        return any(column.name == name for column in self._places.values())

    def require(self, *labels: str) -> SheetError:
        """The error to raise for columns that the file lacks."""
        missing = ", ".join(f"« {label} »" for label in labels)
        found = ", ".join(header for header in self._headers.values() if header) or "aucune"
        what = "la colonne" if len(labels) == 1 else "les colonnes"
        return SheetError(
            f"Il manque {what} {missing} (colonnes trouvées : {found}). "
            "Complétez la ligne d'en-tête, puis recommencez."
        )

    def _read_header(self) -> None:
        cells = next((some for _, some in self._lines if any(shown(cell) for cell in some)), None)
        if cells is None:
            raise SheetError("Le fichier est vide : il faut une ligne d'en-tête et des lignes.")
        self._headers = {place: " ".join(shown(cell).split()) for place, cell in enumerate(cells)}
        for place, header in self._headers.items():
            if normalise(header) == normalise(REASON):
                continue
            self._kept_places.append(place)
            column = _match(header, self.columns.values())
            if column is None:
                if header:
                    self.ignored_columns.append(header)
            elif self.has(column.name):
                raise SheetError(
                    f"Les colonnes « {self.header_of(column.name)} » et « {header} » disent la "
                    "même chose : n'en gardez qu'une, puis recommencez."
                )
            else:
                self._places[place] = column
        required = [column for column in self.columns.values() if column.required]
        if missing := [column.label for column in required if not self.has(column.name)]:
            raise self.require(*missing)

    def rows(self) -> Iterator[Row]:
        """Each line that holds something, in the order of the file.

        Raises SheetError when the file turns out to be damaged or longer than can be read."""
        for count, (line, cells) in enumerate(
            one for one in self._lines if any(shown(cell) for cell in one[1])
        ):
            if count >= MOST_ROWS:
                raise SheetError(
                    f"Le fichier a plus de {MOST_ROWS} lignes : découpez-le en plusieurs fichiers."
                )
            yield self._row(line, cells)

    def _row(self, line: int, cells: Sequence[Any]) -> Row:
        row = Row(self, line, cells)
        for place, raw in enumerate(cells):
            column = self._places.get(place)
            if column is not None:
                self._read_cell(row, column, raw, self._headers[place])
            elif not self._headers.get(place) and shown(raw):
                self._untitled(row, place, raw)
        for column in self.columns.values():
            given = column.name in row.values or row.raw.get(column.name) is not None
            if column.required and not column.may_be_empty and not given:
                row.refuse(column.name, "Cette valeur est obligatoire : complétez la cellule.")
        return row

    def _read_cell(self, row: Row, column: Column, raw: Any, header: str) -> None:
        row.raw[column.name] = raw
        try:
            raw = row.raw[column.name] = cleaned(raw, literal=column.literal)
            if raw is not None:
                row.values[column.name] = column.parse(raw, header)
        except CellError as error:
            row.refuse(column.name, str(error))

    def _untitled(self, row: Row, place: int, raw: Any) -> None:
        title = self.header_at(place)
        if self._ragged and place >= len(self._headers):
            row.refusals.append(
                Refusal(
                    self.name,
                    row.line,
                    title,
                    shown(raw),
                    "La ligne a plus de cellules que l'en-tête : mettez entre guillemets les "
                    "valeurs qui contiennent le séparateur.",
                )
            )
        elif title not in self.ignored_columns:
            self.ignored_columns.append(title)


def _match(header: str, columns) -> Column | None:
    key = normalise(header)
    return next((column for column in columns if key and key in column.headers), None)


@contextmanager
def open_sheet(
    path: Path | str, columns: Sequence[Column], *, sheet: str | None = None
) -> Iterator[Sheet]:
    """Open a workbook (its first sheet, or the one named) or a CSV file.

    Raises SheetError when it is missing, empty, damaged, too large or not a spreadsheet, and when
    a required column is missing."""
    path = Path(path)
    try:
        file = path.open("rb")
    except OSError as error:
        raise SheetError(
            f"Le fichier « {path.name} » ne peut pas être lu : {_why(error)}"
        ) from error
    with file:
        start = file.read(4)
        file.seek(0)
        if not start:
            raise SheetError(f"Le fichier « {path.name} » est vide.")
        if start == _OLD_OFFICE:
            raise SheetError(
                f"Le fichier « {path.name} » est un ancien document Office (.xls ou .doc). "
                f"{_SAVE_AS}"
            )
        if start == _WORKBOOK:
            with _workbook(file, path.name) as workbook:
                chosen = _choose(workbook, sheet)
                chosen.reset_dimensions()
                lines = _workbook_lines(chosen, path.name)
                total = formulas.count_rows(chosen)
                yield Sheet(chosen.title, columns, lines, ragged=False, total=total)
        else:
            if sheet:
                raise SheetError(
                    "Un fichier CSV n'a qu'une feuille : relancez sans nommer de feuille."
                )
            yield _csv_sheet(file, path.name, columns)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "il n'existe pas. Vérifiez son chemin."
    if isinstance(error, IsADirectoryError):
        return "c'est un dossier. Indiquez un fichier."
    return "vérifiez vos droits d'accès."


@contextmanager
def _workbook(file: BinaryIO, name: str) -> Iterator[Any]:
    damaged = SheetError(f"Le fichier « {name} » n'est pas un classeur lisible. {_SAVE_AS}")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged from error
    if sum(part.file_size for part in parts) > LARGEST:
        raise _too_large(name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(file, read_only=True, data_only=True)
    except Exception as error:  # a damaged workbook fails in as many ways as it has parts
        raise damaged from error
    try:
        yield workbook
    finally:
        workbook.close()


def _too_large(name: str) -> SheetError:
    return SheetError(
        f"Le fichier « {name} » dépasse {LARGEST // 1024 // 1024} Mo : "
        "ne gardez que les lignes à importer."
    )


def _choose(workbook: Any, sheet: str | None) -> Any:
    if not workbook.worksheets:
        raise SheetError("Le classeur n'a aucune feuille de calcul.")
    if sheet is None:
        return workbook.worksheets[0]
    for candidate in workbook.worksheets:
        if normalise(candidate.title) == normalise(sheet):
            return candidate
    names = ", ".join(f"« {one.title} »" for one in workbook.worksheets)
    raise SheetError(f"Le classeur n'a pas de feuille « {sheet} ». Ses feuilles : {names}.")


def _workbook_lines(worksheet: Any, name: str) -> Iterator[Line]:
    rows = formulas.marked(worksheet, worksheet.iter_rows(values_only=True))
    for line in range(1, LAST_LINE + 1):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                cells = next(rows)
        except StopIteration:
            return
        except Exception as error:  # as above: the damage may stand in any row
            raise SheetError(
                f"Le fichier « {name} » est abîmé à partir de la ligne {line}. {_SAVE_AS}"
            ) from error
        yield line, cells


def _csv_sheet(file: BinaryIO, name: str, columns: Sequence[Column]) -> Sheet:
    encoding, total = _encoding(file, name)
    best, most = SEPARATORS[0], (-1, -1)
    for separator in SEPARATORS:
        header = next(
            (cells for _, cells in _csv_lines(file, name, encoding, separator) if any(cells)), []
        )
        known = sum(_match(cell, columns) is not None for cell in header)
        if (known, len(header)) > most:
            best, most = separator, (known, len(header))
    return Sheet(name, columns, _csv_lines(file, name, encoding, best), ragged=True, total=total)


def _encoding(file: BinaryIO, name: str) -> tuple[str, int]:
    """UTF-8 when the whole file is, else Windows-1252; and how many lines it has. Raises
    SheetError for what is neither."""
    possible = {
        encoding: codecs.getincrementaldecoder(encoding)() for encoding in ("utf-8-sig", "cp1252")
    }
    size, lines = 0, 1
    while chunk := file.read(1024 * 1024):
        size += len(chunk)
        lines += chunk.count(b"\n")
        if size > LARGEST:
            raise _too_large(name)
        if b"\0" in chunk:
            raise SheetError(f"Le fichier « {name} » n'est pas un tableur. {_SAVE_AS}")
        _drop_failing(possible, chunk)
    _drop_failing(possible, b"", final=True)
    if not possible:
        raise SheetError(
            f"Les accents du fichier « {name} » ne sont pas lisibles : enregistrez-le en CSV UTF-8."
        )
    return next(iter(possible)), lines


def _drop_failing(possible: dict[str, Any], chunk: bytes, *, final: bool = False) -> None:
    for encoding, decoder in list(possible.items()):
        try:
            decoder.decode(chunk, final)
        except UnicodeDecodeError:
            del possible[encoding]


def _csv_lines(file: BinaryIO, name: str, encoding: str, separator: str) -> Iterator[Line]:
    """Each record with the line of the file where it starts."""
    file.seek(0)
    reader = csv.reader((line.decode(encoding) for line in file), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if not (line == 1 and "".join(cells).casefold().startswith("sep=")):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise SheetError(
            f"Le fichier « {name} » ne se lit plus à partir de la ligne {line} : "
            "un guillemet ouvert n'est pas refermé, ou l'est au milieu d'une valeur."
        ) from error
