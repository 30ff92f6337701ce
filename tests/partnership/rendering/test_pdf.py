"""A rendering reads the project's static files, the files it was given, and nothing else."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders

from partnership.rendering.pdf import (
    ClosedFetcher,
    GivenFile,
    RefusedAddressError,
    render_pdf,
)

pytestmark = pytest.mark.one_database

UID = "5b0cf37e-7a34-4a44-8a0e-7c38b5d4a7f2"
OTHER = "0e7c9f0a-1111-4a44-8a0e-7c38b5d4a7f2"
OPEN = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
SVG = OPEN + b'<rect width="9" height="9"/></svg>'
PAGE = '<html lang="fr"><head><title>Essai</title>{head}</head><body>{body}</body></html>'


def page(body: str = "<p>Bonjour</p>", head: str = "") -> str:
    return PAGE.format(head=head, body=body)


def logo(content: bytes = SVG) -> dict[str, GivenFile]:
    return {UID: GivenFile(content, "image/svg+xml")}


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "file:/etc/passwd",
        "file:",
        f"file:{OTHER}",
        f"file:{UID}/../{OTHER}",
        f"FILE:{OTHER}",
        "http://127.0.0.1:9/x.png",
        "https://exemple.test/x.png",
        "ftp://exemple.test/x.png",
        "data:text/plain,bonjour",
        "static:../pyproject.toml",
        "static:css/../../pyproject.toml",
        "static:/etc/passwd",
        "static:absent.css",
        "static:css",
        "static:",
        "photo.png",
        "",
    ],
)
def test_any_other_address_is_refused_and_listed(address):
    fetcher = ClosedFetcher(logo())
    with pytest.raises(RefusedAddressError):
        fetcher.fetch(address)
    assert fetcher.refused == [address]


def test_a_file_that_was_given_is_served_with_its_type():
    answer = ClosedFetcher(logo()).fetch(f"file:{UID}")
    assert answer.read() == SVG
    assert answer.content_type == "image/svg+xml"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("css/report.css", "text/css"), ("fonts/Inter-Regular.woff2", "font/woff2")],
)
def test_a_static_file_is_served_with_its_type(name, content_type):
    fetcher = ClosedFetcher({})
    answer = fetcher.fetch(f"static:{name}")
    with open(finders.find(name), "rb") as handle:
        assert answer.read() == handle.read()
    assert answer.content_type == content_type
    assert fetcher.refused == []


def test_a_page_that_asks_for_what_it_may_not_read_renders_without_it():
    rendered = render_pdf(
        page('<img src="file:///etc/passwd"><img src="http://127.0.0.1:9/x.png"><p>Le reste</p>')
    )
    assert rendered.content.startswith(b"%PDF")
    assert set(rendered.refused) == {"file:///etc/passwd", "http://127.0.0.1:9/x.png"}


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ('<object data="file:///etc/passwd"></object>', ""),
        ('<embed src="file:///etc/passwd">', ""),
        ('<p style="background:url(file:///etc/passwd)">a</p>', ""),
        ("", '<link rel="stylesheet" href="file:///etc/passwd">'),
        ("", '<link rel="attachment" href="file:///etc/passwd">'),
        ('<a rel="attachment" href="file:///etc/passwd">a</a>', ""),
        ("<p>a</p>", "<style>@import url(file:///etc/passwd);</style>"),
        (
            '<p style="font-family:x">a</p>',
            "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style>",
        ),
    ],
)
def test_no_way_to_write_an_address_opens_the_machine(body, head):
    rendered = render_pdf(page(body, head))
    assert set(rendered.refused) == {"file:///etc/passwd"}
    assert b"root:" not in rendered.content


def test_an_image_that_was_given_cannot_fetch_another_file():
    nested = OPEN + b'<image href="file:///etc/passwd" width="9" height="9"/></svg>'
    rendered = render_pdf(page(f'<img alt="Logo" src="file:{UID}">'), files=logo(nested))
    assert rendered.refused == ("file:///etc/passwd",)


def test_what_a_page_may_read_is_not_listed_as_refused():
    head = '<link rel="stylesheet" href="static:css/report.css">'
    rendered = render_pdf(page(f'<img alt="Logo" src="file:{UID}">', head), files=logo())
    assert rendered.refused == ()


def test_the_same_page_gives_the_same_bytes():
    head = '<link rel="stylesheet" href="static:css/report.css">'
    html = page(f'<h1>Bilan</h1><img alt="Logo" src="file:{UID}">', head)
    first, second = (render_pdf(html, files=logo(), identifier=b"a" * 32) for _ in range(2))
    assert first.content == second.content
    other = render_pdf(html, files=logo(), identifier=b"b" * 32)
    assert other.content != first.content
