"""The import of expenses: all the lines of a file or none, and never twice the same."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from partnership import journal
from partnership.actions.expenses import Part, change_expense, charge, create_expense, shares_of
from partnership.charging import charged, why_not_counted
from partnership.enums import AccountSide, BudgetSide, Origin
from partnership.figures import HUNDRED
from partnership.import_kinds import Change, ImportOptions, ImportResult
from partnership.importing import expense_corrections as corrections
from partnership.importing.expense_columns import COMPUTED, EXPENSE_COLUMNS
from partnership.importing.run import (
    REPEATED,
    TOTAL_REFUSED,
    FileRun,
    as_read,
    is_elsewhere,
    is_total,
    line_key,
)
from partnership.importing.scratch import Seen
from partnership.models import (
    AccountHeading,
    BudgetLine,
    Convention,
    Expense,
    ExpenseShare,
    Network,
    User,
)
from partnership.permissions import check_can_keep_money
from partnership.sheets import Row, open_sheet
from partnership.spending import accounts_in_use
from partnership.text import normalise
from partnership.wording import euros

KIND = "expenses"
_FIELDS = ("label", "supplier", "amount", "invoiced_on", "paid_on", "voucher")


def import_expenses(
    *,
    path: Path | str,
    convention: Convention,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    options: ImportOptions | None = None,
) -> ImportResult:
    """Import a file of expenses into a convention: every line, or nothing when one is refused,
    unless `options` ask for the valid lines only.

    Raises SheetError when the file cannot be used, PermissionDenied for who may not (`by` None: a
    command)."""
    if by is not None:
        check_can_keep_money(by, convention)
    path = Path(path)
    with open_sheet(path, EXPENSE_COLUMNS, sheet=sheet) as opened:
        result = ImportResult(ignored_columns=opened.ignored_columns)
        with (
            _Run(path, convention, by, result, options) as run,
            journal.origin(Origin.IMPORT),
            transaction.atomic(),
        ):
            # Imports of one network wait for each other: each sees the keys of the one before.
            Network.objects.select_for_update().get(pk=convention.owner_id)
            run.prepare()
            seen = Seen(run.scratch)
            for chunk in run.chunks(opened):
                rows = [row for row in chunk if not is_elsewhere(row, convention, result)]
                for row in rows:
                    run.take(row, _key(row, convention, seen))
                run.settle(rows)
            run.close()
            run.end(dry_run=dry_run)
    return result


def _key(row: Row, convention: Convention, seen: Seen) -> str:
    """What tells a line from every other: all its cells, and its rank among equal lines."""
    apart = {*COMPUTED, "convention"}
    given = {
        name: (normalise(value) or value.strip()) if isinstance(value, str) else str(value)
        for name, value in row.values.items()
        if name not in apart
    }
    return line_key(KIND, convention, json.dumps(given, sort_keys=True), seen)


class _Run(FileRun):
    """One file of expenses into one convention."""

    kind = KIND
    keeps_corrections = True
    own_totals = "label"

    def __init__(
        self,
        path: Path,
        convention: Convention,
        by: User | None,
        result: ImportResult,
        options: ImportOptions | None,
    ):
        super().__init__(path, convention.owner, by, result, options)
        self.convention, self.terms = convention, convention.terms()
        self.today = timezone.localdate()

    def prepare(self) -> None:
        """Read what the lines are compared with; within the transaction."""
        kept = Expense.objects.filter(owner=self.owner)
        self.known = dict(kept.exclude(import_key="").values_list("import_key", "cancelled_at"))
        self.alike = {
            _alike(*values)
            for values in kept.counted()
            .filter(minutes__isnull=True)
            .values_list("supplier", "amount", "voucher", "paid_on")
            .iterator()
        }
        self.lines: dict[str, list[BudgetLine]] = defaultdict(list)
        lines = BudgetLine.objects.filter(convention=self.convention, side=BudgetSide.EXPENSE)
        for line in lines.order_by("position", "pk"):
            self.lines[normalise(line.label)].append(line)
        self.accounts: dict[str, list[AccountHeading]] = defaultdict(list)
        for account in accounts_in_use(AccountSide.EXPENSE, self.today):
            for name in {normalise(account.code), normalise(str(account))}:
                self.accounts[name].append(account)
        self.done: set[int] = set()

    def take(self, row: Row, key: str) -> None:
        if "reference" in row.values:
            self._update(row)
            return
        if row.refusals:
            return
        if is_total(row.get("label", "")):
            row.refuse("label", TOTAL_REFUSED)
            return
        if "paid_on" not in row.values and row.raw.get("paid_on") is None:
            row.refuse("paid_on", "Cette valeur est obligatoire : complétez la cellule.")
        if row.refusals:
            return
        if key not in self.known:
            self._create(row, key)
            return
        self.result.unchanged += 1
        if self.known[key] is not None:
            self.ask(row, "cette dépense a été annulée depuis ; elle le reste.")

    def _create(self, row: Row, key: str) -> None:
        fields = {name: row.get(name) for name in _FIELDS if name in row.values}
        percent, line = row.get("percent", HUNDRED), self._line(row)
        try:
            create_expense(
                owner=self.owner,
                parts=[Part(percent, self.convention, line)],
                by=self.by,
                account=self._account(row),
                imported_by=self.row,
                import_key=key,
                **fields,
            )
        except ValidationError as error:
            _refuse(row, error)
            return
        self.result.created += 1
        self.result.rows_created += 1
        self.result.show(row.line, f"{row.get('label')} · {euros(row.get('amount'))}")
        self._question_day(row)
        self._question_charged(row, charged(row.get("amount"), percent))
        alike = _alike(
            row.get("supplier", ""), row.get("amount"), row.get("voucher", ""), row.get("paid_on")
        )
        if alike in self.alike:
            self.ask(
                row,
                "une dépense de même fournisseur, montant et numéro de pièce est déjà notée ; "
                "vérifiez qu'elle ne l'est pas deux fois.",
            )
        self.alike.add(alike)

    def _update(self, row: Row) -> None:
        """Correct the expense named; an empty cell leaves what is there."""
        expense = (
            Expense.objects.filter(owner=self.owner, uid=row.get("reference"))
            .select_related("account")
            .first()
        )
        share = self._share_of(row, expense)
        if share is None or row.refusals:
            return
        self.done.add(share.pk)
        fields = {
            name: row.get(name)
            for name in _FIELDS
            if name in row.values and row.get(name) != as_read(getattr(expense, name))
        }
        account = self._account(row, expense.account)
        if account != expense.account:
            fields["account"] = account
        line, percent = self._line(row, share.budget_line), row.get("percent", share.percent)
        moved = (line, percent) != (share.budget_line, share.percent)
        before = corrections.read(expense)
        try:
            if fields:
                change_expense(expense=expense, by=self.by, **fields)
            if moved:
                charge(
                    expense=expense,
                    convention=self.convention,
                    percent=percent,
                    by=self.by,
                    budget_line=line,
                    instead_of=share,
                )
        except ValidationError as error:
            _refuse(row, error)
            return
        self._question_charged(row, charged(row.get("amount", expense.amount), percent))
        if not (fields or moved):
            self.result.unchanged += 1
            return
        self.result.updated += 1
        after = corrections.read(Expense.objects.get(pk=expense.pk))
        told = tuple(corrections.in_words(before, after))
        self.result.change(Change(row.line, expense.label, told))
        self.corrected(row, expense, before, after)
        if "paid_on" in fields:
            self._question_day(row)

    def _share_of(self, row: Row, expense: Expense | None) -> ExpenseShare | None:
        """The share that the line speaks of; without one it is refused. An expense charged to
        several lines of the budget stands on as many lines of the file: « Poste » tells them."""
        if expense is None:
            row.refuse(
                "reference",
                "Aucune dépense de votre réseau ne porte cette référence : "
                "laissez la cellule vide pour créer la ligne.",
            )
            return None
        if expense.is_cancelled:
            row.refuse("reference", "Cette dépense a été annulée : retirez la ligne.")
            return None
        shares = [one for one in shares_of(expense) if one.convention == self.convention]
        if not shares:
            row.refuse(
                "reference",
                f"Cette dépense n'est pas imputée à {self.convention.reference} : "
                "imputez-la d'abord dans Trame.",
            )
            return None
        left = [one for one in shares if one.pk not in self.done]
        if not left:
            row.refuse("reference", REPEATED)
            return None
        if len(shares) == 1:
            return left[0]
        named = normalise(row.get("budget_line", ""))
        for one in left:
            if named == (normalise(one.budget_line.label) if one.budget_line else ""):
                return one
        row.refuse(
            "budget_line",
            "Cette dépense est imputée à plusieurs postes : changez-les dans Trame.",
        )
        return None

    def _line(self, row: Row, current: BudgetLine | None = None) -> BudgetLine | None:
        """The budget line named; the one it has when none is. An unknown one is a question."""
        written = row.get("budget_line", "")
        if not written or (current and normalise(written) == normalise(current.label)):
            return current
        found = self.lines.get(normalise(written), [])
        if len(found) == 1:
            return found[0]
        why = (
            f"plusieurs postes s'appellent « {written} »"
            if found
            else f"le poste « {written} » n'est pas dans le budget"
        )
        kept = f"elle garde « {current.label} »" if current else "elle est gardée sans poste"
        self.ask(row, f"{why} ; {kept}, choisissez-le dans Trame.")
        return current

    def _account(self, row: Row, current: AccountHeading | None = None) -> AccountHeading | None:
        written = row.get("account", "")
        meant = normalise(written)
        if not written or (current and meant in (normalise(current.code), normalise(str(current)))):
            return current
        found = self.accounts.get(meant, [])
        if len(found) == 1:
            return found[0]
        why = "désigne plusieurs comptes" if found else "n'est pas un compte connu"
        kept = f"elle garde « {current} »" if current else "elle est gardée sans compte"
        self.ask(row, f"« {written} » {why} ; {kept}, choisissez-le dans Trame.")
        return current

    def _question_day(self, row: Row) -> None:
        paid_on = row.get("paid_on")
        if reason := why_not_counted(self.terms, paid_on, cancelled=False):
            self.ask(
                row,
                f"{reason} de {self.convention.reference} : elle est gardée, sans être comptée.",
            )
        elif paid_on > self.today:
            self.ask(row, f"la date de paiement {paid_on:%d/%m/%Y} est à venir ; vérifiez-la.")

    def _question_charged(self, row: Row, computed) -> None:
        written = row.get("charged")
        if written is not None and written != computed:
            self.ask(
                row,
                f"le montant imputé écrit ({euros(written)}) n'est pas celui que donnent le "
                f"montant et la part ({euros(computed)}) ; celui-ci est gardé.",
            )


def _alike(supplier: str, amount, voucher: str, paid_on) -> tuple[Any, ...]:
    """What two expenses share that may be one; without a voucher, the day too."""
    return normalise(supplier), amount, normalise(voucher), None if voucher else paid_on


def _refuse(row: Row, error: ValidationError) -> None:
    """What the rules refuse, on the column that it speaks of; shares above 100 % on the part."""
    told = error.message_dict if hasattr(error, "error_dict") else {"percent": error.messages}
    for name, messages in told.items():
        column = name if name in row.sheet.columns else "ligne entière"
        row.refuse(column, " ".join(messages))
