"""Reading a PDF as a person does."""

from __future__ import annotations

import io

from pypdf import PdfReader


def pages_of(content: bytes) -> list[str]:
    """The text of each page, its white space folded."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def text_of(content: bytes) -> str:
    return " ".join(pages_of(content))
