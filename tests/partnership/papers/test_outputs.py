"""The two outputs of one paper: an editable DOCX and a tagged PDF, which say the same words."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import replace

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from PIL import Image

from partnership.papers.blocks import Document, Logo, Logos, lines
from partnership.papers.documents import PAPERS, document
from partnership.papers.facts import Change
from partnership.papers.production import render
from partnership.rendering.pdf import GivenFile
from tests.partnership.papers.builders import file_facts
from tests.pdf_text import pages_of

pytestmark = pytest.mark.one_database

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 0h9v9z"/></svg>'
AMENDMENT = Change(
    1, datetime.date(2025, 11, 3), datetime.date(2025, 11, 3), "Prolongation", None, None, None
)


def png(mode: str = "RGB") -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (40, 20)).save(buffer, "PNG")
    return buffer.getvalue()


GIVEN = {"a": GivenFile(SVG, "image/svg+xml"), "b": GivenFile(png(), "image/png")}


def whole(paper: str = "dossier", **fields) -> Document:
    facts = file_facts(amendments=(AMENDMENT,), **fields)
    logos = {
        "funder": replace(facts.funder, logo="a"),
        "beneficiary": replace(facts.beneficiary, logo="b"),
    }
    return document(replace(facts, **logos), PAPERS[paper])


@pytest.fixture(scope="module")
def edited() -> bytes:
    return render(whole(), "docx", GIVEN).content


@pytest.fixture(scope="module")
def printed() -> bytes:
    made = render(whole(), "pdf", GIVEN)
    assert made.refused == ()
    return made.content


def opened(content: bytes):
    return docx.Document(io.BytesIO(content))


def letters(text: str) -> str:
    return re.sub(r"\s+", "", text)


def docx_lines(content: bytes) -> list[str]:
    """Paragraphs and cells in the order of the document."""
    body = opened(content).element.body
    texts = ("".join(run.text or "" for run in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))
    return [text for text in texts if text]


def pdf_letters(content: bytes) -> str:
    """Without what each page repeats at its end: the running head, and « 3 / 8 »."""
    repeated = re.compile(re.escape(letters(whole().head)) + r"\d+/\d+$")
    return "".join(repeated.sub("", letters(page)) for page in pages_of(content))


def test_both_outputs_say_the_same_words(edited, printed):
    told = letters("".join(lines(whole().blocks)))
    assert letters("".join(docx_lines(edited))) == told
    assert pdf_letters(printed) == told


def test_the_docx_has_real_headings(edited):
    styles = [(one.style.name, one.text) for one in opened(edited).paragraphs if one.text.strip()]
    assert ("Heading 1", "Convention de partenariat 2025") in styles
    assert ("Heading 2", "Décision demandée") in styles
    assert ("Heading 2", "Article 4\u00a0: Montant de la subvention") in styles
    assert ("Heading 2", "Avenants") in styles
    assert styles[0] == ("Subtitle", "Département du Pas-de-Calais")


def test_the_docx_holds_its_tables_and_two_signature_blocks(edited):
    tables = opened(edited).tables
    imputation = tables[0]
    assert [cell.text for cell in imputation.rows[0].cells][:2] == ["Code opération", "Imputation"]
    assert imputation.rows[0]._tr.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None
    assert imputation.rows[1].cells[6].paragraphs[0].alignment == 2  # to the right
    left, right = tables[-1].rows[0].cells
    assert left.text.startswith("Pour le Département du Pas-de-Calais\n[nom et qualité")
    assert right.text.startswith("Pour Lianes coopération\n")


def test_the_docx_is_french_numbered_and_named(edited):
    made = opened(edited)
    assert made.core_properties.language == "fr-FR"
    assert made.core_properties.title == "Dossier complet CD62-2025"
    languages = [one.get(qn("w:val")) for one in made.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"fr-FR"}
    assert "Lianes coopération" in made.sections[0].header.paragraphs[0].text
    fields = made.sections[0].footer._element.iter(qn("w:instrText"))
    assert [one.text for one in fields] == ["PAGE", "NUMPAGES"]


def test_gaps_are_marked(edited):
    gap = next(
        run
        for paragraph in opened(edited).paragraphs
        for run in paragraph.runs
        if run.text == "[lieu]"
    )
    assert gap.font.highlight_color is not None


def test_the_logos_of_both_sides_stand_first_with_their_words(edited):
    made = opened(edited)
    words = [one.get("descr") for one in made.element.iter(qn("wp:docPr"))]
    assert words == ["Logo de Département du Pas-de-Calais", "Logo de Lianes coopération"]
    with zipfile.ZipFile(io.BytesIO(edited)) as archive:
        assert archive.read("word/media/drawing1.svg") == SVG
        assert b"svgBlip" in archive.read("word/document.xml")
    drawn = made.inline_shapes[0]
    assert drawn.width / drawn.height == pytest.approx(3, rel=0.05)


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_a_logo_that_was_not_given_is_left_out(extension):
    made = render(whole("convention"), extension, {})
    assert made.refused == ()
    assert made.content


def test_a_picture_that_is_none_is_left_out():
    broken = {"a": GivenFile(b"not a picture", "image/png"), "b": GivenFile(png("P"), "image/png")}
    made = opened(render(whole("convention"), "docx", broken).content)
    assert len(made.inline_shapes) == 1


def test_a_wide_logo_stays_on_its_half_of_the_page():
    wide = GivenFile(SVG.replace(b"300 100", b"3000 100"), "image/svg+xml")
    logos = Document("T", "A", "", "", (Logos((Logo("a", "Logo de A"),)),))
    made = opened(render(logos, "docx", {"a": wide}).content)
    assert made.inline_shapes[0].width.cm == pytest.approx(7, rel=0.01)


def test_the_pdf_is_tagged_french_and_titled(printed):
    with pikepdf.open(io.BytesIO(printed)) as made:
        assert made.Root.MarkInfo.Marked
        assert str(made.Root.Lang) == "fr"
        assert "Dossier complet CD62-2025" in str(made.docinfo["/Title"])
        kinds = set()
        stack = [made.Root.StructTreeRoot.K]
        while stack:
            one = stack.pop()
            if isinstance(one, pikepdf.Array):
                stack += list(one)
            elif isinstance(one, pikepdf.Dictionary):
                kinds.add(str(one.get("/S", "")))
                if "/K" in one and not isinstance(one.K, int):
                    stack.append(one.K)
    assert "/H3" not in kinds  # no level is left out
    assert {"/H1", "/H2", "/Table", "/TH", "/L", "/Figure"} <= kinds


def test_the_same_paper_gives_the_same_pdf(printed):
    assert render(whole(), "pdf", GIVEN).content == printed


@pytest.mark.parametrize("extension", ["docx", "pdf"])
def test_characters_that_no_document_holds_do_not_stop_it(extension):
    made = render(
        whole(purpose="Ouverture\x0b\x0c au\x00 monde \ufffe\uffff 🌍 <b>&"), extension, {}
    )
    if extension == "docx":
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            assert (
                "Ouverture au monde  🌍 &lt;b&gt;&amp;"
                in archive.read("word/document.xml").decode()
            )
    else:
        assert made.content.startswith(b"%PDF")
