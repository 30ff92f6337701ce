import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook

from partnership import cells, sheets
from partnership.cells import CellError, PartialDate
from partnership.sheets import Column, SheetError, open_sheet

COLUMNS = (
    Column("name", "Nom", cells.text, ("Intitulé",), required=True),
    Column("minutes", "Durée", cells.duration_up_to(1440), ("Durée (h)", "Durée (min)")),
    Column("date", "Date", cells.date),
    Column("staff", "Salarié·e", cells.text),
)


def write(tmp_path, content, name="fichier.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(tmp_path, *rows, name="fichier.xlsx", title="Feuille"):
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    path = tmp_path / name
    book.save(path)
    book.close()
    return path


def read(path, **options):
    with open_sheet(path, COLUMNS, **options) as sheet:
        return sheet, list(sheet.rows())


def failure(path, **options):
    with pytest.raises(SheetError) as error:
        read(path, **options)
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_its_encoding_and_separator(tmp_path, encoding, separator):
    content = f"Nom{separator}Durée (min)\nÉtaples{separator}90\n"
    _, [row] = read(write(tmp_path, content.encode(encoding)))
    assert row.values == {"name": "Étaples", "minutes": 90}


def test_headers_match_without_accents_case_punctuation_or_order(tmp_path):
    sheet, [row] = read(write(tmp_path, "SALARIE-E;duree  [H];nom :;Autre\nAnne;1,25;ACAM;x\n"))
    assert row.values == {"staff": "Anne", "minutes": 75, "name": "ACAM"}
    assert sheet.ignored_columns == ["Autre"]


def test_the_header_is_the_first_line_that_holds_something_and_lines_are_those_of_the_file(
    tmp_path,
):
    content = '\n;;\nNom;Date\n"deux\nlignes";2023\n\nACAM;02.13.2023\n'
    _, [first, second] = read(write(tmp_path, content))
    assert (first.line, second.line) == (4, 7)
    [refusal] = second.refusals
    assert refusal.as_json() == {
        "line": 7,
        "column": "Date",
        "value": "02.13.2023",
        "reason": "La date « 02.13.2023 » n'existe pas : écrivez le jour, le mois, puis l'année.",
    }


def test_a_workbook_gives_its_dates_times_and_line_numbers(tmp_path):
    path = workbook(
        tmp_path,
        ["Nom", "Date", "Durée"],
        [None, None, None],
        ["ACAM", datetime.date(2023, 3, 2), datetime.time(1, 30)],
        ["AHPA", 2023, datetime.timedelta(hours=2)],
    )
    _, [first, second] = read(path)
    assert (first.line, first.get("date"), first.get("minutes")) == (3, PartialDate(2023, 3, 2), 90)
    assert (second.get("date"), second.get("minutes")) == (PartialDate(2023), 120)


def test_a_sheet_is_found_by_its_name_and_an_unknown_one_is_refused_with_those_that_exist(tmp_path):
    path = workbook(tmp_path, ["Nom"], ["ACAM"], title="Données 2023")
    assert read(path, sheet="donnees 2023")[1][0].get("name") == "ACAM"
    assert "« Données 2023 »" in failure(path, sheet="Autre")
    assert "CSV" in failure(write(tmp_path, "Nom\nACAM\n"), sheet="Autre")


def test_a_missing_required_column_stops_the_import_and_says_what_was_found(tmp_path):
    message = failure(write(tmp_path, "Titre;Date\nACAM;2023\n"))
    assert "la colonne « Nom »" in message
    assert "Titre, Date" in message


def test_two_columns_that_say_the_same_stop_the_import(tmp_path):
    assert "n'en gardez qu'une" in failure(write(tmp_path, "Nom;Durée (h);Durée (min)\nA;1;60\n"))


def test_an_empty_required_cell_refuses_its_row(tmp_path):
    _, [row] = read(write(tmp_path, "Nom;Date\n;2023\n"))
    assert [(one.column, one.line) for one in row.refusals] == [("Nom", 2)]


def test_a_csv_row_with_more_cells_than_its_header_is_refused(tmp_path):
    _, [row] = read(write(tmp_path, "Nom,Durée (h)\nACAM,1,5\n"))
    assert "plus de cellules que l'en-tête" in row.refusals[0].reason


def test_a_workbook_column_without_title_is_listed_among_the_ignored(tmp_path):
    sheet, _ = read(workbook(tmp_path, ["Nom"], ["ACAM", "note"]))
    assert sheet.ignored_columns == ["colonne B (sans titre)"]


def test_the_apostrophe_that_protects_from_formulas_is_taken_away(tmp_path):
    content = "Nom\n'=SOMME(A1)\n'@ssociation\n'+33\n'90 ans\n"
    _, rows = read(write(tmp_path, content))
    assert [row.get("name") for row in rows] == ["=SOMME(A1)", "@ssociation", "+33", "'90 ans"]


def test_the_error_of_a_formula_is_refused(tmp_path):
    _, [row] = read(write(tmp_path, "Nom\n#REF!\n"))
    assert "formule" in row.refusals[0].reason


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.LARGEST + 1))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "est vide"),
        (b"\n\n", "est vide"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "ancien document Office"),
        (b"PK\x03\x04 and then nothing", "pas un classeur lisible"),
        (b"%PDF-1.7\0\0", "n'est pas un tableur"),
        (b'Nom\n"ACAM\n', "guillemet"),
        (b"Nom\n\x81\x8d\n", "accents"),
    ],
)
def test_what_is_not_a_spreadsheet_is_said_in_french(tmp_path, content, said):
    assert said in failure(write(tmp_path, content, "fichier.xlsx"))


def test_a_workbook_that_would_unpack_too_large_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "LARGEST", 50 * 1024 * 1024)
    assert "dépasse 50 Mo" in failure(write(tmp_path, bomb(), "bombe.xlsx"))


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_refused(tmp_path, kept):
    path = workbook(tmp_path, ["Nom"], *[[f"Structure {rank}"] for rank in range(200)])
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    assert "pas un classeur lisible" in failure(path)


def change_sheet(path, change):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = change(parts["xl/worksheets/sheet1.xml"])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_workbook_with_a_broken_sheet_is_refused(tmp_path):
    path = workbook(tmp_path, ["Nom"], ["ACAM"])
    change_sheet(path, lambda content: content[:-60])
    assert "abîmé" in failure(path)


def test_a_workbook_that_misstates_its_dimensions_is_read_whole(tmp_path):
    path = workbook(tmp_path, ["Nom", "Date"], ["ACAM", 2023])
    change_sheet(path, lambda content: content.replace(b'ref="A1:B2"', b'ref="A1:A1"'))
    _, [row] = read(path)
    assert row.get("date") == PartialDate(2023)


def test_a_missing_file_or_a_folder_is_said_in_french(tmp_path):
    assert "n'existe pas" in failure(tmp_path / "absent.csv")
    assert "dossier" in failure(tmp_path)


def test_a_file_with_too_many_rows_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    assert "plus de 2 lignes" in failure(write(tmp_path, "Nom\na\nb\nc\n"))


def test_rows_are_read_one_at_a_time(tmp_path):
    path = write(tmp_path, 'Nom\nACAM\n"jamais refermé\n')
    with open_sheet(path, COLUMNS) as sheet:
        assert next(sheet.rows()).get("name") == "ACAM"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2023-03-02", PartialDate(2023, 3, 2)),
        ("02/03/2023", PartialDate(2023, 3, 2)),
        ("2/3/2023", PartialDate(2023, 3, 2)),
        ("03/2023", PartialDate(2023, 3)),
        ("2023-03", PartialDate(2023, 3)),
        ("2023", PartialDate(2023)),
        (2023.0, PartialDate(2023)),
        (datetime.datetime(2023, 3, 2, 14, 0), PartialDate(2023, 3, 2)),  # noqa: DTZ001
    ],
)
def test_dates_are_read_with_their_precision(raw, value):
    assert cells.date(raw) == value


@pytest.mark.parametrize("raw", ["31/02/2023", "13/2023", "45000", "hier", "2/3/23", "0203-03-02"])
def test_dates_that_do_not_exist_are_refused(raw):
    with pytest.raises(CellError):
        cells.date(raw)


@pytest.mark.parametrize(
    ("raw", "header", "minutes"),
    [
        ("1h30", "Durée", 90),
        ("1 h 30", "Durée", 90),
        ("90 min", "Durée (h)", 90),
        ("1:30", "Durée", 90),
        ("90", "Durée (min)", 90),
        (90, "Durée en minutes", 90),
        ("1,25", "Durée (h)", 75),
        (1.25, "Durée (heures)", 75),
    ],
)
def test_durations_take_their_unit_from_the_header(raw, header, minutes):
    assert cells.duration_up_to(1440)(raw, header) == minutes


@pytest.mark.parametrize(("raw", "header"), [("2", "Durée"), (2, "Durée"), ("1h75", "Durée (h)")])
def test_durations_without_unit_or_impossible_are_refused(raw, header):
    with pytest.raises(CellError):
        cells.duration_up_to(1440)(raw, header)


def test_numbers_and_lists_are_read_as_people_write_them():
    assert cells.decimal("1,5") == cells.decimal("1.5") == cells.decimal(1.5) == Decimal("1.5")
    assert cells.decimal("9\u202f380,00") == Decimal("9380.00")
    assert cells.whole_number("3,0") == 3
    assert cells.list_of(cells.text)("a, b;c / a", "") == ("a", "b", "c")


@pytest.mark.parametrize(
    ("parse", "raw"),
    [
        (cells.decimal, "1.234,50"),
        (cells.decimal, "beaucoup"),
        (cells.whole_number, "1,5"),
    ],
)
def test_what_is_not_understood_is_refused(parse, raw):
    with pytest.raises(CellError):
        parse(raw, "")


def test_a_siret_in_scientific_notation_is_refused_with_that_reason():
    with pytest.raises(CellError, match="notation scientifique"):
        cells.siret("7,32829E+13")
    with pytest.raises(CellError, match="14 chiffres"):
        cells.siret("73282932000075")
    assert cells.siret("732 829 320 00074") == cells.siret(73282932000074.0) == "73282932000074"


@pytest.mark.parametrize("raw", [44202, 44202.0, "44202"])
def test_the_number_of_a_day_is_refused_with_the_day_that_it_may_be(raw):
    with pytest.raises(CellError, match="06/01/2021 : donnez à la colonne le format date"):
        cells.date(raw)


def test_an_hour_written_as_a_number_is_refused_with_what_it_may_be():
    with pytest.raises(CellError, match="1h30 : donnez à la colonne le format heure"):
        cells.duration_up_to(1440)(0.0625, "Durée")
    assert cells.duration_up_to(1440)(0.5, "Durée (h)") == 30
