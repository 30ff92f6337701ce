"""What people write in a spreadsheet, whatever the tool that they wrote it with."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from accompaniment.importing.columns import SESSION_COLUMNS
from partnership import cells
from partnership.cells import CellError, PartialDate
from partnership.importing.organisations import COLUMNS
from partnership.sheets import Column, open_sheet

TEXT = (Column("name", "Nom", cells.text, required=True),)


@pytest.mark.parametrize(
    "written",
    [
        "6/1/2021",
        "06/01/2021",
        "6.1.2021",
        "6-1-2021",
        "2021-01-06",
        "2021-01-06 00:00:00",
        "06/01/2021 00:00",
        "6 janvier 2021",
        "6 janv. 2021",
        "mercredi 6 Janvier 2021",
        datetime.date(2021, 1, 6),
        datetime.datetime(2021, 1, 6),  # noqa: DTZ001
    ],
)
def test_a_day_is_read_day_first_however_it_is_written(written):
    assert cells.date(written) == PartialDate(2021, 1, 6)


@pytest.mark.parametrize("written", ["1/2021", "01/2021", "2021-01", "janvier 2021"])
def test_a_month_is_a_date(written):
    assert cells.date(written) == PartialDate(2021, 1)


def test_the_first_of_a_month_is_written_with_letters():
    assert cells.date("1er août 2021") == PartialDate(2021, 8, 1)


@pytest.mark.parametrize("written", ["31/2/2021", "6/13/2021", "6/1/21", "janvier", "13/2021"])
def test_what_is_no_date_is_refused(written):
    with pytest.raises(CellError):
        cells.date(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [("1,5", "1.5"), ("1.5", "1.5"), ("1 234,50", "1234.50"), ("1\u202f234", "1234"), (2.5, "2.5")],
)
def test_a_decimal_has_a_comma_or_a_point(written, value):
    assert cells.decimal(written) == Decimal(value)


@pytest.mark.parametrize(
    ("header", "written", "minutes"),
    [
        ("Durée (h)", "1,25", 75),
        ("Durée (h)", 1.25, 75),
        ("Durée (min)", "90", 90),
        ("Durée en minutes", 90, 90),
        ("Durée", "1h30", 90),
        ("Durée", "1 h 30", 90),
        ("Durée", "1:30", 90),
        ("Durée", "90 min", 90),
        ("Durée", datetime.time(1, 30), 90),
        ("Durée", datetime.timedelta(hours=26), 26 * 60),
    ],
)
def test_a_duration_takes_its_unit_from_the_cell_or_from_the_header(header, written, minutes):
    assert cells.duration_up_to(30 * 60)(written, header) == minutes


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_text_file_is_read_whatever_its_separator_and_its_accents(tmp_path, separator, encoding):
    path = tmp_path / "a.csv"
    lines = [("DUREE (H)", "structure", "Date "), ('"1,5"', "Étaples", "6/1/2021")]
    path.write_bytes("\n".join(separator.join(line) for line in lines).encode(encoding))
    with open_sheet(path, SESSION_COLUMNS) as opened:
        [row] = opened.rows()
    assert row.values == {
        "minutes": 90, "organisation": "Étaples", "date": PartialDate(2021, 1, 6),
    }  # fmt: skip


@pytest.mark.parametrize("written", ["4,38535E+13", "4.38535221E+13"])
def test_a_siret_in_scientific_notation_is_refused_with_that_reason(tmp_path, written):
    path = tmp_path / "a.csv"
    path.write_text(f"Nom;SIRET\nACAM;{written}\n", encoding="utf-8")
    with open_sheet(path, COLUMNS) as opened:
        [row] = opened.rows()
    assert "notation scientifique" in row.refusals[0].reason


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_how_many_lines_there_are_is_known_beforehand(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "csv":
        path.write_text("Nom\n" + "ACAM\n" * 1500, encoding="utf-8")
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet()
        for words in ["Nom", *["ACAM"] * 1500]:
            sheet.append([words])
        book.save(path)
    with open_sheet(path, TEXT) as opened:
        assert opened.total in (1501, 1502)
        assert sum(1 for _ in opened.rows()) == 1500


def test_the_column_of_reasons_is_left_out_without_a_word(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Nom;Autre;MOTIF DU REFUS\nACAM;x;Parce que\n", encoding="utf-8")
    with open_sheet(path, TEXT) as opened:
        [row] = opened.rows()
        assert opened.ignored_columns == ["Autre"]
        assert opened.headers == ["Nom", "Autre"]
        assert opened.kept(row.cells) == ["ACAM", "x"]
