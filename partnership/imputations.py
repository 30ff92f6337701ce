"""Whether the papers agree on where the subsidy stands in the funder's budget. No database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from partnership.wording import euros

if TYPE_CHECKING:
    from partnership.models import BudgetImputation

FILE = "dossier en cours"


@dataclass(frozen=True)
class Contradiction:
    """What the papers say differently: each reading (as people read it), and where it stands."""

    label: str
    readings: tuple[tuple[str, tuple[str, ...]], ...]


def _codes(name: str) -> Callable[[list[BudgetImputation]], str]:
    return lambda rows: ", ".join(sorted({getattr(row, name) for row in rows} - {""}))


def _sum(name: str) -> Callable[[list[BudgetImputation]], str]:
    def told(rows: list[BudgetImputation]) -> str:
        amounts = [getattr(row, name) for row in rows]
        return "" if None in amounts else euros(sum(amounts, Decimal(0)))

    return told


COMPARED = (
    ("Code opération", _codes("operation_code")),
    ("Imputation", _codes("imputation")),
    ("Crédits de paiement", _sum("payment_credits")),
    ("Disponible", _sum("available")),
    ("Proposition", _sum("proposed")),
)


def contradictions(rows: Iterable[BudgetImputation]) -> list[Contradiction]:
    """Where one paper does not say what another says. A paper that shares the subsidy between
    several operations is read whole; what it leaves empty contradicts nothing."""
    papers: dict[str, list[BudgetImputation]] = {}
    for row in rows:
        papers.setdefault(row.stated_in or FILE, []).append(row)
    found = []
    for label, read in COMPARED:
        readings: dict[str, list[str]] = {}
        for paper, lines in papers.items():
            if text := read(lines):
                readings.setdefault(text, []).append(paper)
        if len(readings) > 1:
            told = tuple((text, tuple(where)) for text, where in readings.items())
            found.append(Contradiction(label, told))
    return found
