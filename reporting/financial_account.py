"""The compte rendu financier by accounts, as a page, a PDF and a workbook of three sheets.

It is the association's own document. On a page of the funder, what others give is one line."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from partnership import cerfa, files, jobs
from partnership.account_parts import EXPLANATIONS, QUALITATIVE
from partnership.actions.financial_accounts import written_texts
from partnership.enums import AccountSide, BudgetSide
from partnership.models import AccountHeading, BudgetLine, Convention, Job, StoredFile, User
from partnership.permissions import check_can_keep_money
from partnership.rendering.pdf import Rendered, render_pdf
from partnership.rendering.tables import Column, Sheet, workbook_bytes
from partnership.spending import accounts_in_use
from partnership.text import normalise
from partnership.wording import period
from reporting import account_texts, production
from reporting.account_texts import Text
from reporting.accounts import Accounts
from reporting.collecting import rows_of
from reporting.financial import EUROS, PERCENT
from reporting.letterhead import (
    WITHOUT_LOGOS,
    Letterhead,
    file_as_evidence,
    letterhead_of,
)
from reporting.models import ActivityReport

KIND = "financial_account"
OTHERS = -1  # the heading that gathers the other funders


@dataclass(frozen=True)
class FinancialAccount:
    """What the three outputs say."""

    convention: Convention
    account: cerfa.Account
    texts: tuple[Text, ...]
    made_on: datetime.date

    title = "Compte rendu financier de subvention"

    @property
    def period_text(self) -> str:
        terms = self.convention.terms()
        return period(terms.starts_on, terms.ends_on)

    @property
    def qualitative(self) -> list[Text]:
        return account_texts.of_sheet(self.texts, QUALITATIVE)

    @property
    def explanations(self) -> list[Text]:
        return account_texts.of_sheet(self.texts, EXPLANATIONS)

    @property
    def attestation(self) -> dict[str, str]:
        return account_texts.attestation_of(self.texts)

    @property
    def file_name(self) -> str:
        return f"compte-rendu-financier-par-comptes-{self.convention.reference}"


def account_of(
    convention: Convention, *, reader: User, today: datetime.date | None = None
) -> FinancialAccount:
    """The compte rendu as the rows give it today, in a constant number of queries."""
    today = today or timezone.localdate()
    rows = rows_of(convention)
    names_others = convention.owner_id in reader.access.networks
    return FinancialAccount(
        convention=convention,
        account=_account(convention, rows.accounts, today, names_others=names_others),
        texts=account_texts.texts_of(convention, rows, written_texts(convention)),
        made_on=today,
    )


def _account(
    convention: Convention, accounts: Accounts, today: datetime.date, *, names_others: bool
) -> cerfa.Account:
    headings = {side: _Headings(side, today) for side in (AccountSide.EXPENSE, AccountSide.INCOME)}
    expense, income = headings[AccountSide.EXPENSE], headings[AccountSide.INCOME]
    lines = {str(one.uid): one for one in convention.budget_lines.select_related("account").all()}
    terms = convention.terms()
    return cerfa.Account(
        expenses=cerfa.side_of("Charges", expense.listed, _spent(accounts, lines, expense)),
        income=cerfa.side_of(
            "Produits",
            income.listed if names_others else income.with_others(),
            _received(convention, accounts, lines, income, names_others=names_others),
        ),
        subsidy=terms.amount,
        is_voted=accounts.proposed is None,
    )


class _Headings:
    """The lines of the form in use on one side, and those of an earlier form that they replace."""

    def __init__(self, side: AccountSide, today: datetime.date):
        self.listed = [
            cerfa.Heading(one.pk, one.code, one.group, one.label, one.in_kind)
            for one in accounts_in_use(side, today)
        ]
        self._now = {(one.code, one.label): one.id for one in self.listed}
        self._all = {
            one.pk: self._now.get((one.code, one.label))
            for one in AccountHeading.objects.filter(side=side).order_by("pk")
        }

    def heading(self, account_id: int | None) -> int | None:
        """The line in use for an account; None for one of the other side, or of no line now."""
        return self._all.get(account_id) if account_id else None

    def with_others(self) -> list[cerfa.Heading]:
        """The same lines with one more, after the subsidies, for what other funders give."""
        found = list(self.listed)
        grants = [rank for rank, one in enumerate(found) if one.code == "74"]
        group = found[grants[-1]].group if grants else cerfa.OTHER_FUNDERS
        others = cerfa.Heading(OTHERS, "74", group, cerfa.OTHER_FUNDERS)
        found.insert(grants[-1] + 1 if grants else len(found), others)
        return found


def _spent(
    accounts: Accounts, lines: dict[str, BudgetLine], headings: _Headings
) -> Iterable[cerfa.Amount]:
    """What the expense lines plan, and what the counted charges cost. Where no charge at all is
    noted, the realised is unknown."""
    realised = cerfa.ZERO if accounts.charges else None
    for line in accounts.facts.expense_lines:
        heading = headings.heading(lines[line.uid].account_id)
        yield cerfa.Amount(heading, line.planned, realised)
    for charge in accounts.facts.counted_charges:
        yield cerfa.Amount(headings.heading(charge.account_id), realised=charge.charged)


def _received(
    convention: Convention,
    accounts: Accounts,
    lines: dict[str, BudgetLine],
    headings: _Headings,
    *,
    names_others: bool,
) -> Iterable[cerfa.Amount]:
    """What the income lines plan and what came of each. A subsidy that no line of the budget
    names is « non affectée », with what was paid."""
    for line in accounts.income_lines:
        heading = headings.heading(lines[line.uid].account_id)
        if line.is_other_funder and not names_others:
            heading = OTHERS
        yield cerfa.Amount(heading, line.planned, line.realised)
    terms = convention.terms()
    if terms.amount is not None and not any(
        _is_own(one, convention) for one in lines.values() if one.side == BudgetSide.INCOME
    ):
        yield cerfa.Amount(None, terms.amount, accounts.paid if accounts.has_payments else None)


def _is_own(line: BudgetLine, convention: Convention) -> bool:
    """Whether the line is the funder's, by the body that it points to, else by its words."""
    if line.funder_id is not None:
        return line.funder_id == convention.funder_id
    return normalise(convention.funder.name) in normalise(line.label)


def render(account: FinancialAccount, letterhead: Letterhead = WITHOUT_LOGOS) -> Rendered:
    context = {"report": account, "letterhead": letterhead}
    html = render_to_string("reporting/cerfa_pdf.html", context)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32]
    return render_pdf(html, files=letterhead.given, identifier=identifier.encode())


def make_pdf(job: Job, progress: jobs.Progress) -> StoredFile:
    """The work of a `financial_account` job. Raises PermissionDenied when the person may no longer
    keep the convention's money."""
    convention = Convention.objects.for_list().get(reference=job.arguments["convention"])
    check_can_keep_money(job.asked_by, convention)
    progress.say(10, "Lecture du budget, des dépenses et des textes…")
    account = account_of(convention, reader=job.asked_by)
    progress.say(35, "Mise en pages du compte rendu…")
    rendered = render(account, letterhead_of(convention, production.seen_by(job.asked_by)))
    progress.say(90, "Enregistrement du document…")
    stored = files.store(
        ActivityReport.objects.get(convention=convention),
        name=f"{account.file_name}.pdf",
        content=rendered.content,
        content_type="application/pdf",
    )
    file_as_evidence(
        convention,
        key=KIND,
        title=account.title,
        stored=stored,
        shows_logo=bool(convention.funder.logo),
        by=job.asked_by,
    )
    return stored


@dataclass(frozen=True)
class _Cell:
    """A line of the first sheet of the workbook."""

    side: str
    level: str
    row: cerfa.Row


LINE, GROUP, TOTAL = "ligne", "rubrique", "total"


def _of(name: str) -> Any:
    return lambda cell: getattr(cell.row, name)


COLUMNS = [
    Column("Côté", lambda cell: cell.side, width=12),
    Column("Niveau", lambda cell: cell.level, width=10),
    Column("Compte", _of("account"), width=9),
    Column("Intitulé", _of("label"), width=56),
    Column("Prévision", _of("planned"), EUROS, 15),
    Column("Réalisation", _of("realised"), EUROS, 15),
    Column("% du réalisé", _of("share"), PERCENT, 13),
    Column("Écart", _of("gap"), EUROS, 15),
    Column("Écart (%)", _of("gap_percent"), PERCENT, 12),
]
TEXT_COLUMNS = [
    Column("Rubrique", lambda pair: pair[0], width=44),
    Column("Texte", lambda pair: pair[1], width=100),
]


def workbook(account: FinancialAccount) -> bytes:
    """The table, what was done, the explanations with the attestation. In the table, the lines of
    a side (« ligne ») add up to its totals."""
    signed = account.attestation
    attestation = [
        ("Nom du représentant légal", signed["signatory"]),
        ("Qualité", signed["quality"]),
        ("Fait à", signed["place"]),
        ("Le", signed["signed_on"]),
        ("Signature", ""),
    ]
    return workbook_bytes(
        [
            Sheet("Tableau", COLUMNS, list(_cells(account.account))),
            Sheet("Bilan qualitatif", TEXT_COLUMNS, _pairs(account.qualitative)),
            Sheet(
                "Explications",
                TEXT_COLUMNS,
                [
                    *_pairs(account.explanations),
                    ("Part de la subvention", account.account.subsidy_sentence),
                    *attestation,
                ],
            ),
        ]
    )


def _pairs(texts: Sequence[Text]) -> list[tuple[str, str]]:
    return [(one.part.title, one.text or "non renseigné") for one in texts]


def _cells(account: cerfa.Account) -> Iterable[_Cell]:
    for side in account.sides:
        yield from _group_cells(side.title, side.groups)
        if side.unassigned is not None:
            yield _Cell(side.title, LINE, side.unassigned)
        yield _Cell(side.title, TOTAL, side.total)
        yield from _group_cells(side.title, side.in_kind)
        yield _Cell(side.title, TOTAL, side.in_kind_total)
        yield _Cell(side.title, TOTAL, side.whole)


def _group_cells(title: str, groups: Iterable[cerfa.Group]) -> Iterable[_Cell]:
    for group in groups:
        if not group.lines:
            yield _Cell(title, LINE, group.row)
            continue
        yield _Cell(title, GROUP, group.row)
        for line in group.lines:
            yield _Cell(title, LINE, replace(line, account=line.account or group.row.account))
