"""Towns by name: those of Hauts-de-France above 500 inhabitants, and the large ones of France."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from partnership.text import normalise

HERE = ("02", "59", "60", "62", "80")  # the départements of the map
_SAINT = {"st": "saint", "ste": "sainte"}
_AFTER = re.compile(r"\s*\(?\b(\d{2}|\d{5})\b\)?\s*$")


@dataclass(frozen=True)
class Town:
    """`latitude` and `longitude` in degrees; `other_name`: a former one, still in use."""

    insee_code: str
    name: str
    latitude: float
    longitude: float
    other_name: str = ""

    @property
    def department(self) -> str:
        return self.insee_code[:2]

    @property
    def is_on_the_map(self) -> bool:
        return self.department in HERE


@cache
def _by_code() -> dict[str, Town]:
    with Path(__file__).with_name("towns.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["insee_code"]: Town(
                row["insee_code"],
                row["name"],
                float(row["latitude"]),
                float(row["longitude"]),
                row["other_name"],
            )
            for row in csv.DictReader(file)
        }


@cache
def _by_name() -> dict[str, list[Town]]:
    names = defaultdict(list)
    for town in _by_code().values():
        for key in {town_key(town.name), town_key(town.other_name)} - {""}:
            names[key].append(town)
    return names


def town_key(name: str) -> str:
    """What two spellings of one town share: « St-Omer », « Saint Omer »."""
    words = normalise(name).split()
    if words[-1:] == ["cedex"]:
        words = words[:-1]
    return " ".join(_SAINT.get(word, word) for word in words)


def find_town(name: str, insee_code: str = "") -> Town | None:
    """The town of that code, else the only one of that name, a number of département or a postal
    code after it told apart: « Athies (62) ». One of Hauts-de-France comes before the others; of
    two there that share a name, none."""
    if insee_code in _by_code():
        return _by_code()[insee_code]
    department = ""
    if after := _AFTER.search(name):
        department, name = after[1][:2], name[: after.start()]
    found = _by_name().get(town_key(name), [])
    if department:
        found = [town for town in found if town.department == department]
    found = [town for town in found if town.is_on_the_map] or found
    return found[0] if len(found) == 1 else None
