"""Whose time becomes an expense: the choice, then what is recorded of it."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import ValidationError

from accompaniment.dates import last_day
from partnership.enums import BudgetSide
from partnership.figures import HUNDRED
from partnership.forms.fields import DayField, PercentField, refuse
from partnership.models import BudgetLine, Convention
from partnership.wording import month_label
from reporting.salaries import Choice, months_of
from reporting.staff_time import KIND_LABELS, StaffTime

NOT_IN_LIST = "Ce choix n'est pas dans la liste : prenez-en un autre."


class SalaryChoiceForm(forms.Form):
    people = forms.MultipleChoiceField(
        label="Temps de",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez une personne au moins.",
            "invalid_choice": NOT_IN_LIST,
        },
    )
    kinds = forms.MultipleChoiceField(
        label="Natures de temps",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choisissez une nature de temps au moins.",
            "invalid_choice": NOT_IN_LIST,
        },
    )
    first = forms.ChoiceField(label="Du mois de", error_messages={"invalid_choice": NOT_IN_LIST})
    last = forms.ChoiceField(label="Au mois de", error_messages={"invalid_choice": NOT_IN_LIST})

    def __init__(self, *args, time: StaffTime, **kwargs):
        super().__init__(*args, **kwargs)
        people = sorted(time.names.items(), key=lambda pair: pair[::-1])
        noted = {row.kind for row in time.worked if row.minutes}
        kinds = [(kind, label) for kind, label in KIND_LABELS.items() if kind in noted]
        self.months = {f"{month:%Y-%m}": month for month in months_of(time.convention)}
        months = [(key, month_label(month).capitalize()) for key, month in self.months.items()]
        self.fields["people"].choices = people
        self.fields["kinds"].choices = kinds
        self.fields["first"].choices = self.fields["last"].choices = months
        if not self.is_bound:
            self.initial = {
                "people": [uid for uid, _ in people] if len(people) == 1 else [],
                "kinds": [kind for kind, _ in kinds],
                "first": months[0][0],
                "last": months[-1][0],
            }

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and self.months[last] < self.months[first]:
            self.add_error("last", "Le dernier mois précède le premier : inversez-les.")
        return data

    @property
    def choice(self) -> Choice:
        data = self.cleaned_data
        return Choice(
            people=tuple(data["people"]),
            kinds=tuple(data["kinds"]),
            first=self.months[data["first"]],
            last=last_day(self.months[data["last"]]),
        )


class SalaryForm(forms.Form):
    """What is recorded of the time that the page showed."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    budget_line = forms.ModelChoiceField(
        label="Poste du budget",
        queryset=BudgetLine.objects.none(),
        to_field_name="uid",
        required=False,
        empty_label="Sans poste",
        error_messages={"invalid_choice": NOT_IN_LIST},
    )
    percent = PercentField(
        label="Part imputée à la convention (%)",
        initial=HUNDRED,
        error_messages={"required": "Donnez la part, par exemple 100."},
    )
    paid_on = DayField(
        label="Payée le",
        help_text="Le dernier jour de la période. Comptée si c'est dans celle de la convention.",
        error_messages={"required": "Donnez le jour où ce temps est payé."},
    )

    def __init__(self, *args, convention: Convention, choice: Choice, mark: str, **kwargs):
        super().__init__(*args, **kwargs)
        lines = convention.budget_lines.filter(side=BudgetSide.EXPENSE).select_related("account")
        self.fields["budget_line"].queryset = lines.order_by("position", "pk")
        if not self.is_bound:
            staff = lines.filter(account__code__startswith="64").order_by("position", "pk").first()
            self.initial |= {
                "uid": uuid.uuid4(),
                "seen": mark,
                "paid_on": min(choice.last, convention.terms().ends_on),
                "budget_line": staff.uid if staff else None,
            }

    def refuse(self, error: ValidationError, mark: str) -> None:
        """What the action refused; the next attempt is about what the page shows now."""
        refuse(self, error)
        self.data["seen"] = mark
