"""Reading a PDF as a person does."""

from __future__ import annotations

import io

import pikepdf
from pypdf import PdfReader


def pages_of(content: bytes) -> list[str]:
    """The text of each page, its white space folded."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def text_of(content: bytes) -> str:
    return " ".join(pages_of(content))


def alternative_texts(content: bytes) -> list[str]:
    """What a person who does not see the images hears instead."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [str(one.Alt) for one in pdf.objects if _is_figure(one)]


def _is_figure(one) -> bool:
    return isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure" and "/Alt" in one
