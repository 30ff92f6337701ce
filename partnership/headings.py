"""The lines of the compte rendu financier that are in use."""

from __future__ import annotations

from django.utils import timezone

from partnership.models import AccountHeading


def headings_in_use() -> list[AccountHeading]:
    """Those of the most recent form in force today, in its order; none where no form is kept."""
    in_force = AccountHeading.objects.filter(valid_from__lte=timezone.localdate())
    latest = in_force.order_by("-valid_from").values_list("valid_from", flat=True).first()
    return list(in_force.filter(valid_from=latest)) if latest else []
