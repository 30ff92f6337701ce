"""Whether what is accompanied, or applied for, is what a funder finances. No database, no clock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Eligibility:
    """`reasons` against, in words for people; `unknown` what is missing to tell. `waived` is why
    somebody goes on all the same."""

    reasons: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    waived: str = ""

    @property
    def is_eligible(self) -> bool:
        """Nothing says no; something may still be unknown."""
        return not self.reasons

    @property
    def is_refused(self) -> bool:
        return bool(self.reasons) and not self.waived


def judge(
    *, department: str, town: str, territory: str, excluded_purpose: str = "", waived: str = ""
) -> Eligibility:
    """`department` is that of the holder's INSEE code, empty when unknown; `territory` that of the
    funder, empty when it sets none."""
    reasons, unknown = [], []
    if territory and not department:
        where = f"la commune de {town}" if town else "la commune du porteur"
        unknown.append(f"Le code INSEE de {where} n'est pas renseigné.")
    elif territory and department != territory:
        reasons.append(
            f"Le porteur est installé hors du département financé ({department}, pas {territory})."
        )
    if excluded_purpose:
        reasons.append(f"Objet exclu par le dispositif : {excluded_purpose}.")
    return Eligibility(tuple(reasons), tuple(unknown), waived)
