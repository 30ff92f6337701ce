"""Formulas that a workbook holds without their result: nobody has computed them yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.functions import iterparse

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CHUNK, _LONGEST_TAG = 1024 * 1024, 64


@dataclass(frozen=True)
class Uncomputed:
    """A cell whose formula has no result."""

    formula: str

    def __str__(self):
        return self.formula


def marked(worksheet: Any, rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows of a sheet, from its first, with Uncomputed where a formula has no result. The
    sheet is read beside a second time, row after row, only when it has formulas."""
    with worksheet._get_source() as part:
        if not _holds_formulas(part):
            yield from rows
            return
    with worksheet._get_source() as part:
        missing = _without_result(part)
        line, place, formula = next(missing, (0, 0, None))
        for number, cells in enumerate(rows, 1):
            found = list(cells)
            while formula is not None and line <= number:
                if line == number and place < len(found) and found[place] is None:
                    found[place] = formula
                line, place, formula = next(missing, (0, 0, None))
            yield found


def count_rows(worksheet: Any) -> int:
    """How many rows a sheet writes down, empty ones included."""
    count, end = 0, b""
    with worksheet._get_source() as part:
        while chunk := part.read(_CHUNK):
            text = end + chunk
            settled = len(text) - _LONGEST_TAG  # what follows is read again with the next chunk
            count += sum(match.start() < settled for match in _ROW.finditer(text))
            end = text[max(settled, 0) :]
    return count + len(_ROW.findall(end))


def _holds_formulas(part: BinaryIO) -> bool:
    end = b""
    while chunk := part.read(_CHUNK):
        if _FORMULA.search(end + chunk):
            return True
        end = chunk[-_LONGEST_TAG:]
    return False


def _without_result(part: BinaryIO) -> Iterator[tuple[int, int, Uncomputed]]:
    """Line, place in the line, and formula of each."""
    line = column = 0
    for event, element in iterparse(part, events=("start", "end")):
        tag = _tag(element)
        if tag == "row" and event == "start":
            line, column = int(element.get("r", line + 1)), 0
        elif tag == "c" and event == "end":
            column += 1
            formula = _formula_alone(element)
            if formula is not None:
                where = element.get("r")
                place = coordinate_to_tuple(where)[1] if where else column
                yield line, place - 1, formula
        elif tag == "row":
            element.clear()


def _formula_alone(cell: Any) -> Uncomputed | None:
    parts = {_tag(part): part for part in cell}
    if "f" not in parts:
        return None
    result = parts.get("v")
    if result is not None and (result.text or cell.get("t") == "str"):
        return None  # an empty text is a result
    return Uncomputed(f"={parts['f'].text or '…'}")


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2]
