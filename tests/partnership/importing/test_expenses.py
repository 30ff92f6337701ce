"""A spreadsheet of expenses: read, kept once, corrected by its references, or refused."""

from __future__ import annotations

import datetime
import io
import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from openpyxl import Workbook

from partnership import expense_tables, spending
from partnership.actions.expenses import Part
from partnership.importing.expenses import import_expenses
from partnership.models import Expense, ExpenseShare, Import, JournalEntry
from partnership.rendering.tables import csv_lines, xlsx_bytes
from partnership.sheets import SheetError
from tests.partnership.expenses.builders import make_account, make_expense, make_line

HEAD = "Libellé;Montant;Date de paiement"


@pytest.fixture
def run(world, tmp_path):
    def run(text, **options):
        path = tmp_path / "depenses.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return import_expenses(path=path, convention=world.convention, **options)

    return run


def exported(convention, kind="csv"):
    columns = expense_tables.charges(convention.terms())
    rows = spending.shares_on(convention)
    if kind == "xlsx":
        return xlsx_bytes(columns, rows, title="Dépenses")
    return "".join(csv_lines(columns, rows))


def reasons(result):
    return [(one.line, one.column, one.value, one.reason) for one in result.refused]


def test_a_whole_line_becomes_an_expense(world, run):
    line, account = make_line(world.convention), make_account("625")
    result = run(
        f"{HEAD};Date;Fournisseur;Poste;Compte;Part imputée;N° de pièce\n"
        "Billets de train;1 234,50 €;02/03/2026;2026-02-20;Rails;deplacements;625;60 %;F-1\n",
        by=world.admin,
    )
    assert (result.created, result.written, result.questions) == (1, True, [])
    row = Expense.objects.get()
    share = row.shares.get()
    assert (row.label, row.amount, row.supplier) == (
        "Billets de train",
        Decimal("1234.50"),
        "Rails",
    )
    assert (row.paid_on, row.invoiced_on) == (
        datetime.date(2026, 3, 2),
        datetime.date(2026, 2, 20),
    )
    assert (row.voucher, row.account, share.budget_line) == ("F-1", account, line)
    assert (share.convention, share.percent) == (world.convention, Decimal(60))
    assert row.imported_by == Import.objects.get()
    origins = JournalEntry.objects.values_list("origin", flat=True)
    assert set(origins) == {"import"}


def test_the_same_file_again_changes_nothing(run):
    text = f"{HEAD}\nTrain;12,5;2/3/2026\nTrain;12,5;2/3/2026\nRepas;30;03/03/2026\n"
    assert run(text).created == 3
    before = JournalEntry.objects.count()
    again = run(text)
    assert (again.created, again.unchanged, Expense.objects.count()) == (0, 3, 3)
    assert (JournalEntry.objects.count(), Import.objects.count()) == (before, 1)
    assert run(text.replace("12,5", "12.50").replace("Train", "TRAIN")).unchanged == 3


def test_a_rehearsal_writes_nothing(run):
    result = run(f"{HEAD}\nTrain;12;2/3/2026\n", dry_run=True)
    assert (result.created, result.written) == (1, False)
    assert not Expense.objects.exists()
    assert not Import.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        (";12;2/3/2026;", "Libellé", "obligatoire"),
        ("Train;;2/3/2026;", "Montant", "obligatoire"),
        ("Train;12;;", "Date de paiement", "obligatoire"),
        ("Train;0;2/3/2026;", "Montant", "supérieur à zéro"),
        ("Train;-12;2/3/2026;", "Montant", "supérieur à zéro"),
        ("Train;12,345;2/3/2026;", "Montant", "deux décimales"),
        ("Train;beaucoup;2/3/2026;", "Montant", "n'est pas un montant"),
        ("Train;12;03/2026;", "Date de paiement", "ne dit pas le jour"),
        ("Train;12;31/02/2026;", "Date de paiement", "n'existe pas"),
        ("Train;12;2/3/2026;101", "Part imputée", "de 0,01 à 100"),
        ("Train;12;2/3/2026;0,6", "Part imputée", "écrivez le signe"),
        ("Train;12;2/3/2026;1", "Part imputée", "écrivez le signe"),
        ("Total;12;2/3/2026;", "Libellé", "Une ligne de total ne s'importe pas"),
    ],
)
def test_a_wrong_value_refuses_the_whole_file_and_says_where(run, line, column, words):
    result = run(f"{HEAD};Part imputée\nRepas;30;3/3/2026;\n{line}\n")
    assert (result.created, result.written) == (0, False)
    [(number, where, _, reason)] = reasons(result)
    assert (number, where) == (3, column)
    assert words in reason
    assert not Expense.objects.exists()
    assert not Import.objects.exists()


def test_a_small_part_is_written_with_its_sign(run):
    assert run(f"{HEAD};Part imputée\nTrain;12;2/3/2026;0,6 %\n").created == 1
    assert ExpenseShare.objects.get().percent == Decimal("0.60")


def test_a_missing_column_stops_the_import(run):
    with pytest.raises(SheetError, match="Date de paiement"):
        run("Libellé;Montant\nTrain;12\n")


def test_a_line_that_no_budget_knows_is_kept_with_a_question(world, run):
    make_line(world.convention, "Salaires")
    make_line(world.convention, "Salaires")
    result = run(f"{HEAD};Poste;Compte\nTrain;12;2/3/2026;Voyages;999\nPaie;9;2/3/2026;Salaires;\n")
    assert result.created == 2
    assert set(ExpenseShare.objects.values_list("budget_line", flat=True)) == {None}
    assert len(result.questions) == 3
    assert "Ligne 2 : le poste « Voyages » n'est pas dans le budget" in result.questions[0]
    assert "« 999 » n'est pas un compte connu" in result.questions[1]
    assert "plusieurs postes s'appellent « Salaires »" in result.questions[2]


def test_what_will_not_count_is_kept_and_asked_about(run):
    result = run(f"{HEAD}\nTrain;12;20/12/2025\n")
    assert result.created == 1
    assert "hors de la période" in result.questions[0]


def test_what_looks_like_a_double_is_kept_and_asked_about(world, run):
    make_expense(world.convention, supplier="Imprimerie", voucher="F-1")
    head = f"{HEAD};Fournisseur;N° de pièce\n"
    result = run(f"{head}Livrets;120;9/9/2026;IMPRIMERIE;f-1\nLivrets;120;9/9/2026;;\n")
    assert result.created == 2
    assert len(result.questions) == 1
    assert "déjà notée" in result.questions[0]


def test_a_line_of_another_convention_is_left_aside(run):
    result = run(f"{HEAD};Convention\nTrain;12;2/3/2026;AUTRE-2026\nRepas;9;2/3/2026;dep-2026\n")
    assert (result.created, len(result.questions)) == (1, 1)


@pytest.fixture
def several(world):
    """Expenses that an export could spoil: shared, unpaid, on two lines, with odd texts."""
    here, line, other = world.convention, make_line(world.convention), None
    other = make_line(world.convention, "Salaires")
    account = make_account("625")
    make_account("625", "Missions")
    make_expense(here, label="=1+1", supplier="'90 ans", voucher="#N/A", line=line, account=account)
    make_expense(here, label="À payer", paid_on=None, invoiced_on=datetime.date(2026, 2, 1))
    make_expense(here, label="Minime", percent="0.60")
    make_expense(here, label="Deux  postes", parts=[
        Part(Decimal(30), here, line), Part(Decimal(30), here, other),
        Part(Decimal(40), funder_name="Région")])  # fmt: skip
    make_expense(here, label="Temps", minutes=120, hourly_rate=Decimal(60))
    return here


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_goes_back_in_unchanged(several, run, kind):
    before = JournalEntry.objects.count()
    result = run(exported(several, kind))
    assert (reasons(result), result.questions, result.ignored_columns) == ([], [], [])
    assert (result.unchanged, result.updated, result.created) == (6, 0, 0)
    assert JournalEntry.objects.count() == before


def test_a_reference_corrects_its_expense_and_keeps_the_other_parts(world, run):
    line = make_line(world.convention)
    row = make_expense(
        world.convention,
        supplier="Rails",
        parts=[Part(Decimal(60), world.convention), Part(Decimal(40), funder_name="Région")],
    )
    text = f"Référence;{HEAD};Poste;Part imputée;Fournisseur\n"
    result = run(f"{text}{row.uid};Train;130;3/3/2026;Déplacements;50;\n", by=world.admin)
    assert (result.updated, result.unchanged, result.written) == (1, 0, True)
    row.refresh_from_db()
    assert (row.label, row.amount, row.supplier) == ("Train", Decimal(130), "Rails")
    shares = [(one.budget_line, one.percent) for one in row.shares.order_by("percent")]
    assert shares == [(None, Decimal(40)), (line, Decimal(50))]
    above = run(f"{text}{row.uid};Train;130;3/3/2026;Déplacements;61;\n")
    [(_, column, value, reason)] = reasons(above)
    assert (column, value) == ("Part imputée", "61")
    assert "101,00" in reason
    assert row.shares.get(convention=world.convention).percent == Decimal(50)


def test_a_reference_that_cannot_be_followed_is_refused(world, run):
    cancelled = make_expense(world.convention)
    cancelled.cancelled_at = timezone.now()
    cancelled.save()
    elsewhere = make_expense(world.other_convention)
    computed = make_expense(world.convention, minutes=60, hourly_rate=Decimal(60))
    twice = make_expense(world.convention)
    unknown = "00000000-0000-4000-8000-000000000000"
    uids = [unknown, cancelled.uid, elsewhere.uid, twice.uid, twice.uid]
    lines = [f"{uid};Billets de train;120;2/3/2026" for uid in (*uids, "n'importe quoi")]
    result = run("\n".join([f"Référence;{HEAD}", *lines, f"{computed.uid};Temps;61;2/3/2026"]))
    words = [
        "n'est pas une référence",
        "Aucune dépense de votre réseau",
        "a été annulée",
        "n'est pas imputée à DEP-2026",
        "déjà plus haut",
        "Le montant d'un temps valorisé est calculé",
    ]
    found = " ".join(one.reason for one in result.refused)
    assert len(result.refused) == len(words)
    for word in words:
        assert word in found


def test_an_expense_on_two_lines_is_told_by_its_line(several, world, run):
    row = Expense.objects.get(label="Deux  postes")
    head = f"Référence;{HEAD};Poste;Part imputée\n"
    given = f"{row.uid};Deux postes;120;2/3/2026"
    assert run(f"{head}{given};Salaires;35\n").updated == 0  # 30 + 35 + 40 is above the whole
    assert run(f"{head}{given};Salaires;20\n").updated == 1
    percents = row.shares.filter(budget_line__label="Salaires").values_list("percent", flat=True)
    assert list(percents) == [Decimal(20)]
    refused = run(f"{head}{given};Voyages;20\n")
    assert "plusieurs postes" in refused.refused[0].reason


def test_an_amount_that_trame_computes_is_compared_and_never_written(world, run):
    row = make_expense(world.convention, percent="50")
    text = f"Référence;{HEAD};Montant imputé\n{row.uid};Billets de train;120;2/3/2026;99\n"
    result = run(text)
    assert (result.unchanged, len(result.questions)) == (1, 1)


@pytest.mark.parametrize("who", ["staff", "officer", "other_officer"])
def test_only_the_administration_imports(world, run, who):
    with pytest.raises(PermissionDenied):
        run(f"{HEAD}\nTrain;12;2/3/2026\n", by=getattr(world, who))


def test_the_command_imports_expenses(world, tmp_path):
    book = Workbook()
    book.active.append(["Libellé", "Montant", "Date de paiement"])
    book.active.append(["Train", 12.5, datetime.date(2026, 3, 2)])
    book.save(path := tmp_path / "depenses.xlsx")
    out = io.StringIO()
    options = {"convention": "DEP-2026", "stdout": out}
    call_command("import_sheet", "expenses", str(path), **options, json=True)
    assert json.loads(out.getvalue())["created"] == 1
    out.truncate(0)
    call_command("import_sheet", "expenses", str(path), **options)
    assert "Lignes créées : 0\n" in out.getvalue()
