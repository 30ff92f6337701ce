"""From HTML to a tagged PDF. Reads nothing but the project's static files and the private files
that this rendering was given: no network, no path, whatever the text contains."""

from __future__ import annotations

import gc
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"


class RefusedAddressError(ValueError):
    """An address that a rendering may not read."""


@dataclass(frozen=True)
class GivenFile:
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Rendered:
    """The document, and the addresses that it asked for in vain."""

    content: bytes
    refused: tuple[str, ...]


class ClosedFetcher(URLFetcher):
    """Knows two kinds of addresses: `static:<name>` and `file:<uid>` of a file it was given."""

    def __init__(self, files: Mapping[str, GivenFile]):
        super().__init__()
        self._files = files
        self.refused: list[str] = []

    def fetch(self, url, headers=None):
        scheme, _, name = url.partition(":")
        if scheme == "static" and (found := self._static(name)):
            content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": content_type})
        if scheme == "file" and name in self._files:
            given = self._files[name]
            return URLFetcherResponse(
                f"given:{name}", given.content, {"Content-Type": given.content_type}
            )
        self.refused.append(url)
        raise RefusedAddressError(f"This rendering may not read {url}")

    @staticmethod
    def _static(name: str) -> Path | None:
        if ".." in name or name.startswith("/"):
            return None
        found = finders.find(name)
        return Path(found) if found and Path(found).is_file() else None


def render_pdf(
    html: str, *, files: Mapping[str, GivenFile] | None = None, identifier: bytes | None = None
) -> Rendered:
    """Render a whole page. `files` by uid are the only private ones it may show. The same HTML,
    files and identifier give the same bytes."""
    fetcher = ClosedFetcher(files or {})
    was_enabled = gc.isenabled()
    gc.disable()  # a tenth of the time, measured; a rendering is short
    try:
        content = HTML(string=html, base_url="static:", url_fetcher=fetcher).write_pdf(
            font_config=FontConfiguration(),
            pdf_variant=VARIANT,
            pdf_identifier=identifier,
            pdf_tags=True,
            dpi=150,
            optimize_images=False,
        )
    finally:
        if was_enabled:
            gc.enable()
    return Rendered(content, tuple(fetcher.refused))
