"""Tables as files: what a spreadsheet opens, and what it must not run."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from partnership.rendering.tables import (
    Column,
    Sheet,
    csv_lines,
    table_response,
    workbook_bytes,
    xlsx_bytes,
)

pytestmark = pytest.mark.one_database

NAME = Column("Structure", lambda row: row[0])
MINUTES = Column("Durée (min)", lambda row: row[1])
COLUMNS = [NAME, MINUTES]
FORMULAS = [
    '=HYPERLINK("http://exemple.test")',
    "+33 6 12 34 56 78",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
]


def read_csv(rows, columns=COLUMNS) -> list[list[str]]:
    text = "".join(csv_lines(columns, rows)).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def read_xlsx(rows, columns=COLUMNS):
    return load_workbook(io.BytesIO(xlsx_bytes(columns, rows, title="Échanges"))).active


def test_a_csv_opens_in_a_french_spreadsheet():
    lines = list(csv_lines(COLUMNS, [("Comité d'Étaples ; Arras", 60), (None, None)]))
    assert lines[0] == "\ufeffStructure;Durée (min)\r\n"
    assert lines[1] == '"Comité d\'Étaples ; Arras";60\r\n'
    assert lines[2] == ";\r\n"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_text_in_a_csv(text):
    assert read_csv([(text, 60)])[1] == [f"'{text}", "60"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_text_in_a_workbook(text):
    cell = read_xlsx([(text, 60)])["A2"]
    assert cell.data_type == "s"
    assert cell.value.strip() == text.strip()


def test_a_heading_is_no_formula_either():
    column = Column("=1+1", lambda row: row)
    assert read_csv([], [column]) == [["'=1+1"]]
    assert read_xlsx([], [column])["A1"].data_type == "s"


def test_numbers_and_dates_stay_what_they_are():
    rows = [(datetime.date(2026, 3, 2), -5), (Decimal("12.50"), 0)]
    assert read_csv(rows)[1:] == [["2026-03-02", "-5"], ["12.50", "0"]]
    sheet = read_xlsx(rows)
    assert sheet["A2"].value.date() == datetime.date(2026, 3, 2)
    assert (sheet["B2"].value, sheet["A3"].value, sheet["B3"].value) == (-5, 12.5, 0)


def test_a_workbook_has_its_header_in_bold_and_frozen():
    sheet = read_xlsx([("a", 1)])
    assert [cell.value for cell in sheet[1]] == ["Structure", "Durée (min)"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.title == "Échanges"


def test_a_character_that_a_workbook_cannot_hold_does_not_lose_the_table():
    assert read_xlsx([("Ligne\x0bcollée de Word\x00", 1)])["A2"].value == "Lignecollée de Word"


def test_an_empty_cell_is_empty():
    assert read_xlsx([(None, 1)])["A2"].value is None


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_a_table_is_downloaded_under_its_name(kind, content_type):
    response = table_response(kind, COLUMNS, [("a", 1)], name="echanges-2026")
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="echanges-2026.{kind}"'
    content = b"".join(response)
    assert content.startswith("\ufeff".encode() if kind == "csv" else b"PK")


def test_a_workbook_may_have_several_sheets_with_their_totals():
    money = Column("Montant", lambda row: row[1], '#,##0.00" €"', 14)
    sheets = [
        Sheet("Prévu : réalisé / écart", [NAME, money], [("a", Decimal("1.50"))], [("Total", 1.5)]),
        Sheet("Vide", COLUMNS, []),
    ]
    book = load_workbook(io.BytesIO(workbook_bytes(sheets)))
    assert book.sheetnames == ["Prévu   réalisé   écart", "Vide"]
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet["B"]] == ["Montant", 1.5, 1.5]
    assert sheet["B2"].number_format == '#,##0.00" €"'
    assert sheet.column_dimensions["B"].width == 14
    assert [cell.font.bold for cell in sheet["A"]] == [True, False, True]
