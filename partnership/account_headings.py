"""The lines of the compte rendu financier, as `data/cerfa_15059.csv` dates them.

Read once into the database, where the administration corrects them; never read again by a page."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "data" / "cerfa_15059.csv"


def published_headings() -> list[dict[str, Any]]:
    """Each line of the file as the columns of an account heading; its rank is within its side."""
    ranks: dict[str, int] = {}
    found = []
    with SOURCE.open(encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(handle):
            side = line["side"]
            ranks[side] = ranks.get(side, 0) + 1
            found.append(
                {
                    "side": side,
                    "code": line["code"],
                    "label": line["label"],
                    "valid_from": datetime.date.fromisoformat(line["valid_from"]),
                    "group": line["group"],
                    "position": ranks[side],
                    "in_kind": line["in_kind"] == "yes",
                }
            )
    return found


def keep_headings(model) -> int:
    """Add to `model` (AccountHeading, as a migration or the application knows it) the lines of a
    date that it holds nothing of; a line corrected or added there stays. Returns how many."""
    headings = published_headings()
    known = set(
        model.objects.filter(valid_from__in={one["valid_from"] for one in headings})
        .order_by("pk")
        .values_list("valid_from", flat=True)
    )
    missing = [model(**one) for one in headings if one["valid_from"] not in known]
    model.objects.bulk_create(missing)
    return len(missing)
