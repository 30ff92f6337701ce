"""A funder's standing programmes, and their yearly calls for projects."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from partnership.models.base import DomainRow, FoundByName
from partnership.models.organisations import Network, Organisation
from partnership.project_querysets import CallQuerySet, SchemeQuerySet


class FundingScheme(FoundByName, DomainRow):
    """A funder's standing programme (62MEI, Jumelages…), to which projects apply."""

    owner = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="schemes")
    funder = models.ForeignKey(
        Organisation, verbose_name="financeur", on_delete=models.PROTECT, related_name="schemes"
    )
    name = models.CharField("dispositif", max_length=120)
    description = models.TextField("ce qu'il finance", blank=True)
    is_closed = models.BooleanField("n'existe plus", default=False)
    search_text = models.CharField(max_length=130, editable=False)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = "dispositif"
        verbose_name_plural = "dispositifs"
        ordering = ["search_text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "funder", "search_text"],
                name="scheme_once_per_funder",
                violation_error_message="Ce financeur a déjà un dispositif de ce nom.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnership:scheme", args=[self.uid])


class SchemeExclusion(DomainRow):
    """A purpose that a scheme does not finance."""

    scheme = models.ForeignKey(FundingScheme, on_delete=models.CASCADE, related_name="exclusions")
    text = models.CharField("objet exclu", max_length=200)

    objects = models.Manager()

    class Meta:
        verbose_name = "objet exclu"
        verbose_name_plural = "objets exclus"
        ordering = ["scheme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "text"],
                name="scheme_exclusion_once",
                violation_error_message="Cet objet est déjà exclu.",
            )
        ]

    def __str__(self):
        return self.text

    @property
    def owner_id(self) -> int:
        return self.scheme.owner_id


class Call(DomainRow):
    """One opening of a scheme. It counts for the conventions of its funder whose period touches
    its year."""

    scheme = models.ForeignKey(FundingScheme, on_delete=models.PROTECT, related_name="calls")
    year = models.PositiveSmallIntegerField(
        "année", validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    title = models.CharField(
        "nom", max_length=120, blank=True, help_text="Seulement s'il y en a plusieurs dans l'année."
    )
    opens_on = models.DateField("ouvre le", null=True, blank=True)
    closes_on = models.DateField("ferme le", null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à projets"
        verbose_name_plural = "appels à projets"
        ordering = ["-year", "scheme", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "year", "title"],
                name="call_once_a_year",
                violation_error_message="Cet appel à projets existe déjà pour cette année.",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_on__isnull=True)
                | models.Q(closes_on__isnull=True)
                | models.Q(closes_on__gte=models.F("opens_on")),
                name="call_dates_in_order",
                violation_error_message="L'appel à projets ferme avant d'ouvrir.",
            ),
        ]

    def __str__(self):
        return " · ".join(filter(None, (self.scheme.name, str(self.year), self.title)))

    @property
    def owner_id(self) -> int:
        return self.scheme.owner_id
