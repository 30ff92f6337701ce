"""The board of projects: a column for each stage, its number, its first cards."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from partnership.actions.project_steps import stages_for
from partnership.enums import ProjectStage
from partnership.models import Project, User
from partnership.project_permissions import can_say_step, side_of
from partnership.project_reading import STATES

MOST_CARDS = 12


@dataclass(frozen=True)
class Card:
    project: Project
    stages: list[tuple[str, str]]  # what the reader may say next; empty where nothing


@dataclass(frozen=True)
class Stage:
    """A column of the board."""

    code: str
    label: str
    state: str
    count: int
    cards: list[Card]

    @property
    def left_out(self) -> int:
        return self.count - len(self.cards)


def board_of(found, user: User) -> list[Stage]:
    """Every stage, with at most twelve of its projects, the latest first: a constant number of
    queries."""
    counts = dict(
        found.order_by("stage")
        .values("stage")
        .annotate(number=Count("pk"))
        .values_list("stage", "number")
    )
    latest = [F("year").desc(nulls_last=True), F("created_at").desc(), F("pk").desc()]
    rank = Window(RowNumber(), partition_by=[F("stage")], order_by=latest)
    first = found.annotate(rank=rank).filter(rank__lte=MOST_CARDS)
    cards: dict[str, list[Card]] = {}
    for row in first.for_list().newest_first():
        stages = stages_for(side_of(user, row)) if can_say_step(user, row) else []
        cards.setdefault(row.stage, []).append(
            Card(row, [one for one in stages if one[0] != row.stage])
        )
    return [
        Stage(
            stage.value,
            stage.label,
            STATES[stage],
            counts.get(stage.value, 0),
            cards.get(stage.value, []),
        )
        for stage in ProjectStage
    ]
