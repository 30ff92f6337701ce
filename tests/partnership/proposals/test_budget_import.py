"""Budget lines from a spreadsheet: all or none, once, and what goes out comes back unchanged."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from partnership.account_headings import keep_headings
from partnership.enums import AccountSide, Origin, Verb
from partnership.importing.budget import import_budget
from partnership.models import AccountHeading, BudgetLine, Import, JournalEntry
from partnership.sheets import SheetError
from tests.partnership.proposals import builders

PAGE = reverse("partnership:budget", args=["DEP-2026"])
IMPORT = reverse("partnership:budget-import", args=["DEP-2026"])
FILE = """Sens;Intitulé;Description;Montant;Remarque
Dépenses;Accompagnements;"Entretiens; suivi";12 000,00 €;x
dépense;Coordination;;6695;
Recettes;Département;;7000,00;
Produits;Fonds propres;;11695.00;
"""


@pytest.fixture
def sheet(tmp_path):
    def sheet(text: str, name="budget.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return sheet


def said(convention) -> list[tuple]:
    return [(one.side, one.label, one.amount) for one in convention.budget_lines.in_order()]


def test_a_file_makes_the_lines_of_both_sides_and_names_its_import(world, sheet):
    result = import_budget(path=sheet(FILE), convention=world.convention, by=world.admin)
    assert (result.created, result.ignored_columns, result.written) == (4, ["Remarque"], True)
    assert said(world.convention) == [
        ("expense", "Accompagnements", Decimal(12000)),
        ("expense", "Coordination", Decimal(6695)),
        ("income", "Département", Decimal(7000)),
        ("income", "Fonds propres", Decimal(11695)),
    ]
    assert Import.objects.get().kind == "budget"
    entry = JournalEntry.objects.get(verb=Verb.IMPORTED)
    assert (entry.origin, entry.by) == (Origin.IMPORT, world.admin)


def test_the_same_file_again_changes_nothing_even_once_a_line_was_corrected(world, sheet):
    path = sheet(FILE)
    import_budget(path=path, convention=world.convention)
    BudgetLine.objects.filter(label="Coordination").update(amount=Decimal(1))
    again = import_budget(path=path, convention=world.convention)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)
    assert world.convention.budget_lines.count() == 4
    assert Import.objects.count() == 1


def test_lines_typed_by_hand_are_known_again(world, proposal, sheet):
    result = import_budget(path=sheet(FILE.replace("Entretiens; suivi", "")), convention=proposal)
    assert (result.created, result.unchanged) == (0, 4)


def test_equal_lines_of_a_file_are_as_many_lines(world, sheet):
    text = "Sens;Intitulé;Montant\n" + "Dépenses;Atelier;100\n" * 2
    for created in (2, 0):
        assert import_budget(path=sheet(text), convention=world.convention).created == created


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("Rien;Atelier;100", "Sens", "n'est pas connu"),
        ("Dépenses;;100", "Intitulé", "obligatoire"),
        ("Dépenses;Atelier;cent", "Montant", "n'est pas un montant"),
        ("Dépenses;Atelier;-3", "Montant", "est négatif"),
        ("Dépenses;Atelier;", "Montant", "Le montant est obligatoire"),
        ("Dépenses;TOTAL;100", "Intitulé", "Une ligne de total"),
    ],
)
def test_a_refused_line_says_where_and_why_and_nothing_is_written(
    world, sheet, line, column, words
):
    text = f"Sens;Intitulé;Montant\nDépenses;Bonne;5\n{line}\n"
    result = import_budget(path=sheet(text), convention=world.convention)
    [refusal] = result.refused
    assert (refusal.line, refusal.column) == (3, column)
    assert words in refusal.reason
    assert (result.created, result.written) == (0, False)
    assert not world.convention.budget_lines.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_in_unchanged(as_admin, world, proposal, tmp_path, kind):
    keep_headings(AccountHeading)
    heading = AccountHeading.objects.get(
        side=AccountSide.EXPENSE, code="62", label="Déplacements, missions"
    )
    odd = proposal.budget_lines.get(label="Coordination")
    odd.label, odd.description, odd.account = "=Frais  'divers'", "#N/A", heading
    odd.save()
    unknown = proposal.budget_lines.get(label="Fonds propres")
    unknown.amount = None
    unknown.save()
    path = tmp_path / f"budget.{kind}"
    path.write_bytes(as_admin.get(PAGE, {"export": kind}).getvalue())
    before = list(proposal.budget_lines.in_order().values())
    result = import_budget(path=path, convention=proposal)
    assert (result.unchanged, result.created, result.updated) == (4, 0, 0)
    assert (result.refused, result.questions, result.ignored_columns) == ([], [], [])
    assert list(proposal.budget_lines.in_order().values()) == before


def test_a_line_named_by_its_reference_is_corrected(world, proposal, sheet):
    line = proposal.budget_lines.get(label="Coordination")
    text = f"Référence;Sens;Intitulé;Montant\n{line.uid};Dépenses;Pilotage;6 695\n"
    result = import_budget(path=sheet(text), convention=proposal)
    assert (result.updated, result.created) == (1, 0)
    line.refresh_from_db()
    assert (line.label, line.position) == ("Pilotage", 2)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("other", "Aucune ligne du budget de DEP-2026"),
        ("twice", "figure déjà plus haut"),
        ("side", "ne change pas de côté"),
        ("broken", "n'est pas une référence"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_refused(world, proposal, sheet, change, words):
    [stranger] = builders.budget(world.other_convention, [("expense", "Ailleurs", "5")])
    line = proposal.budget_lines.get(label="Coordination")
    rows = {
        "other": [(stranger.uid, "Dépenses")],
        "twice": [(line.uid, "Dépenses"), (line.uid, "Dépenses")],
        "side": [(line.uid, "Recettes")],
        "broken": [("abc", "Dépenses")],
    }[change]
    text = "Référence;Sens;Intitulé;Montant\n"
    text += "".join(f"{uid};{side};Coordination;6695\n" for uid, side in rows)
    result = import_budget(path=sheet(text), convention=proposal)
    assert words in result.refused[0].reason


def test_a_category_that_is_no_account_is_a_question(world, sheet):
    text = "Sens;Intitulé;Montant;Catégorie\nDépenses;Train;5;Voyages\n"
    result = import_budget(path=sheet(text), convention=world.convention)
    assert result.created == 1
    assert "« Voyages » n'est pas un compte connu" in result.questions[0]


def test_a_missing_column_or_a_closed_convention_makes_the_file_unusable(world, sheet):
    with pytest.raises(SheetError, match="« Montant »"):
        import_budget(path=sheet("Sens;Intitulé\nDépenses;A\n"), convention=world.convention)
    world.convention.state = "settled"
    world.convention.save()
    with pytest.raises(SheetError, match="est close"):
        import_budget(path=sheet(FILE), convention=world.convention)


def test_a_rehearsal_writes_nothing(world, sheet):
    result = import_budget(path=sheet(FILE), convention=world.convention, dry_run=True)
    assert (result.created, result.written) == (4, False)
    assert not BudgetLine.objects.exists()
    assert not JournalEntry.objects.exists()


def test_the_command_imports_a_budget(world, sheet):
    out = io.StringIO()
    arguments = ["budget", str(sheet(FILE)), "--convention", "DEP-2026", "--json"]
    call_command("import_sheet", *arguments, stdout=out)
    assert json.loads(out.getvalue())["created"] == 4
    out = io.StringIO()
    call_command("import_sheet", *arguments[:-1], stdout=out)
    assert "Lignes inchangées : 4" in out.getvalue()
    assert "échange" not in out.getvalue()


def upload(client, text, name="budget 2026.csv"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, text.encode())})


def test_the_page_imports_and_says_what_was_done(as_admin, world):
    answer = as_admin.post(
        IMPORT, {"file": SimpleUploadedFile("budget.csv", FILE.encode())}, follow=True
    )
    html = answer.content.decode().replace("\u00a0", " ")
    assert "4 lignes créées. Colonnes ignorées : Remarque." in html
    assert world.convention.budget_lines.count() == 4


def test_the_page_lists_what_is_refused(as_admin, world):
    answer = upload(as_admin, FILE.replace("6695", "six mille"))
    html = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 422
    assert "« six mille » n'est pas un montant" in html
    assert not world.convention.budget_lines.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Ce fichier est vide"), ("Sens;Intitulé\na;b\n", "Il manque la colonne « Montant »")],
)
def test_the_page_says_what_is_wrong_with_the_file(as_admin, text, words):
    answer = upload(as_admin, text)
    assert answer.status_code == 422
    assert words in answer.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("who", ["staff", "officer"])
def test_only_the_administration_imports(client, world, who):
    client.force_login(getattr(world, who))
    assert upload(client, FILE).status_code == 403
    assert not BudgetLine.objects.exists()


@pytest.mark.parametrize("letter", ["é", "🌍"])
def test_a_long_name_in_any_alphabet_is_read(as_admin, letter):
    text = "Sens;Intitulé;Montant\nDépenses;Salle;100\n".encode()
    file = SimpleUploadedFile(f"{letter * 200}.csv", text)
    assert as_admin.post(IMPORT, {"file": file}).status_code == 302
