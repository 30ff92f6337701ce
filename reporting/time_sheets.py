"""The time sheet of a salary expense: the rows that made it, for two signatures. As a page, a PDF
and a workbook. It bears a name and an hourly cost, and stays in the association."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string

from partnership import files, jobs
from partnership.models import Convention, Expense, Job, Organisation, StoredFile
from partnership.permissions import check_can_read_time_sheet
from partnership.rendering.pdf import Rendered, render_pdf
from partnership.rendering.tables import Column, Sheet, workbook_bytes
from partnership.wording import hours, period
from reporting.financial import EUROS

KIND = "time_sheet"
GONE = "Cette dépense n'a plus de feuille de temps que vous puissiez lire."


@dataclass(frozen=True)
class SheetRow:
    date: datetime.date
    what: str
    minutes: int


@dataclass(frozen=True)
class TimeSheet:
    """What the three outputs say. `association` is the employer."""

    expense: Expense
    association: Organisation | None
    references: tuple[str, ...]
    is_fictitious: bool
    rows: tuple[SheetRow, ...]

    title = "Feuille de temps"

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)

    @property
    def person(self) -> str:
        return str(self.expense.person) if self.expense.person else "non renseigné"

    @property
    def employer(self) -> str:
        return self.association.name if self.association else "l'association"

    @property
    def period_text(self) -> str:
        return period(self.rows[0].date, self.rows[-1].date)

    @property
    def calculation(self) -> tuple[str, Decimal, Decimal]:
        """Time in words, euros of an hour, euros in all."""
        return hours(self.minutes), self.expense.hourly_rate, self.expense.amount

    @property
    def file_name(self) -> str:
        first, last = self.rows[0].date, self.rows[-1].date
        return f"feuille-de-temps-{first:%Y-%m}-{last:%Y-%m}-{str(self.expense.uid)[:8]}"


def time_sheet_of(expense: Expense) -> TimeSheet | None:
    """The sheet kept with the expense; None where it has none."""
    if not expense.time_sheet:
        return None
    conventions = list(
        Convention.objects.filter(expense_shares__expense=expense)
        .select_related("beneficiary")
        .distinct()
        .order_by("reference")
    )
    rows = [
        SheetRow(datetime.date.fromisoformat(line["date"]), line["what"], line["minutes"])
        for line in expense.time_sheet
    ]
    return TimeSheet(
        expense=expense,
        association=conventions[0].beneficiary if conventions else None,
        references=tuple(one.reference for one in conventions),
        is_fictitious=any(one.is_fictitious for one in conventions),
        rows=tuple(sorted(rows, key=lambda row: row.date)),
    )


def render(sheet: TimeSheet) -> Rendered:
    html = render_to_string("reporting/time_sheet_pdf.html", {"sheet": sheet})
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return render_pdf(html, identifier=identifier.encode())


def make_pdf(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of a `time_sheet` job. The file hangs on the job: only who asked may read it, while
    the expense itself is read by its funder.

    Raises JobError when the expense or the right to read its sheet is gone."""
    expense = (
        Expense.objects.visible_to(job.asked_by)
        .select_related("person", "owner")
        .filter(uid=job.arguments["expense"])
        .first()
    )
    sheet = time_sheet_of(expense) if expense else None
    if sheet is None:
        raise jobs.JobError(GONE)
    try:
        check_can_read_time_sheet(job.asked_by, expense)
    except PermissionDenied as error:
        raise jobs.JobError(str(error)) from error
    progress.say(35, "Mise en pages de la feuille de temps…")
    rendered = render(sheet)
    progress.say(90, "Enregistrement du document…")
    return files.store(
        job,
        name=f"{sheet.file_name}.pdf",
        content=rendered.content,
        content_type="application/pdf",
    )


def _cell(rank: int) -> Any:
    return lambda row: row[rank]


COLUMNS = [
    Column("Date", _cell(0), "DD/MM/YYYY", 34),
    Column("Ce qui a été fait", _cell(1), width=70),
    Column("Minutes", _cell(2), width=10),
    Column("Durée", _cell(3), width=12),
    Column("Montant", _cell(4), EUROS, 14),
]


def workbook(sheet: TimeSheet) -> bytes:
    """One sheet: the rows, their total, the calculation, and where each signs."""
    time, hourly, amount = sheet.calculation
    rows = [(row.date, row.what, row.minutes, hours(row.minutes), None) for row in sheet.rows]
    after = [
        ("Total", sheet.person, sheet.minutes, time, None),
        ("Coût horaire chargé", "", None, "", hourly),
        ("Montant", f"{time} au coût horaire ci-dessus", None, "", amount),
        ("", "", None, "", None),
        (f"{sheet.person}", "Date et signature :", None, "", None),
        (f"Représentant légal de {sheet.employer}", "Nom, date et signature :", None, "", None),
    ]
    return workbook_bytes([Sheet("Feuille de temps", COLUMNS, rows, after)])
