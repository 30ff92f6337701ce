"""Who sees which bilan."""

import re
import uuid

from django.db import models

_UID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ActivityReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The association prepares it; the funder's own view comes with its transmission."""
        return self.filter(owner__in=user.access.networks)


class ReportVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__owner__in=user.access.networks)

    def cites(self, row) -> bool:
        """Whether a frozen version counts this row."""
        return self.filter(snapshot__contains=str(row.uid)).exists()

    def uids_cited(self, owner) -> set[uuid.UUID]:
        """The uids that the frozen versions of a network name."""
        found: set[uuid.UUID] = set()
        versions = self.filter(report__owner=owner).order_by("pk")
        for text in versions.values_list("snapshot", flat=True).iterator():
            found.update(uuid.UUID(one) for one in _UID.findall(text))
        return found

    def last_numbers(self, conventions) -> dict[int, int]:
        """The latest frozen version of each convention, by the convention's key."""
        rows = (
            self.filter(report__convention__in=[row.pk for row in conventions])
            .values("report__convention")
            .annotate(last=models.Max("number"))
            .order_by("report__convention")
        )
        return {row["report__convention"]: row["last"] for row in rows}

    def for_list(self):
        return self.select_related("frozen_by", "pdf").defer("snapshot", "people")
