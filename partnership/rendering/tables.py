"""Tables as files: declared columns and rows in, CSV or XLSX out. Knows nothing of the domain."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from partnership.cell_texts import is_formula_error, protected, unprotected, without_controls

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A heading and what it takes from a row: text, a number, a date, or None. `number_format` is
    how a workbook shows its numbers and `width` how wide it is there, in characters."""

    heading: str
    value: Callable[[Any], Any]
    number_format: str = ""
    width: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook: its title, its columns and rows, then its totals, in bold."""

    title: str
    columns: list[Column]
    rows: Iterable[Any]
    totals: Iterable[Any] = ()


class _Echo:
    def write(self, value: str) -> str:
        return value


def _csv_cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula is kept as text by an apostrophe; one that
    already begins in this way gets another, so that an import gives it back."""
    if isinstance(value, str):
        return protected(without_controls(value))
    return "" if value is None else value


def csv_lines(columns: list[Column], rows: Iterable[Any]) -> Iterator[str]:
    """UTF-8 with BOM and semicolons, as French spreadsheets open it."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff" + writer.writerow([_csv_cell(column.heading) for column in columns])
    for row in rows:
        yield writer.writerow([_csv_cell(column.value(row)) for column in columns])


def _xlsx_cell(sheet: Any, value: Any) -> WriteOnlyCell:
    """Texts stay texts, without the control characters that no workbook can hold. A text that an
    import would not give back as it is gets an apostrophe, as in a CSV."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    text = without_controls(value)
    if is_formula_error(text) or unprotected(text.strip()) != text.strip():
        text = protected(text)
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def xlsx_bytes(columns: list[Column], rows: Iterable[Any], *, title: str) -> bytes:
    """One sheet, its header in bold and frozen; texts stay texts."""
    return workbook_bytes([Sheet(title, columns, rows)])


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """Several sheets, in their order, each with its header in bold and frozen."""
    buffer = io.BytesIO()
    _save(sheets, buffer)
    return buffer.getvalue()


def _save(sheets: Iterable[Sheet], file: IO[bytes]) -> None:
    book = Workbook(write_only=True)
    for one in sheets:
        _write_sheet(book, one)
    book.save(file)


def _write_sheet(book: Workbook, given: Sheet) -> None:
    sheet = book.create_sheet(_NOT_IN_TITLES.sub(" ", given.title)[:31])
    sheet.freeze_panes = "A2"
    for rank, column in enumerate(given.columns, 1):
        if column.width:
            sheet.column_dimensions[get_column_letter(rank)].width = column.width
    sheet.append(_bold([_xlsx_cell(sheet, column.heading) for column in given.columns]))
    for row in given.rows:
        sheet.append(_cells(sheet, given.columns, row))
    for row in given.totals:
        sheet.append(_bold(_cells(sheet, given.columns, row)))


def _cells(sheet: Any, columns: list[Column], row: Any) -> list[WriteOnlyCell]:
    cells = [_xlsx_cell(sheet, column.value(row)) for column in columns]
    for cell, column in zip(cells, columns, strict=True):
        if column.number_format:
            cell.number_format = column.number_format
    return cells


def _bold(cells: list[WriteOnlyCell]) -> list[WriteOnlyCell]:
    for cell in cells:
        cell.font = Font(bold=True)
    return cells


def table_response(kind: str, columns: list[Column], rows: Iterable[Any], *, name: str):
    """A download: `kind` is "csv" or "xlsx"."""
    if kind == "xlsx":
        response = HttpResponse(xlsx_bytes(columns, rows, title=name), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return response
    return long_table_response(kind, columns, rows, name=name)


def long_table_response(kind: str, columns: list[Column], rows: Iterable[Any], *, name: str):
    """The same, for as many rows as there are: none is kept in memory, a workbook is written to a
    temporary file that goes once it is sent."""
    if kind == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the response)
        _save([Sheet(name, columns, rows)], file)
        file.seek(0)
        response = FileResponse(file, content_type=XLSX)
    else:
        response = StreamingHttpResponse(
            csv_lines(columns, rows), content_type="text/csv; charset=utf-8"
        )
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
