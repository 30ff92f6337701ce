"""A signed amendment: only what changes is filled in."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from partnership.actions.amendments import AddedAction, ChangedAction, next_number
from partnership.enums import AdjustmentRule
from partnership.forms.fields import DayField, EurosField
from partnership.forms.lines import RowForm, Rows, lines_of
from partnership.models import Commitment, Convention
from partnership.terms import Terms
from partnership.wording import euros, long_date


class AmendmentForm(forms.Form):
    number = forms.IntegerField(
        label="Numéro",
        min_value=1,
        max_value=999,
        error_messages={"required": "Donnez le numéro de l'avenant."},
    )
    signed_on = DayField(
        label="Signé le",
        past=True,
        error_messages={"required": "Donnez la date de la signature."},
    )
    in_force_on = DayField(
        label="En vigueur le", required=False, help_text="Vide : le jour de la signature."
    )
    purpose = forms.CharField(
        label="Objet de l'avenant",
        max_length=300,
        error_messages={"required": "Dites l'objet de l'avenant."},
    )
    amount = EurosField(label="Nouvelle subvention (€)", required=False)
    projected_cost = EurosField(label="Nouveau coût prévisionnel (€)", required=False)
    rule = forms.ChoiceField(
        label="Nouvelle règle d'ajustement",
        required=False,
        choices=[
            ("", "Inchangée"),
            *(one for one in AdjustmentRule.choices if one[0] != AdjustmentRule.UNKNOWN),
        ],
    )
    starts_on = DayField(label="Nouveau début de la période", required=False)
    ends_on = DayField(label="Nouvelle fin de la période", required=False)
    report_due_on = DayField(label="Bilan désormais attendu le", required=False)

    field_order = ["number", "purpose", "signed_on", "in_force_on"]

    def __init__(self, *args, convention: Convention, now: Terms, **kwargs):
        super().__init__(*args, initial={"number": next_number(convention)}, **kwargs)
        due = long_date(now.report_due_on) if now.report_due_on else "non renseigné"
        for name, words in {
            "amount": euros(now.amount),
            "projected_cost": euros(now.projected_cost),
            "rule": str(now.rule.label).lower(),
            "starts_on": long_date(now.starts_on),
            "ends_on": long_date(now.ends_on),
            "report_due_on": due,
        }.items():
            self.fields[name].help_text = f"Aujourd'hui : {words}."


class ActionForm(forms.Form):
    """What becomes of one action of the programme."""

    withdrawn = forms.BooleanField(label="Retirée du programme", required=False)
    text = forms.CharField(
        label="Nouveau texte", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    target = forms.IntegerField(
        label="Nouvelle quantité",
        required=False,
        min_value=1,
        max_value=1_000_000,
        error_messages={"min_value": "La quantité prévue est supérieure à zéro, ou absente."},
    )
    unit = forms.CharField(label="Nouvelle unité", required=False, max_length=120)

    def __init__(self, *args, commitment: Commitment, **kwargs):
        super().__init__(*args, prefix=f"action-{commitment.uid}", **kwargs)
        self.commitment = commitment

    def clean(self):
        data = super().clean()
        if data.get("withdrawn") and (data.get("text") or data.get("target") or data.get("unit")):
            self.add_error(
                "withdrawn", "Une action retirée ne change pas : choisissez l'un ou l'autre."
            )
        return data

    @property
    def change(self) -> ChangedAction | None:
        """What the amendment does to it; None where it stays as it was."""
        said = self.cleaned_data
        if not any(said.values()):
            return None
        return ChangedAction(self.commitment, **said)


class AddedActionForm(RowForm):
    needed: ClassVar = {"text": "Donnez le texte de l'action."}

    text = forms.CharField(label="Texte", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    target = forms.IntegerField(
        label="Quantité prévue",
        required=False,
        min_value=1,
        max_value=1_000_000,
        error_messages={"min_value": "La quantité prévue est supérieure à zéro, ou absente."},
    )
    unit = forms.CharField(label="Unité", required=False, max_length=120)

    def clean(self):
        data = super().clean()
        if data.get("target") and not data.get("unit"):
            self.add_error("unit", "Donnez l'unité de la quantité prévue.")
        return data


AddedActionRows = lines_of(AddedActionForm, Rows, extra=1)


class AmendmentForms:
    """The form of an amendment with those of the programme: one for each action in force, and rows
    for those it adds."""

    def __init__(self, data, convention: Convention):
        now = convention.chain()[-1][1]
        self.main = AmendmentForm(data, convention=convention, now=now)
        self.actions = [ActionForm(data, commitment=one) for one in now.commitments]
        self.added = AddedActionRows(data, prefix="added")

    @property
    def is_bound(self) -> bool:
        return self.main.is_bound

    def is_valid(self) -> bool:
        """Each is asked, so that every error is shown at once."""
        return all([self.main.is_valid(), self.added.is_valid(), *map(_valid, self.actions)])

    @property
    def changed(self) -> list[ChangedAction]:
        return [form.change for form in self.actions if form.change is not None]

    @property
    def new(self) -> list[AddedAction]:
        return [
            AddedAction(text=data["text"], target=data["target"], unit=data["unit"])
            for data in self.added.filled()
        ]


def _valid(form: forms.Form) -> bool:
    return form.is_valid()
