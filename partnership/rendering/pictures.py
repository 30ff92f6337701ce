"""Pictures as an editable document can hold them: what kind they are, how wide for a height."""

from __future__ import annotations

import io
import re

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

_VIEW_BOX = re.compile(
    rb"""viewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)"""
)
_SIDES = re.compile(rb"""<svg\b[^>]*?\b(width|height)\s*=\s*["']([\d.]+)""")
LARGEST = 1200


def ratio_of_svg(content: bytes) -> float:
    """Width for a height of one; 1 where the drawing does not say."""
    if found := _VIEW_BOX.search(content):
        width, height = float(found[1]), float(found[2])
    else:
        sides = {name: float(value) for name, value in _SIDES.findall(content)}
        width, height = sides.get(b"width", 1), sides.get(b"height", 1)
    return width / height if width and height else 1


def as_png(content: bytes) -> bytes | None:
    """Any bitmap that Pillow reads, as a PNG of reasonable size; None for anything else."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.thumbnail((LARGEST, LARGEST))
            return _png(picture.convert("RGBA"))
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return None


def words_as_png(words: str, ratio: float) -> bytes:
    """A plate that bears words, for programs that cannot draw an SVG."""
    high, wide = 120, max(int(120 * ratio), 120)
    picture = Image.new("RGBA", (wide, high), (255, 255, 255, 0))
    font = ImageFont.truetype(finders.find("fonts/Inter-SemiBold.woff2"), 40)
    while font.getlength(words) > wide - 10 and font.size > 10:
        font = font.font_variant(size=font.size - 2)
    draw = ImageDraw.Draw(picture)
    draw.text((4, high / 2), words, font=font, fill=(23, 33, 28, 255), anchor="lm")
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()
