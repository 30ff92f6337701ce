"""What a file is, by its content: accepted, refused in words, cleaned."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from partnership import uploads
from tests.partnership.attachments.builders import (
    PDF,
    heic,
    office,
    open_document,
    packed,
    picture,
)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        uploads.examine(name, content)
    return " ".join(error.value.messages)


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("bilan.pdf", PDF, "application/pdf"),
        ("photo.jpg", picture("JPEG"), "image/jpeg"),
        ("photo.JPEG", picture("JPEG"), "image/jpeg"),
        ("capture.png", picture("PNG"), "image/png"),
        ("capture.webp", picture("WEBP"), "image/webp"),
        ("IMG_0001.HEIC", heic(), "image/heic"),
        ("lettre.docx", office(), uploads.FORMATS["docx"].content_type),
        ("budget.xlsx", office("xl/workbook.xml"), uploads.FORMATS["xlsx"].content_type),
        ("film.pptx", office("ppt/presentation.xml"), uploads.FORMATS["pptx"].content_type),
        ("lettre.odt", open_document("text"), uploads.FORMATS["odt"].content_type),
        ("budget.ods", open_document("spreadsheet"), uploads.FORMATS["ods"].content_type),
        ("film.odp", open_document("presentation"), uploads.FORMATS["odp"].content_type),
        ("liste.csv", "Nom;Ville\nÉtaples;62\n".encode(), "text/csv"),
        ("liste.csv", "Nom;Ville\nÉtaples;62\n".encode("cp1252"), "text/csv"),
        ("notes.txt", "Réunion du 2 mars".encode("utf-16"), "text/plain"),
    ],
)
def test_what_people_send_is_accepted_as_what_it_is(name, content, content_type):
    assert uploads.examine(name, content).content_type == content_type


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.pdf", b"", "est vide"),
        ("photo.pdf", picture("JPEG"), "se dit PDF mais n'en est pas un"),
        ("page.pdf", b"<html><script>1</script></html>", "se dit PDF mais n'en est pas un"),
        ("programme.pdf", b"MZ\x90\x00" + b"\x00" * 80, "se dit PDF mais n'en est pas un"),
        ("programme.jpg", b"MZ\x90\x00" + b"\x00" * 80, "se dit photo mais n'en est pas une"),
        ("bilan.docx", PDF, "se dit DOCX mais n'en est pas un"),
        ("budget.docx", office("xl/workbook.xml"), "se dit DOCX mais n'en est pas un"),
        ("tout.docx", packed({"a.txt": b"a"}), "se dit DOCX mais n'en est pas un"),
        ("texte.odt", packed({"mimetype": b"application/zip"}), "se dit ODT"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "« .svg » n'est pas accepté"),
        ("page.html", b"<!doctype html>", "« .html » n'est pas accepté"),
        ("outil.exe", b"MZ\x90\x00" + b"\x00" * 80, "« .exe » n'est pas accepté"),
        ("photo.jpg.exe", picture("JPEG"), "« .exe » n'est pas accepté"),
        ("tout.zip", packed({"a.txt": b"a"}), "« .zip » n'est pas accepté"),
        ("image.gif", picture("GIF"), "« .gif » n'est pas accepté"),
        ("dessin.txt", b"<svg onload='alert(1)'/>", "se dit TXT mais n'en est pas un"),
        ("page.csv", b"a;b\n<script>alert(1)</script>", "se dit CSV mais n'en est pas un"),
        ("binaire.txt", b"a\x00b\x01c", "se dit TXT mais n'en est pas un"),
        ("sansrien", b"bonjour", "n'est pas reconnu"),
        ("coupe.pdf", b"%PDF-1.7\n1 0 obj\n", "incomplet ou abîmé"),
        ("coupe.jpg", picture("JPEG", size=(600, 600))[:900], "abîmée"),
        ("coupe.png", picture("PNG", size=(600, 600))[:120], "abîmée"),
        ("macros.docx", office(**{"word/vbaProject.bin": b"x"}), "contient des macros"),
    ],
)
def test_what_is_not_what_it_says_is_refused_in_words(name, content, words):
    assert words in refusal(name, content)


@pytest.mark.parametrize(
    "content",
    [
        PDF + packed({"a.txt": b"a" * 9000}, compression=0),
        b"GIF89a" + PDF,
        b"\n<script>alert(1)</script>" + PDF,
    ],
    ids=["a PDF with an archive after it", "a GIF that is a PDF", "a page that is a PDF"],
)
def test_two_files_in_one_are_refused(content):
    assert refusal("bilan.pdf", content)


def test_what_was_hidden_after_an_image_is_left_behind():
    hidden = b"<?php system($_GET['c']); ?>"
    for kind, name in (("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")):
        kept = uploads.examine(name, picture(kind) + hidden)
        assert hidden not in kept.content, kind


def test_a_document_with_something_before_it_is_refused():
    assert refusal("lettre.docx", b"PK\x03\x04" + b"x" * 40 + office())


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused(monkeypatch):
    zeros = packed({"[Content_Types].xml": b"", "word/document.xml": b"0" * 3_000_000})
    assert len(zeros) < 10_000
    assert uploads.examine("lettre.docx", zeros).content_type.endswith("document")
    monkeypatch.setattr(uploads, "MOST_PACKED", 2)
    assert "anormale" in refusal("lettre.docx", zeros)


def test_an_archive_of_too_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_ENTRIES", 1)
    assert "anormale" in refusal("lettre.docx", office())


def test_an_archive_that_writes_elsewhere_is_refused():
    assert "anormale" in refusal("lettre.docx", office(**{"../../etc/passwd": b"x"}))


def test_an_image_of_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_PIXELS", 1000)
    assert "trop grande" in refusal("photo.png", picture(size=(100, 100)))


def test_an_image_that_says_it_is_enormous_is_refused_before_it_is_read():
    header = picture(size=(40, 20))
    bomb = header.replace((40).to_bytes(4, "big"), (60_000).to_bytes(4, "big"), 1)
    assert refusal("photo.png", bomb)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_photo_forgets_where_and_with_what_it_was_taken(kind):
    taken = picture(kind, gps=True)
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825)
    kept = Image.open(io.BytesIO(uploads.examine(f"a.{kind.lower()}", taken).content))
    assert dict(kept.getexif()) == {}
    assert "exif" not in kept.info
    assert b"Camille" not in uploads.examine(f"a.{kind.lower()}", taken).content


def test_a_photo_held_on_its_side_stays_upright():
    kept = uploads.examine("a.jpg", picture("JPEG", size=(40, 20), turned=True)).content
    assert Image.open(io.BytesIO(kept)).size == (20, 40)


def test_a_comment_in_a_photo_is_left_behind():
    kept = uploads.examine("a.jpg", picture("JPEG", comment=b"chez Camille")).content
    assert b"Camille" not in kept


def test_a_heic_photo_says_that_its_place_could_not_be_erased():
    assert "HEIC" in uploads.examine("a.heic", heic()).remark
    assert uploads.examine("a.pdf", PDF).remark == ""


def test_a_photo_whose_ending_is_another_photos_is_given_its_own():
    assert uploads.examine("photo.jpg", picture("PNG")).name == "photo.png"
    assert uploads.examine("photo.jpeg", picture("JPEG")).name == "photo.jpeg"
    assert uploads.examine("scan", PDF).name == "scan.pdf"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\camille\\Bilan.pdf", "Bilan.pdf"),
        ("  Compte   rendu\n été.pdf ", "Compte rendu été.pdf"),
        ("bilan\u202efdp.exe.pdf", "bilanfdp.exe.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ('<img src="x">.pdf', "img src=x.pdf"),
        (".htaccess", "htaccess"),
        ("...", "fichier"),
        ("", "fichier"),
        ("é" * 300 + ".pdf", "é" * 120 + ".pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
    ],
)
def test_a_name_is_one_line_and_no_path(name, cleaned):
    assert uploads.clean_name(name) == cleaned


def test_a_file_above_the_limit_reads_as_above_it():
    limit = 20 * uploads.MEGABYTE
    uploads.refuse_too_large(limit, limit)
    with pytest.raises(ValidationError, match=r"20,1\\xa0Mo, et la limite est de 20\\xa0Mo"):
        uploads.refuse_too_large(limit + 1, limit)


@pytest.mark.parametrize(
    ("size", "text"), [(1, "1 Ko"), (1024, "1 Ko"), (1025, "2 Ko"), (3 * 1024 * 1024, "3 Mo")]
)
def test_a_size_reads_in_kilobytes_and_megabytes(size, text):
    assert uploads.size_text(size).replace("\u00a0", " ") == text
