"""The budget in forms: the lines of both sides, and a file of lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from partnership import budgets
from partnership.enums import BudgetSide
from partnership.forms.fields import EurosField
from partnership.forms.lines import LineForm, Lines, lines_of
from partnership.forms.structures import StructureField, search_in
from partnership.headings import headings_in_use
from partnership.models import AccountHeading, BudgetLine, Convention, Organisation, User

LARGEST_FILE = 5 * 1024 * 1024  # bytes


class BudgetLineForm(LineForm):
    """A line of the budget; `headings` are the accounts of its side."""

    typed = ("label", "description", "amount")

    rank = forms.IntegerField(label="Rang", min_value=1, max_value=999, required=False)
    label = forms.CharField(
        label="Intitulé", max_length=200, error_messages={"required": "Donnez l'intitulé."}
    )
    description = forms.CharField(label="Description", max_length=300, required=False)
    amount = EurosField(label="Montant (€)", required=False)
    account = forms.ChoiceField(label="Compte", required=False)

    def __init__(self, *args, headings: Sequence[AccountHeading], **kwargs):
        super().__init__(*args, **kwargs)
        self.headings = {str(one.pk): one for one in headings}
        self.fields["account"].choices = [
            ("", "Aucun pour l'instant"),
            *((key, str(one)) for key, one in self.headings.items()),
        ]
        if not headings:
            del self.fields["account"]

    def clean_account(self):
        return self.headings.get(self.cleaned_data["account"])


class IncomeForm(BudgetLineForm):
    """An income says whom it comes from, and what came."""

    typed = ("label", "description", "amount", "funder", "received")

    funder = StructureField(
        label="Financeur", queryset=Organisation.objects.none(), to_field_name="uid", required=False
    )
    received = EurosField(label="Montant obtenu (€)", required=False)

    def __init__(self, *args, convention: Convention, directory, funders, **kwargs):
        super().__init__(*args, **kwargs)
        self.convention = convention
        search_in(
            self.fields["funder"],
            directory,
            listed=funders,
            typed=self["funder"].value() if self.is_bound else None,
        )

    def clean(self):
        data = super().clean()
        if data.get("received") is not None and data.get("funder") == self.convention.funder:
            self.add_error(
                "received",
                "La subvention de cette convention se note avec ses versements : "
                "laissez cette case vide.",
            )
        return data


class Side(Lines):
    """The lines of one side, in the order of their ranks."""

    side = ""

    @property
    def lines(self) -> list[dict[str, Any]]:
        said = sorted(super().lines, key=lambda line: line.get("rank") or 1000)
        return [
            {name: value for name, value in line.items() if name not in {"rank", "remove"}}
            | {"side": self.side}
            for line in said
        ]


class Expenses(Side):
    side = BudgetSide.EXPENSE.value


class Income(Side):
    side = BudgetSide.INCOME.value


ExpenseLines = lines_of(BudgetLineForm, Expenses)
IncomeLines = lines_of(IncomeForm, Income)


class BudgetForm:
    """Both sides and, once voted, the reason of a change: one form for the page."""

    def __init__(
        self, data, *, convention: Convention, user: User, rows: Sequence[BudgetLine], voted: bool
    ):
        headings = headings_in_use()
        self.is_bound = data is not None
        directory = Organisation.objects.visible_to(user).filter(owner=convention.owner_id)
        funders = {convention.funder.uid: convention.funder}
        funders |= {row.funder.uid: row.funder for row in rows if row.funder}
        self.expenses = self._side(ExpenseLines, data, rows, "depenses", headings)
        self.income = self._side(
            IncomeLines,
            data,
            rows,
            "recettes",
            headings,
            convention=convention,
            directory=directory,
            funders=list(funders.values()),
        )
        self.reason = ReasonForm(data) if voted else None
        self.errors: list[str] = []

    @staticmethod
    def _side(lines: type[Side], data, rows, prefix: str, headings, **more) -> Side:
        mine = [row for row in rows if row.side == lines.side]
        offered = {one.pk: one for one in headings if one.side == lines.side}
        offered |= {row.account_id: row.account for row in mine if row.account}
        return lines(
            data,
            rows=[_values(row) for row in mine],
            blank=1 if mine else 3,
            prefix=prefix,
            form_kwargs={"headings": list(offered.values())} | more,
        )

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.expenses, self.income

    def is_valid(self) -> bool:
        parts = [*self.sides, *([self.reason] if self.reason else [])]
        return all([part.is_valid() for part in parts])

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [*self.expenses.lines, *self.income.lines]

    @property
    def removed(self) -> list[str]:
        return [*self.expenses.removed, *self.income.removed]

    @property
    def why(self) -> str:
        return self.reason.cleaned_data["reason"] if self.reason else ""

    def refuse(self, error: ValidationError) -> None:
        """Say what the rules said, beside its field where there is one."""
        words = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for field, said in words.items():
            if field == "reason" and self.reason:
                self.reason.add_error("reason", said)
            else:
                self.errors += said

    def typed_budget(self) -> budgets.Budget:
        """The budget as it is being typed: an amount that is not one is unknown."""
        return budgets.budget(
            [
                budgets.Line(
                    form.reference, side.side, form["label"].value() or "", _typed(form["amount"])
                )
                for side in self.sides
                for form in side.forms
                if not form.is_removed and (form.has_changed() if form.is_bound else form.exists)
            ]
        )


def _typed(field) -> Any:
    try:
        return field.field.to_python(field.value())
    except ValidationError:
        return None


def _values(row: BudgetLine) -> dict[str, Any]:
    return {
        "uid": row.uid,
        "rank": row.position,
        "label": row.label,
        "description": row.description,
        "amount": row.amount,
        "account": str(row.account_id or ""),
        "funder": str(row.funder.uid) if row.funder else "",
        "received": row.received,
    }


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Ce qui autorise ce changement",
        max_length=300,
        required=False,
        help_text=(
            "Le budget est voté : un changement d'intitulé ou de montant a son motif, "
            "et le financeur en est averti. Les comptes et les montants obtenus n'en demandent pas."
        ),
    )


class BudgetFileForm(forms.Form):
    """A spreadsheet of lines."""

    file = forms.FileField(
        label="Fichier XLSX ou CSV",
        help_text="Colonnes : Sens, Intitulé, Montant ; Description et Catégorie si besoin.",
        error_messages={
            "required": "Choisissez le fichier.",
            "empty": "Ce fichier est vide : choisissez-en un autre.",
        },
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(
                f"Le fichier dépasse {LARGEST_FILE // 1024 // 1024} Mo : "
                "ne gardez que les lignes du budget."
            )
        return file
