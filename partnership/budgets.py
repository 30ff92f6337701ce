"""The plan de financement: two sides, their shares, whether they balance. No database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from partnership.figures import HUNDRED, shares
from partnership.wording import counted, euros

EXPENSE, INCOME = "expense", "income"
TITLES = {EXPENSE: "Dépenses", INCOME: "Recettes"}
OTHER_FUNDERS = "Autres financeurs"


@dataclass(frozen=True)
class Line:
    """A line of the budget. `amount` in euros, None where nobody knows it."""

    uid: str
    side: str
    label: str
    amount: Decimal | None
    description: str = ""
    account: str = ""
    funder: str = ""
    received: Decimal | None = None
    of_another: bool = False  # an income of another funder than this convention's


@dataclass(frozen=True)
class SharedLine:
    """A line with its share of its side, in per cent; None where the side is not all known."""

    line: Line
    share: Decimal | None


@dataclass(frozen=True)
class Side:
    key: str
    lines: tuple[SharedLine, ...]

    @property
    def title(self) -> str:
        return TITLES[self.key]

    @property
    def unknown(self) -> int:
        """How many lines have no amount."""
        return sum(one.line.amount is None for one in self.lines)

    @property
    def total(self) -> Decimal:
        """Of the amounts known, in euros."""
        return sum((one.line.amount or Decimal(0) for one in self.lines), Decimal(0))

    @property
    def total_share(self) -> Decimal | None:
        """100,00 where every amount is known and there is something to share."""
        return HUNDRED if self.total and not self.unknown else None


def side(key: str, lines: Sequence[Line]) -> Side:
    """One side with its percentages, which add up to exactly 100,00."""
    kept = [line for line in lines if line.side == key]
    amounts = [line.amount for line in kept]
    known = all(amount is not None for amount in amounts) and any(amounts)
    parts = shares(amounts) if known else [None] * len(kept)
    return Side(key, tuple(SharedLine(line, part) for line, part in zip(kept, parts, strict=True)))


@dataclass(frozen=True)
class Budget:
    expenses: Side
    income: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.expenses, self.income

    @property
    def is_empty(self) -> bool:
        return not (self.expenses.lines or self.income.lines)

    @property
    def gap(self) -> Decimal:
        """Income less expenses, in euros, of the amounts known."""
        return self.income.total - self.expenses.total

    @property
    def is_balanced(self) -> bool:
        """Both sides have lines, every amount is known, and they are equal to the cent."""
        return all(one.lines and not one.unknown for one in self.sides) and not self.gap

    @property
    def standing(self) -> str:
        """« équilibré », « il manque 620,00 € de recettes », « 2 montants sont à donner »…"""
        empty = [one.title.lower() for one in self.sides if not one.lines]
        if empty:
            return f"sans {' ni '.join(empty)}"
        said = []
        if self.gap < 0:
            said.append(f"il manque {euros(-self.gap)} de recettes")
        elif self.gap > 0:
            said.append(f"il manque {euros(self.gap)} de dépenses")
        if unknown := self.expenses.unknown + self.income.unknown:
            verb = "sont" if unknown > 1 else "est"
            said.append(f"{counted(unknown, 'montant')} {verb} à donner")
        return ", ".join(said) or "équilibré"


def budget(lines: Sequence[Line]) -> Budget:
    return Budget(side(EXPENSE, lines), side(INCOME, lines))


def as_a_funder_reads(lines: Sequence[Line]) -> list[Line]:
    """The same lines, with those of other funders gathered under one name: a funder reads what
    the others bring, never who they are."""
    others = [line for line in lines if line.of_another]
    if not others:
        return list(lines)
    known = all(line.amount is not None for line in others)
    received = [line.received for line in others if line.received is not None]
    gathered = Line(
        uid="",
        side=INCOME,
        label=OTHER_FUNDERS,
        amount=sum((line.amount for line in others), Decimal(0)) if known else None,
        received=sum(received, Decimal(0)) if received else None,
        of_another=True,
    )
    mine = [line for line in lines if not line.of_another]
    return [*mine, gathered]
