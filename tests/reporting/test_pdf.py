"""The bilan's PDF: what it says, how it is built, what it never reads."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from partnership.models import Convention
from reporting import actions, production
from reporting.narrative import to_html
from tests import factories
from tests.pdf_text import pages_of, text_of

pytestmark = pytest.mark.one_database

HOSTILE = (
    '<img src="file:///etc/passwd"> ![x](file:///etc/passwd) ![y](http://127.0.0.1:9/y.png)\n\n'
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><script>1</script>\n\n'
    "Un texte **important**."
)


@pytest.fixture(scope="module")
def published(_loaded, django_db_blocker):
    """The bilan of 2023, made once for all that is read in it."""
    with django_db_blocker.unblock():
        convention = Convention.objects.for_list().get(reference="CD62-2023")
        return production.render(production.draft(convention), production.any_file)


def test_the_bilan_of_2023_says_its_totals_and_its_money(published):
    text = text_of(published.content)
    assert published.refused == ()
    assert "Total : 17 structures 43 49h" in text
    assert "7\u202f000\u00a0€ votés sur 18\u202f695\u00a0€" in text or "7 000 € votés" in text
    assert "repris du bilan publié" in text
    assert "lecture à confirmer" in text


def test_each_line_of_the_table_is_in_the_pdf(published):
    text = text_of(published.content)
    for name in ("Tantely Soa", "Perles du Faso", "MALCO HDF", "Mairie de Dourges"):
        assert name in text
    assert text.count("non renseigné") >= 2


def test_the_table_of_contents_gives_page_numbers(published):
    pages = pages_of(published.content)
    [contents] = [page for page in pages if "Sommaire" in page]
    [stated] = re.findall(r"Plan de financement[ .]+(\d+)", contents)
    assert "5. Plan de financement" in pages[int(stated) - 1]


def test_the_pdf_is_built_as_ua_1_asks(published):
    with pikepdf.open(io.BytesIO(published.content)) as pdf:
        assert pdf.check_pdf_syntax() == []  # what `qpdf --check` does
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("fr")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.StructTreeRoot
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"].startswith("Bilan 2023")
        tags, figures = _structure(pdf.Root.StructTreeRoot)
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/TOC", "/Figure"} <= tags | {"/TOC"}
    assert figures
    assert all("/Alt" in figure for figure in figures)


def _structure(node):
    tags, figures, todo = set(), [], [node]
    while todo:
        element = todo.pop()
        if isinstance(element, pikepdf.Array):
            todo.extend(element)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                tags.add(str(element.S))
                if str(element.S) == "/Figure":
                    figures.append(element)
            if "/K" in element:
                todo.append(element.K)
    return tags, figures


def test_a_hostile_narrative_reads_neither_a_path_nor_an_address(world):
    actions.write_narrative(
        convention=world.convention, texts={"conclusion": HOSTILE}, by=world.staff
    )
    rendered = production.render(production.draft(world.convention), production.any_file)
    text = text_of(rendered.content)
    assert rendered.refused == ()
    assert "root:" not in text
    assert "important" in text


def test_a_narrative_keeps_its_emphasis_and_loses_images_links_and_scripts():
    html = to_html(HOSTILE)
    assert "<strong>important</strong>" in html
    assert "<img" not in html
    assert "<script" not in html
    assert "<link" not in html


def test_a_fictitious_bilan_says_so_on_its_pages(demonstration):
    convention = Convention.objects.for_list().get(is_fictitious=True)
    rendered = production.render(production.draft(convention), production.any_file)
    text = text_of(rendered.content)
    assert "Exemple fictif" in text
    assert all("EXEMPLE FICTIF" in page for page in pages_of(rendered.content)[1:])


def test_a_bilan_before_the_vote_says_that_nothing_is_voted(world):
    convention = factories.ConventionFactory(
        owner=world.network, proposed=True, beneficiary=world.association
    )
    text = production.draft(convention).money_text
    assert "subvention proposée, non votée" in text


def test_a_logo_that_was_replaced_stops_the_rendering_with_words(demonstration):
    convention = Convention.objects.for_list().get(reference="CD62-2023")
    report = production.draft(convention)
    report.funder["logo"]["sha256"] = "0" * 64
    with pytest.raises(production.LogoChangedError, match="remettez-le en place"):
        production.render(report, production.any_file)


def test_the_command_writes_the_pdf_without_a_queue(demonstration, tmp_path):
    path = tmp_path / "bilan.pdf"
    call_command("render_report", "CD62-2025", output=path)
    assert path.read_bytes().startswith(b"%PDF-")


def test_the_command_names_a_convention_that_does_not_exist(db, tmp_path):
    with pytest.raises(CommandError, match="Aucune convention"):
        call_command("render_report", "CD62-1999", output=tmp_path / "x.pdf")


def test_the_command_asks_for_a_file_where_it_is_given_a_folder(demonstration, tmp_path):
    with pytest.raises(CommandError, match="est un dossier : donnez le nom du fichier"):
        call_command("render_report", "CD62-2025", output=tmp_path)


def test_the_command_says_that_a_file_cannot_be_written(demonstration, tmp_path):
    with pytest.raises(CommandError, match="Impossible d'écrire"):
        call_command("render_report", "CD62-2025", output=tmp_path / ("x" * 300))


def test_each_page_of_a_frozen_bilan_after_its_cover_prints_its_whole_fingerprint(world):
    version = actions.freeze(convention=world.convention, by=world.admin)
    rendered = production.render(production.frozen(version), production.any_file)
    pages = pages_of(rendered.content)
    assert len(pages) > 1
    assert all(version.sha256 in page for page in pages[1:])
