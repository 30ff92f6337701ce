"""Tables as files: declared columns and rows in, CSV or XLSX out. Knows nothing of the domain."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from partnership.cell_texts import is_formula_error, protected, unprotected, without_controls

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """A heading and what it takes from a row: text, a whole number, a date, or None."""

    heading: str
    value: Callable[[Any], Any]


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
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    heads = [_xlsx_cell(sheet, column.heading) for column in columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_xlsx_cell(sheet, column.value(row)) for column in columns])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def table_response(kind: str, columns: list[Column], rows: Iterable[Any], *, name: str):
    """A download: `kind` is "csv" or "xlsx"."""
    if kind == "xlsx":
        response = HttpResponse(xlsx_bytes(columns, rows, title=name), content_type=XLSX)
    else:
        response = StreamingHttpResponse(
            csv_lines(columns, rows), content_type="text/csv; charset=utf-8"
        )
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
