"""The financial report that a convention asks for: planned and realised, then the expenses, for
the signature of the legal representative. As a page, a PDF and a workbook."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from partnership import files, jobs
from partnership.charging import Charge
from partnership.models import Convention, Job, StoredFile
from partnership.money import Comparison, Row
from partnership.permissions import check_can_produce_report
from partnership.rendering.pdf import Rendered, render_pdf
from partnership.rendering.tables import Column, Sheet, workbook_bytes
from partnership.wording import period
from reporting import production
from reporting.accounts import Accounts, accounts_of
from reporting.letterhead import (
    WITHOUT_LOGOS,
    Letterhead,
    file_as_evidence,
    letterhead_of,
)
from reporting.models import ActivityReport

KIND = "financial_report"
EUROS = '#,##0.00" €"'
PERCENT = '0.00" %"'


@dataclass(frozen=True)
class Attestation:
    """Who certifies, and where; what is empty is written by hand."""

    name: str = ""
    quality: str = ""
    place: str = ""


@dataclass(frozen=True)
class FinancialReport:
    """What the three outputs say. It goes to the funder: no other funder is named in it."""

    convention: Convention
    accounts: Accounts
    made_on: datetime.date
    attestation: Attestation = Attestation()

    @property
    def title(self) -> str:
        return f"Compte rendu financier {self.convention.year}"

    @property
    def period_text(self) -> str:
        terms = self.convention.terms()
        return period(terms.starts_on, terms.ends_on)

    @cached_property
    def expenses(self) -> Comparison:
        return self.accounts.expenses

    @cached_property
    def income(self) -> Comparison:
        return self.accounts.income(names_others=False)

    @cached_property
    def sides(self) -> list[tuple[str, Comparison]]:
        """The sides of the plan that hold something."""
        both = [("Dépenses", self.expenses), ("Recettes", self.income)]
        return [(title, side) for title, side in both if side.rows]

    @property
    def charges(self) -> tuple[Charge, ...]:
        return self.accounts.facts.counted_charges

    @property
    def apart(self) -> tuple[Charge, ...]:
        return self.accounts.facts.apart

    @property
    def charged_total(self) -> Decimal:
        return sum((charge.charged for charge in self.charges), Decimal("0.00"))

    @property
    def file_name(self) -> str:
        return f"compte-rendu-financier-{self.convention.reference}"


def report_of(
    convention: Convention,
    *,
    accounts: Accounts | None = None,
    attestation: Attestation | None = None,
    today: datetime.date | None = None,
) -> FinancialReport:
    """The financial report as the rows give it today."""
    return FinancialReport(
        convention=convention,
        accounts=accounts or accounts_of(convention),
        made_on=today or timezone.localdate(),
        attestation=attestation or Attestation(),
    )


def render(report: FinancialReport, letterhead: Letterhead = WITHOUT_LOGOS) -> Rendered:
    context = {"report": report, "letterhead": letterhead}
    html = render_to_string("reporting/financial_report_pdf.html", context)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return render_pdf(html, files=letterhead.given, identifier=identifier.encode())


def make_pdf(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of a `financial_report` job. Raises PermissionDenied when the person may no longer
    produce it."""
    given = job.arguments
    convention = Convention.objects.for_list().get(reference=given["convention"])
    check_can_produce_report(job.asked_by, convention)
    progress.say(10, "Lecture du budget et des dépenses…")
    attestation = Attestation(given["name"], given["quality"], given["place"])
    report = report_of(convention, attestation=attestation)
    progress.say(35, "Mise en pages du compte rendu…")
    rendered = render(report, letterhead_of(convention, production.seen_by(job.asked_by)))
    progress.say(90, "Enregistrement du document…")
    stored = files.store(
        ActivityReport.objects.get(convention=convention),
        name=f"{report.file_name}.pdf",
        content=rendered.content,
        content_type="application/pdf",
    )
    file_as_evidence(
        convention,
        key=KIND,
        title=report.title,
        stored=stored,
        shows_logo=bool(convention.funder.logo),
        by=job.asked_by,
    )
    return stored


def workbook(report: FinancialReport) -> bytes:
    """Two sheets: planned and realised; the expenses. A third for those that do not count."""
    sheets = [_comparison_sheet(report), _expenses_sheet(report)]
    if report.apart:
        sheets.append(Sheet("Non comptées", [*EXPENSES, REASON], report.apart))
    return workbook_bytes(sheets)


def _comparison_sheet(report: FinancialReport) -> Sheet:
    rows = [(title, row) for title, side in report.sides for row in side.rows]
    totals = [(title, side.total) for title, side in report.sides]
    return Sheet("Prévu et réalisé", COMPARISON, rows, totals)


def _of_row(name: str) -> Any:
    return lambda pair: getattr(pair[1], name)


def _line_label(pair: tuple[str, Row]) -> str:
    return pair[1].label


COMPARISON = [
    Column("Sens", lambda pair: pair[0], width=12),
    Column("Poste", _line_label, width=40),
    Column("Prévu", _of_row("planned"), EUROS, 14),
    Column("Part du prévu (%)", _of_row("planned_share"), PERCENT, 12),
    Column("Réalisé", _of_row("realised"), EUROS, 14),
    Column("Part du réalisé (%)", _of_row("realised_share"), PERCENT, 12),
    Column("Écart", _of_row("gap"), EUROS, 14),
    Column("Écart (%)", _of_row("gap_percent"), PERCENT, 12),
    Column("Explication", _of_row("explanation"), width=60),
]


@dataclass(frozen=True)
class _Total:
    """The last line of the expenses."""

    charged: Decimal
    label: str = "Total"
    paid_on: None = None
    supplier: str = ""
    voucher: str = ""
    amount: None = None
    percent: None = None


def _of_charge(name: str) -> Any:
    return lambda charge: getattr(charge, name)


EXPENSES = [
    Column("Payée le", _of_charge("paid_on"), "DD/MM/YYYY", 12),
    Column("Fournisseur", _of_charge("supplier"), width=30),
    Column("Libellé", _of_charge("label"), width=40),
    Column("Pièce", _of_charge("voucher"), width=14),
    Column("Montant", _of_charge("amount"), EUROS, 14),
    Column("Part (%)", _of_charge("percent"), PERCENT, 10),
    Column("Imputé", _of_charge("charged"), EUROS, 14),
]
REASON = Column("Pourquoi elle ne compte pas", _of_charge("why_not"), width=50)


def _expenses_sheet(report: FinancialReport) -> Sheet:
    return Sheet("Dépenses", EXPENSES, report.charges, [_Total(report.charged_total)])
