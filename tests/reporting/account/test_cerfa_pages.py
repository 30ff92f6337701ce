"""The compte rendu financier by accounts: page, texts, PDF and workbook."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from partnership import jobs
from partnership.account_headings import keep_headings
from partnership.actions.financial_accounts import write_financial_account, written_texts
from partnership.enums import AccountSide, BudgetSide
from partnership.models import AccountHeading, Convention, Job, JournalEntry, PaperText
from reporting.financial_account import account_of, workbook
from tests import factories
from tests.partnership.expenses.builders import make_expense, make_line, make_payment
from tests.pdf_text import pages_of

pytestmark = pytest.mark.django_db

TITLE = "Compte rendu financier de subvention"


def heading(code: str, label: str, side=AccountSide.EXPENSE) -> AccountHeading:
    return AccountHeading.objects.get(side=side, code=code, label=label)


@pytest.fixture
def told(world):
    """7 000 € of 18 695 €: staff costs with an account, a room without one, three incomes."""
    keep_headings(AccountHeading)
    staff = heading("64", "Rémunération des personnels")
    line = make_line(
        world.convention,
        "Accompagnements",
        account=staff,
        amount=Decimal("12000.00"),
        gap_explanation="Un poste est resté vacant au printemps.",
    )
    room = make_line(world.convention, "Temps collectifs", amount=Decimal("6695.00"))
    make_expense(world.convention, line=line, amount=Decimal("10000.00"), label="Salaires")
    make_expense(world.convention, line=room, amount=Decimal("1879.54"), label="Salle")
    income = {"side": BudgetSide.INCOME}
    make_line(
        world.convention,
        "Département",
        **income,
        amount=Decimal("7000.00"),
        funder=world.funder,
        account=heading("74", "Département", AccountSide.INCOME),
    )
    make_line(
        world.convention,
        "Une autre aide",
        **income,
        amount=Decimal("5000.00"),
        received=Decimal("4800.00"),
        funder=world.other_funder,
        account=heading("74", "Région", AccountSide.INCOME),
    )
    make_line(
        world.convention,
        "Fonds propres",
        **income,
        amount=Decimal("6695.00"),
        received=Decimal("79.54"),
        account=heading("RP", "Ressources propres affectées", AccountSide.INCOME),
    )
    make_payment(world.convention)
    return world


def report_of(world, reader=None):
    convention = Convention.objects.for_list().get(pk=world.convention.pk)
    return account_of(convention, reader=reader or world.admin)


def page(client, world, query=""):
    return client.get(reverse("reporting:cerfa", args=[world.convention.reference]) + query)


def plain(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").split())


def test_planned_and_realised_stand_under_their_accounts(told):
    expenses = report_of(told).account.expenses
    staff = next(group for group in expenses.groups if group.row.account == "64")
    assert (staff.row.planned, staff.row.realised) == (Decimal("12000.00"), Decimal("10000.00"))
    assert (expenses.unassigned.planned, expenses.unassigned.realised) == (
        Decimal("6695.00"),
        Decimal("1879.54"),
    )
    assert expenses.total.realised == Decimal("11879.54")


def test_an_expense_without_an_account_takes_its_budget_lines(told):
    own = heading("62", "Déplacements, missions")
    line = told.convention.budget_lines.get(label="Accompagnements")
    make_expense(told.convention, line=line, account=own, amount=Decimal("100.00"))
    groups = {one.row.account: one.row.realised for one in report_of(told).account.expenses.groups}
    assert groups["64"] == Decimal("10000.00")
    assert groups["62"] == Decimal("100.00")


def test_the_subsidy_is_planned_by_the_budget_and_realised_by_the_payments(told):
    income = report_of(told).account.income
    grants = next(group for group in income.groups if group.row.account == "74")
    lines = {line.label: line for line in grants.lines}
    assert lines["Département"].realised == Decimal("7000.00")
    assert lines["Région"].gap == Decimal("-200.00")
    assert income.total.realised == Decimal("11879.54")
    assert report_of(told).account.result == Decimal("0.00")


def test_a_subsidy_that_no_line_of_the_budget_names_is_a_row_of_its_own(world):
    keep_headings(AccountHeading)
    make_payment(world.convention)
    income = report_of(world).account.income
    assert (income.unassigned.planned, income.unassigned.realised) == (
        Decimal("7000.00"),
        Decimal("7000.00"),
    )


def test_the_lines_of_an_older_form_stand_where_the_newer_one_has_them(told):
    for one in AccountHeading.objects.order_by("pk"):
        if one.label != "Région":
            AccountHeading.objects.create(
                side=one.side,
                code=one.code,
                group=one.group,
                label=one.label,
                position=one.position,
                in_kind=one.in_kind,
                valid_from=one.valid_from.replace(year=2026, month=1),
            )
    account = report_of(told).account
    staff = next(group for group in account.expenses.groups if group.row.account == "64")
    assert staff.row.realised == Decimal("10000.00")
    assert account.income.unassigned.planned == Decimal("5000.00")


def test_both_sides_read_the_page(told, client):
    for who in ("staff", "admin", "officer"):
        client.force_login(getattr(told, who))
        text = plain(page(client, told).content.decode())
        assert TITLE in text
        assert "Non affecté à un compte" in text
        assert "La subvention de 7 000,00 € représente 58,92 % du total des produits." in text
        assert "Un poste est resté vacant" in text


def test_the_funder_reads_what_others_give_as_one_nameless_line(told, as_officer):
    text = plain(page(as_officer, told).content.decode())
    assert "Autres financeurs" in text
    assert "4 800,00 €" in text
    for name in ("Région", "Autre financeur<", "Une autre aide"):
        assert name not in text
    assert report_of(told, told.officer).account.income.total.planned == Decimal("18695.00")


def test_an_empty_convention_says_what_to_do(as_admin, world):
    Convention.objects.filter(pk=world.convention.pk).update(original_amount=None)
    assert "Rien n'est encore noté" in page(as_admin, world).content.decode()


def texts_page(client, world):
    return reverse("reporting:cerfa-texts", args=[world.convention.reference])


def posted(client, world, **changes):
    """The form as the page shows it, with these changes."""
    form = client.get(texts_page(client, world)).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def test_a_text_left_as_the_data_say_it_follows_them(told, as_admin):
    factories.CommitmentFactory(convention=told.convention, number=1, text="Ateliers")
    data = posted(as_admin, told, observations="Une belle année.")
    assert "1. Ateliers" in data["action"]
    assert "Un poste est resté vacant" in data["gaps"]
    factories.CommitmentFactory(convention=told.convention, number=2, text="Formations")
    assert as_admin.post(texts_page(as_admin, told), data).status_code == 302
    assert written_texts(told.convention) == {"observations": "Une belle année."}
    assert "2. Formations" in page(as_admin, told).content.decode()


def test_a_text_is_written_then_given_back_to_the_data(told, as_admin):
    address = texts_page(as_admin, told)
    as_admin.post(address, posted(as_admin, told, dates="Toute l'année", signatory="A. Présidente"))
    assert "Toute l&#x27;année" in page(as_admin, told).content.decode()
    line = JournalEntry.objects.filter(subject_type="convention").latest("pk")
    assert line.changes["financial_account"]["dates"] == ["", "Toute l'année"]
    as_admin.post(address, posted(as_admin, told, dates=""))
    assert written_texts(told.convention) == {"signatory": "A. Présidente"}
    assert "Du 1" in page(as_admin, told).content.decode()


def test_nothing_is_told_where_nothing_changed(told, as_admin):
    as_admin.post(texts_page(as_admin, told), posted(as_admin, told))
    assert not JournalEntry.objects.filter(subject_type="convention").exists()
    assert not PaperText.objects.exists()


def test_a_text_too_long_is_refused_and_kept(told, as_admin):
    long = "mot " * 2000
    answer = as_admin.post(texts_page(as_admin, told), posted(as_admin, told, observations=long))
    assert answer.status_code == 422
    assert "raccourcissez-le" in answer.content.decode()
    assert long.strip() in answer.content.decode()


def test_only_the_administration_writes(told):
    for who in (told.staff, told.officer):
        with pytest.raises(PermissionDenied):
            write_financial_account(convention=told.convention, texts={"dates": "x"}, by=who)
    with pytest.raises(KeyError):
        write_financial_account(convention=told.convention, texts={"x": "y"}, by=told.admin)


def test_its_texts_are_none_of_the_funders_file(told, as_officer):
    write_financial_account(convention=told.convention, texts={"place": "Lille"}, by=told.admin)
    address = reverse("partnership:dossier", args=[told.convention.reference])
    assert as_officer.get(address).status_code == 200


def test_the_workbook_is_for_the_administration(told, client):
    for who, status in (("admin", 200), ("staff", 403), ("officer", 403)):
        client.force_login(getattr(told, who))
        assert page(client, told, "?export=xlsx").status_code == status


def test_the_lines_of_the_workbook_add_up_to_its_totals(told):
    book = openpyxl.load_workbook(io.BytesIO(workbook(report_of(told))))
    assert book.sheetnames == ["Tableau", "Bilan qualitatif", "Explications"]
    rows = list(book["Tableau"].iter_rows(min_row=2, values_only=True))
    for side, whole in (("Charges", "18695.00"), ("Produits", "18695.00")):
        lines = [row for row in rows if row[0] == side and row[1] == "ligne"]
        totals = [row for row in rows if row[0] == side and row[1] == "total"]
        assert sum(Decimal(str(row[4])) for row in lines) == Decimal(whole)
        assert Decimal(str(totals[-1][4])) == Decimal(whole)
        assert sum(Decimal(str(row[5])) for row in lines) == Decimal(str(totals[-1][5]))
        assert sum(Decimal(str(row[6])) for row in lines if row[6] is not None) == 100
    said = [row[0] for row in book["Explications"].iter_rows(values_only=True)]
    assert "Signature" in said


def test_the_pdf_holds_three_sheets_and_the_attestation(told, as_admin, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    write_financial_account(
        convention=told.convention,
        texts={"signatory": "Anne Présidente", "in_kind": "Deux jours de bénévolat."},
        by=told.admin,
    )
    reference = told.convention.reference
    assert as_admin.post(reverse("reporting:cerfa-pdf", args=[reference])).status_code == 302
    job = Job.objects.get(kind="financial_account")
    jobs.run(job.uid)
    job.refresh_from_db()
    assert job.state == "done", job.message
    address = reverse("partnership:file", args=[job.result_file.uid])
    pages = [plain(one) for one in pages_of(b"".join(as_admin.get(address).streaming_content))]
    assert "1. Tableau" in pages[0]
    assert "64 Charges de personnel" in pages[0]
    assert "Total des charges" in " ".join(pages[:2])
    assert any("2. Bilan qualitatif" in one for one in pages)
    last = pages[-1]
    for words in ("3. Explications", "Deux jours de bénévolat.", "Attestation", "Anne Présidente"):
        assert words in last
    assert "Cerfa" not in " ".join(pages)
