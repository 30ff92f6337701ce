"""Invented hourly costs, accounts and one salary expense, for the invented convention only."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from accompaniment.dates import last_day
from partnership.account_headings import keep_headings
from partnership.actions.staff_rates import add_staff_rate
from partnership.enums import AccountSide
from partnership.models import AccountHeading, BudgetLine, Convention, Expense, StaffRate
from reporting.demo.stage import Stage
from reporting.salaries import Choice, plan_of, record_salaries
from reporting.staff_time import KIND_LABELS, staff_time_of

# Label of the budget line → account, line of the form.
ACCOUNTS = {
    "Accompagnements": ("64", "Rémunération des personnels"),
    "Temps collectifs": ("62", "Déplacements, missions"),
    "Valorisation": ("62", "Publicité, publication"),
    "Coordination": ("64", "Autres charges de personnel"),
    "Conseil du Pays imaginaire": ("74", "Intercommunalité"),
    "Fonds propres": ("RP", "Ressources propres affectées"),
}
MONTHS = 3


def load(stage: Stage) -> bool:
    """Returns whether anything was missing."""
    convention = Convention.objects.for_list().get(reference=f"EXEMPLE-{stage.today.year}")
    done = [
        bool(keep_headings(AccountHeading)),
        _map_accounts(convention),
        _rates(stage),
        _salary(stage, convention),
    ]
    return any(done)


def _map_accounts(convention: Convention) -> bool:
    lines = list(convention.budget_lines.filter(account__isnull=True, label__in=ACCOUNTS))
    for line in lines:
        code, label = ACCOUNTS[line.label]
        line.account = (
            AccountHeading.objects.filter(side=AccountSide(line.side), code=code, label=label)
            .order_by("-valid_from")
            .first()
        )
    BudgetLine.objects.bulk_update(lines, ["account"])
    return bool(lines)


def _rates(stage: Stage) -> bool:
    """From the first day of the first year shown, so that another year adds none."""
    if StaffRate.objects.filter(owner=stage.network).exists():
        return False
    first = datetime.date(stage.today.year, 1, 1)
    for person, hourly in ((stage.staff, "27.40"), (stage.admin, "38.15")):
        add_staff_rate(
            owner=stage.network,
            person=person,
            from_on=first,
            hourly_rate=Decimal(hourly),
            by=None,
        )
    return True


def _salary(stage: Stage, convention: Convention) -> bool:
    """The time of the first months, at most three, as one expense."""
    if Expense.objects.filter(shares__convention=convention, minutes__isnull=False).exists():
        return False
    first = convention.terms().starts_on
    last = last_day(first.replace(month=min(MONTHS, stage.today.month)))
    time = staff_time_of(convention)
    choice = Choice((str(stage.staff.uid),), tuple(KIND_LABELS), first, last)
    plan = plan_of(time, choice)
    if not plan.lines:
        return False
    record_salaries(
        plan=plan,
        convention=convention,
        paid_on=last,
        by=None,
        uid=uuid.uuid4(),
        seen=plan.mark,
        budget_line=convention.budget_lines.filter(label="Accompagnements").first(),
    )
    return True
