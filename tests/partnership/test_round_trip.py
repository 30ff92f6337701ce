"""What a cell holds when it leaves is what it holds when it comes back."""

from __future__ import annotations

import zipfile

import pytest
from openpyxl import Workbook

from partnership import cells, formulas
from partnership.rendering.tables import Column, csv_lines, xlsx_bytes
from partnership.sheets import Column as Declared
from partnership.sheets import open_sheet

COLUMNS = (Declared("name", "Nom", cells.text), Declared("date", "Date", cells.date))
TEXTS = [
    "'=1+1",
    "''=1",
    "=1+1",
    "'90 ans",
    "''Hoorn",
    "'@ssociation",
    "+33 6",
    "' -x",
    "#N/A",
    "'#N/A",
]


def read(path):
    with open_sheet(path, COLUMNS) as sheet:
        return list(sheet.rows())


def exported(tmp_path, kind, text):
    column = Column("Nom", lambda row: row)
    path = tmp_path / f"export.{kind}"
    if kind == "csv":
        path.write_bytes("".join(csv_lines([column], [text])).encode())
    else:
        path.write_bytes(xlsx_bytes([column], [text], title="Noms"))
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_with_its_apostrophes(tmp_path, kind, text):
    [row] = read(exported(tmp_path, kind, text))
    assert (row.get("name"), row.refusals) == (text, [])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_no_invisible_character(tmp_path, kind):
    [row] = read(exported(tmp_path, kind, "Ligne\x0bcollée\x1f"))
    assert row.get("name") == "Lignecollée"


@pytest.mark.parametrize("text", ["a\x0bb", "ab\x1f", "\x01"])
def test_an_invisible_character_is_refused(tmp_path, text):
    path = tmp_path / "noms.csv"
    path.write_text(f"Nom;Date\n{text};2023\n")
    assert "caractère invisible" in read(path)[0].refusals[0].reason


def with_formulas(tmp_path):
    book = Workbook()
    book.active.append(["Nom", "Date"])
    book.active.append(["ACAM", 2023])
    book.active.append(['="Club "&"Lens"', "=DATE(2023,5,4)"])
    path = tmp_path / "formules.xlsx"
    book.save(path)
    book.close()
    return path


def test_a_formula_never_computed_is_refused(tmp_path):
    first, second = read(with_formulas(tmp_path))
    assert first.refusals == []
    assert [(one.line, one.column, one.value) for one in second.refusals] == [
        (3, "Nom", '="Club "&"Lens"'),
        (3, "Date", "=DATE(2023,5,4)"),
    ]
    assert "jamais été calculée" in second.refusals[0].reason


@pytest.mark.parametrize(("result", "name"), [(b"Club Lens", "Club Lens"), (b"", None)])
def test_the_result_of_a_formula_is_read_even_empty(tmp_path, result, name):
    path = with_formulas(tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for place, value in ((b"A3", result), (b"B3", b"2023-05-04")):
        start = sheet.index(b'<c r="' + place)
        cell = sheet[start : sheet.index(b"</c>", start)]
        formula = cell[cell.index(b"<f>") : cell.index(b"</f>")] + b"</f>"
        computed = b'<c r="' + place + b'" t="str">' + formula + b"<v>" + value + b"</v>"
        sheet = sheet.replace(cell, computed)
    parts["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    row = read(path)[1]
    assert (row.get("name"), str(row.get("date")), row.refusals) == (name, "2023-05-04", [])


def test_a_workbook_without_formulas_is_not_read_a_second_time(tmp_path, monkeypatch):
    monkeypatch.setattr(formulas, "_without_result", None)
    book = Workbook()
    book.active.append(["Nom"])
    book.active.append(["ACAM"])
    book.save(tmp_path / "noms.xlsx")
    book.close()
    assert read(tmp_path / "noms.xlsx")[0].get("name") == "ACAM"
