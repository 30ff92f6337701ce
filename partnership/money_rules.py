"""The counting rules of money: what each figure says it counts, and the function that does.

Plain functions on plain facts: no database, no clock. A rule that changes gets a new version; the
old one stays while a commitment or a snapshot uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from partnership.catalogue import Declaration
from partnership.figures import Figure, RowRef
from partnership.money import ZERO, Line
from partnership.settlement import Outcome
from partnership.wording import counted

if TYPE_CHECKING:
    from partnership.charging import Charge


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """All that a convention's money is made of. `outcome` is what its rule gives today; `standing`
    says why no subsidy is granted (not voted, refused), and is empty once one is. `granted_by` are
    the rows that say the amount, `payments` those of what was paid."""

    expense_lines: tuple[Line, ...]
    charges: tuple[Charge, ...]
    outcome: Outcome
    granted_by: tuple[RowRef, ...]
    payments: tuple[RowRef, ...] = ()
    standing: str = ""

    @property
    def counted_charges(self) -> tuple[Charge, ...]:
        return tuple(charge for charge in self.charges if charge.counts)

    @property
    def apart(self) -> tuple[Charge, ...]:
        """The charges that do not count, each with its reason."""
        return tuple(charge for charge in self.charges if not charge.counts)

    @property
    def expense_rows(self) -> tuple[RowRef, ...]:
        return _expenses(self.counted_charges)


@dataclass(frozen=True, slots=True)
class MoneyCount:
    """What a rule answers: the value, the rows behind it, and what must be said beside it."""

    value: Decimal | None
    rows: tuple[RowRef, ...]
    remark: str = ""


@dataclass(frozen=True)
class MoneyRule:
    declaration: Declaration
    count: Callable[[MoneyFacts], MoneyCount]

    def figure(self, facts: MoneyFacts) -> Figure:
        count = self.count(facts)
        return Figure(
            id=self.declaration.id,
            label=self.declaration.label,
            unit=self.declaration.unit,
            value=count.value,
            rows=count.rows,
            rule=self.declaration.sentence,
            rule_version=self.declaration.version,
            remark=count.remark,
        )


def _expenses(charges: Iterable[Charge]) -> tuple[RowRef, ...]:
    """Each expense once, though two lines may share it."""
    uids = dict.fromkeys(str(charge.expense_uid) for charge in charges)
    return tuple(RowRef("expense", uid) for uid in uids)


def count_planned(facts: MoneyFacts) -> MoneyCount:
    """Unknown without a line, or where a line has no amount."""
    rows = tuple(RowRef("budget_line", line.uid) for line in facts.expense_lines)
    unknown = sum(line.planned is None for line in facts.expense_lines)
    if not rows or unknown:
        remark = f"{counted(unknown, 'ligne')} sans montant" if unknown else ""
        return MoneyCount(None, rows, remark)
    return MoneyCount(sum((line.planned for line in facts.expense_lines), ZERO), rows)


def count_realised(facts: MoneyFacts) -> MoneyCount:
    """Unknown while no expense at all is noted."""
    if not facts.charges:
        return MoneyCount(None, (), "aucune dépense notée")
    apart = len(_expenses(facts.apart))
    remark = f"{counted(apart, 'dépense')} à part, hors période ou sans date" if apart else ""
    realised = sum((charge.charged for charge in facts.counted_charges), ZERO)
    return MoneyCount(realised, facts.expense_rows, remark)


def count_granted(facts: MoneyFacts) -> MoneyCount:
    return MoneyCount(facts.outcome.basis.granted, facts.granted_by, facts.standing)


def count_rate(facts: MoneyFacts) -> MoneyCount:
    return MoneyCount(facts.outcome.rate, facts.granted_by, facts.standing)


def count_execution_rate(facts: MoneyFacts) -> MoneyCount:
    rows = (*facts.granted_by, *facts.expense_rows)
    return _known(facts, facts.outcome.execution_rate, rows)


def count_due(facts: MoneyFacts) -> MoneyCount:
    rows = (*facts.granted_by, *facts.expense_rows)
    return _known(facts, facts.outcome.due, rows)


def count_repayment(facts: MoneyFacts) -> MoneyCount:
    rows = (*facts.granted_by, *facts.expense_rows, *facts.payments)
    return _known(facts, facts.outcome.repayment, rows)


def _known(facts: MoneyFacts, value: Decimal | None, rows: tuple[RowRef, ...]) -> MoneyCount:
    """An unknown value says why: « subvention proposée, non votée », « il manque… »."""
    if value is not None:
        return MoneyCount(value, rows)
    missing = facts.outcome.missing_text
    return MoneyCount(None, rows, facts.standing or missing[:1].lower() + missing[1:].rstrip("."))


RULES = (
    MoneyRule(
        Declaration(
            "budget.planned",
            "Dépenses prévues",
            "€",
            "Montants des lignes de dépenses du plan de financement.",
        ),
        count_planned,
    ),
    MoneyRule(
        Declaration(
            "budget.realised",
            "Dépenses réalisées",
            "€",
            "Part imputée à la convention des dépenses payées dans sa période.",
        ),
        count_realised,
    ),
    MoneyRule(
        Declaration(
            "subsidy.granted",
            "Subvention accordée",
            "€",
            "Montant voté, tel que les avenants en vigueur le laissent.",
        ),
        count_granted,
    ),
    MoneyRule(
        Declaration(
            "subsidy.rate",
            "Taux de la subvention",
            "%",
            "Subvention accordée sur coût prévisionnel.",
        ),
        count_rate,
    ),
    MoneyRule(
        Declaration(
            "subsidy.execution_rate",
            "Taux d'exécution",
            "%",
            "Dépenses réalisées sur coût prévisionnel au prorata, sur subvention accordée "
            "dans la limite des dépenses.",
        ),
        count_execution_rate,
    ),
    MoneyRule(
        Declaration(
            "subsidy.due",
            "Subvention due",
            "€",
            "Ce que la règle d'ajustement de la convention laisse dû au vu des dépenses réalisées, "
            "arrondi une fois, à la fin.",
        ),
        count_due,
    ),
    MoneyRule(
        Declaration(
            "subsidy.repayment",
            "Reversement",
            "€",
            "Ce qui a été versé au-delà de la subvention due.",
        ),
        count_repayment,
    ),
)
