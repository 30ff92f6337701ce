"""The forms of an expense: what was paid, who bears which part, and how it is taken back."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django import forms
from django.db.models import Prefetch, Q
from django.utils import timezone

from partnership.actions.expenses import Part, check_parts
from partnership.enums import AccountSide, BudgetSide
from partnership.forms.fields import DayField, EurosField, LineField, PercentField
from partnership.models import AccountHeading, BudgetLine, Convention, Expense, User
from partnership.spending import accounts_in_use

MOST_PARTS = 20
FUNDER = "autre"


class ExpenseForm(forms.Form):
    """A new expense, or one corrected; the amount of working time is not to be typed."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    label = LineField(
        label="Libellé",
        max_length=200,
        help_text="Lu par le financeur.",
        error_messages={"required": "Dites ce qui a été payé."},
    )
    supplier = LineField(
        label="Fournisseur", max_length=200, required=False, help_text="Lu par le financeur."
    )
    amount = EurosField(
        label="Montant (€, toutes taxes comprises)",
        above_zero=True,
        error_messages={"required": "Donnez le montant, par exemple 120,50."},
    )
    invoiced_on = DayField(label="Date de la facture", required=False)
    paid_on = DayField(
        label="Payée le",
        required=False,
        help_text="Vide tant qu'elle n'est pas payée : elle n'est pas encore comptée.",
    )
    voucher = LineField(label="N° de pièce", max_length=60, required=False)
    account = forms.ModelChoiceField(
        label="Compte",
        queryset=AccountHeading.objects.none(),
        required=False,
        empty_label="Celui du poste du budget",
        error_messages={"invalid_choice": "Ce compte n'est pas dans la liste : choisissez-en un."},
    )

    def __init__(self, *args, expense: Expense | None = None, **kwargs):
        if expense is None:
            initial = {"uid": uuid.uuid4()}
        else:
            initial = {name: getattr(expense, name) for name in self.base_fields if name != "uid"}
        super().__init__(*args, initial=initial, **kwargs)
        in_use = accounts_in_use(AccountSide.EXPENSE, timezone.localdate())
        kept = expense.account_id if expense is not None else None
        self.fields["account"].queryset = AccountHeading.objects.filter(
            Q(pk__in=in_use.values("pk")) | Q(pk=kept)
        ).order_by("position", "pk")
        if expense is not None:
            del self.fields["uid"]
            if expense.is_computed:
                del self.fields["amount"]


class PartForm(forms.Form):
    """Who bears a part, and which."""

    payer = forms.ChoiceField(
        label="Qui la paie",
        required=False,
        error_messages={"invalid_choice": "Ce choix n'est pas dans la liste : prenez-en un autre."},
    )
    funder_name = LineField(label="Nom de l'autre financeur", max_length=200, required=False)
    percent = PercentField(label="Part (%)", required=False)

    def __init__(self, *args, choices: PayerChoices, **kwargs):
        super().__init__(*args, **kwargs)
        self.payers = choices
        self.fields["payer"].choices = choices.options

    def clean(self):
        data = super().clean()
        payer, name = data.get("payer"), data.get("funder_name", "")
        if name and not payer and "payer" not in self.errors:
            payer = data["payer"] = FUNDER
        if not payer:
            return data
        if payer == FUNDER and not name and "funder_name" not in self.errors:
            self.add_error("funder_name", "Dites quel autre financeur paie cette part.")
        if payer != FUNDER and name:
            self.add_error(
                "funder_name",
                "Ce nom ne sert que pour « Autre financeur » : videz-le, ou changez le choix.",
            )
        if data.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", "Donnez la part, par exemple 60.")
        return data

    def part(self) -> Part | None:
        """None for a row left empty."""
        data = self.cleaned_data
        if not data.get("payer"):
            return None
        if data["payer"] == FUNDER:
            return Part(data["percent"], funder_name=data["funder_name"])
        return self.payers.part(data["payer"], data["percent"])


class PayerChoices:
    """The conventions that one administers, with their budget lines, the one in view first."""

    def __init__(self, user: User, owner_id: int, first: Convention | None):
        self.owner_id = owner_id
        lines = BudgetLine.objects.filter(side=BudgetSide.EXPENSE).order_by("position", "pk")
        self.conventions = list(
            Convention.objects.administered_by(user)
            .filter(owner=owner_id)
            .newest_first()
            .prefetch_related(Prefetch("budget_lines", lines, to_attr="expense_lines"))
        )
        self.conventions.sort(key=lambda one: first is None or one.pk != first.pk)

    @property
    def options(self) -> list:
        groups = [
            (
                one.reference,
                [
                    *(
                        (f"poste:{line.uid}", f"{one.reference} · {line.label}")
                        for line in one.expense_lines
                    ),
                    (f"convention:{one.uid}", f"{one.reference} · sans poste"),
                ],
            )
            for one in self.conventions
        ]
        return [("", "Choisir…"), *groups, ("Ailleurs", [(FUNDER, "Autre financeur, nommé")])]

    def part(self, value: str, percent: Decimal) -> Part | None:
        for convention in self.conventions:
            if value == f"convention:{convention.uid}":
                return Part(percent, convention)
            for line in convention.expense_lines:
                if value == f"poste:{line.uid}":
                    return Part(percent, convention, line)
        return None


def _value(part: Part) -> dict:
    if part.convention is None:
        payer = FUNDER
    elif part.budget_line:
        payer = f"poste:{part.budget_line.uid}"
    else:
        payer = f"convention:{part.convention.uid}"
    return {"payer": payer, "funder_name": part.funder_name, "percent": part.percent}


class BasePartFormSet(forms.BaseFormSet):
    """The parts of an expense, never above 100 % in all."""

    default_error_messages = {
        "missing_management_form": "Le formulaire est arrivé incomplet : rechargez la page.",
        "too_many_forms": "Une dépense se partage en vingt parts au plus.",
    }

    def __init__(self, *args, choices: PayerChoices, parts: list[Part], **kwargs):
        super().__init__(
            *args,
            prefix="parts",
            initial=[_value(one) for one in parts],
            form_kwargs={"choices": choices},
            **kwargs,
        )
        self.owner_id = choices.owner_id

    def clean(self):
        if self.management_form.is_valid() and not any(self.errors):
            check_parts(self.parts, self.owner_id)

    @property
    def parts(self) -> list[Part]:
        return [part for part in (one.part() for one in self.forms) if part is not None]


PartFormSet = forms.formset_factory(
    PartForm, formset=BasePartFormSet, extra=2, max_num=MOST_PARTS, validate_max=True
)


class CancelForm(forms.Form):
    reason = LineField(
        label="Pourquoi cette dépense est annulée",
        max_length=200,
        required=False,
        help_text="Le motif reste à l'association ; la dépense n'est plus comptée.",
    )
