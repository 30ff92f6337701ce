"""Who sees which bilan."""

from django.db import models


class ActivityReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The association prepares it; the funder's own view comes with its transmission."""
        return self.filter(owner__in=user.access.networks)


class ReportVersionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(report__owner__in=user.access.networks)

    def for_list(self):
        return self.select_related("frozen_by", "pdf").defer("snapshot", "people")
