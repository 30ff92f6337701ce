"""How the published programmes follow each other, and what 2022 asked to carry into 2023."""

from __future__ import annotations

from partnership.actions.carry_overs import ask_carry_over
from partnership.models import CarryOver, Commitment, Convention
from reporting.demo.stage import Stage

# (year, number) continues these (year, number): our reading of the texts, none of which says so.
CONTINUES = {
    (2023, 1): [(2022, 1)],
    (2023, 2): [(2022, 2)],
    (2023, 3): [(2022, 3)],
    (2023, 6): [(2022, 4)],
    (2024, 1): [(2023, 1)],
    (2024, 5): [(2023, 5)],
    (2024, 6): [(2023, 6)],
    (2025, 1): [(2024, 1)],
    (2025, 2): [(2024, 1)],
    (2025, 3): [(2024, 4)],
    (2025, 4): [(2023, 2)],
    (2025, 5): [(2024, 2)],
    (2025, 6): [(2024, 5)],
    (2025, 7): [(2024, 6)],
}
BILAN_2022 = "Le bilan 2022 demande ce report au premier trimestre 2023."
CARRIED = (
    (2, 2, "deux temps collectifs", f"Premier temps annulé, deuxième reporté. {BILAN_2022}"),
    (3, 2, "deux formations", BILAN_2022),
)


def load(stage: Stage) -> bool:
    """Returns whether the programmes were still to link."""
    if CarryOver.objects.filter(commitment__convention__reference="CD62-2022").exists():
        return False
    for (year, number), earlier in CONTINUES.items():
        for row in commitments(year, number):
            for known_year, known_number in earlier:
                row.continues.add(*commitments(known_year, known_number))
    into = Convention.objects.get(reference="CD62-2023")
    for number, quantity, what, reason in CARRIED:
        ask_carry_over(
            commitment=commitments(2022, number).get(),
            to_convention=into,
            quantity=quantity,
            what=what,
            reason=reason,
            asked_on=None,
            by=None,
        )
    return True


def commitments(year: int, number: int):
    return Commitment.objects.filter(convention__reference=f"CD62-{year}", number=number)
