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
    papers,
    published,
    questions,
    years,
)
from reporting.demo.stage import set_stage


@transaction.atomic
def load(today: datetime.date | None = None) -> bool:
    """Load what is missing. Returns False when everything was there already."""
    stage, is_new = set_stage(today or timezone.localdate())
    loaded = published.load(stage)
    years.load()
    invented = fictitious.load(stage)
    deadlines.load(stage.today)
    directory.load(stage)
    talked = questions.load(stage)
    spent = expenses.load(stage)
    shown = communication.load(stage)
    papers.load(stage)
    return is_new or loaded or invented or talked or spent or shown
