"""The financial report: a page, a workbook, a PDF for the signature."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from openpyxl import load_workbook

from partnership import files, jobs
from partnership.models import Job
from reporting import actions, financial
from tests.pdf_text import text_of
from tests.reporting.money import builders

pytestmark = pytest.mark.one_database

WHO = {"name": "Jeanne Fictive", "quality": "Présidente", "place": "Port-Fictif"}


@pytest.fixture
def convention(world):
    convention = builders.worked(world.convention)
    builders.line(
        convention, "Région secrète", 700, side="income", funder=world.other_funder, received=600
    )
    builders.expense(convention, "30", label="Trop tard", paid_on=datetime.date(2027, 1, 2))
    line = convention.budget_lines.first()
    line.gap_explanation = "Un poste vacant au printemps"
    line.save()
    return convention


@pytest.fixture
def address():
    return reverse("reporting:financial-report", args=["DEP-2026"])


class Silent:
    def say(self, percent, message):
        pass


@pytest.fixture
def pdf(world, convention, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    job = actions.request_financial_report(convention=convention, attestation=WHO, by=world.admin)
    return financial.make_pdf(job, Silent())


def test_the_pdf_says_planned_realised_and_every_expense(pdf):
    text = text_of(files.read(pdf)).replace("\u202f", " ").replace("\u00a0", " ")
    for words in (
        "Compte rendu financier 2026",
        "Accompagnements",
        "Un poste vacant au printemps",
        "18 695,00 € 100,00 % 11 879,54 € 100,00 %",
        "04/05/2026 Salle des Songes Salaire, mars F-12 10 000,00 € 100,00 % 10 000,00 €",
        "3 759,08 € 50,00 % 1 879,54 €",
        "Total imputé à la convention 11 879,54 €",
        "Payée le 2 janvier 2027, hors de la période",
    ):
        assert words in text


def test_the_pdf_bears_the_attestation_to_sign(pdf):
    text = text_of(files.read(pdf))
    for words in ("Attestation", "Jeanne Fictive", "Présidente", "Port-Fictif", "Signature"):
        assert words in text


def test_the_pdf_names_no_other_funder(pdf):
    text = text_of(files.read(pdf))
    assert "Autres financeurs" in text
    assert "secrète" not in text


def test_the_pdf_is_sound_and_tagged(pdf):
    with pikepdf.open(io.BytesIO(files.read(pdf))) as document:
        assert document.check_pdf_syntax() == []
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_the_document_is_the_associations_until_it_gives_it(world, pdf):
    assert files.visible_file(pdf.uid, world.staff) == pdf
    assert files.visible_file(pdf.uid, world.officer) is None


def test_a_signatory_that_nobody_gave_is_left_to_be_written(world, convention):
    html = text_of(financial.render(financial.report_of(convention)).content)
    assert "Nom ……" in html


def test_the_page_asks_for_the_pdf_as_a_job(as_admin, convention, address, monkeypatch):
    monkeypatch.setattr(jobs, "send", lambda job: True)
    answer = as_admin.post(address, WHO)
    job = Job.objects.get()
    assert answer.url == reverse("partnership:job", args=[job.uid])
    assert job.kind == "financial_report"
    assert job.arguments == {"convention": "DEP-2026", **WHO}


def test_a_name_too_long_is_refused_and_kept(as_admin, convention, address):
    answer = as_admin.post(address, WHO | {"name": "x" * 200})
    assert answer.status_code == 422
    assert "x" * 200 in answer.content.decode()
    assert not Job.objects.exists()


def test_staff_read_it_and_do_not_produce_it(as_staff, world, convention, address):
    assert "Demander le PDF" not in as_staff.get(address).content.decode()
    assert as_staff.get(address, {"export": "xlsx"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.request_financial_report(convention=convention, attestation=WHO, by=world.staff)


def test_the_workbook_has_two_sheets_that_add_up(as_admin, convention, address):
    answer = as_admin.get(address, {"export": "xlsx"})
    assert answer["Content-Disposition"].endswith('compte-rendu-financier-DEP-2026.xlsx"')
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Prévu et réalisé", "Dépenses", "Non comptées"]
    lines = [row for row in book["Prévu et réalisé"].iter_rows(min_row=2, values_only=True)]
    expenses = [row for row in lines if row[0] == "Dépenses"]
    *rows, total = expenses
    for column in (2, 3, 4, 5, 6):
        added = sum(Decimal(str(row[column])) for row in rows)
        assert added == Decimal(str(total[column]))
    assert total[1:7:2] == ("Total", 100, 100)
    assert (total[2], total[4]) == (18695, 11879.54)
    assert rows[0][8] == "Un poste vacant au printemps"
    *charges, last = book["Dépenses"].iter_rows(min_row=2, values_only=True)
    assert len(charges) == 2
    assert sum(Decimal(str(row[6])) for row in charges) == Decimal(str(last[6]))
    assert charges[0][0].date() == builders.PAID_ON
    assert "secrète" not in str(lines)


def test_a_workbook_of_a_year_when_all_counts_has_two_sheets(world):
    report = financial.report_of(builders.worked(world.convention))
    book = load_workbook(io.BytesIO(financial.workbook(report)))
    assert book.sheetnames == ["Prévu et réalisé", "Dépenses"]


def test_an_empty_year_is_said_in_words(as_officer, world, address):
    page = as_officer.get(address).content.decode()
    assert "n'est pas renseigné" in page
    assert "Aucune dépense n'est imputée" in page
    assert financial.render(financial.report_of(world.convention)).refused == ()
