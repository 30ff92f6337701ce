"""The map of a network's meetings, as SVG: the same on the page and on paper.

Presentation attributes only, as in `charts.py`; the style sheet of the screen gives the circles
its own green. It stands beside the table of the same towns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from xml.sax.saxutils import escape

from partnership.geography.outlines import box, outlines
from partnership.geography.projection import place
from partnership.wording import counted
from reporting.charts import GREEN
from reporting.network_year import TownLine

ATTRIBUTION = (
    ("Contours : Victor Cazanave, svg-maps", "https://github.com/VictorCazanave/svg-maps"),
    ("communes : GeoNames", "https://www.geonames.org/"),
    ("licence CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/deed.fr"),
)
MARGIN = 4
LARGEST, SMALLEST = 5.5, 1.1  # radius, in the drawing's units (about 2,2 km each)
NAMED, LETTER = 8, 3.8
_TEXT = 'font-family="Inter, sans-serif" fill="currentColor"'


def shown(lines: Sequence[TownLine]) -> list[TownLine]:
    """The towns that the map shows, from the largest circle: those laid first are never hidden by
    the smaller ones."""
    return [line for line in lines if line.town and line.town.is_on_the_map]


def outside(lines: Sequence[TownLine]) -> list[TownLine]:
    """Towns that are known, and too far to be on the map."""
    return [line for line in lines if line.town and not line.town.is_on_the_map]


def without_position(lines: Sequence[TownLine]) -> list[TownLine]:
    """Towns that nobody knows how to place."""
    return [line for line in lines if line.town is None and not line.is_unknown]


def town_map(lines: Sequence[TownLine], *, title: str, name: str = "communes") -> str:
    """Circles whose area is the number of meetings; the largest bear their name. `name` makes
    identifiers unique in the page."""
    towns = shown(lines)
    left, top, width, height = box()
    view = (left - MARGIN, top - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)
    most = max((line.meetings for line in towns), default=1)
    parts = [
        f'<svg class="chart map" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{" ".join(f"{one:.1f}" for one in view)}" '
        f'role="img" aria-labelledby="map-{name}-title">',
        f'<title id="map-{name}-title">{escape(_description(title, towns))}</title>',
        *(_outline(one.path) for one in outlines()),
    ]
    parts += [_circle(line, most) for line in towns]
    parts += _names(towns, most)
    return "".join([*parts, "</svg>"])


def _description(title: str, towns: Sequence[TownLine]) -> str:
    said = ", ".join(f"{line.label} {line.meetings}" for line in towns)
    return f"{title} : {said or 'aucun temps collectif dans une commune placée'}"


def _outline(path: str) -> str:
    return (
        f'<path d="{path}" fill="currentColor" fill-opacity="0.05" stroke="currentColor" '
        'stroke-opacity="0.45" stroke-width="0.5" stroke-linejoin="round"/>'
    )


def _radius(line: TownLine, most: int) -> float:
    return max(LARGEST * sqrt(line.meetings / most), SMALLEST)


def _circle(line: TownLine, most: int) -> str:
    x, y = place(line.town.latitude, line.town.longitude)
    words = f"{line.label} : {counted(line.meetings, 'temps collectif')}"
    return (
        f'<circle class="fill" cx="{x:.2f}" cy="{y:.2f}" r="{_radius(line, most):.2f}" '
        f'fill="{GREEN}" fill-opacity="0.6" stroke="currentColor" stroke-width="0.4">'
        f"<title>{escape(words)}</title></circle>"
    )


Box = tuple[float, float, float, float]  # left, top, right, bottom


def _names(towns: Sequence[TownLine], most: int) -> list[str]:
    """Each on the side of its circle where it runs over nothing; left out where there is none."""
    left, _, width, _ = box()
    taken = [_around(line, most) for line in towns]
    found = []
    for line in towns[:NAMED]:
        for name in _sides(line, most):
            inside = name[0] >= left - MARGIN and name[2] <= left + width + MARGIN
            if inside and not any(_touch(name, other) for other in taken):
                taken.append(name)
                found.append(
                    f'<text x="{name[0]:.2f}" y="{name[3] - 1:.2f}" font-size="{LETTER}" {_TEXT}>'
                    f"{escape(line.label)}</text>"
                )
                break
    return found


def _around(line: TownLine, most: int) -> Box:
    x, y = place(line.town.latitude, line.town.longitude)
    radius = _radius(line, most)
    return x - radius, y - radius, x + radius, y + radius


def _sides(line: TownLine, most: int) -> Iterator[Box]:
    """Where its name may stand: right, left, under, over."""
    left, top, right, bottom = _around(line, most)
    long, x, y = 0.56 * LETTER * len(line.label), (left + right) / 2, (top + bottom) / 2
    half = LETTER / 2
    yield right + 0.6, y - half, right + 0.6 + long, y + half
    yield left - 0.6 - long, y - half, left - 0.6, y + half
    yield x - long / 2, bottom + 0.3, x + long / 2, bottom + 0.3 + LETTER
    yield x - long / 2, top - 0.3 - LETTER, x + long / 2, top - 0.3


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
