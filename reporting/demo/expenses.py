"""Invented expenses and an invented payment for the convention of the current year.

The published years have none: no document lists what was paid."""

from __future__ import annotations

import datetime
from decimal import Decimal

from partnership.actions.expenses import Part, create_expense
from partnership.actions.payments import record_payment
from partnership.enums import BudgetSide, PaymentKind
from partnership.models import Convention, Expense
from reporting.demo.stage import Stage

OTHER = "Région imaginaire"
# Label, supplier, euros, how far into the year it was paid (per cent of what is past), budget line,
# voucher, share of the convention in per cent.
EXPENSES = (
    ("Billets de train vers Valrêvé",
     "Chemins de fer du Songe", "184.60", 6, "Accompagnements", "F-014", 100),
    ("Location d'une salle à Port-Fictif",
     "Mairie de Port-Fictif", "240.00", 12, "Temps collectifs", "F-019", 100),
    ("Abonnement à la visioconférence",
     "Lointain SARL", "191.88", 18, "Accompagnements", "F-023", 60),
    ("Repas de l'atelier des jumelages",
     "Traiteur des Trois-Songes", "412.35", 25, "Temps collectifs", "F-031", 100),
    ("Impression des livrets",
     "Imprimerie Bellombre", "638.40", 33, "Valorisation", "F-038", 100),
    ("Frais kilométriques du premier semestre",
     "", "327.18", 42, "Accompagnements", "NF-004", 100),
    ("Intervention sur l'interculturel",
     "Atelier du Détour", "850.00", 50, "Temps collectifs", "F-052", 100),
    ("Affiches de la semaine de la coopération",
     "Imprimerie Bellombre", "273.00", 61, "Valorisation", "F-061", 100),
    ("Honoraires du comptable",
     "Cabinet Chimère", "540.00", 74, "Coordination", "F-066", 100),
    ("Fournitures de bureau",
     "Papeterie du Levant", "96.27", 88, "Coordination", "F-070", 100),
)  # fmt: skip


def load(stage: Stage) -> bool:
    """Returns whether the invented expenses of this year were missing."""
    convention = Convention.objects.for_list().get(reference=f"EXEMPLE-{stage.today.year}")
    if Expense.objects.filter(shares__convention=convention).exists():
        return False
    first, today = convention.terms().starts_on, stage.today
    lines = {one.label: one for one in convention.budget_lines.filter(side=BudgetSide.EXPENSE)}
    for label, supplier, amount, progress, line, voucher, percent in EXPENSES:
        paid_on = first + datetime.timedelta(days=(today - first).days * progress // 100)
        parts = [Part(Decimal(percent), convention, lines.get(line))]
        if percent < 100:
            parts.append(Part(Decimal(100 - percent), funder_name=OTHER))
        _expense(
            stage,
            parts,
            label=label,
            supplier=supplier,
            amount=Decimal(amount),
            invoiced_on=max(first, paid_on - datetime.timedelta(days=12)),
            paid_on=paid_on,
            voucher=voucher,
        )
    late = first - datetime.timedelta(days=9)
    _expense(
        stage,
        [Part(Decimal(100), convention, lines.get("Valorisation"))],
        label="Acompte sur l'exposition itinérante",
        supplier="Imprimerie Bellombre",
        amount=Decimal("310.00"),
        invoiced_on=late,
        paid_on=late,
        voucher="F-002",
    )
    _expense(
        stage,
        [Part(Decimal(100), convention, lines.get("Temps collectifs"))],
        label="Captation vidéo de la rencontre",
        supplier="Lointain SARL",
        amount=Decimal("465.00"),
        invoiced_on=today,
        voucher="F-077",
    )
    record_payment(
        convention=convention,
        by=None,
        kind=PaymentKind.ADVANCE,
        amount=Decimal("4000.00"),
        received_on=today,
        reference="Virement fictif 0001",
    )
    return True


def _expense(stage: Stage, parts: list[Part], **fields) -> None:
    create_expense(owner=stage.network, parts=parts, by=None, **fields)
