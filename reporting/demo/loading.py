"""Loads the demonstration. Loaded again, it changes nothing."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from reporting.demo import (
    communication,
    deadlines,
    directory,
    expenses,
    fictitious,
    followed_2024,
    followed_example,
    gatherings_2023,
    gatherings_example,
    links,
    network_log,
    papers,
    project_board,
    projects,
    published,
    questions,
    staff_time,
    votes,
    years,
)
from reporting.demo.stage import set_stage

# Each answers whether it had anything to load; what is published comes before what cites it.
PARTS = (
    published.load,
    projects.load,
    followed_2024.load,
    years.load,
    fictitious.load,
    followed_example.load,
    gatherings_2023.load,
    gatherings_example.load,
    links.load,
    votes.load,
    papers.load,
    deadlines.load,
    directory.load,
    questions.load,
    expenses.load,
    communication.load,
    staff_time.load,
    project_board.load,
    network_log.load,
)


@transaction.atomic
def load(today: datetime.date | None = None) -> bool:
    """Load what is missing. Returns False when everything was there already."""
    stage, anything = set_stage(today or timezone.localdate())
    for part in PARTS:
        anything = part(stage) or anything
    return anything
