"""Loads the demonstration. Loaded again, it changes nothing."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from reporting.demo import fictitious, links, published
from reporting.demo.stage import set_stage


@transaction.atomic
def load(today: datetime.date | None = None) -> bool:
    """Load what is missing. Returns False when everything was there already."""
    stage, is_new = set_stage(today or timezone.localdate())
    loaded = published.load(stage)
    invented = fictitious.load(stage)
    tied = links.load(stage)
    return is_new or loaded or invented or tied
