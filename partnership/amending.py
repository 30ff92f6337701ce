"""What amendments change, before and after, and whether what they leave holds together.

No database, no clock: terms in, words out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnership.terms import Terms
from partnership.wording import euros, long_date, number, percent, period

if TYPE_CHECKING:
    from partnership.models import Commitment

NOTHING = ""
WITHDRAWN = "retirée du programme"


@dataclass(frozen=True)
class TermChange:
    """One thing that an amendment changes, in French; empty where there was, or is, nothing."""

    label: str
    before: str
    after: str


def term_changes(before: Terms, after: Terms) -> list[TermChange]:
    """What differs between two readings of a convention: money, period, bilan, programme."""
    pairs = [
        ("Subvention", *(euros(one.amount) for one in (before, after))),
        ("Coût prévisionnel", *(euros(one.projected_cost) for one in (before, after))),
        ("Taux d'intervention", *(percent(one.rate) for one in (before, after))),
        ("Règle d'ajustement", *(str(one.rule.label) for one in (before, after))),
        ("Période", *(_period(one) for one in (before, after))),
        ("Bilan attendu", *(_due(one) for one in (before, after))),
    ]
    changed = [TermChange(label, was, is_now) for label, was, is_now in pairs if was != is_now]
    return changed + list(_programme_changes(before, after))


def _period(terms: Terms) -> str:
    return period(terms.starts_on, terms.ends_on)


def _due(terms: Terms) -> str:
    return f"le {long_date(terms.report_due_on)}" if terms.report_due_on else "non renseigné"


def _programme_changes(before: Terms, after: Terms) -> Iterator[TermChange]:
    was = {one.pk: one for one in before.commitments}
    is_now = {one.pk: one for one in after.commitments}
    rows = sorted((was | is_now).values(), key=lambda one: (one.number, one.part))
    for row in rows:
        label, old, new = f"Action {row.label}", was.get(row.pk), is_now.get(row.pk)
        if old is None:
            yield TermChange(f"{label} (ajoutée)", NOTHING, told(new))
        elif new is None:
            yield TermChange(label, told(old), WITHDRAWN)
        else:
            if old.text != new.text:
                yield TermChange(label, old.text, new.text)
            if quantity(old) != quantity(new):
                yield TermChange(f"{label}, quantité", quantity(old), quantity(new))


def quantity(commitment: Commitment) -> str:
    """« 30 accompagnements », nothing where none is promised."""
    if commitment.target is None:
        return commitment.unit
    return f"{number(commitment.target)} {commitment.unit}"


def told(commitment: Commitment) -> str:
    """Its text, and how many where it says so."""
    if commitment.target is None:
        return commitment.text
    return f"{commitment.text} ({quantity(commitment)})"


def problems(terms: Terms) -> list[tuple[str, str]]:
    """Why these terms cannot stand: the term at fault and a sentence that says what to do."""
    found = []
    if None not in (terms.amount, terms.projected_cost) and terms.amount > terms.projected_cost:
        found.append(
            (
                "amount",
                f"La subvention ({euros(terms.amount)}) dépasserait le coût prévisionnel "
                f"({euros(terms.projected_cost)}) : changez aussi l'autre montant.",
            )
        )
    if terms.ends_on < terms.starts_on:
        found.append(
            (
                "ends_on",
                f"La période finirait le {long_date(terms.ends_on)}, avant de commencer le "
                f"{long_date(terms.starts_on)} : vérifiez les deux dates.",
            )
        )
    if terms.report_due_on is not None and terms.report_due_on <= terms.ends_on:
        found.append(
            (
                "report_due_on",
                f"Le bilan serait attendu le {long_date(terms.report_due_on)}, avant la fin de la "
                f"période (le {long_date(terms.ends_on)}) : donnez aussi la date du bilan.",
            )
        )
    return found
