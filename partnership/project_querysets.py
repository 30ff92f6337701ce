"""Projects, schemes and calls: who sees which."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from partnership.querysets import SearchedQuerySet
from partnership.text import normalise


class SchemeQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """The association's own; an officer sees those of their body."""
        access = user.access
        return self.filter(Q(owner__in=access.networks) | Q(funder__in=access.funders))


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        access = user.access
        return self.filter(
            Q(scheme__owner__in=access.networks) | Q(scheme__funder__in=access.funders)
        )

    def for_convention(self, convention):
        """Those of the convention's funder, in a year that its period touches."""
        terms = convention.terms()
        return self.filter(
            scheme__owner=convention.owner_id,
            scheme__funder=convention.funder_id,
            year__gte=terms.starts_on.year,
            year__lte=terms.ends_on.year,
        )


class ProjectQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """The association's own; an officer sees those that answer a scheme of their body and that
        were not withdrawn as mistakes."""
        access = user.access
        return self.filter(
            Q(owner__in=access.networks)
            | Q(scheme__funder__in=access.funders, cancelled_at__isnull=True)
        )

    def matching(self, text: str):
        """By the words of the title and of the holder, as it is called now."""
        found = self
        for word in normalise(text).split():
            found = found.filter(
                Q(search_text__contains=word) | Q(organisation__search_text__contains=word)
            )
        return found

    def standing(self):
        """Without those withdrawn as mistakes."""
        return self.filter(cancelled_at__isnull=True)

    def for_list(self):
        return self.select_related(
            "organisation", "scheme__funder", "call__scheme"
        ).prefetch_related("kinds", "countries")

    def for_export(self):
        """With all that the columns of the list read."""
        return self.prefetch_related("steps")

    def newest_first(self):
        return self.order_by(models.F("year").desc(nulls_last=True), "-created_at", "-pk")


class OfProjectQuerySet(models.QuerySet):
    """Rows that hang on a project, seen with it."""

    def visible_to(self, user):
        access = user.access
        return self.filter(
            Q(project__owner__in=access.networks)
            | Q(
                project__scheme__funder__in=access.funders,
                project__cancelled_at__isnull=True,
            )
        )
