"""The file is valid under the table's schema, whatever people wrote."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl

from partnership.open_data import COLUMNS, csv_text
from tests.partnership.open_data.builders import complete, pay, read, vote
from tests.partnership.open_data.test_rows import MARCH, OCTOBER

pytestmark = pytest.mark.django_db
SCHEMA = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
HOSTILE = (
    'Une « citation » et "des guillemets"',
    "Deux lignes\r\net une virgule, et un point-virgule ;",
    "=cmd|' /C calc'!A0",
    "Ouverture au monde, solidarité, mobilité, " * 7,
    "é" * 300,
    "L'été à l’étranger — 100 % œuvre, ŁÓDŹ, 日本",
)


def faults(text: str, folder: Path) -> list[str]:
    """What the schema refuses, with the place and the reason."""
    path = folder / "subventions.csv"
    path.write_bytes(text.encode())
    resource = Resource(
        str(path.name),
        basepath=str(folder),
        schema=Schema.from_descriptor(SCHEMA),
        encoding="utf-8",
        dialect=Dialect(controls=[CsvControl(delimiter=",")]),
    )
    report = resource.validate()
    return [f"{row}, {name}: {note}" for row, name, note in report.flatten(_ASKED)]


_ASKED = ["rowNumber", "fieldName", "note"]


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_schema_has_the_columns_of_the_file_in_their_order():
    assert tuple(field["name"] for field in SCHEMA["fields"]) == COLUMNS


@pytest.mark.parametrize("rank", range(len(HOSTILE)))
def test_whatever_people_wrote_the_file_is_valid(rank, tmp_path):
    made = complete(purpose=HOSTILE[rank])
    for body in (made.funder, made.beneficiary):
        body.name = HOSTILE[rank][:200]
        body.save()
    made.deliberations.all().delete()
    vote(made, number=HOSTILE[rank][:40])
    text = csv_text(read())
    assert faults(text, tmp_path) == []
    (line,) = lines(text)
    assert not line["objet"].startswith(("=", "+", "-", "@"))
    assert "\n" not in line["objet"]


def test_several_conventions_paid_in_every_way_are_valid(tmp_path):
    complete(reference="A-2026")
    pay(complete(reference="B-2026", original_amount=Decimal("9380.5")), OCTOBER)
    stepped = complete(reference="C-2026", original_amount=Decimal(0))
    pay(stepped, OCTOBER)
    pay(stepped, MARCH)
    complete(reference="D-2026", original_amount=None)
    text = csv_text(read())
    assert faults(text, tmp_path) == []
    assert sorted(line["montant"] for line in lines(text)) == ["0.00", "7000.00", "9380.50"]


def test_an_empty_file_still_has_its_header(tmp_path):
    assert csv_text([]) == ",".join(COLUMNS) + "\r\n"
    assert faults(csv_text([]), tmp_path) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("nomAttribuant", ""),
        ("idAttribuant", "226 200 012 00012"),
        ("dateConvention", "18/09/2026"),
        ("objet", "a" * 256),
        ("montant", "7 000,00"),
        ("nature", "argent"),
        ("conditionsVersement", ""),
        ("datesPeriodeVersement", "2026"),
        ("notificationUE", "false"),
        ("pourcentageSubvention", "37.44"),
    ],
)
def test_the_schema_refuses_what_the_table_refuses(column, value, tmp_path):
    complete()
    (entry,) = read()
    entry.row[column] = value
    assert faults(csv_text([entry]), tmp_path) != []
