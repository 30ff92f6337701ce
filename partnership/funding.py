"""Whose money an income of a budget is: the convention's funder's, another funder's, or neither.

A funder never reads who the others are. A line says its funder by the body that it points to, else
by its words."""

from __future__ import annotations

from partnership.enums import BudgetSide
from partnership.models import BudgetLine, Convention, Organisation
from partnership.text import normalise


def other_funders(convention: Convention) -> list[str]:
    """The names and initials, as they are searched, of those who fund the same association."""
    bodies = (
        Organisation.objects.filter(conventions_funded__owner_id=convention.owner_id)
        .exclude(pk=convention.funder_id)
        .distinct()
    )
    own = _names(convention.funder)
    return [name for body in bodies for name in _names(body) if name not in own]


def is_of(line: BudgetLine, body: Organisation) -> bool:
    if line.funder_id is not None:
        return line.funder_id == body.pk
    return any(_says(line.label, name) for name in _names(body))


def is_of_another(line: BudgetLine, convention: Convention, others: list[str]) -> bool:
    """`others` are those of `other_funders`, read once for all the lines."""
    if line.side != BudgetSide.INCOME:
        return False
    if line.funder_id is not None:
        return line.funder_id not in (convention.funder_id, convention.beneficiary_id)
    return any(_says(f"{line.label} {line.description}", name) for name in others)


def _names(body: Organisation) -> list[str]:
    return [name for name in (normalise(body.name), normalise(body.short_name)) if name]


def _says(text: str, name: str) -> bool:
    """Whole words: « ville » is not in « villeneuve »."""
    return f" {name} " in f" {normalise(text)} "
