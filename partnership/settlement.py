"""What a convention's rule of adjustment gives: exact arithmetic, rounded once, at the end.

No database, no clock. Euros are Decimal, None is unknown. An outcome says what is missing instead
of a number; it is a proposal to discuss, and decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from partnership.enums import AdjustmentRule
from partnership.figures import CENT, percentage
from partnership.wording import euros, listed, percent

ZERO = Decimal("0.00")
GRANTED = "la subvention accordée"
COST = "le coût prévisionnel"
REALISED = "les dépenses réalisées"
RULE = "la règle d'ajustement"


@dataclass(frozen=True, slots=True)
class Basis:
    """What the calculation starts from. `paid` is what the funder paid, repayments taken off."""

    rule: AdjustmentRule
    granted: Decimal | None
    projected_cost: Decimal | None
    realised: Decimal | None
    paid: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the calculation: what is done, in words, with its numbers; what it gives."""

    words: str
    calculation: str
    result: str

    def plain(self) -> dict[str, str]:
        return {"words": self.words, "calculation": self.calculation, "result": self.result}


@dataclass(frozen=True, slots=True)
class Outcome:
    """`due` of the subsidy; `repayment` of what was paid beyond it; `balance` still to pay.
    `rate` and `execution_rate` in per cent. `missing` names what is not known, in French."""

    basis: Basis
    rate: Decimal | None
    execution_rate: Decimal | None
    due: Decimal | None
    steps: tuple[Step, ...]
    missing: tuple[str, ...]

    @property
    def repayment(self) -> Decimal | None:
        """What was paid and is not due."""
        return None if self.due is None else max(self.basis.paid - self.due, ZERO)

    @property
    def balance(self) -> Decimal | None:
        """What is due and not paid yet."""
        return None if self.due is None else max(self.due - self.basis.paid, ZERO)

    @property
    def missing_text(self) -> str:
        """« Il manque le coût prévisionnel et les dépenses réalisées. »"""
        return f"Il manque {listed(list(self.missing))}." if self.missing else ""


def settle(basis: Basis) -> Outcome:
    """Apply the rule. Raises ValueError for a negative amount, or a cost of zero."""
    _check(basis)
    missing = _missing(basis)
    rate = _ratio(basis.granted, basis.projected_cost)
    execution_rate = _execution_rate(basis)
    if missing:
        return Outcome(basis, rate, execution_rate, None, (), missing)
    if basis.rule == AdjustmentRule.PRORATA:
        due, steps = _prorata(basis)
    else:
        due, steps = _actual_cost(basis)
    return Outcome(basis, rate, execution_rate, due, (*steps, _against_paid(basis, due)), ())


def _check(basis: Basis) -> None:
    for amount in (basis.granted, basis.projected_cost, basis.realised, basis.paid):
        if amount is not None and amount < 0:
            raise ValueError("An amount of a settlement is never negative.")
    if basis.projected_cost is not None and not basis.projected_cost:
        raise ValueError("A projected cost of zero gives no rate.")


def _missing(basis: Basis) -> tuple[str, ...]:
    """What the rule needs and nobody knows; without a rule, whatever else is unknown too."""
    needed = [(GRANTED, basis.granted), (REALISED, basis.realised)]
    if basis.rule == AdjustmentRule.PRORATA:
        needed.insert(1, (COST, basis.projected_cost))
    missing = [words for words, value in needed if value is None]
    if basis.rule == AdjustmentRule.UNKNOWN:
        missing.insert(0, RULE)
    return tuple(missing)


def _ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return None if part is None or whole is None else percentage(part, whole)


def _execution_rate(basis: Basis) -> Decimal | None:
    """Realised over the projected cost, or over the subsidy where the rule compares with it."""
    if basis.rule == AdjustmentRule.PRORATA:
        return _ratio(basis.realised, basis.projected_cost)
    if basis.rule == AdjustmentRule.ACTUAL_COST:
        return _ratio(basis.realised, basis.granted)
    return None


def to_cents(exact: Fraction) -> Decimal:
    """Euros and cents, half up; never negative here."""
    cents, rest = divmod(exact.numerator * 100, exact.denominator)
    return (cents + (2 * rest >= exact.denominator)) * CENT


def _prorata(basis: Basis) -> tuple[Decimal, list[Step]]:
    granted, cost, realised = basis.granted, basis.projected_cost, basis.realised
    by_rate = Fraction(granted) * Fraction(realised) / Fraction(cost)
    due = to_cents(min(by_rate, Fraction(granted)))
    steps = [
        Step(
            "Le taux de la subvention est la subvention accordée sur le coût prévisionnel",
            f"{euros(granted)} ÷ {euros(cost)}",
            percent(percentage(granted, cost)),
        ),
        Step(
            "Le taux d'exécution est ce qui a été dépensé sur le coût prévisionnel",
            f"{euros(realised)} ÷ {euros(cost)}",
            percent(percentage(realised, cost)),
        ),
        Step(
            "La part de la subvention qui suit les dépenses, calculée sans arrondir le taux",
            f"{euros(granted)} × {euros(realised)} ÷ {euros(cost)}",
            euros(to_cents(by_rate)),
        ),
        _at_most(granted, to_cents(by_rate), due),
    ]
    return due, steps


def _at_most(granted: Decimal, found: Decimal, due: Decimal) -> Step:
    return Step(
        "La subvention due ne dépasse jamais la subvention accordée",
        f"le plus petit de {euros(found)} et {euros(granted)}",
        euros(due),
    )


def _actual_cost(basis: Basis) -> tuple[Decimal, list[Step]]:
    granted, realised = basis.granted, basis.realised
    due = to_cents(Fraction(min(granted, realised)))
    return due, [
        Step(
            "La subvention due est la plus petite des deux : la subvention accordée, les dépenses",
            f"le plus petit de {euros(granted)} et {euros(realised)}",
            euros(due),
        )
    ]


def _against_paid(basis: Basis, due: Decimal) -> Step:
    paid = basis.paid
    if paid > due:
        words = "Ce qui a été versé au-delà de la subvention due est à reverser"
        return Step(words, f"{euros(paid)} − {euros(due)}", euros(paid - due))
    if due > paid:
        words = "Ce qui est dû et n'a pas été versé reste à verser"
        return Step(words, f"{euros(due)} − {euros(paid)}", euros(due - paid))
    return Step(
        "Ce qui a été versé est ce qui est dû : il ne reste rien à verser ni à reverser",
        f"{euros(paid)} − {euros(due)}",
        euros(ZERO),
    )


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """Invented, offered for reading."""

    title: str
    words: str
    basis: Basis

    @property
    def outcome(self) -> Outcome:
        return settle(self.basis)


EXAMPLES = (
    WorkedExample(
        "Les Amis du Fleuve imaginaire, au prorata",
        "7 000 € accordés pour un programme de 18 695 €, versés en entier ; 11 879,54 € dépensés.",
        Basis(
            AdjustmentRule.PRORATA,
            granted=Decimal(7000),
            projected_cost=Decimal(18695),
            realised=Decimal("11879.54"),
            paid=Decimal(7000),
        ),
    ),
    WorkedExample(
        "L'Atelier Citoyens d'ailleurs, dans la limite des dépenses",
        "9 380 € accordés, versés en entier ; 9 000 € dépensés.",
        Basis(
            AdjustmentRule.ACTUAL_COST,
            granted=Decimal(9380),
            projected_cost=Decimal(9380),
            realised=Decimal(9000),
            paid=Decimal(9380),
        ),
    ),
)
