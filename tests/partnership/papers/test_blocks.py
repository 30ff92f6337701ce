"""What a paper is made of, and what is still to be filled in."""

from partnership.papers.annexes import resolve, unknown_keys
from partnership.papers.blocks import (
    Article,
    Item,
    Items,
    Paragraph,
    Signature,
    Signatures,
    Table,
    Title,
    body,
    gaps,
    lines,
    runs,
)
from partnership.papers.facts import AnnexFact

ANNEXES = (AnnexFact(1, "bilan", "Bilan"), AnnexFact(3, "convention", "Convention"))


def test_lines_make_paragraphs_and_marked_lines_make_a_list():
    assert body("Il convient :\n\n- d'attribuer ;\n• d'imputer.\nFin.\n2 a. suite") == (
        Paragraph("Il convient :"),
        Items((Item("–", "d'attribuer ;"), Item("–", "d'imputer."))),
        Paragraph("Fin."),
        Items((Item("2 a.", "suite"),)),
    )


def test_a_date_at_the_beginning_of_a_line_is_no_list():
    assert body("15 septembre 2025 : vote") == (Paragraph("15 septembre 2025 : vote"),)


def test_what_stands_between_brackets_is_a_gap():
    assert list(runs("à [lieu], le [date].")) == [
        ("à ", False),
        ("[lieu]", True),
        (", le ", False),
        ("[date]", True),
        (".", False),
    ]


def test_a_paper_is_read_as_lines_and_its_gaps_each_once():
    paper = (
        Title("Convention", above="CD62"),
        Article(1, "Objet", (Paragraph("Voir [lieu]."), *body("- [lieu]"))),
        Table("Imputation", ("Code", "Solde"), (("C05", "[solde]"),)),
        Signatures(Signature("Pour A", "[nom]"), Signature("Pour B", "Elle")),
    )
    assert list(lines(paper)) == [
        "CD62",
        "Convention",
        "Article 1 : Objet",
        "Voir [lieu].",
        "– [lieu]",
        "Imputation",
        "Code Solde",
        "C05 [solde]",
        "Pour A",
        "[nom]",
        "Pour B",
        "Elle",
    ]
    assert gaps(paper) == ["[lieu]", "[solde]", "[nom]"]


def test_an_annex_is_cited_by_its_short_name():
    said = resolve("joint en [annexe:convention], voir [Annexe : bilan]", ANNEXES)
    assert said == "joint en annexe 3, voir annexe 1"


def test_a_short_name_that_no_annex_bears_stays_and_is_told():
    said = resolve("joint en [annexe:modules]", ANNEXES)
    assert said == "joint en [annexe:modules]"
    assert unknown_keys(said) == ["modules"]
