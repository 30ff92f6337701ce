"""Bar charts as SVG, drawn on the server, the same on the page and in the PDF.

Presentation attributes only: no style attribute, so that the content security policy holds, and no
colour that carries meaning alone. The track is the ground's own ink, thinned, so that it is as
quiet in the dark; the style sheet of the screen gives the bars its own green. Each chart
stands beside the table of its values.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH = 400
LINE = 40
BAR = 12
GREEN = "#1f6b4f"
TRACK = 'fill="currentColor" fill-opacity="0.12"'
HATCH_SPACING = 5


@dataclass(frozen=True, slots=True)
class Bar:
    """One category: its label, its value (≥ 0) and the value as people read it."""

    label: str
    value: int
    text: str
    is_unknown: bool = False


def bar_chart(title: str, bars: list[Bar], *, name: str) -> str:
    """Horizontal bars, each under its label. `name` makes identifiers unique in the page.

    Unknown categories are hatched rather than filled."""
    longest = max((bar.value for bar in bars), default=0) or 1
    height = LINE * len(bars) + 4
    pattern = f"hatch-{name}"
    parts = [
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-labelledby="chart-{name}-title">',
        f'<title id="chart-{name}-title">{escape(_description(title, bars))}</title>',
        f'<defs><pattern id="{pattern}" width="{HATCH_SPACING}" height="{HATCH_SPACING}" '
        f'patternUnits="userSpaceOnUse"><path class="hatch" '
        f'd="M0 {HATCH_SPACING} L{HATCH_SPACING} 0" stroke="{GREEN}" stroke-width="1"/>'
        "</pattern></defs>",
    ]
    for rank, bar in enumerate(bars):
        parts.append(_bar(bar, top=rank * LINE, longest=longest, pattern=pattern))
    parts.append("</svg>")
    return "".join(parts)


def _bar(bar: Bar, *, top: int, longest: int, pattern: str) -> str:
    width = max(round(bar.value * WIDTH / longest), 1 if bar.value else 0)
    fill = f"url(#{pattern})" if bar.is_unknown else GREEN
    stroke = f' stroke="{GREEN}"' if bar.is_unknown else ""
    mark = ' class="hatch"' if bar.is_unknown else ' class="fill"'
    text = 'font-family="Inter, sans-serif" font-size="14" fill="currentColor"'
    return (
        f'<text x="0" y="{top + 15}" {text}>{escape(bar.label)}</text>'
        f'<text x="{WIDTH}" y="{top + 15}" text-anchor="end" {text}>{escape(bar.text)}</text>'
        f'<rect x="0" y="{top + 21}" width="{WIDTH}" height="{BAR}" {TRACK}/>'
        f'<rect{mark} x="0" y="{top + 21}" width="{width}" height="{BAR}" fill="{fill}"{stroke}/>'
    )


def _description(title: str, bars: list[Bar]) -> str:
    return f"{title} : " + ", ".join(f"{bar.label} {bar.text}" for bar in bars)
