"""The refused lines come back whole, with why; corrected, they are imported as they are."""

from __future__ import annotations

import datetime
import tracemalloc

import pytest
from openpyxl import Workbook, load_workbook

from accompaniment.importing.sessions import import_sessions
from accompaniment.models import AccompanimentSession
from partnership.import_kinds import ImportOptions
from partnership.importing.refused import columns_of
from partnership.rendering.tables import Column, csv_lines, long_table_response, xlsx_bytes
from partnership.sheets import REASON

pytestmark = pytest.mark.django_db
TEXT = (
    "Humeur;Structure;Durée;Date;Objet\n"
    "bonne;ACAM;1h30;2/3/2026;Budget\n"
    "moyenne;AHPA;1h75;3/3/2026;'=Étrange\n"
    "bonne;Lycée;45 min;32/3/2026;\n"
)


@pytest.fixture
def leave(tmp_path, world):
    """Import the valid lines; the refused ones, as columns and rows."""

    def do(path):
        kept = tmp_path / "refus.jsonl"
        result = import_sessions(
            path=path,
            convention=world.convention,
            by=world.admin,
            options=ImportOptions(valid_only=True, refused_to=kept),
        )
        with kept.open(encoding="utf-8") as lines:
            columns, rows = columns_of(lines)
            return result, columns, list(rows)

    return do


def again(path, world):
    return import_sessions(path=path, convention=world.convention, by=world.admin)


def test_the_file_of_refused_lines_has_their_columns_and_why(leave, tmp_path):
    path = tmp_path / "fichier.csv"
    path.write_text(TEXT, encoding="utf-8")
    result, columns, rows = leave(path)
    assert (result.created, result.refused_lines) == (1, 2)
    assert [one.heading for one in columns] == [
        "Humeur", "Structure", "Durée", "Date", "Objet", REASON,
    ]  # fmt: skip
    assert rows[0][:5] == ["moyenne", "AHPA", "1h75", "3/3/2026", "=Étrange"]
    assert "Durée : La durée « 1h75 » n'existe pas" in rows[0][5]
    assert "Date :" in rows[1][5]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_once_corrected_it_is_imported_as_it_is(leave, tmp_path, world, kind):
    path = tmp_path / "fichier.csv"
    path.write_text(TEXT, encoding="utf-8")
    _, columns, rows = leave(path)
    rows[0][2], rows[1][3] = "1h45", "31/3/2026"
    mended = tmp_path / f"corrige.{kind}"
    if kind == "csv":
        mended.write_text("".join(csv_lines(columns, rows)), encoding="utf-8")
    else:
        mended.write_bytes(xlsx_bytes(columns, rows, title="refus"))
    result = again(mended, world)
    assert (result.created, result.refused, result.ignored_columns) == (2, [], ["Humeur"])
    assert AccompanimentSession.objects.get(minutes=105).line == "=Étrange"


def test_cells_of_a_workbook_keep_what_they_say(leave, tmp_path, world):
    book = Workbook()
    book.active.append(["Structure", "Durée", "Date", "Nombre de sessions"])
    when = datetime.datetime(2026, 3, 2)  # noqa: DTZ001
    book.active.append(["ACAM", datetime.time(1, 30), when, "beaucoup"])
    path = tmp_path / "fichier.xlsx"
    book.save(path)
    _, columns, rows = leave(path)
    assert rows[0][:3] == ["ACAM", "90 min", "2026-03-02"]
    rows[0][3] = 1
    mended = tmp_path / "corrige.xlsx"
    mended.write_bytes(xlsx_bytes(columns, rows, title="refus"))
    assert load_workbook(mended).active.max_column == 5
    assert again(mended, world).created == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_hundred_thousand_refused_lines_are_not_held_in_memory(kind, tmp_path):
    """As many lines as one likes cost no more memory than a few: they are sent from a file."""
    columns = [Column("Structure", lambda row: row[0]), Column(REASON, lambda row: row[1])]

    def most_memory(count):
        rows = ([f"Structure {rank}", f"Durée : « {rank} » " * 20] for rank in range(count))
        tracemalloc.start()
        answer = long_table_response(kind, columns, rows, name="refus")
        sent = sum(len(part) for part in answer.streaming_content)
        answer.close()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return sent, most

    (_, few), (sent, most) = most_memory(200), most_memory(4_000)
    assert sent > 30_000
    assert most < few + 400_000
