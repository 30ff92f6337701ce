"""What hangs on a project: its steps, its partners, its other funding, what held or carried it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django_countries.fields import CountryField

from partnership.enums import FactorSense, ProjectStage, Side
from partnership.models.base import DomainRow, FoundByName
from partnership.models.organisations import Network
from partnership.models.projects import Project
from partnership.project_querysets import OfProjectQuerySet
from partnership.wording import long_date


class ProjectStep(DomainRow):
    """A stage that a project reached: when, who said so, for which of the two sides."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField("étape", max_length=20, choices=ProjectStage)
    on = models.DateField("le", default=timezone.localdate)
    year_only = models.BooleanField(
        "seule l'année est connue",
        default=False,
        help_text="La date gardée est alors le dernier jour de l'année.",
    )
    side = models.CharField("noté par", max_length=12, choices=Side)
    by = models.ForeignKey(
        "partnership.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    comment = models.CharField("commentaire", max_length=500, blank=True)
    details_asked = models.TextField(
        "précisions demandées",
        blank=True,
        help_text="Celles de la fiche de suivi de projet.",
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "étape du projet"
        verbose_name_plural = "étapes du projet"
        ordering = ["project", "on", "pk"]

    def __str__(self):
        return self.get_stage_display()

    @property
    def owner_id(self) -> int:
        return self.project.owner_id

    @property
    def when(self) -> str:
        """« le 2 mars 2026 », or « en 2024 » where no more is known."""
        return f"en {self.on.year}" if self.year_only else f"le {long_date(self.on)}"


class ProjectPartner(DomainRow):
    """A partner of a project, abroad."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField("nom", max_length=200)
    country = CountryField("pays", blank=True)
    town = models.CharField("ville", max_length=120, blank=True)
    role = models.CharField("ce qu'il fait", max_length=300, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "partenaire à l'étranger"
        verbose_name_plural = "partenaires à l'étranger"
        ordering = ["project", "pk"]

    def __str__(self):
        return self.name


class ProjectFunding(DomainRow):
    """Other funding of a project, sought and obtained, in euros; None where nobody knows yet."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="fundings")
    source = models.CharField("financeur", max_length=200)
    sought = models.DecimalField("demandé", max_digits=12, decimal_places=2, null=True, blank=True)
    obtained = models.DecimalField(
        "obtenu",
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="0 s'il est refusé ; vide tant qu'on ne sait pas.",
    )

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "autre financement"
        verbose_name_plural = "autres financements"
        ordering = ["project", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(sought__isnull=True) | models.Q(sought__gte=0))
                & (models.Q(obtained__isnull=True) | models.Q(obtained__gte=0)),
                name="project_funding_not_negative",
                violation_error_message="Un montant n'est pas négatif.",
            )
        ]

    def __str__(self):
        return self.source


class Factor(FoundByName, DomainRow):
    """A brake or a lever, in the network's own words, that several projects may share."""

    owner = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="factors")
    sense = models.CharField("sens", max_length=10, choices=FactorSense)
    name = models.CharField("frein ou levier", max_length=120)
    search_text = models.CharField(max_length=130, editable=False)

    class Meta:
        verbose_name = "frein ou levier"
        verbose_name_plural = "freins et leviers"
        ordering = ["sense", "search_text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "sense", "search_text"],
                name="factor_once",
                violation_error_message="Ce frein ou levier existe déjà.",
            )
        ]

    def __str__(self):
        return self.name


class ProjectFactor(DomainRow):
    """What held this project back, or carried it: a tag and a line."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="factors")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="projects")
    line = models.CharField("en une ligne", max_length=300, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "frein ou levier du projet"
        verbose_name_plural = "freins et leviers du projet"
        ordering = ["project", "factor__sense", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "factor"],
                name="project_factor_once",
                violation_error_message="Ce frein ou levier est déjà noté pour ce projet.",
            )
        ]

    def __str__(self):
        return str(self.factor)
