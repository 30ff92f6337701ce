"""The import of a budget: all the lines of a file or none, and never twice the same."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from partnership import amounts, cells, journal
from partnership.actions.budgets import write_budget
from partnership.cells import CellError
from partnership.enums import BudgetSide, Origin
from partnership.headings import headings_in_use
from partnership.import_kinds import Change, ImportOptions, ImportResult
from partnership.importing import budget_corrections as corrections
from partnership.importing import plain_rows
from partnership.importing.run import (
    REPEATED,
    TOTAL_REFUSED,
    FileRun,
    as_read,
    is_total,
    line_key,
)
from partnership.models import AccountHeading, Convention, Import, User
from partnership.sheets import Column, Row, SheetError, open_sheet
from partnership.text import normalise

KIND = "budget"
_SIDES = {
    BudgetSide.EXPENSE: ("dépenses", "dépense", "charges", "charge", "emplois"),
    BudgetSide.INCOME: ("recettes", "recette", "produits", "produit", "ressources"),
}


def _amount(raw: Any, header: str) -> Any:
    try:
        return amounts.parse(cells.shown(raw))
    except amounts.AmountError as error:
        raise CellError(str(error)) from error


def _label(raw: Any, header: str) -> str:
    label = cells.text_up_to(200)(raw, header)
    if is_total(label):
        raise CellError(TOTAL_REFUSED)
    return label


BUDGET_COLUMNS = (
    Column(
        "side",
        "Sens",
        cells.choice(
            {word: side.value for side, words in _SIDES.items() for word in words},
            BudgetSide.labels,
        ),
        ("Côté", "Dépenses ou recettes"),
        required=True,
    ),
    Column(
        "label",
        "Intitulé",
        _label,
        ("Libellé", "Poste", "Poste budgétaire", "Ligne"),
        required=True,
        literal=True,
    ),
    Column(
        "amount",
        "Montant",
        _amount,
        ("Montant (€)", "Montant (EUR)", "Montant prévu", "Montant en euros", "Prévision"),
        required=True,
        may_be_empty=True,
    ),
    Column("description", "Description", cells.text_up_to(300), ("Détail", "Précisions")),
    Column("category", "Catégorie", cells.text_up_to(220), ("Compte", "Rubrique")),
    Column("reference", "Référence", cells.reference, ("Ref", "UID")),
)
EXAMPLE = {
    "side": "Dépenses",
    "label": "Déplacements",
    "amount": 1200,
    "description": "Trains et repas des rencontres",
    "category": "",
}


def import_budget(
    *,
    path: Path | str,
    convention: Convention,
    by: User | None = None,
    dry_run: bool = False,
    sheet: str | None = None,
    options: ImportOptions | None = None,
) -> ImportResult:
    """Import a file of budget lines into a convention: every line, or nothing when one is refused,
    unless `options` ask for the valid lines only.

    Raises SheetError when the file cannot be used, or the convention is closed."""
    path = Path(path)
    with open_sheet(path, BUDGET_COLUMNS, sheet=sheet) as opened:
        result = ImportResult(ignored_columns=opened.ignored_columns)
        rows = list(opened.rows())
    with (
        _Run(path, convention, by, result, options) as run,
        journal.origin(Origin.IMPORT),
        transaction.atomic(),
    ):
        Convention.objects.select_for_update().get(pk=convention.pk)
        run.prepare()
        run.refuse_totals(rows)
        run.read(rows)
        run.settle(rows)
        if run.options.valid_only or not result.refused_lines:
            run.write()
        run.end(dry_run=dry_run)
    return result


class _Run(FileRun):
    """One file of budget lines into one convention."""

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
        self.convention = convention

    def prepare(self) -> None:
        """Read what the lines are compared with; within the transaction."""
        lines = self.convention.budget_lines.select_related("account").order_by("side", "position")
        self.known = {line.uid: line for line in lines}
        self.accounts = _Accounts()
        self.made = self._made_before()  # key of an imported line → uid
        self.keys: dict[str, str] = {}
        self.lines: list[dict[str, Any]] = []
        self.changed: dict[uuid.UUID, Row] = {}
        self.seen: Counter = Counter()
        self.named: set[uuid.UUID] = set()

    def _made_before(self) -> dict[str, str]:
        """The lines that earlier files made here, by what those files said of them."""
        made: dict[str, str] = {}
        earlier = Import.objects.filter(
            owner=self.convention.owner_id,
            kind=KIND,
            counts__convention=str(self.convention.uid),
        )
        for one in earlier.order_by("created_at", "pk"):
            made |= one.counts.get("lines", {})
        return made

    def read(self, rows: list[Row]) -> None:
        for row in rows:
            if not row.refusals:
                self._read(row)

    def _read(self, row: Row) -> None:
        said = {
            name: row.get(name) for name in ("side", "label", "amount", "description")
            if name in row.values
        }  # fmt: skip
        if "category" in row.values:
            account = self.accounts.named(row.get("category"), said["side"])
            if account is None:
                self.ask(
                    row,
                    f"la catégorie « {row.get('category')} » n'est pas un compte connu ; la ligne "
                    "est gardée sans compte.",
                )
            else:
                said["account"] = account
        if "reference" in row.values:
            self._update(row, said)
        else:
            self._create(row, said)

    def _update(self, row: Row, said: dict[str, Any]) -> None:
        uid = row.get("reference")
        line = self.known.get(uid)
        if line is None:
            row.refuse(
                "reference",
                f"Aucune ligne du budget de {self.convention.reference} ne porte cette "
                "référence : laissez la cellule vide pour créer la ligne.",
            )
        elif uid in self.named:
            row.refuse("reference", REPEATED)
        elif line.side != said["side"]:
            row.refuse("side", "Une ligne ne change pas de côté : retirez-la et créez l'autre.")
        else:
            self.named.add(uid)
            changed = any(as_read(getattr(line, name)) != value for name, value in said.items())
            self.lines.append({"uid": uid} | (said if changed else {}))
            if changed:
                self.changed[uid] = row
            self.result.updated += changed
            self.result.unchanged += not changed

    def _create(self, row: Row, said: dict[str, Any]) -> None:
        key = self._key(row)
        known = self._made_earlier(key) or self._same_as(said)
        if known is not None:
            self.named.add(known)
            self.result.unchanged += 1
            return
        if "amount" not in said:
            row.refuse("amount", "Le montant est obligatoire : écrivez 0 s'il n'y a rien.")
            return
        line = {"uid": uuid.uuid4(), "description": "", "account": None} | said
        self.keys[key] = str(line["uid"])
        self.lines.append(line)
        self.result.created += 1
        self.result.show(row.line, line["label"])

    def _key(self, row: Row) -> str:
        """What the line says, the same whatever its order, case, accents and format."""
        plain = {name: normalise(str(value)) or str(value) for name, value in row.values.items()}
        return line_key(KIND, self.convention, json.dumps(plain, sort_keys=True), self.seen)

    def _made_earlier(self, key: str) -> uuid.UUID | None:
        """The line that this very line of a file made, even if it was corrected since."""
        made = self.made.get(key)
        return next((uid for uid in self.known if str(uid) == made), None)

    def _same_as(self, said: dict[str, Any]) -> uuid.UUID | None:
        """A line that already says all of this, and that the file has not named yet."""
        return next(
            (
                uid
                for uid, line in self.known.items()
                if uid not in self.named
                and all(_plain(getattr(line, name)) == _plain(said[name]) for name in said)
            ),
            None,
        )

    def write(self) -> None:
        """Raises SheetError for a convention whose budget does not change any more."""
        if not (self.result.created or self.result.updated):
            return
        before = {uid: corrections.read(self.known[uid]) for uid in self.changed}
        try:
            write_budget(
                convention=self.convention,
                lines=self._in_order(),
                by=self.by,
                reason=f"import du fichier « {self.path.name} »",
            )
        except ValidationError as error:
            raise SheetError(" ".join(error.messages)) from error
        self._keep(before)
        self.close(convention=str(self.convention.uid), lines=self.keys)

    def _keep(self, before: dict[uuid.UUID, dict[str, Any]]) -> None:
        """Keep what the corrected lines said, and tell it on the page."""
        for line in self.convention.budget_lines.filter(uid__in=before).order_by("pk"):
            row, after = self.changed[line.uid], corrections.read(line)
            told = tuple(plain_rows.in_words(line, before[line.uid], after))
            self.result.change(Change(row.line, line.label, told))
            self.corrected(row, line, before[line.uid], after)

    def _in_order(self) -> list[dict[str, Any]]:
        """The lines that were there, as corrected, then the new ones."""
        said = {line["uid"]: line for line in self.lines}
        return [
            *(said.get(uid, {"uid": uid}) for uid in self.known),
            *(line for line in self.lines if line["uid"] not in self.known),
        ]


def _plain(value: Any) -> Any:
    return normalise(value) or value if isinstance(value, str) else value


class _Accounts:
    """The lines of the compte rendu financier in use, by what people call them."""

    def __init__(self):
        self._named: dict[tuple[str, str], list[AccountHeading]] = {}
        for one in headings_in_use():
            for words in {normalise(str(one)), normalise(one.code), normalise(one.label)}:
                self._named.setdefault((one.side, words), []).append(one)

    def named(self, words: str, side: str) -> AccountHeading | None:
        found = self._named.get((side, normalise(words)), [])
        return found[0] if len(found) == 1 else None
