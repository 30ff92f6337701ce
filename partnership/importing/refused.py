"""The lines of a file that are refused, whole, each with why: kept as they are read, given back as
a table that can be corrected and sent again."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from partnership.cell_texts import unprotected
from partnership.cells import shown
from partnership.import_kinds import ImportResult
from partnership.rendering.tables import Column
from partnership.sheets import REASON, Row

MOST_IN_A_WORKBOOK = 10_000  # a workbook is made while somebody waits: some seconds


class RefusedLines:
    """Written one by one in a file of JSON lines, the headers first; nowhere without a path."""

    def __init__(self, path: Path | None):
        self._path, self._file = path, None

    def keep(self, row: Row) -> None:
        if self._path is None:
            return
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8")
            self._write([*row.sheet.headers, REASON])
        cells = [_plain(raw) for raw in row.sheet.kept(row.cells)]
        self._write([*cells, " ".join(_reasons(row))])

    def _write(self, line: list[Any]) -> None:
        file: TextIO = self._file
        file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _reasons(row: Row) -> Iterator[str]:
    for refusal in row.refusals:
        yield f"{refusal.column} : {refusal.reason}"


def _plain(raw: Any) -> Any:
    """A cell as it will be read again: numbers as they are, a duration in words."""
    if raw is None or (isinstance(raw, int | float) and not isinstance(raw, bool)):
        return raw
    if isinstance(raw, datetime.time):
        raw = datetime.timedelta(hours=raw.hour, minutes=raw.minute, seconds=raw.second)
    if isinstance(raw, datetime.timedelta):
        minutes, seconds = divmod(round(raw.total_seconds()), 60)
        return str(raw) if seconds else f"{minutes} min"
    return unprotected(shown(raw))


def columns_of(lines: Iterable[str]) -> tuple[list[Column], Iterator[list[Any]]]:
    """The columns and the rows of what was kept, for `table_response`."""
    lines = iter(lines)
    headers = json.loads(next(lines))
    columns = [Column(header, _cell(place)) for place, header in enumerate(headers)]
    return columns, (json.loads(line) for line in lines)


def _cell(place: int):
    return lambda row: row[place]


def fits_a_workbook(result: ImportResult | None) -> bool:
    """Whether the refused lines are few enough to be given as a workbook too."""
    return result is not None and result.refused_lines <= MOST_IN_A_WORKBOOK
