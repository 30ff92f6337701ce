"""The outlines of the départements of Hauts-de-France, in the units of their drawing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Outline:
    """A département: its number, its name, its path (closed rings, relative moves only)."""

    code: str
    name: str
    path: str


@cache
def outlines() -> tuple[Outline, ...]:
    text = Path(__file__).with_name("outlines.json").read_text(encoding="utf-8")
    return tuple(Outline(one["id"], one["name"], one["path"]) for one in json.loads(text))


@cache
def box() -> tuple[float, float, float, float]:
    """Left, top, width and height of all the outlines together."""
    points = [point for one in outlines() for ring in rings_of(one.path) for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top


def rings_of(path: str) -> list[Ring]:
    """The corners of each ring of a path of relative moves (`m`, then `z`)."""
    rings, x, y = [], 0.0, 0.0
    for part in re.findall(r"m([^z]*)", path):
        numbers = [float(one) for one in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", part)]
        ring = []
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            ring.append((x, y))
        rings.append(ring)
        x, y = ring[0]
    return rings


def holds(rings: list[Ring], point: Point) -> bool:
    """True when the point lies inside one of the rings."""
    return any(_holds(ring, point) for ring in rings)


def _holds(ring: Ring, point: Point) -> bool:
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
