"""From blocks to an editable DOCX: real heading styles, French, page numbers. Knows nothing of the
domain, and shows no file but those that this rendering was given."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import docx
from docx.document import Document as DocxDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_COLOR_INDEX, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from partnership.cell_texts import without_controls
from partnership.papers import blocks
from partnership.papers.blocks import Document
from partnership.rendering.pdf import GivenFile
from partnership.rendering.pictures import as_png, ratio_of_svg, words_as_png

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT = "Arial"
GREEN = RGBColor(0x14, 0x52, 0x3C)
GREY = RGBColor(0x4A, 0x56, 0x50)
LOGO_HEIGHT, LOGO_WIDEST = Cm(1.9), Cm(7)
_SVG_EXTENSION = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:embed="%s"/></a:ext></a:extLst>'
)


def render_docx(document: Document, *, files: Mapping[str, GivenFile] | None = None) -> bytes:
    """Write the document. `files` by uid are the only pictures that it may show; a logo whose file
    is not given is left out."""
    made = docx.Document()
    _set_up(made, document)
    _Writer(made, files or {}).write(document.blocks)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _set_up(made: DocxDocument, document: Document) -> None:
    """Properties, page, styles, header and footer."""
    about = made.core_properties
    about.title, about.author = without_controls(document.title), without_controls(document.author)
    about.language = "fr-FR"
    about.comments = ""
    _drop_the_thumbnail(made)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    _set_styles(made)
    head = section.header.paragraphs[0]
    _small(head.add_run(without_controls(document.head)))
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if document.foot:
        _small(foot.add_run(f"{without_controls(document.foot)} · "))
    for code, words in (("PAGE", " / "), ("NUMPAGES", "")):
        _field(foot, code)
        _small(foot.add_run(words))


def _drop_the_thumbnail(made: DocxDocument) -> None:
    """The library's model of a document comes with a picture of itself."""
    relations = made.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]


@dataclass(frozen=True)
class _Style:
    size: float
    before: float
    after: float
    bold: bool = True
    color: RGBColor | None = GREEN


_STYLES = {
    "Normal": _Style(10.5, 0, 6, bold=False, color=None),
    "Subtitle": _Style(11, 0, 6, bold=False, color=GREY),
    "Heading 1": _Style(20, 12, 6),
    "Heading 2": _Style(12, 13, 4),
    "Caption": _Style(9.5, 6, 3, color=GREY),
}


def _set_styles(made: DocxDocument) -> None:
    for name, look in _STYLES.items():
        style = made.styles[name]
        style.font.size, style.font.bold = Pt(look.size), look.bold
        style.font.italic = False
        if look.color is not None:
            style.font.color.rgb = look.color
        style.paragraph_format.space_before = Pt(look.before)
        style.paragraph_format.space_after = Pt(look.after)
        _set_font(style.element.get_or_add_rPr())
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
    defaults = made.styles.element.find(qn("w:docDefaults"))
    for one in (made.styles["Normal"].element.rPr, defaults.find(f".//{qn('w:rPr')}")):
        _set_language(one)


def _set_font(properties) -> None:
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for side in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{side}"), FONT)


def _set_language(properties) -> None:
    for known in properties.findall(qn("w:lang")):
        properties.remove(known)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    properties.append(language)


def _small(run: Run) -> None:
    run.font.size, run.font.color.rgb = Pt(8), GREY


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that the word processor counts by itself."""
    run = paragraph.add_run()
    _small(run)
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = code
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


class _Writer:
    """Writes blocks one after the other. A kind that it does not know raises KeyError."""

    def __init__(self, made: DocxDocument, files: Mapping[str, GivenFile]):
        self._made, self._files = made, files
        self._drawings = 0

    def write(self, some: Iterable[blocks.Block]) -> None:
        for block in some:
            if isinstance(block, blocks.Signatures):  # never alone at the top of a page
                self._made.paragraphs[-1].paragraph_format.keep_with_next = True
            getattr(self, f"_{block.kind}")(block)

    def _say(self, text: str, *, style: str = "Normal", into: Paragraph | None = None) -> Paragraph:
        paragraph = into if into is not None else self._made.add_paragraph(style=style)
        for words, is_gap in blocks.runs(without_controls(text)):
            run = paragraph.add_run(words)
            if is_gap:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        return paragraph

    def _title(self, block: blocks.Title) -> None:
        if block.above:
            self._say(block.above, style="Subtitle").paragraph_format.keep_with_next = True
        self._say(block.text, style="Heading 1").paragraph_format.keep_with_next = True
        if block.below:
            self._say(block.below, style="Subtitle")

    def _heading(self, block: blocks.Heading) -> None:
        self._say(block.text, style="Heading 2")

    def _paragraph(self, block: blocks.Paragraph) -> None:
        self._say(block.text)

    _visa = _paragraph

    def _items(self, block: blocks.Items) -> None:
        for item in block.items:
            paragraph = self._say(f"{item.marker}\t{item.text}")
            layout = paragraph.paragraph_format
            layout.left_indent, layout.first_line_indent = Cm(0.9), Cm(-0.9)
            layout.tab_stops.add_tab_stop(Cm(0.9))
            layout.space_after = Pt(3)

    def _article(self, block: blocks.Article) -> None:
        self._say(block.heading, style="Heading 2")
        self.write(block.body)

    def _page_break(self, block: blocks.PageBreak) -> None:
        self._made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _table(self, block: blocks.Table) -> None:
        if block.caption:
            self._say(block.caption, style="Caption").paragraph_format.keep_with_next = True
        table = self._made.add_table(rows=0, cols=len(block.columns), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        self._row(table, block.heads, bold=True)
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for line in block.lines:
            self._row(table, line)
        self._made.add_paragraph().paragraph_format.space_after = Pt(0)

    def _row(self, table, cells: list[tuple[str, bool]], *, bold: bool = False) -> None:
        row = table.add_row()
        for cell, (text, is_number) in zip(row.cells, cells, strict=True):
            paragraph = self._say(text, into=cell.paragraphs[0])
            paragraph.paragraph_format.space_after = Pt(2)
            if is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            for run in paragraph.runs:
                run.font.size, run.font.bold = Pt(8.5), bold
        kept = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(kept)

    def _signatures(self, block: blocks.Signatures) -> None:
        self._made.add_paragraph().paragraph_format.keep_with_next = True
        table = self._made.add_table(rows=1, cols=2)
        for cell, one in zip(table.rows[0].cells, (block.left, block.right), strict=True):
            party = self._say(one.party, into=cell.paragraphs[0])
            for run in party.runs:
                run.font.bold = True
            self._say(one.who, into=cell.add_paragraph())
            for _ in range(4):
                cell.add_paragraph()
        kept = OxmlElement("w:cantSplit")
        table.rows[0]._tr.get_or_add_trPr().append(kept)

    def _logos(self, block: blocks.Logos) -> None:
        paragraph = self._made.add_paragraph()
        end = self._made.sections[0]
        width = end.page_width - end.left_margin - end.right_margin
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        for rank, logo in enumerate(block.logos):
            given = self._files.get(logo.uid)
            if given is None:
                continue
            if rank:
                paragraph.add_run("\t")
            self._picture(paragraph.add_run(), given, logo.alt)

    def _picture(self, run: Run, given: GivenFile, alt: str) -> None:
        is_svg = "svg" in given.content_type
        if is_svg:
            ratio = ratio_of_svg(given.content)
            content: bytes | None = words_as_png(alt, ratio)
        else:
            content = as_png(given.content)
        if content is None:
            return
        shape = run.add_picture(io.BytesIO(content), height=LOGO_HEIGHT)
        if shape.width > LOGO_WIDEST:
            shape.height = int(shape.height * LOGO_WIDEST / shape.width)
            shape.width = LOGO_WIDEST
        shape._inline.docPr.set("descr", alt)
        if is_svg:
            self._draw_instead(shape, given.content)

    def _draw_instead(self, shape, content: bytes) -> None:
        """The drawing itself, for the programs that know how; the plate stays for the others."""
        self._drawings += 1
        part = Part(
            PackURI(f"/word/media/drawing{self._drawings}.svg"),
            "image/svg+xml",
            content,
            self._made.part.package,
        )
        relation = self._made.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        blip = next(shape._inline.iter(qn("a:blip")))
        blip.append(parse_xml(_SVG_EXTENSION % relation))
